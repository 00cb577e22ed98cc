//! Signing in to a workspace with a password of its own user pool.

use std::net::IpAddr;

use domain::{
    audit::{ActorKind, AuditAction},
    clock::Timestamp,
    id::LoginSessionId,
    secret::Secret,
    user::{UserIdentifier, UserStatus},
};

use super::authorize::SignInPage;
use crate::{
    attempts::{PER_ADDRESS, PER_NAME, TooManyAttempts},
    audit::Line,
    engine::{Engine, Realm},
    error::Error,
    keys, random,
    storage::{LoginSession, Storage, UserRecord},
};

/// What the hash of a session cookie is for.
pub(crate) const SESSION_PURPOSE: &str = "login-session";

/// How long a login session lasts, in seconds.
pub const SESSION_LIFETIME: i64 = 12 * 3600;

/// The user with this name, to be held against a password; found or not, so that both take the same time.
#[derive(Debug)]
pub struct Candidate {
    identifier: Option<UserIdentifier>,
    record: Option<UserRecord>,
    /// What failed attempts are counted by.
    keys: Counted,
}

/// What failed attempts are counted by.
#[derive(Debug)]
struct Counted {
    name: String,
    address: String,
}

impl Candidate {
    /// The stored hash to verify the password against ([`crate::password::verify`]), which blocks a core for tens of milliseconds.
    pub fn password_hash(&self) -> Option<&str> {
        self.record.as_ref().and_then(|record| record.password_hash.as_deref())
    }
}

/// A session that was begun: the cookie's value is shown once.
#[derive(Debug)]
pub struct StartedSession {
    /// The value of the cookie.
    pub cookie: Secret<String>,
    /// When it ends.
    pub expires_at: Timestamp,
}

impl<S: Storage> Engine<S> {
    /// Looks a user up by what was typed, unless too many attempts at that name, or from that address, failed of late.
    pub async fn sign_in_candidate(
        &self,
        realm: &Realm,
        identifier: &str,
        address: IpAddr,
    ) -> Result<Result<Candidate, TooManyAttempts>, Error> {
        let identifier = UserIdentifier::parse(identifier).ok();
        let name = identifier.as_ref().map_or("", UserIdentifier::as_str);
        let keys = Counted { name: format!("{} {name}", realm.workspace.id), address: address.to_string() };
        let now = self.now();
        let may_try =
            self.attempts().check(PER_NAME, &keys.name, now).and_then(|()| self.attempts().check(PER_ADDRESS, &keys.address, now));
        if let Err(too_many) = may_try {
            return Ok(Err(too_many));
        }
        let record = match &identifier {
            Some(identifier) => self.storage().find_user_by_identifier(realm.workspace.id, identifier).await?,
            None => None,
        };
        Ok(Ok(Candidate { identifier, record, keys }))
    }

    /// Begins a session where the password was right and the user may sign in; writes the audit line either way. Whether it was the name,
    /// the password or the user's status that was wrong is not said.
    pub async fn sign_in(&self, realm: &Realm, candidate: Candidate, password_matches: bool) -> Result<Option<StartedSession>, Error> {
        let now = self.now();
        let user = candidate.record.map(|record| record.user).filter(|user| password_matches && user.status == UserStatus::Active);
        let Some(user) = user else {
            self.attempts().failed(PER_NAME, &candidate.keys.name, now);
            self.attempts().failed(PER_ADDRESS, &candidate.keys.address, now);
            // Only what has the form of an address: people type passwords into the wrong field.
            let tried = candidate.identifier.as_ref().filter(|identifier| identifier.is_email()).map_or("unknown", UserIdentifier::as_str);
            let action = AuditAction::UserSignInFailed;
            let line = Line { action, actor_kind: ActorKind::User, actor: tried, target: tried, target_id: String::new() };
            self.storage().record_audit(self.audit(realm, now, line)).await?;
            return Ok(None);
        };
        self.attempts().succeeded(&candidate.keys.name);
        let cookie = random::new_secret(self.random().as_ref());
        let session = LoginSession {
            id: LoginSessionId::new(now, self.random_bytes()),
            workspace_id: realm.workspace.id,
            user_id: user.id,
            token_hash: keys::hash_secret(SESSION_PURPOSE, cookie.expose()),
            auth_time: now,
            expires_at: now.plus_seconds(SESSION_LIFETIME),
        };
        let line = Line::by_user(AuditAction::UserSignedIn, &user, user.identifier.as_str(), user.id.to_string());
        let audit = self.audit(realm, now, line);
        let expires_at = session.expires_at;
        self.storage().insert_login_session(session, audit).await?;
        Ok(Some(StartedSession { cookie, expires_at }))
    }

    /// The sign-in page of a request again, after a wrong password.
    pub async fn sign_in_page(&self, realm: &Realm, interaction: &str) -> Result<Option<SignInPage>, Error> {
        use super::authorize::Authorization;

        match self.resume(realm, interaction, None).await? {
            Authorization::SignIn(page) => Ok(Some(page)),
            _ => Ok(None),
        }
    }
}
