//! Jobs: bulk acts that are done in small steps beside the requests.

use domain::{
    audit::{AuditAction, AuditEvent, Change},
    family::FamilyState,
    id::{JobId, TenantId},
    job::{Job, JobStatus, MOST_RUNNING, StartedBy, Task},
    page::{Page, Window},
    problem::Problem,
    view::FamilyFilter,
    wire::TokenQuery,
    workspace::WorkspacePath,
};
use engine::storage::EventIds;
use store::Working;

use crate::{Control, Error, Operator, audit_line::Line, author::Author, changes, permission::Action};

/// How many steps a node does before others have their turn.
const STEPS_AT_A_TIME: usize = 20;

impl Operator {
    /// Returns the jobs of a workspace, newest first.
    pub async fn list_jobs(&self, path: &WorkspacePath, window: impl Into<Window<JobId>> + Send) -> Result<Page<Job>, Error> {
        let window = window.into();
        Ok(self.read(Action::SeeFamilies, path).await?.list_jobs(window).await?)
    }

    /// Returns a job.
    pub async fn load_job(&self, path: &WorkspacePath, id: JobId) -> Result<Job, Error> {
        self.read(Action::SeeFamilies, path).await?.find_job(id).await?.ok_or(Error::NotFound)
    }

    /// Starts the revocation of the live families that a filter means, of those that have begun by now. Unlike
    /// [`Operator::revoke_families`], it ends nothing that was issued without a family.
    ///
    /// # Errors
    /// [`Error::Invalid`] where nothing says which are meant, or too many jobs run.
    pub async fn start_revocation(&self, path: &WorkspacePath, filter: &FamilyFilter) -> Result<Job, Error> {
        let filter = FamilyFilter { state: Some(FamilyState::Live), ..filter.clone() };
        if filter.is_everything() {
            return Err(Error::invalid("filter", Problem::NothingChosen));
        }
        let edit = self.edit_in(Action::RevokeFamilies, path).await?;
        let store = edit.store();
        if store.count_running_jobs().await? >= u64::from(MOST_RUNNING) {
            return Err(Error::invalid("job", Problem::TooMany { most: MOST_RUNNING }));
        }
        let Author { kind, name, context, .. } = edit.author.clone();
        let job = Job {
            id: JobId::new(edit.now, self.control.random_bytes()),
            workspace_id: edit.workspace().id,
            expected: store.count_some_families(&filter, edit.now).await?,
            task: Task::RevokeFamilies(filter),
            status: JobStatus::Running,
            by: StartedBy { kind, name, context },
            started_at: edit.now,
            looked_at: 0,
            done: 0,
            ended_at: None,
        };
        store.insert_job(&job).await?;
        edit.audit(line(AuditAction::JobStarted, &job, told(&job)?)).await?;
        edit.commit().await?;
        Ok(job)
    }

    /// Stops a job. What it has done stays done. One that has ended stays as it is.
    pub async fn stop_job(&self, path: &WorkspacePath, id: JobId) -> Result<Job, Error> {
        let edit = self.edit_in(Action::RevokeFamilies, path).await?;
        let store = edit.store();
        if store.stop_job(id, edit.now).await? {
            let job = store.find_job(id).await?.ok_or(Error::NotFound)?;
            edit.audit(line(AuditAction::JobStopped, &job, changes::one("done", "", &job.done))).await?;
            edit.commit().await?;
            return Ok(job);
        }
        store.find_job(id).await?.ok_or(Error::NotFound)
    }
}

impl Control {
    /// Works for a while on the job that has waited longest and that no node works on. Returns whether there was one.
    pub async fn work_on_next_job(&self) -> Result<bool, Error> {
        let Some(mut working) = self.store().take_job(self.clock()).await? else { return Ok(false) };
        match self.work_on(&mut working).await {
            Ok(true) => match working.release().await {
                Err(store::Error::Stale) | Ok(()) => Ok(true),
                Err(error) => Err(error.into()),
            },
            // Another node has it, or it was stopped.
            Err(store::Error::Stale) | Ok(false) => Ok(true),
            Err(error) => Err(error.into()),
        }
    }

    /// Does some steps. Returns whether there are more.
    async fn work_on(&self, working: &mut Working) -> Result<bool, store::Error> {
        let Task::RevokeFamilies(filter) = working.job().task.clone();
        let tenant = working.tenant();
        for _ in 0..STEPS_AT_A_TIME {
            let event_ids = EventIds::new(self.now(), self.random_bytes());
            if !working.revoke_some(&filter, event_ids, |job| self.job_done(tenant, job)).await? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Returns the audit line of a job that is done: by whom it was started.
    fn job_done(&self, tenant: TenantId, job: &Job) -> AuditEvent {
        let StartedBy { kind, name, context } = job.by.clone();
        let author = Author { control: self, kind, name, context, claim: None };
        author.audit_event(self.now(), Some(tenant), line(AuditAction::JobDone, job, changes::one("done", "", &job.done)))
    }
}

/// Returns what the job is told to do, for the audit line.
fn told(job: &Job) -> Result<Vec<Change>, Error> {
    let Task::RevokeFamilies(filter) = &job.task;
    let expected = format!("{}{}", if job.expected.at_least { "at least " } else { "" }, job.expected.number);
    Ok([changes::between(&TokenQuery::default(), &TokenQuery::of(filter))?, changes::one("expected", "", &expected)].concat())
}

fn line(action: AuditAction, job: &Job, changes: Vec<Change>) -> Line {
    Line { workspace: Some(job.workspace_id), action, target: job.task.label().to_owned(), target_id: job.id.to_string(), changes }
}
