//! Housekeeping: deletes from time to time what is over. Nothing depends on it: what has expired is not found even while its row is there.

use std::{
    convert::Infallible,
    sync::Arc,
    time::{Duration, Instant},
};

use domain::{
    causes::Causes,
    clock::{Clock, Timestamp},
};
use store::{Error, EventClass, Forgetting, Housekeeping, Leap, Progress, Store};
use tokio::time::{MissedTickBehavior, interval, sleep};

const EVERY: Duration = Duration::from_mins(10);
const DAY: i64 = 24 * 3600;

/// The housekeeping of a server.
pub(crate) struct Housekeeper {
    store: Store,
    clock: Arc<dyn Clock>,
    /// For how many days audit lines are kept.
    audit_retention_days: i64,
    /// How far the passes over events have come.
    passes: [Progress; 2],
}

impl Housekeeper {
    pub(crate) fn new(store: Store, clock: Arc<dyn Clock>, audit_retention_days: i64) -> Self {
        Self { store, clock, audit_retention_days, passes: EventClass::ALL.map(Progress::of) }
    }

    /// Makes a round every ten minutes, for as long as it is polled.
    pub(crate) async fn run(mut self) -> Infallible {
        let mut ticks = interval(EVERY);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            ticks.tick().await;
            match self.round().await {
                // Another node is at it.
                Ok(()) | Err(Error::Stale) => {}
                Err(error) => {
                    let operation = error.operation().to_owned();
                    tracing::warn!(%operation, error = %Causes(&error), "the housekeeping failed; the next try is in ten minutes");
                }
            }
            if let Err(error) = self.store.maintain().await {
                tracing::warn!(operation = error.operation(), error = %Causes(&error), "the database could not be tidied; the next try is in ten minutes");
            }
        }
    }

    /// Makes a round, if no other node is at it.
    async fn round(&mut self) -> Result<(), Error> {
        let now = self.clock.now();
        let Some(round) = self.store.begin_housekeeping(Arc::clone(&self.clock)).await? else { return Ok(()) };
        if let Some(leap) = round.leap().await? {
            tell(leap);
            return round.abandon().await;
        }
        self.store.make_event_partitions(now).await?;
        self.store.console_sessions().delete_expired(now).await?;
        delete_all(&round, now.plus_seconds(-self.audit_retention_days * DAY), &mut self.passes).await?;
        round.finish().await
    }
}

/// Deletes everything that is over, step by step.
async fn delete_all(round: &Housekeeping, audit_since: Timestamp, passes: &mut [Progress]) -> Result<(), Error> {
    step_by_step(async || Ok(round.move_earlier_events().await? > 0)).await?;
    // Before anything of what is counted is deleted.
    step_by_step(async || round.count_events().await).await?;
    step_by_step(async || Ok(!round.delete_expired().await?.is_none())).await?;
    step_by_step(async || round.delete_remains().await).await?;
    let mut forgetting = Forgetting::default();
    step_by_step(async || Ok(round.forget_families(&mut forgetting).await?.is_some())).await?;
    let dropped = round.drop_event_partitions().await?;
    for pass in passes {
        step_by_step(async || Ok(round.delete_events(pass).await?.is_some())).await?;
    }
    step_by_step(async || Ok(round.delete_figures().await? > 0)).await?;
    step_by_step(async || Ok(round.delete_audit_events(audit_since).await? > 0)).await?;
    tracing::debug!(dropped, "the housekeeping is done");
    Ok(())
}

/// Takes steps until there are no more, with a pause after each that is as long as the step: at least half of the time is the requests'.
async fn step_by_step(mut step: impl AsyncFnMut() -> Result<bool, Error>) -> Result<(), Error> {
    loop {
        let began = Instant::now();
        if !step().await? {
            return Ok(());
        }
        sleep(began.elapsed()).await;
    }
}

fn tell(Leap { last, now, rows }: Leap) {
    tracing::warn!(
        last_round = %last, now = %now, rows,
        "nothing was deleted: the last housekeeping was more than a day ago by this clock, and a lot would be deleted; see that the clock is \
         right, and then run `regrant housekeeping confirm`"
    );
}
