//! The languages that users read: mails that others cause are written in them.

use domain::{audit::AuditAction, id::UserId, workspace::WorkspacePath};
use store::{Access, WorkspaceStore};
use translation::Language;

use crate::{Control, Error, Operator, changes, permission::Action, users::line};

impl Control {
    /// Returns the language to write to a user in: that of their own request, or else the one that is kept of them.
    pub(crate) async fn language_of<C: Access>(&self, store: &WorkspaceStore<'_, C>, user: UserId) -> Result<Language, Error> {
        if let Some(own) = self.own_language() {
            return Ok(own);
        }
        Ok(store.find_user_language(user).await?.as_deref().and_then(Language::read).unwrap_or_default())
    }
}

impl Operator {
    /// Returns the language that a user reads, where it is known.
    pub async fn user_language(&self, path: &WorkspacePath, id: UserId) -> Result<Option<Language>, Error> {
        let store = self.read(Action::SeeUsers, path).await?;
        Ok(store.find_user_language(id).await?.as_deref().and_then(Language::read))
    }

    /// Sets the language that mails to a user are written in, until the user reads their pages in another.
    pub async fn set_user_language(&self, path: &WorkspacePath, id: UserId, language: Language) -> Result<(), Error> {
        let edit = self.edit_any(Action::SetUser, path, id).await?;
        let before = edit.store().find_user_language(id).await?.unwrap_or_default();
        if before == language.tag() {
            return Ok(());
        }
        edit.store().set_user_language(id, language.tag()).await?;
        edit.audit(line(AuditAction::UserUpdated, &edit.before, changes::one("language", &before, language.tag()))).await?;
        edit.commit().await
    }
}
