//! The chaining of audit lines, by one node at a time: each line gets its number and its hashes about a second after it was written.

use std::{
    convert::Infallible,
    mem,
    sync::Arc,
    time::{Duration, Instant},
};

use domain::{
    causes::Causes,
    clock::{Clock, Timestamp},
};
use engine::keys::KeyRing;
use store::{Chaining, Error, Store};
use tokio::time::{MissedTickBehavior, interval, sleep};

use super::Installation;
use crate::count;

const EVERY: Duration = Duration::from_secs(1);
const DAY: i64 = 24 * 3600;

/// The chaining of a server.
pub struct Chainer {
    store: Store,
    keys: KeyRing,
    clock: Arc<dyn Clock>,
    /// For how many days audit lines are kept.
    audit_retention_days: i64,
    /// The work, while this node does it.
    held: Option<Chaining>,
}

impl Chainer {
    pub fn of(installation: &Installation) -> Self {
        Self {
            store: installation.store.clone(),
            keys: installation.keys.clone(),
            clock: Arc::clone(&installation.clock),
            audit_retention_days: installation.configuration.audit_retention_days,
            held: None,
        }
    }

    /// Looks every second whether a line waits, for as long as it is polled.
    pub async fn run(mut self) -> Infallible {
        let mut ticks = interval(EVERY);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut failed = false;
        loop {
            ticks.tick().await;
            match self.pass().await {
                Ok(()) => failed = false,
                Err(error) if !mem::replace(&mut failed, true) => {
                    let operation = error.operation().to_owned();
                    tracing::warn!(%operation, error = %Causes(&error), "audit lines cannot be chained; they are kept, and chained as soon as they can be");
                }
                Err(_) => {}
            }
        }
    }

    /// Chains what waits, if no other node is at it.
    async fn pass(&mut self) -> Result<(), Error> {
        let since = chained_since(self.clock.now(), self.audit_retention_days);
        loop {
            let oldest = self.store.oldest_unchained(since).await?;
            count::audit_chain_lag(oldest.map_or(0, |oldest| self.clock.now().seconds_since(oldest)));
            if oldest.is_none() {
                return Ok(());
            }
            let Some(work) = self.work().await? else { return Ok(()) };
            let began = Instant::now();
            match work.chain_some(since, &self.keys).await {
                Err(Error::Stale) => {
                    self.held = None;
                    return Ok(());
                }
                chained => {
                    let chained = chained?;
                    count::audit_lines_chained(chained);
                    // What is left waits for somebody to see to its chain.
                    if chained == 0 {
                        return Ok(());
                    }
                }
            }
            // At least half of the time is the requests'.
            sleep(began.elapsed()).await;
        }
    }

    async fn work(&mut self) -> Result<Option<Chaining>, Error> {
        if self.held.is_none() {
            self.held = self.store.begin_chaining(Arc::clone(&self.clock)).await?;
        }
        Ok(self.held.clone())
    }
}

/// Returns the time since which lines are chained. Those that are to be deleted within a day never are: while servers of a version without chains
/// run beside this one, theirs may delete them.
pub fn chained_since(now: Timestamp, audit_retention_days: i64) -> Timestamp {
    now.plus_seconds(-(audit_retention_days - 1).max(1) * DAY)
}
