//! Deletes expired rows from time to time. Nothing depends on it: what has expired is not found even while its row is there.

use std::{convert::Infallible, sync::Arc, time::Duration};

use domain::{causes::Causes, clock::Clock};
use store::{EngineStorage, Error, Store};
use tokio::{
    task::yield_now,
    time::{MissedTickBehavior, interval},
};

const EVERY: Duration = Duration::from_mins(10);

/// Deletes expired rows, for as long as it is polled.
pub(crate) async fn delete_expired(store: Store, clock: Arc<dyn Clock>) -> Infallible {
    let mut ticks = interval(EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        if let Err(error) = delete_once(&store, &*clock).await {
            tracing::warn!(operation = error.operation(), error = %Causes(&error), "expired rows could not be deleted; the next try is in ten minutes");
        }
        if let Err(error) = store.maintain().await {
            tracing::warn!(operation = error.operation(), error = %Causes(&error), "the database could not be tidied; the next try is in ten minutes");
        }
    }
}

async fn delete_once(store: &Store, clock: &dyn Clock) -> Result<(), Error> {
    let now = clock.now();
    store.make_event_partitions(now).await?;
    while store.move_earlier_events(now).await? > 0 {
        yield_now().await;
    }
    let console_sessions = store.console_sessions().delete_expired(now).await?;
    let expired = EngineStorage::new(store.clone()).delete_expired(now).await?;
    while store.delete_remains().await? {}
    tracing::debug!(console_sessions, ?expired, "deleted expired rows");
    Ok(())
}
