//! Writes of few round trips: a statement that is a transaction of its own, and on SQLite a transaction in two steps. None of them writes
//! configuration ([`engine::storage::Directory::configuration_epoch`]).

use sea_orm::{ExecResult, QueryResult, Statement};

use super::{
    arrays::Arrays,
    failure::Failure,
    question::{Execute, OfArrays, Question},
    repeating::Repetitions,
    step::Step,
    store::Store,
};
use crate::Error;

impl Store {
    /// Runs a statement that writes, as a transaction of its own. It has happened when this returns `Ok`. After a failure it has not, unless
    /// [`Failure::leaves_open`] says that nobody knows.
    pub(crate) async fn execute_alone(&self, statement: &Statement) -> Result<ExecResult, Failure> {
        self.write_alone(&Execute(statement)).await
    }

    /// Does the same for a statement of PostgreSQL whose parameters are arrays, and which returns rows.
    pub(crate) async fn query_alone(&self, sql: &'static str, arrays: &Arrays) -> Result<Vec<QueryResult>, Failure> {
        self.write_alone(&OfArrays(sql, arrays)).await
    }

    async fn write_alone<Q: Question>(&self, write: &Q) -> Result<Q::Answer, Failure> {
        let mut repetitions = Repetitions::default();
        loop {
            match self.write_once(write).await {
                Err(failure) if failure.is_aborted() && repetitions.next(&failure).await => {}
                outcome => return outcome,
            }
        }
    }

    async fn write_once<Q: Question>(&self, write: &Q) -> Result<Q::Answer, Failure> {
        let mut lease = self.writer().acquire().await?;
        match write.ask(lease.link()?).await {
            Ok(answer) => {
                lease.release();
                self.outcomes().kept();
                Ok(answer)
            }
            Err(failure) => {
                lease.learn_from(&failure);
                self.outcomes().failed(&failure);
                Err(failure)
            }
        }
    }

    /// Runs a transaction of SQLite in two steps, each of which is one message to the thread of the connection: what it rests on is read,
    /// and what was decided by it is written. Nothing is written where the decision is for no second step.
    ///
    /// The first step begins with BEGIN IMMEDIATE, and the second ends with COMMIT.
    pub(crate) async fn write_in_two_steps<T>(
        &self,
        read: Step,
        decide: impl FnOnce(Vec<QueryResult>) -> Result<(T, Option<Step>), Error>,
    ) -> Result<T, Failure> {
        let mut lease = self.writer().acquire().await?;
        let link = lease.link()?;
        let stepped = async {
            let rows = link.query_step(read).await?;
            let (decided, write) = decide(rows).map_err(|error| match error {
                Error::Database(failure) => failure,
                other => Failure::unreadable(&other),
            })?;
            match write {
                Some(write) => link.query_step(write).await.map(drop)?,
                None => link.run("ROLLBACK").await?,
            }
            Ok(decided)
        };
        match stepped.await {
            Ok(decided) => {
                lease.release();
                self.outcomes().kept();
                Ok(decided)
            }
            // The connection is closed, and so is its transaction.
            Err(failure) => {
                lease.learn_from(&failure);
                self.outcomes().failed(&failure);
                Err(failure)
            }
        }
    }
}
