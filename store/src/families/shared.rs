//! Usual refreshes, in shared statements. Those that arrive while a statement is under way wait for the next one and go into it together: a
//! statement for many costs little more than one for one, and its commit no more. Nobody waits for a timer: a lone refresh leaves at once.

mod postgres;
mod queue;
mod sqlite;

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    thread,
    time::{Duration, Instant},
};

use domain::id::FamilyId;
use engine::{
    family::Presentation,
    storage::{CurrentRefresh, Refreshed},
};
use metrics::histogram;
use sea_orm::{ColumnTrait, DbBackend, EntityTrait, QueryFilter};
use tokio::{sync::oneshot, time::timeout};
use tracing::Span;

use self::queue::{PATIENCE, Queue};
use super::{
    find::{find, is},
    recheck::Recheck,
    rotation_window::{RunningTime, Window},
};
use crate::{
    Error, Failure, Store,
    connection::traced,
    entity::{token_family::Entity, user},
    read_back::was_kept,
};

/// The metric that records how many refreshes shared a statement.
pub const REFRESHES_PER_STATEMENT: &str = "regrant_refreshes_per_statement";
/// How many statements are under way at most on PostgreSQL. SQLite has one writer.
const STATEMENTS: usize = 4;
/// How seldom one that waits asks for another statement at the least.
const LONGEST_PATIENCE: Duration = Duration::from_secs(1);

/// The refreshes of a process that wait for a statement.
#[derive(Debug, Clone)]
pub(crate) struct SharedRefreshes {
    queue: Arc<Mutex<Queue<Waiting>>>,
    recheck: Recheck,
}

/// A refresh and whoever waits for it.
#[derive(Debug)]
struct Waiting {
    refresh: CurrentRefresh,
    time: RunningTime,
    answer: oneshot::Sender<Answer>,
    /// From when it is asked for until it is answered.
    span: Span,
}

/// `None` where nothing was written, and the refresh is to be presented by itself.
type Answer = Result<Option<Refreshed>, Error>;

impl SharedRefreshes {
    /// Creates an empty queue, whose stalls are noted here.
    pub(crate) fn new(recheck: Recheck) -> Self {
        Self { queue: Arc::default(), recheck }
    }

    /// Makes the refresh in the next statement. It goes on if the caller stops waiting: a client that hangs up must not leave it half done.
    pub(super) async fn refresh(&self, store: &Store, refresh: CurrentRefresh) -> Answer {
        let (answer, mut answered) = oneshot::channel();
        let time = RunningTime::new(refresh.presentation.now, refresh.since);
        self.queue().push(refresh.family_id, Waiting { refresh, time, answer, span: traced::shared_refresh() });
        let mut patience = PATIENCE;
        let answered = loop {
            // Again and again, but ever less often: whoever is at hand now may be held up in a moment.
            self.run_if_needed(store);
            match timeout(patience, &mut answered).await {
                Ok(answered) => break answered,
                Err(_) => patience = (patience * 2).min(LONGEST_PATIENCE),
            }
        };
        // A statement that ended without an answer has failed by a fault of ours; each refresh is tried by itself then.
        answered.unwrap_or(Ok(None))
    }

    fn run_if_needed(&self, store: &Store) {
        let most = if store.backend() == DbBackend::Postgres { STATEMENTS } else { 1 };
        let Some(runner) = self.queue().runner_if_needed(most, Instant::now()) else { return };
        let (shared, store) = (self.clone(), store.clone());
        tokio::spawn(async move { shared.run_statements(&store, runner).await });
    }

    /// Runs statements until nobody waits, or until others do it.
    async fn run_statements(&self, store: &Store, runner: u64) {
        loop {
            let started = Instant::now();
            let Some((under_way, mut waiting)) = UnderWay::next(self, runner, started) else { return };
            waiting.iter_mut().for_each(Waiting::leave);
            histogram!(REFRESHES_PER_STATEMENT).record(f64::from(u32::try_from(waiting.len()).unwrap_or(u32::MAX)));
            let asked: Vec<_> = waiting.iter().map(|one| &one.refresh).collect();
            let statement = traced::SharedStatement::begin(store.backend(), waiting.iter().map(|one| &one.span), waiting.len());
            let refreshed = match store.backend() {
                DbBackend::Postgres => postgres::refresh_all(store, &asked).await,
                _ => sqlite::refresh_all(store, &asked).await,
            };
            self.recheck.note(started.elapsed());
            statement.end(refreshed.as_ref().err());
            drop(under_way);
            match refreshed {
                Ok(refreshed) => {
                    for (waiting, refreshed) in waiting.into_iter().zip(refreshed) {
                        waiting.answer(store, refreshed);
                    }
                }
                Err(failure) => {
                    for waiting in waiting {
                        waiting.fail(store, &failure);
                    }
                }
            }
        }
    }

    fn queue(&self) -> MutexGuard<'_, Queue<Waiting>> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A statement under way. When it is dropped, however it ended, its families can go into another.
struct UnderWay<'a> {
    shared: &'a SharedRefreshes,
    runner: u64,
    families: Vec<FamilyId>,
}

impl<'a> UnderWay<'a> {
    /// Begins the next statement of a runner, with those that go into it; `None` where the runner ends.
    fn next(shared: &'a SharedRefreshes, runner: u64, now: Instant) -> Option<(Self, Vec<Waiting>)> {
        let (families, waiting): (Vec<_>, Vec<_>) = shared.queue().next_of(runner, now).into_iter().unzip();
        (!families.is_empty()).then_some((Self { shared, runner, families }, waiting))
    }
}

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        // Whoever runs statements has ended where it panics, and another must take the place.
        self.shared.queue().end(self.runner, &self.families, thread::panicking());
    }
}

impl Waiting {
    /// Lets the refresh begin now where it has waited for long: a rotation must not record a time at which its response could not leave.
    fn leave(&mut self) {
        let now = self.time.now();
        if Window::of_rotation(&self.refresh).is_late(now) {
            self.refresh.presentation.now = now;
        }
    }

    /// Answers once the retry window of the rotation begins when the response can leave.
    fn answer(self, store: &Store, refreshed: Option<Refreshed>) {
        let Self { refresh, time, answer, span } = self;
        traced::answered(&span);
        drop(span);
        let refreshed = match refreshed {
            Some(refreshed) if refresh.presentation.rotate => refreshed,
            other => return send(answer, Ok(other)),
        };
        let window = Window::of_rotation(&refresh);
        if !window.is_late(time.now()) {
            return send(answer, Ok(Some(refreshed)));
        }
        let store = store.clone();
        tokio::spawn(async move { send(answer, window.begin(&store, time).await.map(|_| Some(refreshed))) });
    }

    /// Answers after a statement that failed. Whoever can be tried by itself is: nobody pays for another's fault.
    fn fail(self, store: &Store, failure: &Failure) {
        let Self { refresh, time, answer, span } = self;
        traced::answered(&span);
        drop(span);
        if !failure.leaves_open() {
            return send(answer, Ok(None));
        }
        // It may have been committed. The token that was presented gets the same answer again then, but for a rotation without a window.
        let Presentation { rotate, retry, .. } = refresh.presentation;
        if rotate && retry.window.as_seconds() == 0 && failure.is_lost() {
            let (store, failure) = (store.clone(), failure.clone());
            tokio::spawn(async move { send(answer, rotation_of(&store, &refresh).await.map_err(|_| failure.into())) });
            return;
        }
        if rotate {
            Window::of_rotation(&refresh).begin_later(store.clone(), time);
        }
        send(answer, if failure.is_lost() { Ok(None) } else { Err(failure.clone().into()) });
    }
}

/// Reads back a rotation whose statement lost its answer; `None` where it was not made.
async fn rotation_of(store: &Store, refresh: &CurrentRefresh) -> Answer {
    let (workspace, id) = (refresh.workspace.0, refresh.family_id);
    if !was_kept(store, Entity::find().filter(is(workspace, id)), refresh.event_id).await? {
        return Ok(None);
    }
    let gone = || Error::from(Failure::unreadable(&"the family of a rotation, or its user, is gone"));
    let family = find(store.reader(), workspace, id).await?.ok_or_else(gone)?;
    let user = user::of_workspace(workspace.as_uuid()).filter(user::Column::Id.eq(family.authorization.user_id.as_uuid()));
    let user = user.one(store.reader()).await?.ok_or_else(gone)?;
    // Others may have moved it on since.
    Ok(Some(Refreshed { generation: refresh.presentation.generation + 1, ..Refreshed::of(&family, user.try_into()?) }))
}

/// Whoever waited may have gone.
fn send(to: oneshot::Sender<Answer>, answer: Answer) {
    drop(to.send(answer));
}
