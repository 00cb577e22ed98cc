//! What became of a COMMIT whose answer was lost with the connection, read back on another one.

use domain::id::TokenEventId;
use sea_orm::{EntityTrait, QuerySelect, Select};

use crate::{Error, Failure, Store, Transaction, entity::token_event};

/// Commits a transaction that has changed a row and appended an event. Where the answer is lost, what became of it is read back.
///
/// # Errors
/// One that [is aborted](Error::is_aborted) where nothing was kept, so that the write is decided again; that of the COMMIT where what became
/// of it cannot be read.
pub(crate) async fn commit<E: EntityTrait>(
    store: &Store,
    transaction: Transaction,
    changed: Select<E>,
    event: TokenEventId,
) -> Result<(), Error> {
    let Err(error) = transaction.commit().await else { return Ok(()) };
    if !error.loses_commit() {
        return Err(error);
    }
    match kept_event(store, changed, event).await {
        Ok(Some(_)) => Ok(()),
        Ok(None) => Err(Failure::not_kept().into()),
        Err(unreadable) => {
            tracing::info!(error = %domain::causes::Causes(&unreadable), "what became of a COMMIT cannot be read back");
            Err(error)
        }
    }
}

/// Returns the event of a write of unknown outcome, which changed a row and appended the event in one transaction. The event, which has an
/// identifier of its own, is there if and only if the write was kept.
pub(crate) async fn kept_event<E: EntityTrait>(
    store: &Store,
    changed: Select<E>,
    event: TokenEventId,
) -> Result<Option<token_event::Model>, Error> {
    let transaction = store.begin().await?;
    let connection = transaction.connection();
    // The write may still be under way at the server: until it has ended, it holds the row. On SQLite the transaction itself is the lock.
    changed.lock_exclusive().one(connection).await?;
    Ok(token_event::Entity::find_by_id(event.as_uuid()).one(connection).await?)
}
