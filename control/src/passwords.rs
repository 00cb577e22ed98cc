//! New passwords: what counts against one is the same wherever it is set, for users and for administrators.

use domain::{settings::sign_in::PasswordStrength, tenant::Tenant, user::PasswordError, workspace::Workspace};
use engine::password::{Known, check_new};

/// The name of the program, which everybody who guesses knows.
const PROGRAM: &str = "Regrant";

/// Checks a new password of an administrator with these names: the e-mail address, and what they are called.
pub(crate) fn check_of_administrator<'a>(password: &str, names: impl IntoIterator<Item = &'a str>) -> Result<(), PasswordError> {
    check_new(password, &known([PROGRAM].into_iter().chain(names)), PasswordStrength::default())
}

/// Checks a new password of a workspace's user with these names: the identifier, the e-mail address, and what they are called.
pub(crate) fn check_of_user<'a>(
    password: &str,
    tenant: &'a Tenant,
    workspace: &'a Workspace,
    names: impl IntoIterator<Item = &'a str>,
) -> Result<(), PasswordError> {
    let places = [PROGRAM, tenant.name.as_str(), tenant.slug.as_str(), workspace.name.as_str(), workspace.slug.as_str()];
    check_new(password, &known(names.into_iter().chain(places)), workspace.sign_in.minimum_password_strength)
}

fn known<'a>(names: impl Iterator<Item = &'a str>) -> Known {
    names.fold(Known::default(), Known::and)
}
