//! The engine's storage: what [`engine::storage::Storage`] promises, in SQL. Each of its parts is implemented beside the queries of its
//! noun.

use std::{future::Future, time::Duration};

use engine::storage::StorageError;

use crate::{
    Error, Store,
    access_tokens::FindStanding,
    codes::{FindCode, RedeemCode},
    events::RecordIssue,
    families::{Recheck, SharedRefresh},
    shared::Shared,
};

/// How often a write is decided that the database ended in favour of others which changed what it rests on.
const MOST_DECISIONS: usize = 5;

/// How long a rotation that was committed late gets to move its time, before the token it replaced is taken for a stolen one.
const RECHECK_PAUSE: Duration = Duration::from_secs(1);

/// The engine's storage on a [`Store`].
#[derive(Debug, Clone)]
pub struct EngineStorage {
    pub(crate) store: Store,
    pub(crate) recheck: Recheck,
    pub(crate) shared_refreshes: Shared<SharedRefresh>,
    pub(crate) shared_codes: Shared<FindCode>,
    pub(crate) shared_redemptions: Shared<RedeemCode>,
    pub(crate) shared_issues: Shared<RecordIssue>,
    pub(crate) shared_standings: Shared<FindStanding>,
}

impl EngineStorage {
    /// Creates a storage on this database.
    pub fn new(store: Store) -> Self {
        Self::with(store, Recheck::new(RECHECK_PAUSE))
    }

    fn with(store: Store, recheck: Recheck) -> Self {
        Self {
            store,
            recheck,
            shared_refreshes: Shared::default(),
            shared_codes: Shared::default(),
            shared_redemptions: Shared::default(),
            shared_issues: Shared::default(),
            shared_standings: Shared::default(),
        }
    }

    /// Returns the same storage without a second look at apparent reuse, for tests in which no commit stalls.
    #[cfg(feature = "testing")]
    #[must_use]
    pub fn without_recheck(self) -> Self {
        Self::with(self.store, Recheck::new(Duration::ZERO))
    }
}

/// Runs an operation of the engine's storage, and names it where it fails. The operation is boxed, because a future of several statements
/// is large.
pub(crate) fn during<T>(
    operation: &'static str,
    work: impl Future<Output = Result<T, Error>> + Send,
) -> impl Future<Output = Result<T, StorageError>> + Send {
    let work = Box::pin(work);
    async move { work.await.map_err(|error| StorageError { operation, cause: Box::new(error) }) }
}

/// Runs a write as [`during`] does. It is decided anew, to a bound, where the database ended it in favour of another one that changed what it
/// rests on: nothing of it was written.
pub(crate) fn during_write<T, W: Future<Output = Result<T, Error>> + Send>(
    operation: &'static str,
    write: impl Fn() -> W + Send,
) -> impl Future<Output = Result<T, StorageError>> + Send {
    during(operation, async move {
        for _ in 1..MOST_DECISIONS {
            match Box::pin(write()).await {
                Err(error) if error.is_aborted() => {}
                outcome => return outcome,
            }
        }
        Box::pin(write()).await
    })
}
