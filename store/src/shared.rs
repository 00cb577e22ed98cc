//! Requests of one kind, in shared statements. Those that arrive while a statement is under way wait for the next one and go into it
//! together: a statement for many costs little more than one for one, and its commit no more. Nobody waits for a timer: a lone request
//! leaves at once.

mod queue;
mod read;

use std::{
    hash::Hash,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    thread,
    time::{Duration, Instant},
};

use sea_orm::DbBackend;
use tokio::{sync::oneshot, time::timeout};
use tracing::Span;

use self::queue::{PATIENCE, Queue};
pub(crate) use self::read::{Reads, Unique};
use crate::{Error, Failure, Store, connection::traced};

/// How many statements of a kind are under way at most on PostgreSQL, and of a kind that only reads on SQLite, which has one writer.
const STATEMENTS: usize = 4;
/// How seldom one that waits asks for another statement at the least.
const LONGEST_PATIENCE: Duration = Duration::from_secs(1);

/// A kind of requests that share statements.
pub(crate) trait Request: Send + Sync + Sized + 'static {
    /// What tells the row that a request is about. No two statements under way are about the same one, and no statement is twice.
    type Key: Copy + Eq + Hash + Send;
    /// What comes of a request.
    type Answer: Send + 'static;

    /// The name of a request in a trace, from when it is asked for until it is answered.
    const NAME: &'static str;
    /// What the statement does first, and to which table, as `UPDATE token_families`.
    const OPERATION: &'static str;
    /// Whether the statement writes.
    const WRITES: bool = true;

    /// Returns the key of the row that it is about.
    fn key(&self) -> Self::Key;

    /// Notes that it leaves now.
    fn leave(&mut self) {}

    /// Runs a statement for these requests. Returns what came of each, in order; `None` where it is to be tried by itself.
    fn run(store: &Store, asked: &[&Self]) -> impl Future<Output = Result<Vec<Option<Self::Answer>>, Failure>> + Send;

    /// Answers after a statement that succeeded.
    fn answer(self, _: &Store, answer: Option<Self::Answer>, to: Asker<Self::Answer>) {
        to.answer(Ok(answer));
    }

    /// Answers after a statement that failed. A write that can be tried by itself is: nobody pays for another's fault.
    fn fail(self, _: &Store, failure: &Failure, to: Asker<Self::Answer>) {
        let is_undone = Self::WRITES && !failure.leaves_open();
        to.answer(if is_undone { Ok(None) } else { Err(failure.clone().into()) });
    }
}

/// Whoever waits for an answer, and may have gone.
pub(crate) struct Asker<T>(oneshot::Sender<Answer<T>>);

/// `None` where nothing was done, and the request is to be tried by itself.
pub(crate) type Answer<T> = Result<Option<T>, Error>;

impl<T> Asker<T> {
    /// Returns whether nobody waits any more.
    fn is_gone(&self) -> bool {
        self.0.is_closed()
    }

    /// Answers.
    pub(crate) fn answer(self, answer: Answer<T>) {
        drop(self.0.send(answer));
    }
}

/// The requests of a kind that wait for a statement, in this process.
pub(crate) struct Shared<R: Request>(Arc<Mutex<Queue<R::Key, Waiting<R>>>>);

struct Waiting<R: Request> {
    request: R,
    asker: Asker<R::Answer>,
    span: Span,
}

impl<R: Request> Clone for Shared<R> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<R: Request> Default for Shared<R> {
    fn default() -> Self {
        Self(Arc::default())
    }
}

impl<R: Request> std::fmt::Debug for Shared<R> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Shared").finish_non_exhaustive()
    }
}

impl<R: Request> Shared<R> {
    /// Has the request in the next statement. If the caller stops waiting before that, it does not leave; once it has left, it goes on: a
    /// client that hangs up must not leave it half done.
    pub(crate) async fn ask(&self, store: &Store, request: R) -> Answer<R::Answer> {
        let (sender, mut answered) = oneshot::channel();
        self.queue().push(request.key(), Waiting { request, asker: Asker(sender), span: traced::shared(R::NAME) });
        let mut patience = PATIENCE;
        let answered = loop {
            // Again and again, but ever less often: whoever is at hand now may be held up in a moment.
            self.run_if_needed(store);
            match timeout(patience, &mut answered).await {
                Ok(answered) => break answered,
                Err(_) => patience = (patience * 2).min(LONGEST_PATIENCE),
            }
        };
        // A statement that ended without an answer has failed by a fault of ours; each request is tried by itself then.
        answered.unwrap_or(Ok(None))
    }

    /// Has the request read in the next statement.
    pub(crate) async fn read<T>(&self, store: &Store, request: R) -> Result<T, Error>
    where
        R: Request<Answer = Result<T, Error>>,
    {
        self.ask(store, request).await?.unwrap_or_else(|| Err(Failure::unreadable(&"it was not answered").into()))
    }

    fn run_if_needed(&self, store: &Store) {
        let most = if R::WRITES && store.backend() == DbBackend::Sqlite { 1 } else { STATEMENTS };
        let Some(runner) = self.queue().runner_if_needed(most, Instant::now()) else { return };
        let (shared, store) = (self.clone(), store.clone());
        tokio::spawn(async move { shared.run_statements(&store, runner).await });
    }

    /// Runs statements until nobody waits, or until others do it.
    async fn run_statements(&self, store: &Store, runner: u64) {
        while let Some((under_way, mut waiting)) = UnderWay::next(self, runner, Instant::now()) {
            waiting.retain(|waiting| !waiting.asker.is_gone());
            if waiting.is_empty() {
                continue;
            }
            for waiting in &mut waiting {
                waiting.request.leave();
            }
            let asked: Vec<_> = waiting.iter().map(|waiting| &waiting.request).collect();
            let spans = waiting.iter().map(|waiting| &waiting.span);
            let statement = traced::SharedStatement::begin(store.backend(), R::OPERATION, spans, waiting.len());
            let answers = R::run(store, &asked).await;
            statement.end(answers.as_ref().err());
            drop(under_way);
            match answers {
                Ok(answers) => {
                    for (Waiting { request, asker, span }, answer) in waiting.into_iter().zip(answers) {
                        traced::answered(span);
                        request.answer(store, answer, asker);
                    }
                }
                Err(failure) => {
                    for Waiting { request, asker, span } in waiting {
                        traced::answered(span);
                        request.fail(store, &failure, asker);
                    }
                }
            }
        }
    }

    fn queue(&self) -> MutexGuard<'_, Queue<R::Key, Waiting<R>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A statement under way. When it is dropped, however it ended, its rows can go into another.
struct UnderWay<'a, R: Request> {
    shared: &'a Shared<R>,
    runner: u64,
    keys: Vec<R::Key>,
}

impl<'a, R: Request> UnderWay<'a, R> {
    /// Begins the next statement of a runner, with those that go into it; `None` where the runner ends.
    fn next(shared: &'a Shared<R>, runner: u64, now: Instant) -> Option<(Self, Vec<Waiting<R>>)> {
        let (keys, waiting): (Vec<_>, Vec<_>) = shared.queue().next_of(runner, now).into_iter().unzip();
        (!keys.is_empty()).then_some((Self { shared, runner, keys }, waiting))
    }
}

impl<R: Request> Drop for UnderWay<'_, R> {
    fn drop(&mut self) {
        // Whoever runs statements has ended where it panics, and another must take the place.
        self.shared.queue().end(self.runner, &self.keys, thread::panicking());
    }
}
