//! What tokens say of a user, as the user changes it.

use domain::{
    address::TypedAddress,
    audit::AuditAction,
    user::{User, UserProfile},
    view::TypedUser,
};

use super::OwnAccount;
use crate::{
    Error, user_changes,
    users::{checked, line, saved},
};

/// What a user changes about themselves, as it is typed. The e-mail address is changed by a link to the new one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TypedOwnProfile {
    /// The name.
    pub name: String,
    /// The telephone number; empty for none.
    pub phone_number: String,
    /// The postal address.
    pub address: TypedAddress,
}

impl OwnAccount {
    /// Saves the name, the telephone number and the postal address. A changed number is no longer verified.
    pub async fn set_profile(&self, version: i64, typed: &TypedOwnProfile) -> Result<(), Error> {
        let edit = self.edit().await?;
        let before = &edit.before;
        if before.version != version {
            return Err(Error::Stale);
        }
        let typed = TypedUser {
            identifier: before.identifier.to_string(),
            name: typed.name.clone(),
            email: before.profile.email.clone().unwrap_or_default(),
            email_verified: before.profile.email_verified,
            phone_number: typed.phone_number.clone(),
            phone_number_verified: before.profile.phone_number_verified,
            address: typed.address.clone(),
        };
        let (_, profile) = checked(Some(before), &typed)?;
        if profile == before.profile {
            return Ok(());
        }
        let changes = user_changes::profile(&before.profile, &profile);
        let after = User { profile: UserProfile { updated_at: Some(edit.now), ..profile }, ..before.clone() };
        let user = saved(edit.store().edit_user(before, &after).await?)?;
        edit.audit(line(AuditAction::UserUpdated, &user, changes)).await?;
        edit.commit().await
    }
}
