//! What an authenticator says of itself and of what it did (§6.1 of the standard).

use super::{MOST_CREDENTIAL_BYTES, cbor, credential_key::CredentialKey, error::PasskeyError};

const USER_PRESENT: u8 = 1;
const USER_VERIFIED: u8 = 1 << 2;
const BACKUP_ELIGIBLE: u8 = 1 << 3;
const BACKED_UP: u8 = 1 << 4;
const ATTESTED: u8 = 1 << 6;
const EXTENSIONS: u8 = 1 << 7;

/// Authenticator data.
#[derive(Debug)]
pub(super) struct AuthenticatorData<'a> {
    pub(super) relying_party_hash: &'a [u8],
    flags: u8,
    pub(super) sign_count: u32,
    /// A credential that was made just now.
    pub(super) credential: Option<AttestedCredential<'a>>,
}

/// A credential that was made just now (§6.5.1).
#[derive(Debug)]
pub(super) struct AttestedCredential<'a> {
    pub(super) id: &'a [u8],
    /// Its public key, as it was written; none where it is of an algorithm that was not asked for.
    pub(super) public_key: Option<&'a [u8]>,
}

impl<'a> AuthenticatorData<'a> {
    /// Reads authenticator data, to its end.
    pub(super) fn parse(bytes: &'a [u8]) -> Result<Self, PasskeyError> {
        Self::read(bytes).ok_or(PasskeyError::Malformed)
    }

    fn read(bytes: &'a [u8]) -> Option<Self> {
        let (relying_party_hash, rest) = bytes.split_at_checked(32)?;
        let (flags, rest) = rest.split_first()?;
        let (count, rest) = rest.split_first_chunk::<4>()?;
        let (credential, rest) = if flags & ATTESTED == 0 {
            (None, rest)
        } else {
            let (credential, rest) = AttestedCredential::read(rest)?;
            (Some(credential), rest)
        };
        let rest = if flags & EXTENSIONS == 0 { rest } else { cbor::read(rest)?.1 };
        rest.is_empty().then_some(Self { relying_party_hash, flags: *flags, sign_count: u32::from_be_bytes(*count), credential })
    }

    pub(super) const fn user_is_present(&self) -> bool {
        self.flags & USER_PRESENT != 0
    }

    pub(super) const fn user_is_verified(&self) -> bool {
        self.flags & USER_VERIFIED != 0
    }

    /// Whether the credential may be copied to other devices; none where the flags contradict each other (§6.1.3).
    pub(super) const fn synced(&self) -> Option<bool> {
        match (self.flags & BACKUP_ELIGIBLE != 0, self.flags & BACKED_UP != 0) {
            (false, true) => None,
            (eligible, _) => Some(eligible),
        }
    }
}

impl<'a> AttestedCredential<'a> {
    fn read(bytes: &'a [u8]) -> Option<(Self, &'a [u8])> {
        // What kind of authenticator it is says nothing that we ask for.
        let (_aaguid, rest) = bytes.split_at_checked(16)?;
        let (length, rest) = rest.split_first_chunk::<2>()?;
        let (id, rest) = rest.split_at_checked(usize::from(u16::from_be_bytes(*length)))?;
        let (key, after) = cbor::read(rest)?;
        let written = rest.get(..rest.len() - after.len())?;
        let public_key = CredentialKey::read(&key).map(|_| written);
        (1..=MOST_CREDENTIAL_BYTES).contains(&id.len()).then_some((Self { id, public_key }, after))
    }
}
