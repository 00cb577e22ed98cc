//! Housekeeping: deletes from time to time what is over, and does what signing keys need. Nothing depends on when: what has expired is not
//! found even while its row is there, and a key signs until the next one takes over.

use std::{
    convert::Infallible,
    sync::Arc,
    time::{Duration, Instant},
};

use control::{Control, KeyDuty};
use domain::{
    causes::Causes,
    clock::{Clock, Timestamp},
};
use engine::keys::KeyRing;
use store::{Error, EventClass, Forgetting, Housekeeping, KeyProgress, Leap, PassedLines, Progress, Store};
use tokio::{
    task::spawn_blocking,
    time::{MissedTickBehavior, interval, sleep},
};

use super::Installation;
use crate::metrics::count;

const EVERY: Duration = Duration::from_mins(10);
const DAY: i64 = 24 * 3600;
/// For how long attempts to deliver to webhooks are kept.
const ATTEMPTS_KEPT_FOR: i64 = 30 * DAY;
/// How many signing keys a round makes, rotates or deletes; the next round goes on.
const MOST_KEYS: usize = 100;

/// The housekeeping of a server.
pub(crate) struct Housekeeper {
    store: Store,
    control: Control,
    keys: KeyRing,
    clock: Arc<dyn Clock>,
    /// For how many days audit lines are kept.
    audit_retention_days: i64,
    /// How far the passes over events have come.
    passes: [Progress; 2],
}

impl Housekeeper {
    pub(crate) fn of(installation: &Installation) -> Self {
        Self {
            store: installation.store.clone(),
            control: installation.control(),
            keys: installation.keys.clone(),
            clock: Arc::clone(&installation.clock),
            audit_retention_days: installation.configuration.audit_retention_days,
            passes: EventClass::ALL.map(Progress::of),
        }
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
        self.tend_keys(&round).await?;
        self.store.make_event_partitions(now).await?;
        self.store.console_sessions().delete_expired(now).await?;
        delete_all(&round, &mut self.passes, now.plus_seconds(-ATTEMPTS_KEPT_FOR)).await?;
        let (audit_since, mut passed) = (now.plus_seconds(-self.audit_retention_days * DAY), PassedLines::default());
        step_by_step(async || Ok(round.delete_audit_events(audit_since, &self.keys, &mut passed).await?.is_some())).await?;
        round.finish().await
    }
}

impl Housekeeper {
    /// Does what signing keys need, one after the other. What fails is tried again at the next round.
    ///
    /// # Errors
    /// [`Error::Stale`] if another node has taken the lease.
    async fn tend_keys(&self, round: &Housekeeping) -> Result<(), Error> {
        match self.tend_some_keys(round).await {
            Err(control::Error::Stale) => Err(Error::Stale),
            Err(error) => {
                tracing::warn!(%error, "the signing keys could not be looked after; the next try is in ten minutes");
                Ok(())
            }
            Ok(()) => Ok(()),
        }
    }

    async fn tend_some_keys(&self, round: &Housekeeping) -> Result<(), control::Error> {
        let (mut progress, mut done) = (KeyProgress::default(), 0);
        while let Some(needed) = self.control.next_key_duties(round, &mut progress).await? {
            for needed in needed {
                let began = Instant::now();
                if self.tend_key(round, &needed).await? {
                    count::key_duty(needed.duty());
                    done += 1;
                }
                if done >= MOST_KEYS {
                    return Ok(());
                }
                // At least half of the time is the requests'.
                sleep(began.elapsed()).await;
            }
        }
        Ok(())
    }

    async fn tend_key(&self, round: &Housekeeping, needed: &KeyDuty) -> Result<bool, control::Error> {
        // On a thread of its own: the others answer requests.
        let (control, of) = (self.control.clone(), needed.clone());
        let Ok(fresh) = spawn_blocking(move || control.make_needed_key(&of)).await else { return Ok(false) };
        match self.control.perform_key_duty(round, needed, fresh?).await {
            Err(error @ control::Error::Invalid(_)) => {
                tracing::warn!(%error, "a signing key stays as it is");
                Ok(false)
            }
            done => done,
        }
    }
}

/// Deletes everything that is over but for audit lines, step by step.
async fn delete_all(round: &Housekeeping, passes: &mut [Progress], attempts_since: Timestamp) -> Result<(), Error> {
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
    step_by_step(async || Ok(round.delete_webhook_attempts(attempts_since).await? > 0)).await?;
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
