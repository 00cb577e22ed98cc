//! The way into the console: before it there is no actor, after it there is one.

use domain::{
    administrator::Administrator,
    audit::{ActorKind, AuditAction, AuditEvent},
    id::AdministratorId,
    user::UserIdentifier,
};
use engine::{
    attempts::{PER_NAME, TooManyAttempts},
    keys::hash_secret,
    password,
    storage::SecretHash,
};
use tokio::task::spawn_blocking;

use crate::{
    Actor, Control, Desk, Error,
    administrators::line,
    desk::{Line, checked_password},
};

/// Why nobody was signed in.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// The e-mail address and the password do not belong together, or the one-time sign-in is good no more. Which, nobody is told.
    #[error("this is not a way in")]
    Refused,
    /// Too many attempts at this address failed of late.
    #[error(transparent)]
    TooMany(#[from] TooManyAttempts),
    /// Something else: a new password that will not do, or a failure on our side.
    #[error(transparent)]
    Other(#[from] Error),
}

impl From<store::Error> for SignInError {
    fn from(error: store::Error) -> Self {
        Self::Other(error.into())
    }
}

/// What is stored of a one-time sign-in.
pub(crate) fn one_time_hash(token: &str) -> SecretHash {
    hash_secret("administrator-one-time", token)
}

impl Control {
    /// Signs an administrator in by password. Someone unknown costs as much time as someone known.
    pub async fn sign_in(&self, email: &str, password: &str) -> Result<Administrator, SignInError> {
        let email = UserIdentifier::parse(email).ok();
        let name = email.as_ref().map_or("", UserIdentifier::as_str).to_owned();
        self.attempts().check(PER_NAME, &name, self.now())?;
        let record = match &email {
            Some(email) => self.store().administrators().find_by_email(email).await?,
            None => None,
        };
        let (password, hash) = (password.to_owned(), record.as_ref().and_then(|record| record.password_hash.clone()));
        let verified = spawn_blocking(move || password::verify(&password, hash.as_deref())).await.map_err(Error::internal)?;
        match record.map(|record| record.administrator) {
            Some(administrator) if verified => {
                self.attempts().succeeded(&name);
                self.record(self.by_administrator(AuditAction::AdministratorSignedIn, &administrator)).await?;
                Ok(administrator)
            }
            known => {
                self.attempts().failed(PER_NAME, &name, self.now());
                self.record(self.failed_sign_in(known, email)).await?;
                Err(SignInError::Refused)
            }
        }
    }

    /// Whose one-time sign-in this is, where it is still good. It stays so.
    pub async fn peek_one_time_sign_in(&self, token: &str) -> Result<Option<Administrator>, Error> {
        Ok(self.store().administrators().find_by_one_time(&one_time_hash(token), self.now()).await?)
    }

    /// Signs an administrator in by a one-time sign-in, which is used up by it, and sets a new password where there is one.
    pub async fn use_one_time_sign_in(&self, token: &str, new_password: Option<String>) -> Result<Administrator, SignInError> {
        let administrator = self.peek_one_time_sign_in(token).await?.ok_or(SignInError::Refused)?;
        let password_hash = match new_password {
            Some(password) => Some(self.hash_password(checked_password(&password)?).await?),
            None => None,
        };
        let sets_password = password_hash.is_some();

        let transaction = self.store().begin().await?;
        let used = transaction.administrators().use_one_time(&one_time_hash(token), self.now(), password_hash).await?;
        if !used {
            return Err(SignInError::Refused);
        }
        if sets_password {
            transaction.append_audit(self.by_administrator(AuditAction::AdministratorPasswordSet, &administrator)).await?;
        }
        transaction.append_audit(self.by_administrator(AuditAction::AdministratorSignedIn, &administrator)).await?;
        transaction.commit().await?;
        Ok(administrator)
    }

    /// The administrator of this identifier, for a session that says who signed in.
    pub async fn find_administrator(&self, id: AdministratorId) -> Result<Option<Administrator>, Error> {
        Ok(self.store().administrators().find(id).await?)
    }

    async fn record(&self, event: AuditEvent) -> Result<(), Error> {
        let transaction = self.store().begin().await?;
        transaction.append_audit(event).await?;
        Ok(transaction.commit().await?)
    }

    /// Something that an administrator does to themselves.
    fn by_administrator(&self, action: AuditAction, administrator: &Administrator) -> AuditEvent {
        let actor = Actor::Administrator(administrator.clone());
        self.audit_event(actor.signature(), self.now(), administrator.tenant_id, line(action, administrator, Vec::new()))
    }

    fn failed_sign_in(&self, known: Option<Administrator>, email: Option<UserIdentifier>) -> AuditEvent {
        let action = AuditAction::AdministratorSignInFailed;
        let (tenant, line) = if let Some(administrator) = known {
            (administrator.tenant_id, line(action, &administrator, Vec::new()))
        } else {
            // Only what has the form of an address: people type passwords into the wrong field.
            let target = email.filter(UserIdentifier::is_email).map_or_else(|| "unknown".to_owned(), |email| email.to_string());
            (None, Line { workspace: None, action, target, target_id: String::new(), changes: Vec::new() })
        };
        // Nobody has signed in, so it is the server that says it.
        self.audit_event((ActorKind::Server, "console"), self.now(), tenant, line)
    }
}

impl Desk {
    /// Notes that an administrator signed out; the session is the console's to end.
    pub async fn sign_out(&self) -> Result<(), Error> {
        match &self.actor {
            Actor::Administrator(administrator) => {
                self.control.record(self.control.by_administrator(AuditAction::AdministratorSignedOut, administrator)).await
            }
            Actor::CommandLine => Ok(()),
        }
    }
}
