//! Reads of many in one statement, the same on both databases but for where its parameters come from.

use std::sync::atomic::{AtomicU64, Ordering};

use sea_orm::{DbBackend, JsonValue, QueryResult};

use crate::{
    Failure, Store,
    connection::{Arrays, Step},
    rows::place,
};

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

/// The text of a read on each database. The first column is the place among those that are asked for.
pub(crate) struct Reads {
    /// Its parameters are arrays.
    pub(crate) postgres: String,
    /// Its parameter is a list, as JSON.
    pub(crate) sqlite: String,
}

impl Reads {
    /// Returns the rows, each with its place.
    pub(crate) async fn rows(
        &'static self,
        store: &Store,
        arrays: impl FnOnce() -> Arrays + Send,
        list: impl FnOnce() -> JsonValue + Send,
    ) -> Result<Vec<(usize, QueryResult)>, Failure> {
        let rows = if store.backend() == DbBackend::Postgres {
            store.reader().query_arrays(&self.postgres, &arrays()).await?
        } else {
            let step = Step::new(&self.sqlite, vec![list().to_string()]);
            store.reader().query_step(&step).await?
        };
        let placed = |row| Ok((place(&row).map_err(|error| Failure::unreadable(&error))?, row));
        rows.into_iter().map(placed).collect()
    }
}
