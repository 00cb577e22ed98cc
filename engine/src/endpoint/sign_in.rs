//! Signing in to a workspace with a password of its own user pool.

use domain::{
    audit::{ActorKind, AuditAction, AuditEvent, Change},
    clock::Timestamp,
    id::{LoginSessionId, UserId},
    secret::Secret,
    sign_in_method::SignInMethod,
    user::{User, UserIdentifier, UserStatus},
};
use serde::{Deserialize, Serialize};

use crate::{
    attempts::TooManyAttempts,
    audit::Line,
    device::Account,
    door::Door,
    engine::Engine,
    error::Error,
    gate::{Attempt, Renewal, Visitor},
    keys,
    login_session::SESSION_PURPOSE,
    passkey::PasskeyUse,
    password::Busy,
    random,
    realm::Realm,
    second_factor::CodeUse,
    storage::{Basis, HashRenewal, LoginSession, SessionOrigin, SessionStart, Storage, UserRecord, Written},
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

/// The outcome of a password that was checked.
#[derive(Debug)]
pub enum SignInOutcome {
    /// The user is signed in.
    Started(StartedSession),
    /// They have a second factor, and nobody is signed in before its code ([`Engine::complete_sign_in`]) or a passkey
    /// ([`Engine::complete_sign_in_by_passkey`]).
    CodeNeeded(FirstStep),
    /// Nobody is signed in. Whether it was the name, the password or the user's status is not said.
    Refused,
}

impl SignInOutcome {
    /// Returns the session, if one was begun.
    pub fn started(self) -> Option<StartedSession> {
        match self {
            Self::Started(session) => Some(session),
            Self::CodeNeeded(_) | Self::Refused => None,
        }
    }
}

/// The first step of a sign-in that is completed by a code.
#[derive(Debug)]
pub struct FirstStep {
    /// Who made it and when, sealed.
    pub sealed: String,
    /// The value of the cookie by which this browser is known when it signs in again.
    pub device: Option<Secret<String>>,
}

/// The content of [`FirstStep::sealed`].
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Step {
    pub(crate) user: UserId,
    /// The user's version then: whatever changes it ends the step.
    pub(crate) version: i64,
    pub(crate) at: Timestamp,
    /// The session that it goes on with, where somebody who is signed in shows more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) goes_on: Option<GoesOn>,
}

/// A session that was begun with a password, which is not typed again for a second factor.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) struct GoesOn {
    pub(crate) session: LoginSessionId,
    /// When the password was typed.
    pub(crate) password_at: Timestamp,
}

impl Step {
    /// Returns what steps of a workspace are sealed for.
    pub(crate) fn purpose(realm: &Realm) -> String {
        format!("sign-in-step {}", realm.workspace.id)
    }

    /// Returns when the password was typed.
    pub(crate) fn password_at(&self) -> Timestamp {
        self.goes_on.map_or(self.at, |earlier| earlier.password_at)
    }
}

/// What a user showed.
#[derive(Debug)]
pub(crate) struct Entry {
    /// When the password was typed, or the passkey was used that took its place. Whoever asks for a sign-in since then (`prompt=login`, `max_age`) is not content with an earlier one,
    /// however late its code came (`OpenID` Connect Core 1.0 §2, `auth_time`).
    pub(crate) password_at: Timestamp,
    /// How they sign in.
    pub(crate) method: SignInMethod,
    /// The code, where one was asked for.
    pub(crate) code: Option<CodeUse>,
    /// The passkey, where there was one.
    pub(crate) passkey: Option<PasskeyUse>,
    /// What the line in the audit trail says of it.
    pub(crate) changes: Vec<Change>,
}

impl Entry {
    /// The password alone.
    const fn by_password(at: Timestamp) -> Self {
        Self { password_at: at, method: SignInMethod::Password, code: None, passkey: None, changes: Vec::new() }
    }
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
        Ok(match attempt.found(account, self.now(), self.random().as_ref()) {
            Ok(()) => SignInAttempt::Candidate(Box::new(Candidate { identifier, record, attempt })),
            Err(too_many) => SignInAttempt::TooMany(too_many),
        })
    }

    /// Begins a session where the password was right, the user may sign in and no code is needed; writes the audit line of that, or of a
    /// failure.
    ///
    /// `earlier` is the session cookie that the browser had before, if any: that session ends, whoever it belonged to, with all that ends with it.
    pub async fn sign_in(
        &self,
        realm: &Realm,
        candidate: Candidate,
        password_matches: bool,
        browser: SigningIn<'_>,
    ) -> Result<SignInOutcome, Error> {
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
            return Ok(SignInOutcome::Refused);
        };
        if let Some(renewal) = candidate.attempt.renewal() {
            self.renew_password_hash(realm, &user, renewal.clone()).await?;
        }
        let device = candidate.attempt.succeeded(self.keys(), now, self.random().as_ref())?;
        if self.storage().find_second_factor(realm.workspace.id, user.id).await?.is_some() {
            let step = Step { user: user.id, version: user.version, at: now, goes_on: None };
            let sealed = self.keys().seal_value(&Step::purpose(realm), &step, self.random().as_ref())?;
            return Ok(SignInOutcome::CodeNeeded(FirstStep { sealed, device }));
        }
        let started = self.begin_session(realm, &user, Entry::by_password(now), browser).await?;
        Ok(started.map_or(SignInOutcome::Refused, |session| SignInOutcome::Started(StartedSession { device, ..session })))
    }

    /// Replaces the hash of a user's password that was right, and whose hash is not made as ours, where it is still the one that was checked.
    pub async fn renew_password_hash(&self, realm: &Realm, user: &User, renewal: Renewal) -> Result<(), Error> {
        let line = Line::by_user(AuditAction::UserPasswordRehashed, user, user.identifier.as_str(), user.id.to_string());
        let audit = self.audit(realm, self.now(), line);
        let renewal = HashRenewal { workspace_id: realm.workspace.id, user_id: user.id, renewal, audit };
        // Where somebody was faster, there is nothing left to do.
        self.storage().renew_password_hash(renewal).await?;
        Ok(())
    }

    /// Begins a session of a user. None where the user was changed, or the code used, since they were read.
    pub(crate) async fn begin_session(
        &self,
        realm: &Realm,
        user: &User,
        Entry { password_at, method, code, passkey, changes }: Entry,
        browser: SigningIn<'_>,
    ) -> Result<Option<StartedSession>, Error> {
        let now = self.now();
        let cookie = random::new_secret(self.random().as_ref());
        let session = LoginSession {
            id: LoginSessionId::new(now, self.random_bytes()),
            workspace_id: realm.workspace.id,
            user_id: user.id,
            token_hash: keys::hash_secret(SESSION_PURPOSE, cookie.expose()),
            auth_time: password_at,
            signed_in_by: Some(method),
            // However late the code came: a session goes on with a second factor alone, and not for ever.
            expires_at: password_at.plus_seconds(SESSION_LIFETIME),
            origin: browser.origin,
        };
        let line = Line::by_user(AuditAction::UserSignedIn, user, user.identifier.as_str(), user.id.to_string());
        let audit = AuditEvent { changes, ..self.audit(realm, now, line) };
        let expires_at = session.expires_at;
        let replaces = match browser.earlier {
            Some(cookie) => self.login_session(realm, cookie).await?.map(|(session, user)| self.sign_out(realm, session.id, &user, now)),
            None => None,
        };
        // The user may have got another password, or been disabled, while this one was checked: then it was checked in vain.
        let start = SessionStart { session, basis: Basis::of_user(user), code, passkey, audit, replaces };
        Ok(match self.storage().begin_login_session(start).await? {
            Written::Done => Some(StartedSession { cookie, expires_at, device: None }),
            Written::BasisChanged => None,
        })
    }
}
