//! Passkeys (Web Authentication Level 3): what a browser is asked for, and whether what it answers is right.
//!
//! Administrators and users have the same; whoever stores one says whose it is. Nothing is stored while a browser is asked: the challenge is
//! sealed into the page ([`Challenge`]), and a passkey answers only to challenges that are later than the last one that it answered to, so that
//! each is answered once.
//!
//! No attestation is asked for, and none is looked at: it would say who made an authenticator, and nobody is refused for that.

mod asked;
mod authenticator_data;
mod cbor;
mod challenge;
mod client_data;
mod credential_key;
mod error;
mod options;
mod relying_party;
mod response;
#[cfg(feature = "testing")]
pub mod testing;
mod verify;

use domain::{clock::Timestamp, id::PasskeyId, name::Name, passkey::PasskeySummary};

pub use self::{
    asked::Asked,
    challenge::{CHALLENGE_SECONDS, Challenge, OfferedPasskey},
    error::PasskeyError,
    options::{AccountOfPasskey, creation_options, request_options},
    relying_party::RelyingParty,
    response::{AssertionResponse, RegistrationResponse},
    verify::{verify_assertion, verify_registration},
};

/// The most bytes of a credential identifier (§5.4.3 of the standard gives 1023).
pub const MOST_CREDENTIAL_BYTES: usize = 1023;

/// A passkey as it is stored. What there is of it is public: it lets nobody in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passkey {
    /// Its identifier here.
    pub id: PasskeyId,
    /// The identifier that its authenticator gave it.
    pub credential: Vec<u8>,
    /// Its public key, as `COSE_Key` (RFC 9052 §7).
    pub public_key: Vec<u8>,
    /// The last signature counter that was seen; 0 where its authenticator does not count.
    pub sign_count: u32,
    /// What its owner calls it.
    pub name: Name,
    /// Whether its authenticator may copy it to other devices.
    pub synced: bool,
    /// When it was added.
    pub created_at: Timestamp,
    /// When somebody last signed in with it.
    pub last_used_at: Option<Timestamp>,
    /// When the last challenge was made that it answered to.
    pub challenged_at: Timestamp,
}

impl Passkey {
    /// Returns what its owner sees of it.
    pub fn summary(&self) -> PasskeySummary {
        PasskeySummary {
            id: self.id,
            name: self.name.clone(),
            synced: self.synced,
            created_at: self.created_at,
            last_used_at: self.last_used_at,
        }
    }
}

/// The use of a passkey. It is written if no later challenge was answered by it, and no higher counter was seen, since it was read: so a
/// challenge is answered once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PasskeyUse {
    /// Which.
    pub id: PasskeyId,
    /// The signature counter.
    pub sign_count: u32,
    /// When the challenge was made.
    pub challenged_at: Timestamp,
    /// When it was used.
    pub at: Timestamp,
}

impl PasskeyUse {
    /// Returns whether a passkey that was used like this before may be used so.
    ///
    /// §6.1.1: a counter that does not grow is a sign of a copy, unless the authenticator does not count.
    pub const fn follows(&self, challenged_at: Timestamp, sign_count: u32) -> bool {
        challenged_at.as_millis() < self.challenged_at.as_millis()
            && (sign_count < self.sign_count || sign_count == 0 && self.sign_count == 0)
    }
}
