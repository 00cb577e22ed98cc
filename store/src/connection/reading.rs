//! Reading outside a transaction.

use std::mem;

use async_trait::async_trait;
use sea_orm::{ConnectionTrait, DbBackend, DbErr, ExecResult, QueryResult, Statement};

use super::{
    arrays::Arrays,
    failure::{Failure, FailureKind},
    pool::Pool,
    question::{All, OfArrays, One, Question},
    repeating::Repetitions,
    step::Step,
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

    /// Runs a statement of PostgreSQL whose parameters are arrays.
    pub(crate) async fn query_arrays(&self, sql: &'static str, arrays: &Arrays) -> Result<Vec<QueryResult>, Failure> {
        self.read(&OfArrays(sql, arrays)).await
    }

    /// Runs a statement of SQLite whose parameters are JSON.
    pub(crate) async fn query_step(&self, step: &Step) -> Result<Vec<QueryResult>, Failure> {
        self.read(step).await
    }

    async fn read<Q: Question>(&self, question: &Q) -> Result<Q::Answer, Failure> {
        // A write would be kept without its audit line, and without the promises of `Transaction`.
        if !question.sql().starts_with("SELECT") {
            return Err(not_a_read());
        }
        let (mut repetitions, mut was_lost) = (Repetitions::default(), false);
        loop {
            let failure = match self.once(question).await {
                Ok(read) => return Ok(read),
                Err(failure) => failure,
            };
            let again = match failure.kind() {
                FailureKind::Lost => !mem::replace(&mut was_lost, true),
                kind => kind == FailureKind::Aborted,
            };
            if !again || !repetitions.next(&failure).await {
                return Err(failure);
            }
        }
    }

    async fn once<Q: Question>(&self, question: &Q) -> Result<Q::Answer, Failure> {
        let mut lease = self.pool.acquire().await?;
        let read = question.ask(lease.link()?).await;
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
        self.read(&One(&statement)).await.map_err(Failure::into_db_err)
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.read(&All(&statement)).await.map_err(Failure::into_db_err)
    }
}
