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
    job::LISTED_FOR,
};
use engine::keys::KeyRing;
use store::{Error, EventClass, Forgetting, Housekeeping, KeyProgress, Leap, PassedLines, Progress, ReuseProgress, Store};
use tokio::{
    task::spawn_blocking,
    time::{MissedTickBehavior, interval, sleep},
};

use super::Installation;
use crate::{count, node::ClockOffset};

const EVERY: Duration = Duration::from_mins(10);
const DAY: i64 = 24 * 3600;
/// How many rounds there are in a day.
const ROUNDS_OF_A_DAY: u32 = 144;
/// For how long attempts to deliver to webhooks are kept.
const ATTEMPTS_KEPT_FOR: i64 = 30 * DAY;
/// How many signing keys a round makes, rotates or deletes; the next round goes on.
const MOST_KEYS: usize = 100;

/// The housekeeping of a server.
pub struct Housekeeper {
    store: Store,
    control: Control,
    keys: KeyRing,
    clock: Arc<dyn Clock>,
    /// For how many days audit lines are kept.
    audit_retention_days: i64,
    /// By how much this clock and the database's may differ.
    max_clock_offset: Duration,
    /// How far the passes over events have come.
    passes: [Progress; 2],
    /// How many rounds there were since the last one before them, which was long ago by the clock.
    late_rounds: u32,
}

impl Housekeeper {
    pub fn of(installation: &Installation) -> Self {
        Self {
            store: installation.store.clone(),
            control: installation.control(),
            keys: installation.keys.clone(),
            clock: Arc::clone(&installation.clock),
            audit_retention_days: installation.configuration.audit_retention_days,
            max_clock_offset: installation.configuration.max_clock_offset,
            passes: EventClass::ALL.map(Progress::of),
            late_rounds: 0,
        }
    }

    /// Makes a round every ten minutes, for as long as it is polled.
    pub async fn run(mut self) -> Infallible {
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

    /// Makes a round, if no other node is at it, and this clock is not known to be wrong: it says what is over.
    async fn round(&mut self) -> Result<(), Error> {
        let offset = ClockOffset::measure(&self.store, &*self.clock).await?;
        if offset.is_some_and(|offset| offset.exceeds(self.max_clock_offset)) {
            // The watch has told.
            return Ok(());
        }
        let now = self.clock.now();
        let Some(round) = self.store.begin_housekeeping(Arc::clone(&self.clock)).await? else { return Ok(()) };
        let audit_before = now.plus_seconds(-self.audit_retention_days * DAY);
        if let Some(leap) = round.leap(audit_before).await? {
            tell(leap);
            return round.abandon().await;
        }
        let waits = self.waits(round.long_since(), now);
        if !waits {
            self.tend_keys(&round).await?;
            self.end_unused_clients(&round).await?;
        }
        self.store.make_event_partitions(now).await?;
        self.store.console_sessions().delete_expired(now).await?;
        delete_all(&round, &mut self.passes, now).await?;
        if !waits {
            let mut passed = PassedLines::default();
            step_by_step(async || Ok(round.delete_audit_events(audit_before, &self.keys, &mut passed).await?.is_some())).await?;
        }
        // The next round is late, too, as long as anything waits.
        if waits { round.abandon().await } else { round.finish().await }
    }

    /// Returns whether signing keys, clients that nobody uses and audit lines, which are evidence, stay as they are, because the last round was long
    /// ago by this clock, which may be ahead: a key that is published or takes over then bears a time that is yet to come, and is not rotated until
    /// then. After a day of rounds, or once somebody
    /// has confirmed the time, the clock is believed.
    fn waits(&mut self, last: Option<Timestamp>, now: Timestamp) -> bool {
        let Some(last) = last else {
            self.late_rounds = 0;
            return false;
        };
        self.late_rounds += 1;
        let waits = self.late_rounds < ROUNDS_OF_A_DAY;
        if waits && self.late_rounds == 1 {
            tracing::warn!(
                last_round = %last, now = %now,
                "no signing key is published or rotated, and no audit line deleted, for a day: the last housekeeping was more than a day ago by this clock; see that the clock \
                 is right, and then run `regrant housekeeping confirm`"
            );
        }
        waits
    }

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

    /// Deletes the clients of strangers that nobody uses. What fails is tried again at the next round.
    ///
    /// # Errors
    /// [`Error::Stale`] if another node has taken the lease.
    async fn end_unused_clients(&self, round: &Housekeeping) -> Result<(), Error> {
        loop {
            let began = Instant::now();
            match self.control.end_unused_clients(round).await {
                Ok(true) => sleep(began.elapsed()).await,
                Ok(false) => return Ok(()),
                Err(control::Error::Stale) => return Err(Error::Stale),
                Err(error) => {
                    tracing::warn!(%error, "clients that nobody uses could not be deleted; the next try is in ten minutes");
                    return Ok(());
                }
            }
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
async fn delete_all(round: &Housekeeping, passes: &mut [Progress], now: Timestamp) -> Result<(), Error> {
    let (attempts_since, jobs_since) = (now.plus_seconds(-ATTEMPTS_KEPT_FOR), now.plus_seconds(-LISTED_FOR));
    step_by_step(async || Ok(round.move_earlier_events().await? > 0)).await?;
    // Before anything of what is counted is deleted.
    step_by_step(async || round.count_events().await).await?;
    step_by_step(async || Ok(!round.delete_expired().await?.is_none())).await?;
    step_by_step(async || round.delete_remains().await).await?;
    let mut forgetting = Forgetting::default();
    step_by_step(async || Ok(round.forget_families(&mut forgetting).await?.is_some())).await?;
    let mut reuses = ReuseProgress::default();
    step_by_step(async || Ok(round.delete_reuses(&mut reuses).await?.is_some())).await?;
    let dropped = round.drop_event_partitions().await?;
    for pass in passes {
        step_by_step(async || Ok(round.delete_events(pass).await?.is_some())).await?;
    }
    step_by_step(async || Ok(round.delete_figures().await? > 0)).await?;
    step_by_step(async || Ok(round.delete_client_figures().await? > 0)).await?;
    step_by_step(async || Ok(round.delete_webhook_attempts(attempts_since).await? > 0)).await?;
    step_by_step(async || Ok(round.delete_jobs(jobs_since).await? > 0)).await?;
    step_by_step(async || Ok(round.delete_client_failures().await? > 0)).await?;
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

#[cfg(test)]
mod tests {
    use control::{Actor, Operator};
    use domain::{
        clock::FixedClock,
        name::Slug,
        view::{AuditFilter, NewWorkspace, SigningKeysView},
        workspace::WorkspacePath,
    };
    use engine::{
        gate::Gate,
        keys::{KeyRing, MasterKeys},
        random::SystemRandom,
    };
    use store::testing::TestStore;

    use super::*;
    use crate::{
        client_authorities::ClientAuthorities,
        client_documents::PublishedDocuments,
        client_keys::PublishedKeys,
        config::{Configuration, Sources},
        node::Node,
    };

    fn installation(store: &TestStore, clock: &Arc<FixedClock>) -> Installation {
        Installation {
            configuration: Arc::new(Configuration::from_sources(&Sources::default()).unwrap()),
            store: store.store().clone(),
            keys: KeyRing::new(MasterKeys::parse(&MasterKeys::new_file(&SystemRandom)).unwrap()),
            clock: Arc::<FixedClock>::clone(clock),
            random: Arc::new(SystemRandom),
            gate: Gate::default(),
            published_keys: PublishedKeys::default(),
            published_documents: PublishedDocuments::default(),
            client_authorities: ClientAuthorities::default(),
            node: Node::default(),
        }
    }

    fn housekeeper(installation: &Installation) -> Housekeeper {
        Housekeeper::of(installation)
    }

    async fn shop(installation: &Installation) -> (Operator, WorkspacePath) {
        let operator = installation.control().acting_as(Actor::CommandLine);
        let (tenant, workspace) = (Slug::parse("acme").unwrap(), Slug::parse("shop").unwrap());
        operator.create_tenant("acme", "Acme").await.unwrap();
        operator.create_workspace(&tenant, NewWorkspace { name: "Shop".to_owned(), slug: "shop".to_owned() }).await.unwrap();
        let path = WorkspacePath::new(tenant, workspace);
        (operator, path)
    }

    async fn keys(operator: &Operator, path: &WorkspacePath) -> SigningKeysView {
        operator.list_signing_keys(path).await.unwrap()
    }

    #[tokio::test]
    async fn after_a_leap_of_the_clock_keys_and_audit_lines_wait_until_somebody_confirms_the_time() {
        let store = TestStore::sqlite().await.unwrap();
        let clock = Arc::new(FixedClock::at(Timestamp::from_millis(1_795_000_000_000)));
        let installation = installation(&store, &clock);
        let (operator, path) = shop(&installation).await;
        let mut housekeeper = housekeeper(&installation);
        housekeeper.round().await.unwrap();
        let before = keys(&operator, &path).await.keys;
        assert!(before.iter().any(|key| key.life.is_next()), "{before:?}");

        let in_the_log = async || operator.list_audit_lines(None, AuditFilter::default(), None).await.unwrap().items.len();
        let at_first = in_the_log().await;
        assert!(at_first > 0);

        clock.advance_seconds(800 * DAY);
        for _ in 0..2 {
            housekeeper.round().await.unwrap();
        }
        assert_eq!(in_the_log().await, at_first, "none is deleted, although they seem old");
        let lives = |keys: &[domain::view::SigningKeyView]| keys.iter().map(|key| (key.id, key.life)).collect::<Vec<_>>();
        assert_eq!(lives(&keys(&operator, &path).await.keys), lives(&before), "nothing is rotated, although it seems due");
        clock.advance_seconds(-800 * DAY);
        housekeeper.round().await.unwrap();
        assert_eq!(lives(&keys(&operator, &path).await.keys), lives(&before));

        // The time has really passed.
        clock.advance_seconds(800 * DAY);
        housekeeper.round().await.unwrap();
        installation.store.confirm_housekeeping(clock.now()).await.unwrap();
        housekeeper.round().await.unwrap();
        assert_ne!(lives(&keys(&operator, &path).await.keys), lives(&before));
        assert!(in_the_log().await < at_first, "they are older than they are kept");
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_node_whose_clock_is_not_the_databases_does_no_housekeeping() {
        let store = TestStore::postgres().await.unwrap();
        let there = store.store().database_time().await.unwrap().unwrap();
        let clock = Arc::new(FixedClock::at(there.plus_seconds(800 * DAY)));
        let installation = installation(&store, &clock);
        let (operator, path) = shop(&installation).await;
        let mut housekeeper = housekeeper(&installation);
        let is_done = async || keys(&operator, &path).await.keys.iter().any(|key| key.life.is_next());
        housekeeper.round().await.unwrap();
        assert!(!is_done().await, "800 days ahead");
        clock.advance_seconds(-800 * DAY);
        housekeeper.round().await.unwrap();
        assert!(is_done().await);
    }

    #[tokio::test]
    async fn a_clock_that_stays_as_it_is_for_a_day_is_believed() {
        let store = TestStore::sqlite().await.unwrap();
        let clock = Arc::new(FixedClock::at(Timestamp::from_millis(1_795_000_000_000)));
        let mut housekeeper = housekeeper(&installation(&store, &clock));
        let (last, now) = (Timestamp::from_millis(0), Timestamp::from_millis(1_795_000_000_000));
        assert!(!housekeeper.waits(None, now));
        for _ in 1..ROUNDS_OF_A_DAY {
            assert!(housekeeper.waits(Some(last), now));
        }
        assert!(!housekeeper.waits(Some(last), now));
    }
}
