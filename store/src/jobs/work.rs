//! The work on jobs: one node at a time has a job, and does a step in a transaction. What it has done and how far it has come are committed together, so
//! that whoever takes it over after a crash goes on from there.

use std::sync::Arc;

use domain::{
    audit::AuditEvent,
    clock::{Clock, Timestamp},
    family::{Revocation, RevocationReason},
    id::{JobId, TenantId},
    job::{Job, JobStatus},
    view::FamilyFilter,
};
use engine::storage::EventIds;
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait as _, Set,
    prelude::Uuid,
    sea_query::{Expr, ExprTrait as _},
};

use crate::{
    Error, Store, Transaction,
    column::Coded,
    entity::{
        job::{ActiveModel, Column, Entity, stored},
        token_family, workspace,
    },
    events::first_at,
    families::revoke_some,
    leases::is_free,
};

/// How long a node has a job after a step, in seconds: much longer than a step takes.
const HELD: i64 = 60;

/// A job that this node works on for the time being.
pub struct Working {
    store: Store,
    clock: Arc<dyn Clock>,
    fence: i64,
    cursor: Option<Uuid>,
    tenant: TenantId,
    job: Job,
}

impl std::fmt::Debug for Working {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Working").field("job", &self.job.id).field("fence", &self.fence).finish_non_exhaustive()
    }
}

impl Store {
    /// Takes over the job that has waited longest and that no node has. Returns `None` where there is none.
    pub async fn take_job(&self, clock: Arc<dyn Clock>) -> Result<Option<Working>, Error> {
        let now = clock.now();
        let existing = workspace::Entity::find().select_only().column(workspace::Column::Id).filter(workspace::Column::DeletedAt.is_null());
        let due = Entity::find()
            .select_only()
            .column(Column::Id)
            .filter(Column::Status.eq(JobStatus::Running.code()))
            .filter(is_free(Column::HeldUntil, HELD, now))
            // Otherwise the job of one that was deleted would keep its turn until its row is deleted.
            .filter(Column::WorkspaceId.in_subquery(existing.into_query()));
        let due: Option<Uuid> =
            due.order_by_asc(Column::HeldUntil).order_by_asc(Column::Id).limit(1).into_tuple().one(self.reader()).await?;
        match due {
            Some(due) => self.take_over(due, now, clock).await,
            None => Ok(None),
        }
    }

    async fn take_over(&self, id: Uuid, now: Timestamp, clock: Arc<dyn Clock>) -> Result<Option<Working>, Error> {
        let transaction = self.begin().await?;
        let taken = Entity::update_many()
            .col_expr(Column::Fence, Expr::col(Column::Fence).add(1))
            .col_expr(Column::HeldUntil, Expr::val(now.plus_seconds(HELD).as_millis()))
            .filter(Column::Id.eq(id))
            .filter(Column::Status.eq(JobStatus::Running.code()))
            .filter(is_free(Column::HeldUntil, HELD, now))
            .exec(transaction.connection())
            .await?;
        if taken.rows_affected == 0 {
            return Ok(None);
        }
        let Some(row) = Entity::find_by_id(id).one(transaction.connection()).await? else { return Ok(None) };
        let place = workspace::Entity::find_by_id(row.workspace_id).filter(workspace::Column::DeletedAt.is_null());
        let Some(place) = place.one(transaction.connection()).await? else { return Ok(None) };
        transaction.commit().await?;
        let (fence, cursor, tenant) = (row.fence, row.cursor, TenantId::from_uuid(place.tenant_id));
        Ok(Some(Working { store: self.clone(), clock, fence, cursor, tenant, job: row.try_into()? }))
    }
}

impl Working {
    /// The job, as it is after the last step.
    pub const fn job(&self) -> &Job {
        &self.job
    }

    /// The tenant that it belongs to.
    pub const fn tenant(&self) -> TenantId {
        self.tenant
    }

    /// Looks at some more families, and revokes those of them that the filter means and that live. With the last ones the job is done, and this is told
    /// by a line of the log. Returns whether there may be more.
    ///
    /// # Errors
    /// [`Error::Stale`] if another node has taken the job over, or an administrator has stopped it: nothing of the step is done then.
    pub async fn revoke_some(
        &mut self,
        filter: &FamilyFilter,
        event_ids: EventIds,
        done: impl FnOnce(&Job) -> AuditEvent,
    ) -> Result<bool, Error> {
        use token_family::Column;

        let now = self.clock.now();
        let transaction = self.store.begin().await?;
        self.hold(&transaction, now).await?;
        let among = Condition::all()
            // Later ones began after it was said which ones are meant.
            .add(Column::Id.lt(first_at(self.job.started_at)))
            .add_option(self.cursor.map(|cursor| Column::Id.gt(cursor)));
        let end = Revocation { at: now, reason: RevocationReason::Administrator };
        let step = revoke_some(transaction.connection(), self.job.workspace_id, filter, among, end, event_ids).await?;
        let mut job = self.job.clone();
        job.looked_at += step.looked_at;
        job.done += step.revoked;
        if step.last.is_none() {
            job.status = JobStatus::Done;
            job.ended_at = Some(now);
        }
        let row = ActiveModel {
            looked_at: Set(stored(job.looked_at)),
            done: Set(stored(job.done)),
            status: Set(job.status.code().to_owned()),
            ended_at: Set(job.ended_at.map(Timestamp::as_millis)),
            cursor: Set(step.last.or(self.cursor)),
            ..Default::default()
        };
        Entity::update_many().set(row).filter(self.own()).exec(transaction.connection()).await?;
        if step.last.is_none() {
            transaction.append_audit(done(&job)).await?;
        }
        transaction.commit().await?;
        self.job = job;
        self.cursor = step.last.or(self.cursor);
        Ok(step.last.is_some())
    }

    /// Lets the job go: another node can take it at once.
    ///
    /// # Errors
    /// [`Error::Stale`] if another node has taken it over, or an administrator has stopped it.
    pub async fn release(self) -> Result<(), Error> {
        let transaction = self.store.begin().await?;
        // The others come first.
        let own = Entity::update_many().col_expr(Column::HeldUntil, Expr::val(self.clock.now().as_millis())).filter(self.own());
        if own.exec(transaction.connection()).await?.rows_affected != 1 {
            return Err(Error::Stale);
        }
        transaction.commit().await
    }

    /// Holds the job until the end of the transaction.
    async fn hold(&self, transaction: &Transaction, now: Timestamp) -> Result<(), Error> {
        let until = Expr::val(now.plus_seconds(HELD).as_millis());
        let held = Entity::update_many().col_expr(Column::HeldUntil, until).filter(self.own()).exec(transaction.connection()).await?;
        if held.rows_affected == 1 { Ok(()) } else { Err(Error::Stale) }
    }

    fn own(&self) -> Condition {
        let id: JobId = self.job.id;
        Condition::all()
            .add(Column::Id.eq(id.as_uuid()))
            .add(Column::Fence.eq(self.fence))
            .add(Column::Status.eq(JobStatus::Running.code()))
    }
}
