//! Jobs as administrators see them.

use domain::{
    clock::Timestamp,
    id::JobId,
    job::{Job, JobStatus},
    page::{Page, Window},
};
use sea_orm::{ColumnTrait, EntityTrait, Order, PaginatorTrait, QueryFilter, QuerySelect, QueryTrait as _, Select, Set};

use crate::{
    Access, Error, Housekeeping, WorkspaceStore, Writing,
    column::Coded,
    entity::job::{ActiveModel, Column, Entity, row},
    housekeeping::ROWS_AT_ONCE,
    paging::{cut, page, read},
};

impl<C: Access> WorkspaceStore<'_, C> {
    fn jobs(&self) -> Select<Entity> {
        Entity::find().filter(Column::WorkspaceId.eq(self.id()))
    }

    /// Returns a page of the jobs, newest first.
    pub async fn list_jobs(&self, window: Window<JobId>) -> Result<Page<Job>, Error> {
        let window = window.map(JobId::as_uuid);
        let rows = cut(self.jobs(), Column::Id, &Order::Desc, &window).all(self.connection).await?;
        Ok(page(read(rows)?, &window, None, |job: &Job| job.id.to_string()))
    }

    /// Returns the job with this identifier.
    pub async fn find_job(&self, id: JobId) -> Result<Option<Job>, Error> {
        self.jobs().filter(Column::Id.eq(id.as_uuid())).one(self.connection).await?.map(Job::try_from).transpose()
    }

    /// Counts the jobs that run.
    pub async fn count_running_jobs(&self) -> Result<u64, Error> {
        Ok(self.jobs().filter(Column::Status.eq(JobStatus::Running.code())).count(self.connection).await?)
    }
}

impl WorkspaceStore<'_, Writing> {
    /// Stores a job, which begins once that is committed.
    pub async fn insert_job(&self, job: &Job) -> Result<(), Error> {
        let job = Job { workspace_id: self.workspace().id, ..job.clone() };
        Entity::insert(row(&job)?).exec_without_returning(self.connection).await?;
        Ok(())
    }

    /// Stops a job. Returns whether it ran: a node that works on it does no further step.
    pub async fn stop_job(&self, id: JobId, now: Timestamp) -> Result<bool, Error> {
        let stopped =
            ActiveModel { status: Set(JobStatus::Stopped.code().to_owned()), ended_at: Set(Some(now.as_millis())), ..Default::default() };
        let running = Entity::update_many()
            .set(stopped)
            .filter(Column::Id.eq(id.as_uuid()))
            .filter(Column::WorkspaceId.eq(self.id()))
            .filter(Column::Status.eq(JobStatus::Running.code()));
        Ok(running.exec(self.connection).await?.rows_affected == 1)
    }
}

impl Housekeeping {
    /// Deletes some jobs that ended before a point in time. Returns how many.
    pub async fn delete_jobs(&self, before: Timestamp) -> Result<u64, Error> {
        let some = Entity::find()
            .select_only()
            .column(Column::Id)
            .filter(Column::Status.ne(JobStatus::Running.code()))
            .filter(Column::EndedAt.lt(before.as_millis()))
            .limit(ROWS_AT_ONCE);
        let transaction = self.begin().await?;
        let deleted = Entity::delete_many().filter(Column::Id.in_subquery(some.into_query())).exec(transaction.connection()).await?;
        transaction.commit().await?;
        Ok(deleted.rows_affected)
    }
}
