//! How many users are taken over.

use serde::Serialize;

use super::taken::TakenUser;

/// How many users are added.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct ImportedUsers {
    /// In all.
    pub added: u64,
    /// Those who can sign in with the password that they have.
    pub with_password: u64,
    /// Those who are asked for a code of the authenticator app that they have.
    pub with_second_factor: u64,
}

impl ImportedUsers {
    /// Returns these and others.
    pub(super) const fn and(self, other: Self) -> Self {
        Self {
            added: self.added + other.added,
            with_password: self.with_password + other.with_password,
            with_second_factor: self.with_second_factor + other.with_second_factor,
        }
    }

    /// Counts users.
    pub(super) fn of<'a>(users: impl IntoIterator<Item = &'a TakenUser>) -> Self {
        users.into_iter().fold(Self::default(), |sum, user| Self {
            added: sum.added + 1,
            with_password: sum.with_password + u64::from(user.password.is_some()),
            with_second_factor: sum.with_second_factor + u64::from(user.second_factor.is_some()),
        })
    }
}
