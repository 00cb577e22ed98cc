//! Mail to administrators that waits to be sent by the installation's own server: a bounded queue, claimed as the tenants' is
//! ([`crate::WaitingMail`]).

use domain::{clock::Timestamp, id::MailId};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait},
};

use crate::{
    Error, Store, Transaction,
    column::Column as In,
    counts::count_up_to,
    entity::installation_mail::{ActiveModel, Column, Entity, Model},
};

/// How many mails of the installation may wait.
const MOST_WAITING: u64 = 1_000;

/// A mail of the installation that waits to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InstallationMail {
    /// Its identifier.
    pub id: MailId,
    /// What it says and whom to, sealed under the master key.
    pub sealed: Vec<u8>,
    /// How often it was tried, this time included.
    pub attempts: u32,
    /// When it is of no use any more.
    pub expires_at: Timestamp,
}

impl TryFrom<Model> for InstallationMail {
    type Error = Error;

    fn try_from(row: Model) -> Result<Self, Error> {
        Ok(Self {
            id: MailId::from_uuid(row.id),
            sealed: row.sealed,
            attempts: In("installation_mails", "attempts").parse(u32::try_from(row.attempts))?,
            expires_at: Timestamp::from_millis(row.expires_at),
        })
    }
}

impl Store {
    /// Claims the mail of the installation that has waited longest, if any is due: nobody else tries to send it before `retry_at`, which is
    /// told how often it was tried before.
    pub async fn claim_installation_mail(
        &self,
        now: Timestamp,
        retry_at: impl Fn(u32) -> Timestamp,
    ) -> Result<Option<InstallationMail>, Error> {
        let due = || Entity::find().filter(Column::NextAttemptAt.lte(now.as_millis())).order_by_asc(Column::NextAttemptAt);
        // Most of the time there is none, and no write begins.
        if due().one(self.reader()).await?.is_none() {
            return Ok(None);
        }
        let transaction = self.begin().await?;
        let Some(row) = due().lock_exclusive().one(transaction.connection()).await? else { return Ok(None) };
        let mail = InstallationMail::try_from(row)?;
        Entity::update_many()
            .col_expr(Column::Attempts, Expr::col(Column::Attempts).add(1))
            .col_expr(Column::NextAttemptAt, Expr::val(retry_at(mail.attempts).as_millis()))
            .filter(Column::Id.eq(mail.id.as_uuid()))
            .exec(transaction.connection())
            .await?;
        transaction.commit().await?;
        Ok(Some(InstallationMail { attempts: mail.attempts + 1, ..mail }))
    }
}

impl Transaction {
    /// Adds a mail of the installation, to be sent from now on. Returns `false` where too many wait already.
    pub async fn insert_installation_mail(&self, mail: &InstallationMail, now: Timestamp) -> Result<bool, Error> {
        if count_up_to(MOST_WAITING, Entity::find(), self.connection()).await? >= MOST_WAITING {
            return Ok(false);
        }
        let row = ActiveModel {
            id: Set(mail.id.as_uuid()),
            sealed: Set(mail.sealed.clone()),
            attempts: Set(0),
            next_attempt_at: Set(now.as_millis()),
            expires_at: Set(mail.expires_at.as_millis()),
        };
        Entity::insert(row).exec_without_returning(self.connection()).await?;
        Ok(true)
    }

    /// Removes a mail of the installation that was sent, or is not to be sent any more.
    pub async fn delete_installation_mail(&self, id: MailId) -> Result<(), Error> {
        Entity::delete_by_id(id.as_uuid()).exec(self.connection()).await?;
        Ok(())
    }

    /// Moves the next attempt of the installation's mails that are due by now.
    pub async fn postpone_installation_mails(&self, now: Timestamp, until: Timestamp) -> Result<(), Error> {
        Entity::update_many()
            .col_expr(Column::NextAttemptAt, Expr::val(until.as_millis()))
            .filter(Column::NextAttemptAt.lte(now.as_millis()))
            .exec(self.connection())
            .await?;
        Ok(())
    }
}
