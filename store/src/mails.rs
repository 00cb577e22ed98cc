//! Mail that waits to be sent: bounded queues, which every node works off. That of tenants and that of the installation are two tables with one
//! mechanism.
//!
//! A node claims a mail by moving the time of its next attempt. Of several nodes one succeeds, and if it stops before the mail is sent, another one
//! tries when that time has come.

use domain::{
    clock::Timestamp,
    id::{MailId, TenantId, WorkspaceId},
};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::Set,
    ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select,
    sea_query::{Expr, ExprTrait},
};

use crate::{
    Access, Error, Store, TenantStore, Transaction, Writing,
    column::Column as In,
    counts::count_up_to,
    entity::{installation_mail, mail},
};

/// How many mails of one tenant may wait, and how many of the installation.
const MOST_WAITING: u64 = 1_000;
/// How many may wait where another one is added that anybody can ask for: what administrators send has room beyond.
const MOST_ASKED_FOR: u64 = 800;

/// A queue of mails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MailQueue {
    /// That of tenants, to users.
    Tenants,
    /// That of the installation, to administrators.
    Installation,
}

/// Whose mail it is, and so by whose server it is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MailOf {
    /// A tenant's, about one of its workspaces or none.
    Tenant(TenantId, Option<WorkspaceId>),
    /// The installation's.
    Installation,
}

impl MailOf {
    /// Returns the tenant, if it is one's.
    pub const fn tenant(self) -> Option<TenantId> {
        match self {
            Self::Tenant(tenant, _) => Some(tenant),
            Self::Installation => None,
        }
    }
}

/// Who has a mail sent to an administrator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AskedBy {
    /// Anybody, who leaves room for others.
    Anybody,
    /// Somebody who may, or the server itself.
    Permitted,
}

/// A mail that is to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMail {
    /// Its identifier.
    pub id: MailId,
    /// What it says and whom to, sealed under the master key.
    pub sealed: Vec<u8>,
    /// When it is of no use any more.
    pub expires_at: Timestamp,
}

/// A mail that waits to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitingMail {
    /// Its identifier.
    pub id: MailId,
    /// Whose it is.
    pub of: MailOf,
    /// What it says and whom to, sealed under the master key.
    pub sealed: Vec<u8>,
    /// How often it was tried, this time included.
    pub attempts: u32,
    /// When it is of no use any more.
    pub expires_at: Timestamp,
}

/// The table of a queue.
trait Table: EntityTrait {
    const ID: Self::Column;
    const ATTEMPTS: Self::Column;
    const NEXT_ATTEMPT_AT: Self::Column;

    fn waiting(row: Self::Model) -> Result<WaitingMail, Error>;
}

impl Table for mail::Entity {
    const ID: mail::Column = mail::Column::Id;
    const ATTEMPTS: mail::Column = mail::Column::Attempts;
    const NEXT_ATTEMPT_AT: mail::Column = mail::Column::NextAttemptAt;

    fn waiting(row: mail::Model) -> Result<WaitingMail, Error> {
        Ok(WaitingMail {
            id: MailId::from_uuid(row.id),
            of: MailOf::Tenant(TenantId::from_uuid(row.tenant_id), row.workspace_id.map(WorkspaceId::from_uuid)),
            sealed: row.sealed,
            attempts: In("mails", "attempts").parse(u32::try_from(row.attempts))?,
            expires_at: Timestamp::from_millis(row.expires_at),
        })
    }
}

impl Table for installation_mail::Entity {
    const ID: installation_mail::Column = installation_mail::Column::Id;
    const ATTEMPTS: installation_mail::Column = installation_mail::Column::Attempts;
    const NEXT_ATTEMPT_AT: installation_mail::Column = installation_mail::Column::NextAttemptAt;

    fn waiting(row: installation_mail::Model) -> Result<WaitingMail, Error> {
        Ok(WaitingMail {
            id: MailId::from_uuid(row.id),
            of: MailOf::Installation,
            sealed: row.sealed,
            attempts: In("installation_mails", "attempts").parse(u32::try_from(row.attempts))?,
            expires_at: Timestamp::from_millis(row.expires_at),
        })
    }
}

/// Adds a row, where fewer than so many wait among these.
async fn insert<E, A>(among: Select<E>, most: u64, row: A, connection: &Writing) -> Result<bool, Error>
where
    E: EntityTrait,
    A: ActiveModelTrait<Entity = E>,
{
    if count_up_to(most, among, connection).await? >= most {
        return Ok(false);
    }
    E::insert(row).exec_without_returning(connection).await?;
    Ok(true)
}

impl<C: Access> TenantStore<'_, C> {
    /// Counts the mails that wait, up to their bound.
    pub async fn count_waiting_mails(&self) -> Result<u64, Error> {
        count_up_to(MOST_WAITING, mails_of(self.tenant), self.connection).await
    }
}

fn mails_of(tenant: TenantId) -> Select<mail::Entity> {
    mail::Entity::find().filter(mail::Column::TenantId.eq(tenant.as_uuid()))
}

impl TenantStore<'_, Writing> {
    /// Adds a mail, to be sent from now on. Returns `false` where too many wait already.
    pub async fn insert_mail(&self, mail: &NewMail, workspace: Option<WorkspaceId>, now: Timestamp) -> Result<bool, Error> {
        let row = mail::ActiveModel {
            id: Set(mail.id.as_uuid()),
            tenant_id: Set(self.tenant.as_uuid()),
            workspace_id: Set(workspace.map(WorkspaceId::as_uuid)),
            sealed: Set(mail.sealed.clone()),
            attempts: Set(0),
            next_attempt_at: Set(now.as_millis()),
            expires_at: Set(mail.expires_at.as_millis()),
        };
        insert(mails_of(self.tenant), MOST_WAITING, row, self.connection).await
    }
}

impl Store {
    /// Claims the mail of a queue that has waited longest, if any is due: nobody else tries to send it before `retry_at`, which is told how often
    /// it was tried before.
    pub async fn claim_mail(
        &self,
        queue: MailQueue,
        now: Timestamp,
        retry_at: impl Fn(u32) -> Timestamp,
    ) -> Result<Option<WaitingMail>, Error> {
        match queue {
            MailQueue::Tenants => self.claim_of::<mail::Entity>(now, retry_at).await,
            MailQueue::Installation => self.claim_of::<installation_mail::Entity>(now, retry_at).await,
        }
    }

    async fn claim_of<E: Table>(&self, now: Timestamp, retry_at: impl Fn(u32) -> Timestamp) -> Result<Option<WaitingMail>, Error> {
        let due = || E::find().filter(E::NEXT_ATTEMPT_AT.lte(now.as_millis())).order_by_asc(E::NEXT_ATTEMPT_AT);
        // Most of the time there is none, and no write begins.
        if due().one(self.reader()).await?.is_none() {
            return Ok(None);
        }
        let transaction = self.begin().await?;
        let Some(row) = due().lock_exclusive().one(transaction.connection()).await? else { return Ok(None) };
        let mail = E::waiting(row)?;
        E::update_many()
            .col_expr(E::ATTEMPTS, Expr::col(E::ATTEMPTS).add(1))
            .col_expr(E::NEXT_ATTEMPT_AT, Expr::val(retry_at(mail.attempts).as_millis()))
            .filter(E::ID.eq(mail.id.as_uuid()))
            .exec(transaction.connection())
            .await?;
        transaction.commit().await?;
        Ok(Some(WaitingMail { attempts: mail.attempts + 1, ..mail }))
    }
}

impl Transaction {
    /// Adds a mail of the installation, to be sent from now on. Returns `false` where too many wait already.
    pub async fn insert_installation_mail(&self, mail: &NewMail, by: AskedBy, now: Timestamp) -> Result<bool, Error> {
        let row = installation_mail::ActiveModel {
            id: Set(mail.id.as_uuid()),
            sealed: Set(mail.sealed.clone()),
            attempts: Set(0),
            next_attempt_at: Set(now.as_millis()),
            expires_at: Set(mail.expires_at.as_millis()),
        };
        let most = match by {
            AskedBy::Anybody => MOST_ASKED_FOR,
            AskedBy::Permitted => MOST_WAITING,
        };
        insert(installation_mail::Entity::find(), most, row, self.connection()).await
    }

    /// Removes a mail that was sent, or is not to be sent any more.
    pub async fn delete_mail(&self, mail: &WaitingMail) -> Result<(), Error> {
        match mail.of {
            MailOf::Tenant(..) => self.delete_of::<mail::Entity>(mail.id).await,
            MailOf::Installation => self.delete_of::<installation_mail::Entity>(mail.id).await,
        }
    }

    async fn delete_of<E: Table>(&self, id: MailId) -> Result<(), Error> {
        E::delete_many().filter(E::ID.eq(id.as_uuid())).exec(self.connection()).await?;
        Ok(())
    }

    /// Moves the next attempt of the mails that are due by now and leave by the same server.
    pub async fn postpone_mails(&self, of: MailOf, now: Timestamp, until: Timestamp) -> Result<(), Error> {
        match of {
            MailOf::Tenant(tenant, _) => {
                let of_tenant = Condition::all().add(mail::Column::TenantId.eq(tenant.as_uuid()));
                self.postpone_of::<mail::Entity>(of_tenant, now, until).await
            }
            MailOf::Installation => self.postpone_of::<installation_mail::Entity>(Condition::all(), now, until).await,
        }
    }

    async fn postpone_of<E: Table>(&self, among: Condition, now: Timestamp, until: Timestamp) -> Result<(), Error> {
        E::update_many()
            .col_expr(E::NEXT_ATTEMPT_AT, Expr::val(until.as_millis()))
            .filter(among)
            .filter(E::NEXT_ATTEMPT_AT.lte(now.as_millis()))
            .exec(self.connection())
            .await?;
        Ok(())
    }
}
