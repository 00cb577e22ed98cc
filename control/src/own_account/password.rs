//! A user's own password.

use domain::{audit::AuditAction, secret::Secret};
use engine::Door;

use super::{AtBrowser, OwnAccount};
use crate::{Error, mail::letters, passwords::check_of_user, users::line};

impl OwnAccount {
    /// Sets a new password in place of the current one. Ends the user's other sessions with the families that end with them, and the families
    /// at clients whose policy says so. A mail says that it happened.
    ///
    /// # Errors
    /// Problems of `current` and `password`.
    pub async fn set_password(&self, browser: AtBrowser<'_>, current: Secret<String>, new: &str) -> Result<(), Error> {
        let (control, workspace) = (&self.control, &self.realm.workspace);
        let tenant = control.store().tenants().find(workspace.tenant_id).await?.ok_or(Error::SignedOut)?;
        check_of_user(new, &tenant, self.read().await?.workspace(), self.user.names())
            .map_err(|problem| Error::invalid("password", problem))?;
        self.check_password(browser, "current", current).await?;
        let password_hash = control.hash_password(Door::Workspace(workspace.id), new.to_owned()).await?;

        let edit = self.edit().await?;
        let (user, ended) = edit.set_password(password_hash, Some(self.session.id)).await?;
        edit.audit(line(AuditAction::UserPasswordSet, &user, ended)).await?;
        control.notify(edit.held(), &user, edit.now, letters::password_changed).await?;
        edit.commit().await
    }
}
