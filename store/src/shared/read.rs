//! Reads of many in one statement, the same on both databases but for where its parameters come from.

use std::sync::atomic::{AtomicU64, Ordering};

use sea_orm::{DbBackend, JsonValue, QueryResult, sqlx::postgres::PgArguments};

use crate::{Failure, Store, connection::Step};

/// The key of a read: any number may be about the same row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Unique(u64);

impl Unique {
    /// Returns a key that no other request has.
    pub(crate) fn new() -> Self {
        static LAST: AtomicU64 = AtomicU64::new(0);
        Self(LAST.fetch_add(1, Ordering::Relaxed))
    }
}

/// The text of a read on each database. The first column is the place among those that are asked for: from 1 on PostgreSQL, from 0 on SQLite.
pub(crate) struct Reads {
    /// Its parameters are arrays.
    pub(crate) postgres: String,
    /// Its parameter is a list, as JSON.
    pub(crate) sqlite: String,
}

impl Reads {
    /// Returns the rows, each with its place from 0.
    pub(crate) async fn rows(
        &'static self,
        store: &Store,
        arrays: impl FnOnce() -> PgArguments + Send,
        list: impl FnOnce() -> JsonValue + Send,
    ) -> Result<Vec<(usize, QueryResult)>, Failure> {
        let (rows, first): (Vec<QueryResult>, i64) = if store.backend() == DbBackend::Postgres {
            let rows = store.reader().query_arrays(&self.postgres, &arrays()).await?;
            (rows.into_iter().map(QueryResult::from).collect(), 1)
        } else {
            let step = Step { sql: &self.sqlite, parameters: vec![list().to_string()] };
            (store.reader().query_step(&step).await?.into_iter().map(QueryResult::from).collect(), 0)
        };
        let placed = |row: QueryResult| {
            let place: i64 = row.try_get_by_index(0).map_err(|error| Failure::unreadable(&error))?;
            Ok((usize::try_from(place - first).unwrap_or(usize::MAX), row))
        };
        rows.into_iter().map(placed).collect()
    }
}
