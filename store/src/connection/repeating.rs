//! Runs again what the database ended in favour of another transaction (SQLSTATE 40001 and 40P01), or lost with its connection before it
//! was committed: nothing of it was kept. Distributed engines end transactions at any statement, COMMIT included, and expect this of their
//! clients.
//!
//! A transaction is repeated statement by statement. Its caller has decided by the answers that it got, so each statement must answer as it
//! did before; where one does not, the transaction has failed and its caller may begin a new one.

use std::{
    hash::{DefaultHasher, Hash as _, Hasher as _},
    time::Duration,
};

use sea_orm::{DbBackend, ExecResult, QueryResult, Statement, sqlx::Row as _};
use tokio::time::sleep;

use super::{
    failure::{Failure, FailureKind, operation},
    link::Link,
    pool::{Lease, Pool},
};

/// How often something is run again.
const MOST: u32 = 10;
/// The first pause. Each further one is twice as long, up to the longest; all of them are less than half a second.
const PAUSE: Duration = Duration::from_millis(2);
const LONGEST_PAUSE: Duration = Duration::from_millis(64);
/// A transaction with more statements is not repeated.
const MOST_STATEMENTS: usize = 256;

/// Counts how often something was run again.
#[derive(Debug, Default)]
pub(super) struct Repetitions(u32);

impl Repetitions {
    /// Waits for the next repetition. Returns `false` where there were enough.
    pub(super) async fn next(&mut self, failure: &Failure) -> bool {
        if self.0 == MOST {
            return false;
        }
        tracing::info!(%failure, "run again");
        sleep((PAUSE * 2_u32.pow(self.0)).min(LONGEST_PAUSE)).await;
        self.0 += 1;
        true
    }
}

/// What a statement answers.
pub(super) trait Answer: Sized {
    /// How it is asked for.
    const ASKED: Asked;

    /// Runs a statement that answers so.
    async fn of(link: &mut Link, statement: &Statement) -> Result<Self, Failure>;

    /// Returns a digest of all that the caller sees of it.
    fn digest(&self) -> u64;
}

/// The kinds of [`Answer`].
#[derive(Debug, Clone, Copy)]
pub(super) enum Asked {
    Count,
    One,
    All,
}

impl Answer for ExecResult {
    const ASKED: Asked = Asked::Count;

    async fn of(link: &mut Link, statement: &Statement) -> Result<Self, Failure> {
        link.execute(statement).await
    }

    fn digest(&self) -> u64 {
        self.rows_affected()
    }
}

impl Answer for Option<QueryResult> {
    const ASKED: Asked = Asked::One;

    async fn of(link: &mut Link, statement: &Statement) -> Result<Self, Failure> {
        link.query_one(statement).await
    }

    fn digest(&self) -> u64 {
        digest(self.as_slice())
    }
}

impl Answer for Vec<QueryResult> {
    const ASKED: Asked = Asked::All;

    async fn of(link: &mut Link, statement: &Statement) -> Result<Self, Failure> {
        link.query_all(statement).await
    }

    fn digest(&self) -> u64 {
        digest(self)
    }
}

/// Returns a digest of rows in their order, as PostgreSQL sent them.
fn digest(rows: &[QueryResult]) -> u64 {
    let mut hasher = DefaultHasher::new();
    rows.len().hash(&mut hasher);
    for row in rows.iter().filter_map(QueryResult::try_as_pg_row) {
        for column in 0..row.len() {
            let value = row.try_get_raw(column).ok().and_then(|value| value.as_bytes().ok().map(<[u8]>::to_vec));
            value.hash(&mut hasher);
        }
    }
    hasher.finish()
}

/// What a transaction has done so far.
#[derive(Debug)]
pub(super) struct Record {
    /// `None` where it cannot be repeated.
    steps: Option<Vec<Step>>,
    repetitions: Repetitions,
}

#[derive(Debug)]
struct Step {
    statement: Statement,
    asked: Asked,
    answer: u64,
}

/// Why a repetition failed.
enum Stopped {
    Failed(Failure, Lease),
    NotBegun(Failure),
    /// A statement, which is named here, answers otherwise than before.
    Changed(String),
}

impl Record {
    /// An empty record. SQLite has one writer and ends no transaction in favour of another.
    pub(super) fn new(backend: DbBackend) -> Self {
        Self { steps: (backend == DbBackend::Postgres).then(Vec::new), repetitions: Repetitions::default() }
    }

    /// Adds a statement that was answered.
    pub(super) fn add<T: Answer>(&mut self, statement: Statement, answer: &T) {
        let Some(steps) = &mut self.steps else { return };
        if steps.len() == MOST_STATEMENTS {
            self.steps = None;
        } else {
            steps.push(Step { statement, asked: T::ASKED, answer: answer.digest() });
        }
    }

    /// Repeats the transaction up to the statement that failed. Returns a connection that stands where it stood before that statement, or
    /// why there is none.
    pub(super) async fn repeat(&mut self, mut lease: Option<Lease>, mut failure: Failure, pool: &Pool) -> Result<Lease, Failure> {
        loop {
            if let Some(lease) = &lease {
                lease.learn_from(&failure);
            }
            let Some(steps) = &self.steps else { return Err(failure) };
            if !failure.is_undone() || !self.repetitions.next(&failure).await {
                return Err(failure);
            }
            let ended = lease.take().filter(|_| failure.kind() == FailureKind::Aborted);
            match repeat_once(steps, ended, pool).await {
                Ok(fresh) => return Ok(fresh),
                Err(Stopped::Failed(next, of)) => (failure, lease) = (next, Some(of)),
                Err(Stopped::NotBegun(next)) => failure = next,
                Err(Stopped::Changed(operation)) => {
                    return Err(Failure::new(&operation, FailureKind::Aborted, "what it rests on was changed meanwhile"));
                }
            }
        }
    }
}

/// Begins anew, on the connection whose transaction was ended or else on another one, and runs the statements.
async fn repeat_once(steps: &[Step], ended: Option<Lease>, pool: &Pool) -> Result<Lease, Stopped> {
    let mut lease = match rolled_back(ended).await {
        Some(lease) => lease,
        None => pool.acquire().await.map_err(Stopped::NotBegun)?,
    };
    match run(steps, &mut lease).await {
        Ok(None) => Ok(lease),
        Ok(Some(changed)) => Err(Stopped::Changed(changed)),
        Err(failure) => Err(Stopped::Failed(failure, lease)),
    }
}

async fn rolled_back(ended: Option<Lease>) -> Option<Lease> {
    let mut lease = ended?;
    let rolled_back = lease.link().ok()?.run("ROLLBACK").await;
    rolled_back.is_ok().then_some(lease)
}

/// Runs the statements in a transaction. Returns the first one that does not answer as before.
async fn run(steps: &[Step], lease: &mut Lease) -> Result<Option<String>, Failure> {
    let link = lease.link()?;
    link.begin().await?;
    for Step { statement, asked, answer } in steps {
        let now = match asked {
            Asked::Count => ExecResult::of(link, statement).await?.digest(),
            Asked::One => Option::<QueryResult>::of(link, statement).await?.digest(),
            Asked::All => Vec::<QueryResult>::of(link, statement).await?.digest(),
        };
        if now != *answer {
            return Ok(Some(operation(&statement.sql)));
        }
    }
    Ok(None)
}
