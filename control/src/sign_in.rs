//! The way into the console: before it there is no actor, after it there is one.

use domain::{
    administrator::{Administrator, AdministratorStatus},
    audit::{ActorKind, AuditAction, AuditEvent},
    clock::Timestamp,
    id::AdministratorId,
    secret::Secret,
    user::UserIdentifier,
};
use engine::{Account, Door, attempts::TooManyAttempts, gate::Visitor, introduce, keys::KeyError, passkey::PasskeyError, password::Busy};
use serde::{Deserialize, Serialize};
use store::{AdministratorRecord, Transaction};

use crate::{
    Actor, Control, Error, Operator,
    administrators::{end_all, line},
    audit_line::Line,
    author::Author,
    one_time_sign_in::one_time_hash,
    passwords::check_of_administrator,
};

/// Why a sign-in failed.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// Wrong e-mail address or password, or an invalid one-time sign-in. The answer does not say which.
    #[error("wrong e-mail address, password or one-time sign-in")]
    Refused,
    /// Too many attempts failed recently.
    #[error(transparent)]
    TooMany(#[from] TooManyAttempts),
    /// A passkey that was not accepted, and why.
    #[error(transparent)]
    Passkey(#[from] PasskeyError),
    /// Another error: an unacceptable new password, a page that was open for too long, or a failure of the server.
    #[error(transparent)]
    Other(#[from] Error),
}

/// What a right password leads to.
#[derive(Debug)]
pub struct SignedIn {
    /// Whether the administrator is signed in.
    pub entry: Entry,
    /// The value of the cookie that recognises this browser when it signs in again.
    pub device: Option<Secret<String>>,
}

/// What a right password or a one-time sign-in leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// The administrator is signed in.
    SignedIn(Administrator),
    /// They have a second factor, and nobody is signed in before its code ([`Control::complete_sign_in`]).
    CodeNeeded(FirstStep),
}

/// The first step of a sign-in that is completed by a code. Whoever keeps it keeps it on the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct FirstStep {
    /// Who made it.
    pub(crate) administrator: AdministratorId,
    /// Their count of ends then ([`Administrator::epoch`]).
    pub(crate) epoch: i64,
    /// When.
    pub(crate) at: Timestamp,
}

impl FirstStep {
    /// When the password was typed.
    pub const fn password_at(&self) -> Timestamp {
        self.at
    }
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

/// Returns the account whose password is checked.
pub(crate) fn account(AdministratorRecord { administrator, password_hash }: &AdministratorRecord) -> Account {
    Account { id: administrator.id.as_uuid(), name: administrator.email.to_string(), password_hash: password_hash.clone() }
}

/// Checks a new password of the field `password`.
pub(crate) fn checked_password(password: &str, administrator: &Administrator) -> Result<String, Error> {
    let names = [administrator.email.as_str(), administrator.name.as_str()];
    check_of_administrator(password, names).map_err(|error| Error::invalid("password", error))?;
    Ok(password.to_owned())
}

impl Control {
    /// Signs an administrator in by password. An unknown e-mail address takes as long as a known one.
    pub async fn sign_in(&self, visitor: Visitor<'_>, password: Secret<String>) -> Result<SignedIn, SignInError> {
        let email = engine::typed::identifier(visitor.name).ok();
        let name = email.as_ref().map_or("", UserIdentifier::as_str);
        let mut attempt = self.gate().reserve(Door::Console, self.keys(), Visitor { name, ..visitor }, self.now())?;
        let record = match &email {
            Some(email) => self.store().administrators().find_by_email(email).await?,
            None => None,
        };
        attempt.found(record.as_ref().map(account), self.now(), self.random())?;
        let matches = attempt.check(password).await?;
        match record.map(|record| record.administrator) {
            Some(administrator) if matches && administrator.status == AdministratorStatus::Active => {
                let device = attempt.succeeded(self.keys(), self.now(), self.random())?;
                // They may have got another password, or been disabled, while this one was checked.
                let transaction = self.store().begin().await?;
                let now = transaction.administrators().lock([administrator.id]).await?;
                if now.first() != Some(&administrator) {
                    return Err(SignInError::Refused);
                }
                let entry = self.enter(&transaction, administrator).await?;
                transaction.commit().await?;
                Ok(SignedIn { entry, device })
            }
            known => {
                attempt.failed();
                self.record(self.failed_sign_in(known, email)).await?;
                Err(SignInError::Refused)
            }
        }
    }

    /// Signs an administrator in who is locked, if they have no second factor.
    async fn enter(&self, transaction: &Transaction, administrator: Administrator) -> Result<Entry, store::Error> {
        if transaction.administrators().find_second_factor(administrator.id).await?.is_some() {
            let Administrator { id, epoch, .. } = administrator;
            return Ok(Entry::CodeNeeded(FirstStep { administrator: id, epoch, at: self.now() }));
        }
        transaction.append_audit(self.by_administrator(AuditAction::AdministratorSignedIn, &administrator)).await?;
        Ok(Entry::SignedIn(administrator))
    }

    /// Returns the administrator of a valid one-time sign-in, without using it up.
    pub async fn peek_one_time_sign_in(&self, token: &str) -> Result<Option<Administrator>, Error> {
        Ok(self.store().administrators().find_by_one_time(&one_time_hash(token), self.now()).await?)
    }

    /// Signs an administrator in by a one-time sign-in and uses it up. Sets a new password if one is given, which ends their sessions and
    /// API tokens. It stands for the password, and not for the second factor.
    pub async fn use_one_time_sign_in(&self, token: &str, new_password: Option<String>) -> Result<Entry, SignInError> {
        let administrator = self.peek_one_time_sign_in(token).await?.ok_or(SignInError::Refused)?;
        let password_hash = match new_password {
            Some(password) => Some(self.hash_password(Door::Console, checked_password(&password, &administrator)?).await?),
            None => None,
        };
        let sets_password = password_hash.is_some();

        let transaction = self.store().begin().await?;
        let used = transaction.administrators().use_one_time(&one_time_hash(token), self.now(), password_hash).await?;
        if !used {
            return Err(SignInError::Refused);
        }
        if sets_password {
            let ended = end_all(&transaction, &administrator).await?;
            let event = self.by_administrator(AuditAction::AdministratorPasswordSet, &administrator);
            transaction.append_audit(AuditEvent { changes: ended, ..event }).await?;
        }
        let administrator = transaction.administrators().find(administrator.id).await?.ok_or(SignInError::Refused)?;
        let entry = self.enter(&transaction, administrator).await?;
        transaction.commit().await?;
        Ok(entry)
    }

    /// Returns the value of the cookie that recognises the browser of an administrator who signed in without a password, or `None` if they
    /// have no password.
    pub async fn introduce_device(&self, administrator: &Administrator) -> Result<Option<Secret<String>>, Error> {
        let record = self.store().administrators().find_by_email(&administrator.email).await?;
        let account = record.filter(|record| record.password_hash.is_some()).as_ref().map(account);
        let cookie = account.map(|account| introduce(Door::Console, self.keys(), &account, self.now(), self.random()));
        cookie.transpose().map_err(Error::internal)
    }

    /// Returns the administrator of a session, from their identifier and epoch at sign-in ([`Administrator::epoch`]), or `None` if they are
    /// disabled or their sessions were ended since.
    pub async fn find_signed_in(&self, id: AdministratorId, epoch: i64) -> Result<Option<Administrator>, Error> {
        let found = self.store().administrators().find(id).await?;
        Ok(found.filter(|found| found.status == AdministratorStatus::Active && found.epoch == epoch))
    }

    /// Writes an audit line.
    pub(crate) async fn record(&self, event: AuditEvent) -> Result<(), Error> {
        let transaction = self.store().begin().await?;
        transaction.append_audit(event).await?;
        Ok(transaction.commit().await?)
    }

    /// Returns an event of an administrator about themselves.
    pub(crate) fn by_administrator(&self, action: AuditAction, administrator: &Administrator) -> AuditEvent {
        let line = line(action, administrator, Vec::new());
        Author::of_administrator(self, administrator).audit_event(self.now(), administrator.grants.one_tenant(), line)
    }

    fn failed_sign_in(&self, known: Option<Administrator>, email: Option<UserIdentifier>) -> AuditEvent {
        let action = AuditAction::AdministratorSignInFailed;
        let (tenant, line) = if let Some(administrator) = known {
            (administrator.grants.one_tenant(), line(action, &administrator, Vec::new()))
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
    /// Records that an administrator signed out. The console ends the session.
    pub async fn sign_out(&self) -> Result<(), Error> {
        match &self.actor {
            Actor::Administrator(administrator, _) => {
                self.control.record(self.control.by_administrator(AuditAction::AdministratorSignedOut, administrator)).await
            }
            Actor::Client(..) | Actor::CommandLine => Ok(()),
        }
    }
}
