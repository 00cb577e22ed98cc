//! Login sessions, found by the cookie of a browser.

use domain::user::{User, UserStatus};

use crate::{
    engine::Engine,
    error::Error,
    keys,
    realm::Realm,
    storage::{LoginSession, Storage},
};

/// The purpose of the hash of a session cookie.
pub(crate) const SESSION_PURPOSE: &str = "login-session";

impl<S: Storage> Engine<S> {
    /// Returns the session of a cookie and its user, if it lives and the user may sign in.
    pub async fn login_session(&self, realm: &Realm, cookie: &str) -> Result<Option<(LoginSession, User)>, Error> {
        let hash = keys::hash_secret(SESSION_PURPOSE, cookie);
        let now = self.now();
        let Some(session) = self.storage().find_login_session(realm.workspace.id, &hash).await?.filter(|session| now < session.expires_at)
        else {
            return Ok(None);
        };
        let user = self.storage().find_user(realm.workspace.id, session.user_id).await?;
        Ok(user.filter(|user| user.status == UserStatus::Active).map(|user| (session, user)))
    }
}
