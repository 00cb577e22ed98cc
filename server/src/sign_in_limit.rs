//! How often one address may try to sign in: checking a password costs the server on purpose, and guessing should cost the guesser.
//!
//! It counts addresses, and is generous, because many people can share one; failures of one account are counted where they are found out.

use std::{
    net::{IpAddr, Ipv6Addr},
    num::NonZeroU32,
    sync::Arc,
};

use axum::{
    extract::{Request, State},
    http::{Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use governor::{
    DefaultKeyedRateLimiter, Quota,
    clock::{Clock as _, DefaultClock},
};

use crate::client_address::ClientAddress;

/// So many at once,
const BURST: NonZeroU32 = NonZeroU32::MIN.saturating_add(119);
/// and so many each second.
const EACH_SECOND: NonZeroU32 = NonZeroU32::MIN.saturating_add(1);
/// More addresses than these are looked through for those that have been quiet since.
const MANY_ADDRESSES: usize = 10_000;

/// The limit. A clone counts on the same count.
#[derive(Clone)]
pub(crate) struct SignInLimit(Arc<DefaultKeyedRateLimiter<IpAddr>>);

impl SignInLimit {
    /// Nobody has tried yet.
    pub(crate) fn new() -> Self {
        Self(Arc::new(DefaultKeyedRateLimiter::keyed(Quota::per_second(EACH_SECOND).allow_burst(BURST))))
    }

    /// Counts a try; the seconds to wait where it was one too many.
    fn count(&self, address: IpAddr) -> Result<(), u64> {
        if self.0.len() > MANY_ADDRESSES {
            self.0.retain_recent();
        }
        self.0.check_key(&network(address)).map_err(|until| until.wait_time_from(DefaultClock::default().now()).as_secs() + 1)
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
    use super::*;

    #[test]
    fn one_address_too_many_times_does_not_hold_up_another() {
        let limit = SignInLimit::new();
        let here: IpAddr = "203.0.113.7".parse().unwrap();
        let tries = (0..BURST.get() + 20).filter(|_| limit.count(here).is_ok()).count();
        assert!((120..135).contains(&tries), "{tries}");
        assert!(limit.count(here).is_err());
        assert!(limit.count("203.0.113.8".parse().unwrap()).is_ok());
    }

    #[test]
    fn an_ipv6_user_is_one_however_many_addresses_they_have() {
        let same = |one: &str, other: &str| network(one.parse().unwrap()) == network(other.parse().unwrap());
        assert!(same("2001:db8:1:2::1", "2001:db8:1:2:ffff::9"));
        assert!(!same("2001:db8:1:2::1", "2001:db8:1:3::1"));
    }
}
