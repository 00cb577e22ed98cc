//! What is over is deleted now and then. Nothing depends on it: what is over is not found even while it is still there.

use std::{convert::Infallible, sync::Arc, time::Duration};

use domain::clock::Clock;
use store::{EngineStorage, Error, Store};
use tokio::time::{MissedTickBehavior, interval};

use crate::causes::Causes;

const EVERY: Duration = Duration::from_mins(10);

/// Deletes what is over, for as long as it is polled.
pub(crate) async fn keep_house(store: Store, clock: Arc<dyn Clock>) -> Infallible {
    let mut ticks = interval(EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        if let Err(error) = delete_what_is_over(&store, &*clock).await {
            tracing::warn!(operation = error.operation(), error = %Causes(&error), "what is over could not be deleted; the next try is in ten minutes");
        }
        if let Err(error) = store.maintain().await {
            tracing::warn!(operation = error.operation(), error = %Causes(&error), "the database could not be tidied; the next try is in ten minutes");
        }
    }
}

async fn delete_what_is_over(store: &Store, clock: &dyn Clock) -> Result<(), Error> {
    let now = clock.now();
    let console_sessions = store.console_sessions().delete_expired(now).await?;
    let expired = EngineStorage::new(store.clone()).delete_expired(now).await?;
    while store.delete_remains().await? {}
    tracing::debug!(console_sessions, ?expired, "deleted what was over");
    Ok(())
}
