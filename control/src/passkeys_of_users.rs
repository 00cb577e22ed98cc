//! The passkeys of users, as administrators and programs see them. Users add and remove their own at their account
//! ([`OwnAccount`](crate::OwnAccount)).

use domain::{
    audit::AuditAction,
    family::RevocationReason,
    id::{PasskeyId, UserId},
    name::Name,
    passkey::PasskeySummary,
    workspace::WorkspacePath,
};
use engine::passkey::Passkey;
use store::SessionsOf;

use crate::{Error, Operator, changes, edit::get, families::ended_sessions, mail::letters, permission::Action, users::line};

impl Operator {
    /// Returns the passkeys of a user, the oldest first.
    pub async fn list_user_passkeys(&self, path: &WorkspacePath, id: UserId) -> Result<Vec<PasskeySummary>, Error> {
        let store = self.read(Action::SeeUsers, path).await?;
        let user = get(&store, id).await?;
        Ok(store.list_passkeys(user.id).await?.iter().map(Passkey::summary).collect())
    }

    /// Renames a passkey of a user.
    ///
    /// # Errors
    /// Problems of `name`; [`Error::NotFound`] where there is no such passkey.
    pub async fn rename_user_passkey(
        &self,
        path: &WorkspacePath,
        user: UserId,
        id: PasskeyId,
        name: &str,
    ) -> Result<PasskeySummary, Error> {
        let edit = self.edit_any(Action::ResetUserSecondFactor, path, user).await?;
        let name = Name::parse(name).map_err(|problem| Error::invalid("name", problem))?;
        let before = edit.passkey(id).await?;
        let after = PasskeySummary { name: name.clone(), ..before.summary() };
        if before.name == name {
            return Ok(after);
        }
        edit.store().rename_passkey(user, id, &name).await?;
        let changed = changes::one("passkey", before.name.as_str(), name.as_str());
        edit.audit(line(AuditAction::UserPasskeyRenamed, &edit.before, changed)).await?;
        edit.commit().await?;
        Ok(after)
    }

    /// Removes a passkey of a user who has lost the device that holds it, and ends their sessions with the refresh tokens that end with them. With
    /// the last one, the second factor is gone if there is no authenticator app. A mail tells the user.
    ///
    /// # Errors
    /// [`Error::NotFound`] where there is no such passkey.
    pub async fn remove_user_passkey(&self, path: &WorkspacePath, user: UserId, id: PasskeyId) -> Result<(), Error> {
        let edit = self.edit_any(Action::ResetUserSecondFactor, path, user).await?;
        let (user, removed) = edit.remove_passkey(id).await?;
        let ended = edit.end_sessions(SessionsOf::User(user.id), RevocationReason::Administrator).await?;
        let changed = [changes::one("passkey", removed.name.as_str(), ""), ended_sessions(ended)].concat();
        edit.audit(line(AuditAction::UserPasskeyRemoved, &user, changed)).await?;
        self.control.notify(edit.held(), &user, edit.now, letters::passkey_removed).await?;
        edit.commit().await
    }
}
