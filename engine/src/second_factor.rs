//! Second factors: an authenticator app, passkeys, or both, and recovery codes for their loss. Administrators and users have the same; whoever
//! stores one says whose it is. The passkeys are in [`crate::passkey`]: who has one has a second factor, with an app or without.

mod base32;
mod recovery_codes;
mod totp;

use domain::{
    administrator::SecondFactorSummary,
    clock::Timestamp,
    id::{AdministratorId, UserId},
};

pub use self::{
    recovery_codes::{MOST_RECOVERY_CODES, RecoveryCodes},
    totp::TotpSecret,
};
use crate::{
    keys::{KeyError, KeyRing},
    storage::SecretHash,
};

/// For how long after the password a code can complete a sign-in, in seconds.
pub const CODE_SECONDS: i64 = 600;

/// Returns what the secret of an administrator's second factor is sealed for.
pub fn sealed_for_administrator(administrator: AdministratorId) -> String {
    format!("administrator-second-factor {administrator}")
}

/// Returns what the secret of a user's second factor is sealed for.
pub fn sealed_for_user(user: UserId) -> String {
    format!("user-second-factor {user}")
}

/// A second factor as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecondFactor {
    /// The secret that the authenticator app has, sealed under the master key; none where there are passkeys alone.
    pub sealed_secret: Option<Vec<u8>>,
    /// The last time step whose code was used.
    pub last_step: i64,
    /// The hashes of the recovery codes that are left.
    pub recovery_codes: Vec<SecretHash>,
    /// When it was set up.
    pub enrolled_at: Timestamp,
    /// Counts its changes.
    pub version: i64,
}

/// What a right code was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodeKind {
    /// One that the authenticator app shows.
    App,
    /// A recovery code.
    Recovery,
}

impl CodeKind {
    /// Returns what a code that was typed is meant to be: an app shows digits alone, and a recovery code is longer.
    pub fn of(typed: &str) -> Self {
        let letters = typed.chars().filter(char::is_ascii_alphanumeric);
        if letters.count() > TotpSecret::DIGITS { Self::Recovery } else { Self::App }
    }
}

/// The use of a code. It is written if the second factor is still in the version that the code was checked against: so a code is used once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeUse {
    /// What the code was.
    pub kind: CodeKind,
    /// The version that it was checked against.
    pub version: i64,
    /// The last time step whose code is used then.
    pub last_step: i64,
    /// The recovery codes that are left then.
    pub recovery_codes: Vec<SecretHash>,
}

impl SecondFactor {
    /// Returns what its owner sees of it.
    pub fn summary(&self) -> SecondFactorSummary {
        SecondFactorSummary {
            version: self.version,
            enrolled_at: self.enrolled_at,
            has_app: self.sealed_secret.is_some(),
            recovery_codes: self.recovery_codes.len(),
        }
    }

    /// Returns one without an app and with these recovery codes, for passkeys.
    pub fn of_passkeys(codes: &RecoveryCodes, now: Timestamp) -> Self {
        Self { sealed_secret: None, last_step: 0, recovery_codes: codes.hashes(), enrolled_at: now, version: 1 }
    }

    /// Opens the secret that the authenticator app has; none where there is no app.
    ///
    /// # Errors
    /// It was not sealed for this purpose, or under no key that is here.
    pub fn open(&self, keys: &KeyRing, purpose: &str) -> Result<Option<TotpSecret>, KeyError> {
        let opened = self.sealed_secret.as_ref().map(|sealed| keys.open(purpose, sealed)).transpose()?;
        opened.map(|bytes| TotpSecret::from_bytes(&bytes).ok_or(KeyError::Unopened)).transpose()
    }

    /// Checks a code as it was typed: of the app, whose opened secret this is, or a recovery code. Returns its use, if it is right and was not
    /// used before.
    pub fn check(&self, secret: Option<&TotpSecret>, typed: &str, now: Timestamp) -> Option<CodeUse> {
        let used = |kind, last_step, recovery_codes| CodeUse { kind, version: self.version, last_step, recovery_codes };
        match CodeKind::of(typed) {
            CodeKind::App => {
                let step = secret?.verify(typed, now, self.last_step)?;
                Some(used(CodeKind::App, step, self.recovery_codes.clone()))
            }
            CodeKind::Recovery => {
                let hash = RecoveryCodes::hash(typed);
                let left: Vec<SecretHash> = self.recovery_codes.iter().copied().filter(|stored| *stored != hash).collect();
                (left.len() < self.recovery_codes.len()).then(|| used(CodeKind::Recovery, self.last_step, left))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::SeededRandom;

    #[test]
    fn a_code_of_the_app_or_a_recovery_code_is_right_until_it_is_used() {
        let random = SeededRandom::new(5);
        let now = Timestamp::from_millis(1_800_000_000_000);
        let (secret, codes) = (TotpSecret::new(&random), RecoveryCodes::new(&random));
        let factor =
            SecondFactor { sealed_secret: Some(Vec::new()), last_step: 0, recovery_codes: codes.hashes(), enrolled_at: now, version: 3 };

        let by_app = factor.check(Some(&secret), &secret.code_at(now), now).unwrap();
        assert_eq!((by_app.kind, by_app.version, by_app.last_step, by_app.recovery_codes.len()), (CodeKind::App, 3, 60_000_000, 10));
        let after = SecondFactor { last_step: by_app.last_step, ..factor.clone() };
        assert_eq!(after.check(Some(&secret), &secret.code_at(now), now), None);

        let code = codes.texts()[4].expose().clone();
        let by_recovery = factor.check(Some(&secret), &code, now).unwrap();
        assert_eq!((by_recovery.kind, by_recovery.last_step, by_recovery.recovery_codes.len()), (CodeKind::Recovery, 0, 9));
        let after = SecondFactor { recovery_codes: by_recovery.recovery_codes, ..factor.clone() };
        assert_eq!(after.check(Some(&secret), &code, now), None);

        for wrong in ["", "000000", "aaaa-aaaa-aaaa-aaaa", &code[..18]] {
            assert_eq!(factor.check(Some(&secret), wrong, now), None, "{wrong}");
        }
        assert_eq!(factor.check(None, &secret.code_at(now), now), None, "without an app there are no codes of one");
        assert!(factor.check(None, &code, now).is_some());
    }
}
