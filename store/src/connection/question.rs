//! What is asked of a connection in one go.

use sea_orm::{ExecResult, QueryResult, Statement};

use super::{arrays::Arrays, failure::Failure, link::Link, step::Step};

/// What is asked of a connection.
pub(super) trait Question: Sync {
    /// What it answers.
    type Answer: Send;

    /// Returns the text.
    fn sql(&self) -> &str;

    /// Asks it.
    fn ask(&self, link: &mut Link) -> impl Future<Output = Result<Self::Answer, Failure>> + Send;
}

/// A statement, for the number of rows that it changes.
pub(super) struct Execute<'a>(pub(super) &'a Statement);

/// A statement, for its first row.
pub(super) struct One<'a>(pub(super) &'a Statement);

/// A statement, for all of its rows.
pub(super) struct All<'a>(pub(super) &'a Statement);

/// A statement of PostgreSQL, and its parameters, which are arrays.
pub(super) struct OfArrays<'a>(pub(super) &'static str, pub(super) &'a Arrays);

impl Question for Execute<'_> {
    type Answer = ExecResult;

    fn sql(&self) -> &str {
        &self.0.sql
    }

    async fn ask(&self, link: &mut Link) -> Result<ExecResult, Failure> {
        link.execute(self.0).await
    }
}

impl Question for One<'_> {
    type Answer = Option<QueryResult>;

    fn sql(&self) -> &str {
        &self.0.sql
    }

    async fn ask(&self, link: &mut Link) -> Result<Option<QueryResult>, Failure> {
        link.query_one(self.0).await
    }
}

impl Question for All<'_> {
    type Answer = Vec<QueryResult>;

    fn sql(&self) -> &str {
        &self.0.sql
    }

    async fn ask(&self, link: &mut Link) -> Result<Vec<QueryResult>, Failure> {
        link.query_all(self.0).await
    }
}

impl Question for OfArrays<'_> {
    type Answer = Vec<QueryResult>;

    fn sql(&self) -> &str {
        self.0
    }

    async fn ask(&self, link: &mut Link) -> Result<Vec<QueryResult>, Failure> {
        link.query_arrays(self.0, self.1.clone()).await
    }
}

impl Question for Step {
    type Answer = Vec<QueryResult>;

    fn sql(&self) -> &str {
        self.sql
    }

    async fn ask(&self, link: &mut Link) -> Result<Vec<QueryResult>, Failure> {
        link.query_step(self.clone()).await
    }
}
