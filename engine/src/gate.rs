//! The way in by name and password: an attempt is reserved, then the account is looked up, then the password is checked, in this order.
//!
//! Users of every workspace and administrators go through the same gate, of which a process has one.

use std::{fmt, net::IpAddr};

use domain::{clock::Timestamp, secret::Secret};
use uuid::Uuid;

use crate::{
    attempts::{Attempts, Charges, Reservation, TooManyAttempts},
    device::{Account, Device},
    door::Door,
    keys::{KeyError, KeyRing},
    network::{Network, Site},
    password::{self, Busy, Lane, Pool, Verdict},
    random::{self, Random},
    second_factor::{CodeKind, SecondFactor},
};

/// The attempts that are counted and the pool that checks passwords. A clone is the same gate.
#[derive(Debug, Clone, Default)]
pub struct Gate {
    attempts: Attempts,
    passwords: Pool,
}

/// A visitor who tries to sign in.
#[derive(Debug, Clone, Copy)]
pub struct Visitor<'a> {
    /// The name that was typed, in its one spelling; empty where it cannot be a name.
    pub name: &'a str,
    /// Where the request comes from.
    pub address: IpAddr,
    /// The cookie of a browser that signed in before, if there is one.
    pub device: Option<&'a str>,
}

/// An attempt to sign in that may be made.
#[derive(Debug)]
pub struct Attempt {
    gate: Gate,
    door: Door,
    network: Network,
    name: String,
    device: Option<Device>,
    account: Option<Account>,
    /// The salt of a new hash, where the account has one that is not made as ours.
    salt: Option<[u8; 16]>,
    renewal: Option<Renewal>,
    reservation: Reservation,
}

/// A new hash of a password that was right, in place of one that is not made as ours.
#[derive(Clone, PartialEq, Eq)]
pub struct Renewal {
    /// The hash that was checked.
    pub from: String,
    /// The new one.
    pub to: String,
}

impl fmt::Debug for Renewal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Renewal(…)")
    }
}

impl Gate {
    /// A gate whose passwords are checked in this pool.
    pub fn new(passwords: Pool) -> Self {
        Self { attempts: Attempts::default(), passwords }
    }

    /// Where passwords are hashed.
    pub const fn passwords(&self) -> &Pool {
        &self.passwords
    }

    /// Reserves an attempt: of a browser that signed in with this name before, or of a stranger.
    pub fn reserve(&self, door: Door, keys: &KeyRing, visitor: Visitor<'_>, now: Timestamp) -> Result<Attempt, TooManyAttempts> {
        let Visitor { name, address, device } = visitor;
        let network = Network::from(address);
        let device = device.and_then(|cookie| Device::open(keys, door, cookie, now)).filter(|device| device.is_of(name));
        let charges = match &device {
            Some(device) => Charges::of_a_device(door, &device.id, name),
            None => Charges::of_a_stranger(door, network, name),
        };
        let reservation = self.attempts.reserve(charges, now)?;
        Ok(Attempt {
            gate: self.clone(),
            door,
            network,
            name: name.to_owned(),
            device,
            account: None,
            salt: None,
            renewal: None,
            reservation,
        })
    }
}

impl Gate {
    /// Counts a request that sends a mail to an address, whether or not anybody has it.
    ///
    /// # Errors
    /// Too many were asked for recently. This one does not count.
    pub fn count_mail(&self, door: Door, address: &str, from: Option<IpAddr>, now: Timestamp) -> Result<(), TooManyAttempts> {
        let charges = Charges::of_a_mail(door, from.map(Network::from), address);
        self.attempts.reserve(charges, now).map(|mut reservation| reservation.made())
    }
}

impl Gate {
    /// Counts an authorization request that is pushed by a client which does not authenticate.
    ///
    /// # Errors
    /// Too many came from this address recently. This one does not count.
    pub(crate) fn count_push(&self, door: Door, from: IpAddr, now: Timestamp) -> Result<(), TooManyAttempts> {
        self.attempts.reserve(Charges::of_a_push(door, Site::from(from)), now).map(|mut reservation| reservation.made())
    }
}

impl Gate {
    /// Counts a client that anybody registers from an address, where so many an hour are taken from one network.
    ///
    /// # Errors
    /// Too many were registered recently. This one does not count.
    pub fn count_registration(&self, door: Door, from: IpAddr, most_per_hour: u16, now: Timestamp) -> Result<(), TooManyAttempts> {
        let charges = Charges::of_a_registration(door, Network::from(from), most_per_hour);
        self.attempts.reserve(charges, now).map(|mut reservation| reservation.made())
    }

    /// Counts a line in the log about a client that strangers would have made, and that was not taken for this fault.
    ///
    /// # Errors
    /// There are enough of them. This one is not written.
    pub fn count_refused_client(&self, door: Door, fault: &str, now: Timestamp) -> Result<(), TooManyAttempts> {
        self.attempts.reserve(Charges::of_a_refused_client(door, fault), now).map(|mut reservation| reservation.made())
    }

    /// Counts a change that a client makes to what it registered.
    ///
    /// # Errors
    /// It made too many recently. This one does not count.
    pub fn count_registration_change(&self, door: Door, client: Uuid, now: Timestamp) -> Result<(), TooManyAttempts> {
        self.attempts.reserve(Charges::of_a_registration_change(door, client), now).map(|mut reservation| reservation.made())
    }
}

/// An attempt at a code of a second factor, or with a passkey. It counts from the beginning, also where nobody waits for its outcome.
#[derive(Debug)]
pub struct CodeAttempt(Reservation);

impl Gate {
    /// Makes an attempt at a code of the second factor of an account, whose password was right.
    ///
    /// # Errors
    /// Too many failed recently. This one does not count.
    pub fn try_code(
        &self,
        door: Door,
        account: Uuid,
        factor: &SecondFactor,
        typed: &str,
        now: Timestamp,
    ) -> Result<CodeAttempt, TooManyAttempts> {
        let mut reservation = self.attempts.reserve(Charges::of_a_code(door, account, CodeKind::of(typed), factor.enrolled_at), now)?;
        reservation.made();
        Ok(CodeAttempt(reservation))
    }
}

impl Gate {
    /// Makes an attempt with a passkey: with one that its authenticator calls so, or at the second factor of an account. Nobody guesses a
    /// signature; what is bounded is the work of refusing it. It counts as an attempt to sign in under a name of its own.
    ///
    /// # Errors
    /// Too many failed recently. This one does not count.
    pub fn try_passkey(&self, door: Door, whose: &str, address: IpAddr, now: Timestamp) -> Result<CodeAttempt, TooManyAttempts> {
        let charges = Charges::of_a_stranger(door, Network::from(address), &format!("passkey {whose}"));
        let mut reservation = self.attempts.reserve(charges, now)?;
        reservation.made();
        Ok(CodeAttempt(reservation))
    }
}

/// An attempt at a user code. It counts from the beginning, also where nobody waits for its outcome.
#[derive(Debug)]
pub(crate) struct UserCodeAttempt(Reservation);

impl Gate {
    /// Makes an attempt at a user code of a workspace (RFC 8628 §5.1): of a user whose browser is known, or of a stranger.
    pub(crate) fn try_user_code(
        &self,
        door: Door,
        user: Option<Uuid>,
        address: IpAddr,
        now: Timestamp,
    ) -> Result<UserCodeAttempt, TooManyAttempts> {
        let charges = match user {
            Some(user) => Charges::of_a_user_code_by(door, user),
            None => Charges::of_a_user_code(door, Network::from(address)),
        };
        let mut reservation = self.attempts.reserve(charges, now)?;
        reservation.made();
        Ok(UserCodeAttempt(reservation))
    }

    /// Counts a device that begins to wait for a user.
    pub(crate) fn count_device_request(&self, door: Door, address: IpAddr, now: Timestamp) -> Result<(), TooManyAttempts> {
        let charges = Charges::of_a_device_request(door, Site::from(address));
        self.attempts.reserve(charges, now).map(|mut reservation| reservation.made())
    }
}

impl UserCodeAttempt {
    /// The code was right: it does not count. What failed before does.
    pub(crate) fn right(self) {
        self.0.right();
    }
}

impl CodeAttempt {
    /// The code was right: what failed before was its owner's own mistyping.
    pub fn succeeded(self) {
        self.0.succeeded();
    }
}

impl Attempt {
    /// Takes the account that was found under the name. A browser that signed in with a password the account no longer has is a stranger's.
    /// An account that has several names is counted under its own, so that several names do not give more attempts.
    pub fn found(&mut self, account: Option<Account>, now: Timestamp, random: &dyn Random) -> Result<(), TooManyAttempts> {
        let known = self.device.as_ref().is_none_or(|device| account.as_ref().is_some_and(|account| device.knows(account)));
        let own = account.as_ref().map_or(self.name.as_str(), |account| account.name.as_str()).to_owned();
        if !known {
            self.device = None;
        }
        if !known || self.device.is_none() && own != self.name {
            self.reservation = self.gate.attempts.reserve(Charges::of_a_stranger(self.door, self.network, &own), now)?;
        }
        let hash = account.as_ref().and_then(|account| account.password_hash.as_deref());
        self.salt = hash.filter(|hash| password::is_outdated(hash)).map(|_| random::bytes(random));
        self.account = account;
        Ok(())
    }

    /// Checks the password, and takes the same time where there is no account. From here on the attempt counts; where there is no room for
    /// it, it was not made.
    pub async fn check(&mut self, password: Secret<String>) -> Result<bool, Busy> {
        let lane = Lane { door: self.door, network: Some(self.network) };
        let hash = self.account.as_ref().and_then(|account| account.password_hash.as_deref());
        let checked = self.gate.passwords.verify(lane, password, hash, self.salt)?;
        self.reservation.made();
        let verdict = checked.await;
        let right = verdict.is_right();
        if let (Verdict::Renewed(to), Some(account)) = (verdict, &mut self.account)
            && let Some(from) = account.password_hash.replace(to.clone())
        {
            self.renewal = Some(Renewal { from, to });
        }
        Ok(right)
    }

    /// Returns the hash that takes the place of the stored one, if the password was right and its hash is not made as ours. Whoever accepts the
    /// password writes it where the stored one is still there.
    pub const fn renewal(&self) -> Option<&Renewal> {
        self.renewal.as_ref()
    }

    /// The attempt succeeded: the cookie by which the browser is known from now on.
    pub fn succeeded(self, keys: &KeyRing, now: Timestamp, random: &dyn Random) -> Result<Option<Secret<String>>, KeyError> {
        self.reservation.succeeded();
        let Some(account) = &self.account else { return Ok(None) };
        Device::signed_in(self.device.as_ref(), account, &self.name, now, random).seal(keys, self.door, random).map(Some)
    }

    /// The attempt failed, for whatever reason.
    pub fn failed(mut self) {
        self.reservation.made();
    }
}
