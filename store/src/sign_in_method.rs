//! How users signed in, as it is stored.

use domain::sign_in_method::{Acr, SignInMethod};

use crate::{Error, column::Column as In};

/// Returns the number that a method is stored as. It never changes its meaning.
pub(crate) const fn number(method: SignInMethod) -> i16 {
    match method {
        SignInMethod::Password => 1,
        SignInMethod::PasswordAndApp => 2,
        SignInMethod::PasswordAndRecoveryCode => 3,
        SignInMethod::PasswordAndPasskey => 4,
        SignInMethod::Passkey => 5,
    }
}

/// Reads the column `signed_in_by` of a table.
pub(crate) fn read(table: &'static str, stored: Option<i16>) -> Result<Option<SignInMethod>, Error> {
    let Some(stored) = stored else { return Ok(None) };
    let found = SignInMethod::ALL.into_iter().find(|method| number(*method) == stored);
    found.map(Some).ok_or_else(|| In(table, "signed_in_by").corrupt())
}

/// Returns the number that a level is stored as. It never changes its meaning.
pub(crate) const fn acr_number(acr: Acr) -> i16 {
    match acr {
        Acr::SingleFactor => 1,
        Acr::MultiFactor => 2,
        Acr::PhishingResistant => 3,
    }
}

/// Reads the column `acr` of a table.
pub(crate) fn read_acr(table: &'static str, stored: Option<i16>) -> Result<Option<Acr>, Error> {
    let Some(stored) = stored else { return Ok(None) };
    let found = Acr::ALL.into_iter().find(|acr| acr_number(*acr) == stored);
    found.map(Some).ok_or_else(|| In(table, "acr").corrupt())
}
