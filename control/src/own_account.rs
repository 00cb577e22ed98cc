//! A user at their own account: what they see of it and change about it.
//!
//! Nobody needs a permission for what is their own: the login session is. Each write holds the user and the session to what they were when the
//! session was recognised.

mod email;
mod language;
mod passkeys;
mod password;
mod profile;
mod second_factor;
mod sessions;

use std::sync::Arc;

use domain::{secret::Secret, user::User};
use engine::{
    Realm,
    storage::{Basis, LoginSession},
};
use store::{Reading, WorkspaceStore};

pub use self::{
    profile::TypedOwnProfile,
    sessions::{AccountView, OwnSession},
};
use crate::{Control, Error, author::Author, edit::Edit, password_check::AtBrowser};

/// A user who is signed in, at their own account.
#[derive(Debug, Clone)]
pub struct OwnAccount {
    control: Control,
    realm: Arc<Realm>,
    session: LoginSession,
    user: User,
}

impl Control {
    /// Returns the account of the user who is signed in; `session` is the value of the session's cookie.
    pub async fn own_account(&self, realm: &Arc<Realm>, session: Option<&str>) -> Result<Option<OwnAccount>, Error> {
        let Some(session) = session else { return Ok(None) };
        let found = self.engine().login_session(realm, session).await.map_err(Error::internal)?;
        Ok(found.map(|(session, user)| OwnAccount { control: self.clone(), realm: Arc::clone(realm), session, user }))
    }
}

impl OwnAccount {
    /// The user.
    pub const fn user(&self) -> &User {
        &self.user
    }

    /// What is in the workspace, for reading.
    async fn read(&self) -> Result<WorkspaceStore<'_, Reading>, Error> {
        let workspace = &self.realm.workspace;
        self.control.store().tenant(workspace.tenant_id).workspace(&workspace.slug).await?.ok_or(Error::SignedOut)
    }

    /// Begins an edit of the user by themselves.
    ///
    /// # Errors
    /// [`Error::Stale`] where the user was changed, or the session ended, since it was recognised.
    async fn edit(&self) -> Result<Edit<'_, User>, Error> {
        let workspace = &self.realm.workspace;
        let now = self.control.now();
        let transaction = self.control.store().begin().await?;
        let held = transaction.lock_workspace(workspace.tenant_id, &workspace.slug).await?;
        let held = held.filter(|held| held.workspace().id == workspace.id).ok_or(Error::SignedOut)?;
        if !held.holds(&Basis::of_user(&self.user).and_session(self.session.id)).await? {
            return Err(Error::Stale);
        }
        Ok(Edit::by(Author::of_user(&self.control, &self.user), held, now, self.user.clone()))
    }

    /// Checks the user's password, which counts as an attempt to sign in.
    ///
    /// # Errors
    /// A problem of this field where it is wrong, or where too many attempts failed recently.
    async fn check_password(&self, browser: AtBrowser<'_>, field: &'static str, typed: Secret<String>) -> Result<(), Error> {
        let password_hash = self.read().await?.find_password_hash(self.user.id).await?;
        self.control.check_password_of_user(&self.realm, (&self.user, password_hash), browser, field, typed).await
    }
}
