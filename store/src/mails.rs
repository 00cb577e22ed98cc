//! Mail that waits to be sent: a bounded queue, which every node works off.
//!
//! A node claims a mail by moving the time of its next attempt. Of several nodes one succeeds, and if it stops before the mail is sent, another one
//! tries when that time has come.

use domain::{
    clock::Timestamp,
    id::{MailId, TenantId, WorkspaceId},
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait},
};

use crate::{
    Access, Error, Store, TenantStore, Transaction, Writing,
    column::Column as In,
    counts::count_up_to,
    entity::mail::{ActiveModel, Column, Entity, Model},
};

/// How many mails of one tenant may wait.
const MOST_WAITING: u64 = 1_000;

/// A mail that waits to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitingMail {
    /// Its identifier.
    pub id: MailId,
    /// The tenant whose server sends it.
    pub tenant_id: TenantId,
    /// The workspace that it is about.
    pub workspace_id: Option<WorkspaceId>,
    /// What it says and whom to, sealed under the master key.
    pub sealed: Vec<u8>,
    /// How often it was tried, this time included.
    pub attempts: u32,
    /// When it is of no use any more.
    pub expires_at: Timestamp,
}

impl TryFrom<Model> for WaitingMail {
    type Error = Error;

    fn try_from(row: Model) -> Result<Self, Error> {
        Ok(Self {
            id: MailId::from_uuid(row.id),
            tenant_id: TenantId::from_uuid(row.tenant_id),
            workspace_id: row.workspace_id.map(WorkspaceId::from_uuid),
            sealed: row.sealed,
            attempts: In("mails", "attempts").parse(u32::try_from(row.attempts))?,
            expires_at: Timestamp::from_millis(row.expires_at),
        })
    }
}

impl<C: Access> TenantStore<'_, C> {
    /// Counts the mails that wait, up to their bound.
    pub async fn count_waiting_mails(&self) -> Result<u64, Error> {
        count_up_to(MOST_WAITING, Entity::find().filter(Column::TenantId.eq(self.tenant.as_uuid())), self.connection).await
    }
}

impl TenantStore<'_, Writing> {
    /// Adds a mail, to be sent from now on. Returns `false` where too many wait already.
    pub async fn insert_mail(&self, mail: &WaitingMail, now: Timestamp) -> Result<bool, Error> {
        if self.count_waiting_mails().await? >= MOST_WAITING {
            return Ok(false);
        }
        let row = ActiveModel {
            id: Set(mail.id.as_uuid()),
            tenant_id: Set(self.tenant.as_uuid()),
            workspace_id: Set(mail.workspace_id.map(WorkspaceId::as_uuid)),
            sealed: Set(mail.sealed.clone()),
            attempts: Set(0),
            next_attempt_at: Set(now.as_millis()),
            expires_at: Set(mail.expires_at.as_millis()),
        };
        Entity::insert(row).exec_without_returning(self.connection).await?;
        Ok(true)
    }
}

impl Store {
    /// Claims the mail that has waited longest, if any is due: nobody else tries to send it before `retry_at`, which is told how often it was
    /// tried before.
    pub async fn claim_mail(&self, now: Timestamp, retry_at: impl Fn(u32) -> Timestamp) -> Result<Option<WaitingMail>, Error> {
        let due = || Entity::find().filter(Column::NextAttemptAt.lte(now.as_millis())).order_by_asc(Column::NextAttemptAt);
        // Most of the time there is none, and no write begins.
        if due().one(self.reader()).await?.is_none() {
            return Ok(None);
        }
        let transaction = self.begin().await?;
        let Some(row) = due().lock_exclusive().one(transaction.connection()).await? else { return Ok(None) };
        let mail = WaitingMail::try_from(row)?;
        Entity::update_many()
            .col_expr(Column::Attempts, Expr::col(Column::Attempts).add(1))
            .col_expr(Column::NextAttemptAt, Expr::val(retry_at(mail.attempts).as_millis()))
            .filter(Column::Id.eq(mail.id.as_uuid()))
            .exec(transaction.connection())
            .await?;
        transaction.commit().await?;
        Ok(Some(WaitingMail { attempts: mail.attempts + 1, ..mail }))
    }
}

impl Transaction {
    /// Removes a mail that was sent, or is not to be sent any more.
    pub async fn delete_mail(&self, id: MailId) -> Result<(), Error> {
        Entity::delete_by_id(id.as_uuid()).exec(self.connection()).await?;
        Ok(())
    }

    /// Moves the next attempt of a tenant's mails that are due by now.
    pub async fn postpone_mails(&self, tenant: TenantId, now: Timestamp, until: Timestamp) -> Result<(), Error> {
        Entity::update_many()
            .col_expr(Column::NextAttemptAt, Expr::val(until.as_millis()))
            .filter(Column::TenantId.eq(tenant.as_uuid()))
            .filter(Column::NextAttemptAt.lte(now.as_millis()))
            .exec(self.connection())
            .await?;
        Ok(())
    }
}
