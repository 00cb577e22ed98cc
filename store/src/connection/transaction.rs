//! The one way to write.

use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicU64, Ordering},
};

use async_trait::async_trait;
use domain::{audit::AuditEvent, token_event::TokenEvent};
use sea_orm::{ConnectionTrait, DbBackend, DbErr, EntityTrait, ExecResult, QueryResult, Statement};
use tokio::{runtime::Handle, sync::Mutex};

use super::{
    failure::{COMMIT, Failure},
    outcomes::Outcomes,
    pool::{Lease, Pool},
    repeating::{Answer, Record, Repetitions},
};
use crate::{Error, entity};

/// The tables of what every process remembers.
const CONFIGURATION: [&str; 5] = ["tenants", "workspaces", "clients", "services", "signing_keys"];

/// A write that happens whole or not at all. If it is dropped without [`Transaction::commit`], nothing is written.
///
/// Where PostgreSQL ends it in favour of another transaction, or its connection is lost before COMMIT, it is repeated and goes on.
///
/// After a statement that failed, or that was abandoned before its answer came, the transaction is over: its connection is closed and never
/// used again, every further statement fails, and so does the commit. The same holds for a commit that failed or was not answered in time:
/// whether it was kept is not known then, and it is reported as a failure.
#[derive(Debug)]
pub struct Transaction {
    inner: Writing,
}

/// Access within a transaction, which can also write.
pub struct Writing {
    pool: Pool,
    state: Mutex<State>,
    outcomes: Outcomes,
    /// Whether a statement wrote configuration.
    configures: AtomicBool,
    configuration_epoch: Arc<AtomicU64>,
}

struct State {
    /// `None` after a statement has failed.
    lease: Option<Lease>,
    record: Record,
}

impl std::fmt::Debug for Writing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Writing").finish_non_exhaustive()
    }
}

impl Transaction {
    pub(super) async fn begin(pool: &Pool, outcomes: Outcomes, configuration_epoch: Arc<AtomicU64>) -> Result<Self, Error> {
        let mut repetitions = Repetitions::default();
        let lease = loop {
            match Box::pin(Self::begin_on(pool)).await {
                // Nothing was written yet.
                Err(failure) if failure.is_undone() && repetitions.next(&failure).await => {}
                begun => break begun,
            }
        };
        let lease = lease.inspect_err(|failure| outcomes.failed(failure))?;
        let state = Mutex::new(State { lease: Some(lease), record: Record::new(pool.backend()) });
        let configures = AtomicBool::new(false);
        Ok(Self { inner: Writing { pool: pool.clone(), state, outcomes, configures, configuration_epoch } })
    }

    async fn begin_on(pool: &Pool) -> Result<Lease, Failure> {
        let mut lease = pool.acquire().await?;
        match lease.link()?.begin().await {
            Ok(()) => Ok(lease),
            Err(failure) => {
                lease.learn_from(&failure);
                Err(failure)
            }
        }
    }

    /// Writes an audit line in the transaction.
    pub async fn append_audit(&self, event: AuditEvent) -> Result<(), Error> {
        let insert = entity::audit_event::insert(event, self.inner.get_database_backend())?;
        self.inner.execute(&insert).await?;
        Ok(())
    }

    /// Writes an event of the token engine in the transaction.
    pub async fn append_token_event(&self, event: TokenEvent) -> Result<(), Error> {
        let row = entity::token_event::row(event)?;
        entity::token_event::Entity::insert(row).exec_without_returning(&self.inner).await?;
        Ok(())
    }

    /// Commits the transaction. It has happened when this returns `Ok`, and not before.
    pub async fn commit(self) -> Result<(), Error> {
        let mut state = self.inner.state.lock().await;
        let Some(mut lease) = state.lease.take() else { return Err(Failure::ended(COMMIT).into()) };
        let committed = loop {
            match lease.link()?.run(COMMIT).await {
                Err(failure) if failure.is_aborted() => match Box::pin(state.record.repeat(Some(lease), failure, &self.inner.pool)).await {
                    Ok(repeated) => lease = repeated,
                    Err(failure) => break Err((failure, None)),
                },
                Err(failure) => break Err((failure, Some(lease))),
                Ok(()) => break Ok(lease),
            }
        };
        drop(state);
        // A commit that failed may have been kept.
        if self.inner.configures.load(Ordering::Relaxed) {
            self.inner.configuration_epoch.fetch_add(1, Ordering::AcqRel);
        }
        match committed {
            Ok(lease) => {
                lease.release();
                self.inner.outcomes.kept();
                Ok(())
            }
            Err((failure, lease)) => {
                if let Some(lease) = lease {
                    lease.learn_from(&failure);
                }
                self.inner.outcomes.failed(&failure);
                Err(failure.into())
            }
        }
    }

    /// Returns the access for its queries.
    pub(crate) const fn connection(&self) -> &Writing {
        &self.inner
    }
}

impl Writing {
    /// Runs a statement. The connection is taken meanwhile, and put back on success: so none is used again whose statement failed, or was
    /// abandoned.
    async fn run<T: Answer>(&self, statement: Statement) -> Result<T, DbErr> {
        self.note(&statement);
        let mut state = self.state.lock().await;
        let Some(mut lease) = state.lease.take() else { return Err(Failure::ended("").into_db_err()) };
        let failure = loop {
            match T::of(lease.link().map_err(Failure::into_db_err)?, &statement).await {
                Ok(answer) => {
                    state.lease = Some(lease);
                    state.record.add(statement, &answer);
                    return Ok(answer);
                }
                Err(failure) if failure.is_undone() => match Box::pin(state.record.repeat(Some(lease), failure, &self.pool)).await {
                    Ok(repeated) => lease = repeated,
                    Err(failure) => break failure,
                },
                Err(failure) => {
                    lease.learn_from(&failure);
                    break failure;
                }
            }
        };
        self.outcomes.failed(&failure);
        Err(failure.into_db_err())
    }

    fn note(&self, statement: &Statement) {
        if writes_configuration(&statement.sql) {
            self.configures.store(true, Ordering::Relaxed);
        }
    }
}

/// Returns whether a statement writes what every process remembers ([`engine::storage::Directory::configuration_epoch`]). It is recognised
/// by its text, so that no use case can forget to say so.
fn writes_configuration(sql: &str) -> bool {
    let mut words = sql.split_whitespace();
    let table = match words.next() {
        Some("UPDATE") => words.next(),
        Some("INSERT" | "DELETE") => words.nth(1),
        _ => None,
    };
    table.is_some_and(|table| CONFIGURATION.contains(&table.trim_matches('"')))
}

impl Drop for Writing {
    fn drop(&mut self) {
        let Some(mut lease) = self.state.get_mut().lease.take() else { return };
        // Every statement was answered, so that a rollback can be, too. Without a runtime the connection is closed instead.
        if let Ok(runtime) = Handle::try_current() {
            runtime.spawn(async move {
                if let Ok(link) = lease.link()
                    && link.run("ROLLBACK").await.is_ok()
                {
                    lease.release();
                }
            });
        }
    }
}

#[async_trait]
impl ConnectionTrait for Writing {
    fn get_database_backend(&self) -> DbBackend {
        self.pool.backend()
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.run(statement).await
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.execute_raw(Statement::from_string(self.pool.backend(), sql)).await
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.run(statement).await
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.run(statement).await
    }
}
