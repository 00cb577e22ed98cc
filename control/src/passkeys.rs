//! A new passkey on its way from a browser, and the second factor that there is with passkeys and without; for administrators and users alike.
//! Nothing is stored before the browser's answer: until then the challenge is sealed into the page.

use domain::{id::PasskeyId, name::Name, passkey::MOST_PASSKEYS, problem::Problem};
use engine::{
    passkey::{
        AccountOfPasskey, Challenge, OfferedPasskey, Passkey, PasskeyError, RegistrationResponse, RelyingParty, creation_options,
        verify_registration,
    },
    second_factor::{RecoveryCodes, SecondFactor},
};
use store::Sealed;

use crate::{Control, Error, error::FieldError};

/// The field that holds the browser's answer.
pub(crate) const ANSWER: &str = "credential";

/// Whose a new passkey is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Adding<'a> {
    /// Who, as their second factor is sealed for.
    pub(crate) of: Sealed,
    /// The account as the authenticator keeps it.
    pub(crate) account: AccountOfPasskey<'a>,
    /// The version of the second factor that there is; 0 where there is none. Adding a passkey makes another, so that a page adds one once.
    pub(crate) version: i64,
}

impl Adding<'_> {
    fn purpose(self) -> String {
        format!("{} (new passkey after {})", self.of.purpose(), self.version)
    }
}

/// Returns the version of a second factor; 0 where there is none.
pub(crate) fn version_of(factor: Option<&SecondFactor>) -> i64 {
    factor.map_or(0, |factor| factor.version)
}

/// Checks that somebody may have one more.
///
/// # Errors
/// A problem of `name`.
pub(crate) fn check_room(there: &[Passkey]) -> Result<(), Error> {
    if there.len() < MOST_PASSKEYS { Ok(()) } else { Err(Error::invalid("name", Problem::TooManyPasskeys)) }
}

/// Returns what a passkey that somebody has already means for one who adds it.
pub(crate) fn passkey_there(error: store::Error) -> Error {
    Error::taken(ANSWER)(error).with_problem(Problem::PasskeyThere)
}

/// Returns why a browser's answer was not taken, at its field.
pub(crate) fn refused(error: PasskeyError) -> Error {
    Error::invalid(ANSWER, error.problem())
}

impl Error {
    fn with_problem(self, problem: Problem) -> Self {
        match self {
            Self::Invalid(problems) => Self::Invalid(problems.into_iter().map(|at| FieldError { problem, ..at }).collect()),
            other => other,
        }
    }
}

impl Control {
    /// Returns the site that passkeys are for.
    ///
    /// # Errors
    /// [`Error::NotOffered`] where browsers have none for it.
    pub(crate) fn relying_party(&self) -> Result<&RelyingParty, Error> {
        self.engine().relying_party().ok_or(Error::NotOffered)
    }

    /// Returns whether browsers have passkeys for this installation: at a host with a name, over HTTPS or on this machine.
    pub fn has_passkeys(&self) -> bool {
        self.engine().relying_party().is_some()
    }

    /// Asks for a new passkey with this name.
    ///
    /// # Errors
    /// Problems of `name`.
    pub(crate) fn offer_new_passkey(&self, to: Adding<'_>, name: &Name, there: &[Passkey]) -> Result<OfferedPasskey, Error> {
        check_room(there)?;
        let party = self.relying_party()?;
        let challenge = Challenge::new(self.random(), self.now()).with_note(name.as_str());
        let options = creation_options(party, &challenge, to.account, there);
        challenge.offer(self.keys(), &to.purpose(), options, self.random()).map_err(Error::internal)
    }

    /// Returns what was asked for before, where it is sealed for this person and not too old.
    pub(crate) fn new_passkey_again(&self, to: Adding<'_>, sealed: &str, there: &[Passkey]) -> Option<OfferedPasskey> {
        let party = self.engine().relying_party()?;
        let challenge = Challenge::open(self.keys(), &to.purpose(), sealed, self.now())?;
        Some(OfferedPasskey { options: creation_options(party, &challenge, to.account, there), sealed: sealed.to_owned() })
    }

    /// Returns the passkey that a browser's answer brings.
    ///
    /// # Errors
    /// A problem of `credential`.
    pub(crate) fn confirm_new_passkey(&self, to: Adding<'_>, sealed: &str, answer: &str) -> Result<Passkey, Error> {
        let (party, now) = (self.relying_party()?, self.now());
        let challenge = Challenge::open(self.keys(), &to.purpose(), sealed, now);
        let challenge = challenge.ok_or_else(|| Error::invalid(ANSWER, Problem::PasskeyExpired))?;
        let name = Name::parse(challenge.note()).map_err(|error| Error::invalid(ANSWER, error))?;
        let answer = RegistrationResponse::parse(answer).map_err(refused)?;
        let id = PasskeyId::new(now, self.random_bytes());
        verify_registration(party, &challenge, &answer, (id, name, now)).map_err(refused)
    }
}

/// What a change makes of a second factor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Next {
    /// There was none.
    Insert(SecondFactor),
    /// There was one in this version.
    Replace(i64, SecondFactor),
    /// There is none any more.
    Delete,
}

impl Next {
    /// Returns what a new authenticator app makes of it. Its recovery codes replace those that there are.
    ///
    /// # Errors
    /// [`Error::Stale`] where there is an app.
    pub(crate) fn with_app(there: Option<SecondFactor>, app: SecondFactor) -> Result<Self, Error> {
        match there {
            None => Ok(Self::Insert(app)),
            Some(there) if there.sealed_secret.is_none() => Ok(Self::Replace(there.version, app)),
            Some(_) => Err(Error::Stale),
        }
    }

    /// Returns what the end of the authenticator app makes of it, where there are so many passkeys.
    ///
    /// # Errors
    /// [`Error::NotFound`] where there is no app.
    pub(crate) fn without_app(there: Option<SecondFactor>, passkeys: u64) -> Result<Self, Error> {
        let there = there.filter(|there| there.sealed_secret.is_some()).ok_or(Error::NotFound)?;
        if passkeys == 0 {
            return Ok(Self::Delete);
        }
        Ok(Self::Replace(there.version, SecondFactor { sealed_secret: None, last_step: 0, ..there }))
    }

    /// Returns what one more passkey makes of it: the first factor beside the password comes with these recovery codes.
    pub(crate) fn with_passkey(
        there: Option<SecondFactor>,
        codes: impl FnOnce() -> (SecondFactor, RecoveryCodes),
    ) -> (Self, Option<RecoveryCodes>) {
        if let Some(there) = there {
            return (Self::Replace(there.version, there), None);
        }
        let (factor, codes) = codes();
        (Self::Insert(factor), Some(codes))
    }

    /// Returns what one passkey less makes of it, where so many are left.
    pub(crate) fn without_passkey(there: SecondFactor, left: u64) -> Self {
        if left == 0 && there.sealed_secret.is_none() { Self::Delete } else { Self::Replace(there.version, there) }
    }
}

impl Control {
    /// Returns a second factor of passkeys, with new recovery codes.
    pub(crate) fn factor_of_passkeys(&self) -> (SecondFactor, RecoveryCodes) {
        let codes = RecoveryCodes::new(self.random());
        (SecondFactor::of_passkeys(&codes, self.now()), codes)
    }
}
