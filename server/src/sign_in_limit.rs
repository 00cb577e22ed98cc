//! How often one address may try to sign in: checking a password costs the server on purpose, and guessing should cost the guesser.
//!
//! It counts addresses, and is generous, because many people can share one; failures of one account are counted where they are found out.

use std::{
    collections::HashMap,
    net::{IpAddr, Ipv6Addr},
    sync::{Arc, Mutex, PoisonError},
};

use axum::{
    extract::{Request, State},
    http::{Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use domain::clock::Clock;

use crate::client_address::ClientAddress;

/// So many tries at once,
const BURST: i64 = 120;
/// and one more each half second.
const INTERVAL_MILLIS: i64 = 500;
/// More addresses than these are looked through for those that have been quiet since.
const MANY_ADDRESSES: usize = 10_000;

/// The limit. A clone counts on the same count.
#[derive(Clone)]
pub(crate) struct SignInLimit {
    /// Each try is a debt that is paid off in a while (the generic cell rate algorithm): when each address has paid, in milliseconds.
    paid_off: Arc<Mutex<HashMap<IpAddr, i64>>>,
    clock: Arc<dyn Clock>,
}

impl SignInLimit {
    /// Nobody has tried yet.
    pub(crate) fn new(clock: Arc<dyn Clock>) -> Self {
        Self { paid_off: Arc::default(), clock }
    }

    /// Counts a try; the seconds to wait where it was one too many.
    fn count(&self, address: IpAddr) -> Result<(), i64> {
        let now = self.clock.now().as_millis();
        let mut paid_off = self.paid_off.lock().unwrap_or_else(PoisonError::into_inner);
        if paid_off.len() >= MANY_ADDRESSES {
            paid_off.retain(|_, then| *then > now);
        }
        let then = paid_off.entry(network(address)).or_insert(now);
        let next = (*then).max(now) + INTERVAL_MILLIS;
        let too_early = next - now - BURST * INTERVAL_MILLIS;
        if too_early > 0 {
            return Err(too_early.div_euclid(1000) + 1);
        }
        *then = next;
        Ok(())
    }
}

/// One IPv6 user has a whole /64 to send from (RFC 6177).
fn network(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX))),
        IpAddr::V4(_) => address,
    }
}

/// Lets only so many sign-ins through.
pub(crate) async fn limit(State(limit): State<SignInLimit>, request: Request, next: Next) -> Response {
    let address = request.extensions().get::<ClientAddress>().map(|client| client.0);
    match address.filter(|_| *request.method() == Method::POST).map(|address| limit.count(address)) {
        Some(Err(seconds)) => {
            let text = "Too many tries to sign in came from your address. Wait a moment and try again.\n";
            (StatusCode::TOO_MANY_REQUESTS, [(header::RETRY_AFTER, seconds.to_string())], text).into_response()
        }
        _ => next.run(request).await,
    }
}

#[cfg(test)]
mod tests {
    use domain::clock::{FixedClock, Timestamp};

    use super::*;

    #[test]
    fn one_address_too_many_times_waits_and_does_not_hold_up_another() {
        let clock = Arc::new(FixedClock::at(Timestamp::from_millis(0)));
        let limit = SignInLimit::new(clock.clone());
        let here: IpAddr = "203.0.113.7".parse().unwrap();
        assert_eq!((0..200).filter(|_| limit.count(here).is_ok()).count(), 120);
        assert_eq!(limit.count(here), Err(1));
        assert_eq!(limit.count("203.0.113.8".parse().unwrap()), Ok(()));
        clock.advance_millis(500);
        assert_eq!(limit.count(here), Ok(()));
        assert_eq!(limit.count(here), Err(1));
    }

    #[test]
    fn an_ipv6_user_is_one_however_many_addresses_they_have() {
        let same = |one: &str, other: &str| network(one.parse().unwrap()) == network(other.parse().unwrap());
        assert!(same("2001:db8:1:2::1", "2001:db8:1:2:ffff::9"));
        assert!(!same("2001:db8:1:2::1", "2001:db8:1:3::1"));
    }
}
