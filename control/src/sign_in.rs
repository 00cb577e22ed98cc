//! The way into the console: before it there is no actor, after it there is one.

use domain::{
    administrator::{Administrator, AdministratorStatus},
    audit::{ActorKind, AuditAction, AuditEvent},
    id::AdministratorId,
    secret::Secret,
    user::UserIdentifier,
};
use engine::{Account, Door, attempts::TooManyAttempts, gate::Visitor, introduce, keys::KeyError, password::Busy};
use store::AdministratorRecord;

use crate::{
    Actor, Control, Error, Operator,
    administrators::{end_all, line},
    audit_line::Line,
    control::checked_password,
    one_time_sign_in::one_time_hash,
};

/// Why nobody was signed in.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// The e-mail address and the password do not belong together, or the one-time sign-in is good no more. Which, nobody is told.
    #[error("this is not a way in")]
    Refused,
    /// Too many attempts failed recently.
    #[error(transparent)]
    TooMany(#[from] TooManyAttempts),
    /// Something else: a new password that will not do, or a failure on our side.
    #[error(transparent)]
    Other(#[from] Error),
}

/// An administrator who signed in.
#[derive(Debug)]
pub struct SignedIn {
    /// Who.
    pub administrator: Administrator,
    /// The value of the cookie by which this browser is known when it signs in again.
    pub device: Option<Secret<String>>,
}

impl From<Busy> for SignInError {
    fn from(busy: Busy) -> Self {
        Self::Other(busy.into())
    }
}

impl From<KeyError> for SignInError {
    fn from(error: KeyError) -> Self {
        Self::Other(Error::internal(error))
    }
}

impl From<store::Error> for SignInError {
    fn from(error: store::Error) -> Self {
        Self::Other(error.into())
    }
}

fn account(AdministratorRecord { administrator, password_hash }: &AdministratorRecord) -> Account {
    Account { id: administrator.id.as_uuid(), name: administrator.email.to_string(), password_hash: password_hash.clone() }
}

impl Control {
    /// Signs an administrator in by password. Someone unknown costs as much time as someone known.
    pub async fn sign_in(&self, visitor: Visitor<'_>, password: Secret<String>) -> Result<SignedIn, SignInError> {
        let email = engine::typed::identifier(visitor.name).ok();
        let name = email.as_ref().map_or("", UserIdentifier::as_str);
        let mut attempt = self.gate().reserve(Door::Console, self.keys(), Visitor { name, ..visitor }, self.now())?;
        let record = match &email {
            Some(email) => self.store().administrators().find_by_email(email).await?,
            None => None,
        };
        attempt.found(record.as_ref().map(account), self.now())?;
        let matches = attempt.check(password).await?;
        match record.map(|record| record.administrator) {
            Some(administrator) if matches && administrator.status == AdministratorStatus::Active => {
                let device = attempt.succeeded(self.keys(), self.now(), self.random())?;
                // They may have got another password, or been disabled, while this one was checked.
                let transaction = self.store().begin().await?;
                let now = transaction.administrators().lock(&[administrator.id; 2]).await?;
                if now.first() != Some(&administrator) {
                    return Err(SignInError::Refused);
                }
                transaction.append_audit(self.by_administrator(AuditAction::AdministratorSignedIn, &administrator)).await?;
                transaction.commit().await?;
                Ok(SignedIn { administrator, device })
            }
            known => {
                attempt.failed();
                self.record(self.failed_sign_in(known, email)).await?;
                Err(SignInError::Refused)
            }
        }
    }

    /// Whose one-time sign-in this is, where it is still good. It stays so.
    pub async fn peek_one_time_sign_in(&self, token: &str) -> Result<Option<Administrator>, Error> {
        Ok(self.store().administrators().find_by_one_time(&one_time_hash(token), self.now()).await?)
    }

    /// Signs an administrator in by a one-time sign-in, which is used up by it, and sets a new password where there is one. That ends
    /// their sessions and API tokens.
    pub async fn use_one_time_sign_in(&self, token: &str, new_password: Option<String>) -> Result<Administrator, SignInError> {
        let administrator = self.peek_one_time_sign_in(token).await?.ok_or(SignInError::Refused)?;
        let password_hash = match new_password {
            Some(password) => Some(self.hash_password(Door::Console, checked_password(&password)?).await?),
            None => None,
        };
        let sets_password = password_hash.is_some();

        let transaction = self.store().begin().await?;
        let used = transaction.administrators().use_one_time(&one_time_hash(token), self.now(), password_hash).await?;
        if !used {
            return Err(SignInError::Refused);
        }
        if sets_password {
            let ended = end_all(&transaction, administrator.id).await?;
            let event = self.by_administrator(AuditAction::AdministratorPasswordSet, &administrator);
            transaction.append_audit(AuditEvent { changes: ended, ..event }).await?;
        }
        transaction.append_audit(self.by_administrator(AuditAction::AdministratorSignedIn, &administrator)).await?;
        let administrator = transaction.administrators().find(administrator.id).await?.ok_or(SignInError::Refused)?;
        transaction.commit().await?;
        Ok(administrator)
    }

    /// The value of the cookie by which the browser of an administrator who signed in without a password is known from now on; none where
    /// there is no password to sign in with.
    pub async fn introduce_device(&self, administrator: &Administrator) -> Result<Option<Secret<String>>, Error> {
        let record = self.store().administrators().find_by_email(&administrator.email).await?;
        let account = record.filter(|record| record.password_hash.is_some()).as_ref().map(account);
        let cookie = account.map(|account| introduce(Door::Console, self.keys(), &account, self.now(), self.random()));
        cookie.transpose().map_err(Error::internal)
    }

    /// The administrator whose session this is, by who signed in and their count of ends then ([`Administrator::epoch`]); nobody where
    /// they are disabled or their sessions were ended since.
    pub async fn find_signed_in(&self, id: AdministratorId, epoch: i64) -> Result<Option<Administrator>, Error> {
        let found = self.store().administrators().find(id).await?;
        Ok(found.filter(|found| found.status == AdministratorStatus::Active && found.epoch == epoch))
    }

    async fn record(&self, event: AuditEvent) -> Result<(), Error> {
        let transaction = self.store().begin().await?;
        transaction.append_audit(event).await?;
        Ok(transaction.commit().await?)
    }

    /// Something that an administrator does to themselves.
    fn by_administrator(&self, action: AuditAction, administrator: &Administrator) -> AuditEvent {
        let actor = (ActorKind::Administrator, administrator.email.as_str());
        self.audit_event(actor, self.now(), administrator.tenant_id, line(action, administrator, Vec::new()))
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

impl Operator {
    /// Notes that an administrator signed out; the session is the console's to end.
    pub async fn sign_out(&self) -> Result<(), Error> {
        match &self.actor {
            Actor::Administrator(administrator, _) => {
                self.control.record(self.control.by_administrator(AuditAction::AdministratorSignedOut, administrator)).await
            }
            Actor::CommandLine => Ok(()),
        }
    }
}
