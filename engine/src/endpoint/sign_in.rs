//! Signing in to a workspace with a password of its own user pool.

use domain::{
    audit::{ActorKind, AuditAction},
    clock::Timestamp,
    id::LoginSessionId,
    secret::Secret,
    user::{UserIdentifier, UserStatus},
};

use crate::{
    attempts::TooManyAttempts,
    audit::Line,
    device::Account,
    door::Door,
    engine::Engine,
    error::Error,
    gate::{Attempt, Visitor},
    keys,
    login_session::SESSION_PURPOSE,
    password::Busy,
    random,
    realm::Realm,
    storage::{Basis, LoginSession, SessionOrigin, SessionStart, Storage, UserRecord, Written},
    typed,
};

/// How long a login session lasts, in seconds.
pub const SESSION_LIFETIME: i64 = 12 * 3600;

/// An attempt to sign in as the user with this name; found or not, so that both take the same time.
#[derive(Debug)]
pub struct Candidate {
    identifier: Option<UserIdentifier>,
    record: Option<UserRecord>,
    attempt: Attempt,
}

impl Candidate {
    /// Checks a password. [`Busy`] does not count as an attempt.
    pub async fn check(&mut self, password: Secret<String>) -> Result<bool, Busy> {
        self.attempt.check(password).await
    }
}

/// Whether an attempt to sign in may be made.
#[derive(Debug)]
pub enum SignInAttempt {
    /// It may.
    Candidate(Box<Candidate>),
    /// It may not: too many attempts failed recently.
    TooMany(TooManyAttempts),
}

/// A session that was begun: the cookie's value is shown once.
#[derive(Debug)]
pub struct StartedSession {
    /// The value of the cookie.
    pub cookie: Secret<String>,
    /// When it ends.
    pub expires_at: Timestamp,
    /// The value of the cookie by which this browser is known when it signs in again.
    pub device: Option<Secret<String>>,
}

/// The browser that a user signs in with.
#[derive(Debug, Clone, Default)]
pub struct SigningIn<'a> {
    /// The cookie of the session that it had before.
    pub earlier: Option<&'a str>,
    /// What it says of itself, and where it asks from.
    pub origin: SessionOrigin,
}

impl<S: Storage> Engine<S> {
    /// Reserves an attempt to sign in and looks the user up, unless too many attempts failed recently.
    pub async fn sign_in_candidate(&self, realm: &Realm, visitor: Visitor<'_>) -> Result<SignInAttempt, Error> {
        let spellings: Vec<_> = typed::spellings(visitor.name).collect();
        let identifier = spellings.first().cloned();
        let name = identifier.as_ref().map_or("", UserIdentifier::as_str);
        let door = Door::Workspace(realm.workspace.id);
        let mut attempt = match self.gate().reserve(door, self.keys(), Visitor { name, ..visitor }, self.now()) {
            Ok(attempt) => attempt,
            Err(too_many) => return Ok(SignInAttempt::TooMany(too_many)),
        };
        let mut record = None;
        for spelling in &spellings {
            if record.is_none() {
                record = self.storage().find_user_by_identifier(realm.workspace.id, spelling).await?;
            }
        }
        let account = record.as_ref().map(|UserRecord { user, password_hash }| Account {
            id: user.id.as_uuid(),
            name: user.identifier.to_string(),
            password_hash: password_hash.clone(),
        });
        Ok(match attempt.found(account, self.now()) {
            Ok(()) => SignInAttempt::Candidate(Box::new(Candidate { identifier, record, attempt })),
            Err(too_many) => SignInAttempt::TooMany(too_many),
        })
    }

    /// Begins a session where the password was right and the user may sign in; writes the audit line either way. Whether it was the name,
    /// the password or the user's status that was wrong is not said.
    ///
    /// `earlier` is the session cookie that the browser had before, if any: that session ends, whoever it belonged to, with all that ends with it.
    pub async fn sign_in(
        &self,
        realm: &Realm,
        candidate: Candidate,
        password_matches: bool,
        browser: SigningIn<'_>,
    ) -> Result<Option<StartedSession>, Error> {
        let now = self.now();
        let known = candidate.record.as_ref().map(|record| record.user.identifier.clone());
        let user = candidate.record.map(|record| record.user).filter(|user| password_matches && user.status == UserStatus::Active);
        let Some(user) = user else {
            candidate.attempt.failed();
            // The user's own name, or what has the form of an address: people type passwords into the wrong field.
            let typed = candidate.identifier.as_ref().filter(|identifier| identifier.is_email());
            let tried = known.as_ref().or(typed).map_or("unknown", UserIdentifier::as_str);
            let action = AuditAction::UserSignInFailed;
            let line = Line { action, actor_kind: ActorKind::User, actor: tried, actor_id: None, target: tried, target_id: String::new() };
            self.storage().record_audit(self.audit(realm, now, line)).await?;
            return Ok(None);
        };
        let device = candidate.attempt.succeeded(self.keys(), now, self.random().as_ref())?;
        let cookie = random::new_secret(self.random().as_ref());
        let session = LoginSession {
            id: LoginSessionId::new(now, self.random_bytes()),
            workspace_id: realm.workspace.id,
            user_id: user.id,
            token_hash: keys::hash_secret(SESSION_PURPOSE, cookie.expose()),
            auth_time: now,
            expires_at: now.plus_seconds(SESSION_LIFETIME),
            origin: browser.origin,
        };
        let line = Line::by_user(AuditAction::UserSignedIn, &user, user.identifier.as_str(), user.id.to_string());
        let audit = self.audit(realm, now, line);
        let expires_at = session.expires_at;
        let replaces = match browser.earlier {
            Some(cookie) => self.login_session(realm, cookie).await?.map(|(session, user)| self.sign_out(realm, session.id, &user, now)),
            None => None,
        };
        // The user may have got another password, or been disabled, while this one was checked: then it was checked in vain.
        let start = SessionStart { session, basis: Basis::of_user(&user), audit, replaces };
        Ok(match self.storage().begin_login_session(start).await? {
            Written::Done => Some(StartedSession { cookie, expires_at, device }),
            Written::BasisChanged => None,
        })
    }
}
