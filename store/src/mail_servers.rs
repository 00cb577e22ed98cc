//! The mail servers of tenants.

use domain::{
    clock::Timestamp,
    id::TenantId,
    mail::{LastFailure, MailFailure, MailServer},
};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, EntityTrait, QueryFilter,
};

use crate::{
    Access, Error, TenantStore, Transaction, Writing,
    column::{Coded as _, Column as In, to_json},
    entity::mail_server::{ActiveModel, Column, Entity, Model},
};

/// A tenant's mail server as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailServerRecord {
    /// The server.
    pub server: MailServer,
    /// Its password, sealed under the master key ([`crate::Sealed::MailPassword`]).
    pub sealed_password: Option<Vec<u8>>,
    /// Counts its changes.
    pub version: i64,
    /// The last failure, if no mail was taken since.
    pub last_failure: Option<LastFailure>,
}

/// What is saved of the password of a mail server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SealedPassword {
    /// It stays as it is.
    Kept,
    /// This one, or none.
    Replaced(Option<Vec<u8>>),
}

impl TryFrom<Model> for MailServerRecord {
    type Error = Error;

    fn try_from(row: Model) -> Result<Self, Error> {
        let failure = row.failure.map(|code| In("mail_servers", "failure").code::<MailFailure>(&code)).transpose()?;
        Ok(Self {
            server: In("mail_servers", "settings").json(row.settings)?,
            sealed_password: row.sealed_password,
            version: row.version,
            last_failure: row.failed_at.zip(failure).map(|(at, failure)| LastFailure { at: Timestamp::from_millis(at), failure }),
        })
    }
}

impl<C: Access> TenantStore<'_, C> {
    /// Returns the tenant's mail server.
    pub async fn find_mail_server(&self) -> Result<Option<MailServerRecord>, Error> {
        Entity::find_by_id(self.tenant.as_uuid()).one(self.connection).await?.map(MailServerRecord::try_from).transpose()
    }
}

impl TenantStore<'_, Writing> {
    /// Saves the mail server as the version after this one, which is 0 where there is none yet. Returns the new version. [`Error::Stale`]
    /// where there is another.
    pub async fn save_mail_server(&self, server: &MailServer, password: SealedPassword, version: i64) -> Result<i64, Error> {
        let next = version + 1;
        let row = ActiveModel {
            tenant_id: NotSet,
            settings: Set(to_json(server)?),
            sealed_password: match password {
                SealedPassword::Kept => NotSet,
                SealedPassword::Replaced(password) => Set(password),
            },
            version: Set(next),
            failed_at: Set(None),
            failure: Set(None),
        };
        if version == 0 {
            let row = ActiveModel { tenant_id: Set(self.tenant.as_uuid()), ..row };
            let inserted = Entity::insert(row).exec_without_returning(self.connection).await;
            return inserted.map(|_| next).map_err(|error| match error.into() {
                Error::Conflict => Error::Stale,
                error => error,
            });
        }
        let saved = Entity::update_many().set(row).filter(Column::TenantId.eq(self.tenant.as_uuid())).filter(Column::Version.eq(version));
        if saved.exec(self.connection).await?.rows_affected == 1 { Ok(next) } else { Err(Error::Stale) }
    }

    /// Removes the mail server in this version. [`Error::Stale`] where there is another.
    pub async fn delete_mail_server(&self, version: i64) -> Result<(), Error> {
        let removed = Entity::delete_many().filter(Column::TenantId.eq(self.tenant.as_uuid())).filter(Column::Version.eq(version));
        if removed.exec(self.connection).await?.rows_affected == 1 { Ok(()) } else { Err(Error::Stale) }
    }
}

impl Transaction {
    /// Records whether a tenant's mail server took the last mail, where it is still in the version that was to send it. The version stays: nothing was
    /// changed by anybody. Returns whether anything was recorded.
    pub async fn record_mail_outcome(&self, tenant: TenantId, version: i64, failure: Option<LastFailure>) -> Result<bool, Error> {
        let outcome = ActiveModel {
            failed_at: Set(failure.map(|failure| failure.at.as_millis())),
            failure: Set(failure.map(|failure| failure.failure.code().to_owned())),
            ..Default::default()
        };
        let server = Entity::update_many().set(outcome).filter(Column::TenantId.eq(tenant.as_uuid())).filter(Column::Version.eq(version));
        // Nothing is written where it was so before.
        let server = match failure {
            None => server.filter(Column::FailedAt.is_not_null()),
            Some(_) => server,
        };
        Ok(server.exec(self.connection()).await?.rows_affected == 1)
    }
}
