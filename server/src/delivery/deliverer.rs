//! The loop that delivers.

use std::{
    collections::HashMap,
    convert::Infallible,
    mem,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use domain::{causes::Causes, id::TenantId};
use store::Error;
use tokio::{
    task::{Id, JoinSet},
    time::{MissedTickBehavior, interval},
};

use super::outbox::Outbox;

/// How often it is looked whether something is due.
const EVERY: Duration = Duration::from_secs(1);
/// To how many receivers a node delivers at once.
const AT_ONCE: usize = 32;
/// To how many of one tenant: its receivers may be slow.
const OF_ONE_TENANT: usize = 8;
/// Among how many that are due the next ones are chosen.
const LOOKED_AT: u64 = 200;

/// The delivery of what is in an outbox. A clone is the same.
pub(crate) struct Deliverer<O: Outbox> {
    outbox: Arc<O>,
    /// The receivers that this server has, each with what tells it apart from others who have it.
    held: Arc<Mutex<HashMap<O::Receiver, i64>>>,
}

impl<O: Outbox> Clone for Deliverer<O> {
    fn clone(&self) -> Self {
        Self { outbox: Arc::clone(&self.outbox), held: Arc::clone(&self.held) }
    }
}

impl<O: Outbox> Deliverer<O> {
    pub(crate) fn new(outbox: O) -> Self {
        Self { outbox: Arc::new(outbox), held: Arc::default() }
    }

    /// Looks every second whether something is due, for as long as it is polled.
    pub(crate) async fn run(self) -> Infallible {
        let mut ticks = interval(EVERY);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let (mut failed, mut under_way) = (false, UnderWay::default());
        loop {
            ticks.tick().await;
            match self.begin_some(&mut under_way).await.and(under_way.ended()) {
                Ok(()) => failed = false,
                Err(error) if !mem::replace(&mut failed, true) => {
                    let (operation, task) = (error.operation().to_owned(), O::TASK);
                    tracing::warn!(%operation, error = %Causes(&error), "{task} cannot be done; nothing is lost, and it goes on as soon as it can");
                }
                Err(_) => {}
            }
        }
    }

    fn held(&self) -> MutexGuard<'_, HashMap<O::Receiver, i64>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets all receivers go that this server has, when it ends: who comes next does not wait until they are free. What is not recorded of an
    /// attempt is made again.
    pub(crate) async fn let_go(&self) -> Result<(), Error> {
        let held: Vec<_> = mem::take(&mut *self.held()).into_iter().collect();
        if held.is_empty() { Ok(()) } else { self.outbox.release_all(&held).await }
    }

    /// Begins deliveries to receivers that are due, beside those that are under way: whoever waits for a slow receiver holds up nobody else's.
    pub(crate) async fn begin_some(&self, under_way: &mut UnderWay) -> Result<(), Error> {
        if under_way.tasks.len() >= AT_ONCE {
            return Ok(());
        }
        for (receiver, tenant) in self.outbox.list_due(LOOKED_AT).await? {
            if under_way.has_room_for(tenant) {
                let own = self.clone();
                under_way.begin(tenant, async move { own.deliver(receiver).await });
            }
        }
        Ok(())
    }

    /// Delivers what is due, to the end.
    #[cfg(test)]
    pub(crate) async fn pass(&self) -> Result<(), Error> {
        let mut under_way = UnderWay::default();
        self.begin_some(&mut under_way).await?;
        while let Some(done) = under_way.tasks.join_next().await {
            done.unwrap()?;
        }
        Ok(())
    }

    /// Delivers what is due to a receiver, if no other node has it.
    async fn deliver(&self, receiver: O::Receiver) -> Result<(), Error> {
        let Some(taken) = self.outbox.take(receiver).await? else { return Ok(()) };
        self.held().insert(receiver, O::fence(&taken));
        let served = self.outbox.serve(&taken).await;
        let outcome = self.end(taken, served).await;
        self.held().remove(&receiver);
        outcome
    }

    /// Ends the turn of a receiver.
    async fn end(&self, taken: O::Taken, served: Result<(), Error>) -> Result<(), Error> {
        match served {
            // Another node has it, or an administrator has changed it: whoever comes next goes on.
            Err(Error::Stale) => Ok(()),
            Err(error) => Err(error),
            Ok(()) => match self.outbox.release(taken).await {
                Err(Error::Stale) => Ok(()),
                released => released,
            },
        }
    }
}

/// The deliveries that are under way.
#[derive(Default)]
pub(crate) struct UnderWay {
    pub(crate) tasks: JoinSet<Result<(), Error>>,
    /// Whose each of them is.
    tenants: HashMap<Id, TenantId>,
}

impl UnderWay {
    fn has_room_for(&self, tenant: TenantId) -> bool {
        self.tasks.len() < AT_ONCE && self.tenants.values().filter(|other| **other == tenant).count() < OF_ONE_TENANT
    }

    fn begin(&mut self, tenant: TenantId, delivery: impl Future<Output = Result<(), Error>> + Send + 'static) {
        let task = self.tasks.spawn(delivery);
        self.tenants.insert(task.id(), tenant);
    }

    /// Forgets those that have ended. Returns an error of one of them.
    fn ended(&mut self) -> Result<(), Error> {
        let mut outcome = Ok(());
        while let Some(done) = self.tasks.try_join_next_with_id() {
            // What panics in a task of its own has told so.
            let (id, ended) = done.unwrap_or_else(|error| (error.id(), Ok(())));
            self.tenants.remove(&id);
            outcome = outcome.and(ended);
        }
        outcome
    }
}
