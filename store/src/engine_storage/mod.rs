//! The engine's storage: what [`engine::storage::Storage`] promises, in SQL.

use crate::Store;

/// The engine's storage on a [`Store`].
#[derive(Debug, Clone)]
pub struct EngineStorage {
    store: Store,
}

impl EngineStorage {
    /// A storage on this database.
    pub const fn new(store: Store) -> Self {
        Self { store }
    }
}
