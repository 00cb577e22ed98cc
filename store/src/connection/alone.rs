//! A statement that is a transaction of its own: one round trip.

use sea_orm::{QueryResult, Statement};

use super::{failure::Failure, repeating::Repetitions, store::Store};

impl Store {
    /// Runs a statement that writes and returns rows, as a transaction of its own. It has happened when this returns `Ok`. After a failure
    /// it has not, unless [`Failure::leaves_open`] says that nobody knows.
    pub(crate) async fn write_alone(&self, statement: &Statement) -> Result<Vec<QueryResult>, Failure> {
        let mut repetitions = Repetitions::default();
        loop {
            match self.write_once(statement).await {
                Err(failure) if failure.is_aborted() && repetitions.next(&failure).await => {}
                outcome => return outcome,
            }
        }
    }

    async fn write_once(&self, statement: &Statement) -> Result<Vec<QueryResult>, Failure> {
        let mut lease = self.writer().acquire().await?;
        match lease.link()?.query_all(statement).await {
            Ok(rows) => {
                lease.release();
                self.outcomes().kept();
                Ok(rows)
            }
            Err(failure) => {
                lease.learn_from(&failure);
                self.outcomes().failed(&failure);
                Err(failure)
            }
        }
    }
}
