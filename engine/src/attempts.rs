//! Counts attempts to sign in, so that passwords cannot be tried endlessly (NIST SP 800-63B §3.2.2).
//!
//! An attempt is reserved before the password is looked at, and given back where it succeeded or was not made: however many come at once,
//! no more are made than the limit says. A refused attempt costs nothing, so the wait is never longer than one interval.
//!
//! Counted per process, in memory: a node that is new forgives, which a guesser cannot make use of.

use std::{
    collections::{BTreeSet, HashMap},
    fmt::{self, Write as _},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use domain::clock::Timestamp;
use uuid::Uuid;

use crate::{
    door::Door,
    keys::hash_secret,
    network::{Network, Site},
    second_factor::CodeKind,
};

/// How many attempts may be made that do not succeed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    /// So many at once.
    pub burst: i64,
    /// And one more after so many seconds.
    pub interval: i64,
}

/// For one name from one network: after ten wrong attempts a user waits. It does not apply to a name from everywhere, because anybody who
/// knows the name could then keep its owner out.
pub const PER_NAME: Limit = Limit { burst: 10, interval: 30 };
/// For one name from a browser that signed in with it before: strangers cannot use this one up.
pub const PER_DEVICE: Limit = Limit { burst: 10, interval: 30 };
/// For one network, from which many people may come: more, but not enough to try one password on everybody.
pub const PER_NETWORK: Limit = Limit { burst: 100, interval: 5 };
/// For all that come to one door.
pub const PER_DOOR: Limit = Limit { burst: 1000, interval: 1 };

/// For the codes of an account's authenticator app, from wherever they are tried: only those come here who know the password, and six digits
/// bear fewer guesses than a password.
pub const PER_CODE: Limit = Limit { burst: 5, interval: 300 };
/// The same over days, which no right code forgives: whoever goes on for a year makes 415 guesses at a million codes, of which three are right
/// at a time. The owner has recovery codes meanwhile, which are counted apart.
pub const PER_CODE_IN_DAYS: Limit = Limit { burst: 50, interval: 86_400 };
/// For an account's recovery codes, which nobody guesses: this bounds the work.
pub const PER_RECOVERY_CODE: Limit = Limit { burst: 10, interval: 30 };

/// For mails to one address, from wherever they are asked for: enough for somebody who lost one, and not enough to fill a mailbox.
pub const PER_MAIL_ADDRESS: Limit = Limit { burst: 3, interval: 600 };
/// For mails that are asked for from one network.
pub const PER_MAIL_NETWORK: Limit = Limit { burst: 20, interval: 60 };

/// For requests that clients without authentication push from one site: whoever knows a client's name can send them.
pub const PER_PUSH_NETWORK: Limit = Limit { burst: 100, interval: 1 };

/// For wrong user codes from one network (RFC 8628 §5.1): people mistype, and nobody guesses one of 20^8 codes in so few attempts.
pub const PER_USER_CODE_NETWORK: Limit = Limit { burst: 10, interval: 60 };
/// For all wrong user codes of strangers in a workspace: in the 10 minutes that a code lives, 200 are tried at most. With 5,000 open requests of a client one of
/// 25,000 such attacks finds one.
pub const PER_USER_CODE_DOOR: Limit = Limit { burst: 100, interval: 6 };
/// For wrong user codes of one user, from whichever of their browsers: strangers cannot use this one up.
pub const PER_USER_CODE_USER: Limit = Limit { burst: 10, interval: 60 };
/// For wrong user codes of all users of a workspace, so that nobody guesses endlessly who has many accounts: of 3,000 attacks by more than a
/// hundred users one finds one of 5,000 open requests.
pub const PER_USER_CODE_USERS: Limit = Limit { burst: 1000, interval: 1 };
/// For devices of public clients that begin to wait for a user, from one site.
pub const PER_DEVICE_REQUEST: Limit = Limit { burst: 100, interval: 5 };

/// For clients that anybody registers in a workspace, from wherever.
pub const PER_REGISTRATION_DOOR: Limit = Limit { burst: 1000, interval: 3 };
/// For changes that a client makes to what it registered: each leaves a line in the log.
pub const PER_REGISTRATION_CHANGE: Limit = Limit { burst: 20, interval: 60 };

/// For addresses of servers of others that strangers from one site name, and that give nothing.
pub const PER_FETCH_SITE: Limit = Limit { burst: 30, interval: 10 };
/// The same for one host, whoever names it: nobody makes this server ask it without end.
pub const PER_FETCH_HOST: Limit = Limit { burst: 60, interval: 2 };

/// For lines in the log about one fault of a client that strangers would have made.
pub const PER_REFUSED_CLIENT: Limit = Limit { burst: 1, interval: 3600 };
/// For all such lines of a workspace: strangers fill no log.
pub const PER_REFUSED_CLIENTS: Limit = Limit { burst: 20, interval: 180 };

/// How many debts are remembered. Beyond it the smallest is forgiven.
const MOST_DEBTS: usize = 100_000;

/// Too many attempts failed recently.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("too many attempts failed; try again in {seconds} seconds")]
pub struct TooManyAttempts {
    /// The next may come after so many seconds.
    pub seconds: i64,
}

/// The recent attempts. A clone shares the count.
#[derive(Clone, Default)]
pub struct Attempts(Arc<Mutex<Debts>>);

impl fmt::Debug for Attempts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Attempts(…)")
    }
}

/// What attempts are counted by: a digest, so that each takes the same room, whatever was typed.
type Bucket = [u8; 16];

fn bucket(kind: &str, door: Door, parts: &[&[u8]]) -> Bucket {
    digest_of(format!("{kind} {door}"), parts)
}

fn digest_of(mut text: String, parts: &[&[u8]]) -> Bucket {
    for part in parts {
        // A length before each part, so that no two buckets are spelled alike. Writing to a text does not fail.
        let _ = write!(text, " {} {}", part.len(), part.escape_ascii());
    }
    let digest = hash_secret("attempts", &text);
    std::array::from_fn(|index| digest.get(index).copied().unwrap_or_default())
}

/// One bucket and its limit.
#[derive(Debug, Clone, Copy)]
struct Charge {
    bucket: Bucket,
    limit: Limit,
}

/// The buckets that an attempt counts in; the first is the one that a success forgives.
#[derive(Debug, Clone)]
pub(crate) struct Charges(Vec<Charge>);

impl Charges {
    /// The buckets of an unknown browser.
    pub(crate) fn of_a_stranger(door: Door, network: Network, name: &str) -> Self {
        let network = network.octets();
        Self(vec![
            Charge { bucket: bucket("name", door, &[name.as_bytes(), &network]), limit: PER_NAME },
            Charge { bucket: bucket("network", door, &[&network]), limit: PER_NETWORK },
            Charge { bucket: bucket("door", door, &[]), limit: PER_DOOR },
        ])
    }

    /// The bucket of a browser that signed in with this name before.
    pub(crate) fn of_a_device(door: Door, device: &str, name: &str) -> Self {
        Self(vec![Charge { bucket: bucket("device", door, &[device.as_bytes(), name.as_bytes()]), limit: PER_DEVICE }])
    }
}

impl Charges {
    /// The buckets of a code of an account's second factor. One that was set up anew is counted anew.
    pub(crate) fn of_a_code(door: Door, account: Uuid, kind: CodeKind, enrolled_at: Timestamp) -> Self {
        let parts = [account.as_bytes().as_slice(), &enrolled_at.as_millis().to_be_bytes()];
        let charge = |kind, limit| Charge { bucket: bucket(kind, door, &parts), limit };
        Self(match kind {
            CodeKind::App => vec![charge("code", PER_CODE), charge("code-in-days", PER_CODE_IN_DAYS)],
            CodeKind::Recovery => vec![charge("recovery-code", PER_RECOVERY_CODE)],
        })
    }

    /// The buckets of a user code that a user types, in a browser by which they are known.
    pub(crate) fn of_a_user_code_by(door: Door, user: Uuid) -> Self {
        Self(vec![
            Charge { bucket: bucket("user-code-user", door, &[user.as_bytes().as_slice()]), limit: PER_USER_CODE_USER },
            Charge { bucket: bucket("user-codes-users", door, &[]), limit: PER_USER_CODE_USERS },
        ])
    }

    /// The buckets of a user code that a stranger types.
    pub(crate) fn of_a_user_code(door: Door, network: Network) -> Self {
        Self(vec![
            Charge { bucket: bucket("user-code", door, &[&network.octets()]), limit: PER_USER_CODE_NETWORK },
            Charge { bucket: bucket("user-codes", door, &[]), limit: PER_USER_CODE_DOOR },
        ])
    }

    /// The bucket of a device that begins to wait for a user.
    pub(crate) fn of_a_device_request(door: Door, site: Site) -> Self {
        Self(vec![Charge { bucket: bucket("device-request", door, &[site.as_bytes()]), limit: PER_DEVICE_REQUEST }])
    }

    /// The buckets of a request that sends a mail; without a network where an administrator asks, who has buckets of their own: whatever strangers ask
    /// for, invitations are sent.
    pub(crate) fn of_a_mail(door: Door, network: Option<Network>, address: &str) -> Self {
        let (to, all) = if network.is_some() { ("mail-address", "mail-door") } else { ("operators-mail-address", "operators-mail-door") };
        let to = Charge { bucket: bucket(to, door, &[address.as_bytes()]), limit: PER_MAIL_ADDRESS };
        let from = |network: Network| Charge { bucket: bucket("mail-network", door, &[&network.octets()]), limit: PER_MAIL_NETWORK };
        let all = Charge { bucket: bucket(all, door, &[]), limit: PER_DOOR };
        Self([Some(to), network.map(from), Some(all)].into_iter().flatten().collect())
    }
}

impl Charges {
    /// The bucket of an authorization request that is pushed by a client which does not authenticate.
    pub(crate) fn of_a_push(door: Door, site: Site) -> Self {
        Self(vec![Charge { bucket: bucket("push-network", door, &[site.as_bytes()]), limit: PER_PUSH_NETWORK }])
    }
}

impl Charges {
    /// The buckets of a client that anybody registers, where so many an hour are taken from one network.
    pub(crate) fn of_a_registration(door: Door, network: Network, most_per_hour: u16) -> Self {
        let burst = i64::from(most_per_hour.max(1));
        // Of thousands an hour the next one comes after a second at the earliest.
        let limit = Limit { burst, interval: (3600 / burst).max(1) };
        Self(vec![
            Charge { bucket: bucket("registration-network", door, &[&network.octets()]), limit },
            Charge { bucket: bucket("registrations", door, &[]), limit: PER_REGISTRATION_DOOR },
        ])
    }

    /// The bucket of a change that a client makes to what it registered.
    pub(crate) fn of_a_registration_change(door: Door, client: Uuid) -> Self {
        Self(vec![Charge { bucket: bucket("registration-change", door, &[client.as_bytes().as_slice()]), limit: PER_REGISTRATION_CHANGE }])
    }
}

impl Charges {
    /// The buckets of a line in the log about a client that strangers would have made: each fault once in an hour, and not all of them.
    pub(crate) fn of_a_refused_client(door: Door, fault: &str) -> Self {
        Self(vec![
            Charge { bucket: bucket("refused-client", door, &[fault.as_bytes()]), limit: PER_REFUSED_CLIENT },
            Charge { bucket: bucket("refused-clients", door, &[]), limit: PER_REFUSED_CLIENTS },
        ])
    }
}

impl Charges {
    /// The buckets of an address that a stranger names, whichever the workspace: it is the server that asks.
    fn of_a_fetch(site: Option<Site>, host: &str) -> Self {
        let at = Charge { bucket: digest_of("fetch-host".to_owned(), &[host.as_bytes()]), limit: PER_FETCH_HOST };
        let from = |site: Site| Charge { bucket: digest_of("fetch-site".to_owned(), &[site.as_bytes()]), limit: PER_FETCH_SITE };
        Self([Some(at), site.map(from)].into_iter().flatten().collect())
    }
}

/// An address that is asked because a stranger named it. It counts, unless it gives what it was asked for.
#[derive(Debug)]
pub struct FetchAttempt(Reservation);

impl FetchAttempt {
    /// The address gave what it was asked for: it does not count.
    pub fn right(self) {
        self.0.right();
    }
}

impl Attempts {
    /// Counts an address at a host that a stranger names.
    ///
    /// # Errors
    /// Too many gave nothing recently. This one does not count.
    pub fn try_fetch(&self, site: Option<Site>, host: &str, now: Timestamp) -> Result<FetchAttempt, TooManyAttempts> {
        let mut reservation = self.reserve(Charges::of_a_fetch(site, host), now)?;
        reservation.made();
        Ok(FetchAttempt(reservation))
    }

    /// Reserves an attempt in all of these buckets, or in none.
    pub(crate) fn reserve(&self, charges: Charges, now: Timestamp) -> Result<Reservation, TooManyAttempts> {
        let now = now.as_millis();
        let mut debts = self.lock();
        debts.forget_paid(now);
        let wait = charges.0.iter().map(|charge| debts.wait(*charge, now)).max().unwrap_or_default();
        if wait > 0 {
            return Err(TooManyAttempts { seconds: wait.div_euclid(1000) + i64::from(wait % 1000 > 0) });
        }
        for charge in &charges.0 {
            let owed = debts.owed(*charge, now) + charge.limit.interval * 1000;
            debts.set(charge.bucket, now + owed);
        }
        drop(debts);
        Ok(Reservation { attempts: self.clone(), charges, state: Held::Unmade })
    }

    fn lock(&self) -> MutexGuard<'_, Debts> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// An attempt that may be made. Where it is dropped before it is, it is given back.
#[derive(Debug)]
pub(crate) struct Reservation {
    attempts: Attempts,
    charges: Charges,
    state: Held,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Held {
    Unmade,
    Made,
}

impl Reservation {
    /// The attempt is made: it counts, unless it turns out to have succeeded.
    pub(crate) const fn made(&mut self) {
        self.state = Held::Made;
    }

    /// The attempt was right: it is given back, and nothing that failed before is forgiven. Whoever has a code of their own could go on guessing
    /// otherwise.
    pub(crate) fn right(mut self) {
        self.state = Held::Unmade;
    }

    /// The attempt succeeded: it is given back, and what failed under this name before was the owner's own mistyping.
    pub(crate) fn succeeded(mut self) {
        self.state = Held::Unmade;
        if let Some(first) = self.charges.0.first() {
            self.attempts.lock().remove(first.bucket);
        }
    }
}

impl Drop for Reservation {
    fn drop(&mut self) {
        if self.state == Held::Unmade {
            let mut debts = self.attempts.lock();
            for charge in &self.charges.0 {
                if let Some(paid_off) = debts.paid_off.get(&charge.bucket).copied() {
                    debts.set(charge.bucket, paid_off - charge.limit.interval * 1000);
                }
            }
        }
    }
}

/// Each attempt is a debt that is paid off in the interval (the generic cell rate algorithm): when each bucket has paid, in milliseconds.
#[derive(Default)]
struct Debts {
    paid_off: HashMap<Bucket, i64>,
    /// The same by time, so that what is paid is found without looking through the rest.
    by_time: BTreeSet<(i64, Bucket)>,
}

impl Debts {
    /// What a bucket owes. A clock that was set back makes no debt larger than the burst.
    fn owed(&self, charge: Charge, now: i64) -> i64 {
        let paid_off = self.paid_off.get(&charge.bucket).copied().unwrap_or(now);
        (paid_off - now).clamp(0, charge.limit.burst * charge.limit.interval * 1000)
    }

    /// How long the next attempt has to wait; never more than one interval.
    fn wait(&self, charge: Charge, now: i64) -> i64 {
        self.owed(charge, now) - (charge.limit.burst - 1) * charge.limit.interval * 1000
    }

    fn set(&mut self, bucket: Bucket, paid_off: i64) {
        self.remove(bucket);
        if self.paid_off.len() >= MOST_DEBTS
            && let Some((_, smallest)) = self.by_time.pop_first()
        {
            self.paid_off.remove(&smallest);
        }
        self.paid_off.insert(bucket, paid_off);
        self.by_time.insert((paid_off, bucket));
    }

    fn remove(&mut self, bucket: Bucket) {
        if let Some(paid_off) = self.paid_off.remove(&bucket) {
            self.by_time.remove(&(paid_off, bucket));
        }
    }

    /// Each debt is entered once and forgotten once, so this costs no more than what was entered.
    fn forget_paid(&mut self, now: i64) {
        while let Some((paid_off, bucket)) = self.by_time.first().copied() {
            if paid_off > now {
                break;
            }
            self.by_time.pop_first();
            self.paid_off.remove(&bucket);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::net::{IpAddr, Ipv4Addr};

    use super::*;

    const START: Timestamp = Timestamp::from_millis(0);

    fn network(host: u32) -> Network {
        IpAddr::V4(Ipv4Addr::from_bits(0xCB00_7100 + host)).into()
    }

    fn from(host: u32, name: &str) -> Charges {
        Charges::of_a_stranger(Door::Console, network(host), name)
    }

    /// Makes an attempt that fails.
    fn fail(attempts: &Attempts, charges: Charges, now: Timestamp) -> Result<(), TooManyAttempts> {
        attempts.reserve(charges, now).map(|mut reservation| reservation.made())
    }

    /// Clauses: 116.
    #[test]
    fn of_sixty_at_once_ten_are_made_and_the_next_waits_half_a_minute() {
        let attempts = Attempts::default();
        // All are under way at the same time.
        let under_way: Vec<_> = (0..60).filter_map(|_| attempts.reserve(from(1, "alice"), START).ok()).collect();
        assert_eq!(under_way.len(), 10);
        for mut reservation in under_way {
            reservation.made();
        }
        assert_eq!(fail(&attempts, from(1, "alice"), START), Err(TooManyAttempts { seconds: 30 }));
        assert_eq!(fail(&attempts, from(1, "bob"), START), Ok(()));
        assert_eq!(fail(&attempts, from(2, "alice"), START), Ok(()), "another network");
        assert_eq!(fail(&attempts, from(1, "alice"), Timestamp::from_millis(29_999)), Err(TooManyAttempts { seconds: 1 }));
        assert_eq!(fail(&attempts, from(1, "alice"), Timestamp::from_millis(30_000)), Ok(()));
    }

    /// Clauses: 116.
    #[test]
    fn however_long_somebody_goes_on_the_wait_is_one_interval() {
        let attempts = Attempts::default();
        let mut made = 0;
        for step in 0..9_000 {
            match fail(&attempts, from(1, "alice"), Timestamp::from_millis(step * 400)) {
                Ok(()) => made += 1,
                Err(TooManyAttempts { seconds }) => assert!(seconds <= PER_NAME.interval, "{seconds}"),
            }
        }
        assert_eq!(made, 10 + 3600 / 30 - 1);
    }

    #[test]
    fn what_was_not_made_is_given_back_and_success_forgives_what_failed_before() {
        let attempts = Attempts::default();
        for _ in 0..1000 {
            drop(attempts.reserve(from(1, "alice"), START).unwrap());
        }
        for _ in 0..9 {
            fail(&attempts, from(1, "alice"), START).unwrap();
        }
        let mut right = attempts.reserve(from(1, "alice"), START).unwrap();
        right.made();
        right.succeeded();
        assert_eq!((0..20).filter(|_| fail(&attempts, from(1, "alice"), START).is_ok()).count(), 10);
        assert_eq!(
            (0..200).filter(|name| fail(&attempts, from(1, &name.to_string()), START).is_ok()).count(),
            100 - 19,
            "the network's count"
        );
    }

    #[test]
    fn a_door_counts_what_the_smaller_buckets_let_through() {
        let attempts = Attempts::default();
        for _ in 0..5000 {
            let _ = fail(&attempts, from(1, "alice"), START);
        }
        let let_in = (2..2000).filter(|host| fail(&attempts, from(*host, "alice"), START).is_ok()).count();
        assert_eq!(let_in, 1000 - 10);
        let other = Charges::of_a_stranger(Door::Operator(domain::id::TenantId::new(START, [1; 10])), network(1), "alice");
        assert_eq!(fail(&attempts, other, START), Ok(()), "another door");
    }

    /// Clauses: 185.
    #[test]
    fn a_right_user_code_forgives_no_wrong_ones() {
        let attempts = Attempts::default();
        let code = |host| Charges::of_a_user_code(Door::Console, network(host));
        for _ in 0..9 {
            fail(&attempts, code(1), START).unwrap();
        }
        for _ in 0..50 {
            let mut right = attempts.reserve(code(1), START).unwrap();
            right.made();
            right.right();
        }
        fail(&attempts, code(1), START).unwrap();
        assert_eq!(fail(&attempts, code(1), START), Err(TooManyAttempts { seconds: 60 }));
        let others = (2..200).filter(|host| fail(&attempts, code(*host), START).is_ok()).count();
        assert_eq!(others, 100 - 10, "the workspace's count");
    }

    #[test]
    fn a_clock_that_is_set_back_locks_nobody_out() {
        let attempts = Attempts::default();
        let late = Timestamp::from_millis(86_400_000);
        for _ in 0..10 {
            fail(&attempts, from(1, "alice"), late).unwrap();
        }
        assert_eq!(fail(&attempts, from(1, "alice"), START), Err(TooManyAttempts { seconds: 30 }));
    }

    #[test]
    fn the_debts_that_are_remembered_are_bounded() {
        let mut debts = Debts::default();
        let key = |count: u32| std::array::from_fn(|index| count.to_le_bytes().get(index).copied().unwrap_or_default());
        for count in 0..150_000 {
            debts.set(key(count), i64::from(count));
        }
        assert_eq!((debts.paid_off.len(), debts.by_time.len()), (MOST_DEBTS, MOST_DEBTS));
        assert!(!debts.paid_off.contains_key(&key(0)), "the smallest is forgiven");
        debts.forget_paid(150_000);
        assert_eq!((debts.paid_off.len(), debts.by_time.len()), (0, 0), "what is paid takes no room");
    }
}
