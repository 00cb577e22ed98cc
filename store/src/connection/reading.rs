//! Reading outside a transaction.

use std::mem;

use async_trait::async_trait;
use sea_orm::{ConnectionTrait, DbBackend, DbErr, ExecResult, QueryResult, Statement};

use super::{
    failure::{Failure, FailureKind},
    link::Link,
    pool::Pool,
    repeating::Repetitions,
};

/// Access outside a transaction, for reading: each statement uses any free connection. A read whose connection turns out to be dead is
/// repeated once, on a fresh one, and so is one that the database ended in favour of a write.
#[derive(Clone)]
pub struct Reading {
    pool: Pool,
}

impl std::fmt::Debug for Reading {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Reading").finish_non_exhaustive()
    }
}

impl Reading {
    pub(super) const fn new(pool: Pool) -> Self {
        Self { pool }
    }

    async fn read<T>(&self, statement: &Statement, run: impl AsyncFn(&mut Link, &Statement) -> Result<T, Failure>) -> Result<T, DbErr> {
        // A write would be kept without its audit line, and without the promises of `Transaction`.
        if !statement.sql.starts_with("SELECT") {
            return Err(not_a_read().into_db_err());
        }
        let (mut repetitions, mut was_lost) = (Repetitions::default(), false);
        loop {
            let failure = match self.once(statement, &run).await {
                Ok(read) => return Ok(read),
                Err(failure) => failure,
            };
            let again = match failure.kind() {
                FailureKind::Lost => !mem::replace(&mut was_lost, true),
                kind => kind == FailureKind::Aborted,
            };
            if !again || !repetitions.next(&failure).await {
                return Err(failure.into_db_err());
            }
        }
    }

    async fn once<T>(&self, statement: &Statement, run: &impl AsyncFn(&mut Link, &Statement) -> Result<T, Failure>) -> Result<T, Failure> {
        let mut lease = self.pool.acquire().await?;
        let read = run(lease.link()?, statement).await;
        match &read {
            Ok(_) => lease.release(),
            Err(failure) => lease.learn_from(failure),
        }
        read
    }
}

fn not_a_read() -> Failure {
    Failure::new("", FailureKind::Other, "a write was tried outside a transaction")
}

#[async_trait]
impl ConnectionTrait for Reading {
    fn get_database_backend(&self) -> DbBackend {
        self.pool.backend()
    }

    async fn execute_raw(&self, _: Statement) -> Result<ExecResult, DbErr> {
        Err(not_a_read().into_db_err())
    }

    async fn execute_unprepared(&self, _: &str) -> Result<ExecResult, DbErr> {
        Err(not_a_read().into_db_err())
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.read(&statement, async |link: &mut Link, statement: &Statement| link.query_one(statement).await).await
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.read(&statement, async |link: &mut Link, statement: &Statement| link.query_all(statement).await).await
    }
}
