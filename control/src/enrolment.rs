//! A new secret on its way into an authenticator app, for administrators and users alike. Nothing is stored before a code confirms it: until
//! then it is sealed into the form that shows it.

use domain::{clock::Timestamp, problem::Problem, secret::Secret};
use engine::second_factor::{RecoveryCodes, SecondFactor, TotpSecret};
use serde::{Deserialize, Serialize};
use store::Sealed;

use crate::{
    Control, Error,
    qr_code::{QrCode, qr_code},
};

/// For how long a secret that was shown can be confirmed by a code.
const SECONDS: i64 = 1800;

/// A new secret that is shown to be taken into an authenticator app.
#[derive(Debug, Clone)]
pub struct Enrolment {
    /// The secret, to be typed into the app.
    pub secret: Secret<String>,
    /// The same as a QR code.
    pub qr_code: QrCode,
    /// The same for the way back: sealed, for this person alone.
    pub sealed: String,
}

/// What a secret that was shown is confirmed with, as typed.
#[derive(Debug, Clone)]
pub struct TypedEnrolment<'a> {
    /// [`Enrolment::sealed`].
    pub sealed: &'a str,
    /// The code that the app shows.
    pub code: &'a str,
    /// The person's password.
    pub password: Secret<String>,
}

/// The content of [`Enrolment::sealed`].
#[derive(Serialize, Deserialize)]
struct Offered {
    secret: [u8; 20],
    until: Timestamp,
}

/// Whose secret it is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Enrolling<'a> {
    /// What it is sealed for once it is stored.
    pub(crate) of: Sealed,
    /// What the app calls the server.
    pub(crate) issuer: &'a str,
    /// What the app calls the account.
    pub(crate) account: &'a str,
}

impl Enrolling<'_> {
    /// What a secret is sealed for before a code confirms it.
    fn purpose(self) -> String {
        format!("{} (not confirmed)", self.of.purpose())
    }
}

impl Control {
    /// Returns a secret: the one that was shown before, where it is sealed for this person and not too old, or a new one.
    pub(crate) fn offer_secret(&self, to: Enrolling<'_>, shown: Option<&str>) -> Result<Enrolment, Error> {
        let again = shown.and_then(|shown| Some((self.offered_secret(to, shown)?, shown.to_owned())));
        let (secret, sealed) = if let Some(again) = again {
            again
        } else {
            let secret = TotpSecret::new(self.random());
            let offered = Offered { secret: *secret.expose(), until: self.now().plus_seconds(SECONDS) };
            let sealed = self.keys().seal_value(&to.purpose(), &offered, self.random()).map_err(Error::internal)?;
            (secret, sealed)
        };
        let qr_code = qr_code(&secret.address(to.issuer, to.account)).map_err(Error::internal)?;
        Ok(Enrolment { secret: Secret::new(secret.base32()), qr_code, sealed })
    }

    fn offered_secret(&self, to: Enrolling<'_>, sealed: &str) -> Option<TotpSecret> {
        let offered: Offered = self.keys().open_value(&to.purpose(), sealed).ok()?;
        TotpSecret::from_bytes(&offered.secret).filter(|_| self.now() < offered.until)
    }

    /// Returns the second factor that a code confirms, with new recovery codes. The code is used up.
    ///
    /// # Errors
    /// A problem of `code`.
    pub(crate) fn confirm_secret(&self, to: Enrolling<'_>, sealed: &str, code: &str) -> Result<(SecondFactor, RecoveryCodes), Error> {
        let secret = self.offered_secret(to, sealed).ok_or_else(|| Error::invalid("code", Problem::SecretExpired))?;
        let now = self.now();
        let step = secret.verify(code, now, 0).ok_or_else(|| Error::invalid("code", Problem::WrongCode))?;
        let sealed_secret = self.keys().seal(&to.of.purpose(), secret.expose(), self.random()).map_err(Error::internal)?;
        let codes = RecoveryCodes::new(self.random());
        let sealed_secret = Some(sealed_secret);
        let factor = SecondFactor { sealed_secret, last_step: step, recovery_codes: codes.hashes(), enrolled_at: now, version: 1 };
        Ok((factor, codes))
    }
}

/// Returns what a second factor that is there already means for one who sets one up.
pub(crate) fn there_already(error: store::Error) -> Error {
    match error {
        store::Error::Conflict => Error::Stale,
        error => error.into(),
    }
}
