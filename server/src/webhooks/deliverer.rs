//! The loop that delivers.

use std::{
    collections::HashMap,
    convert::Infallible,
    mem,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use control::Control;
use domain::{
    audit::AuditEvent,
    audit_chain::ChainedRecord,
    causes::Causes,
    clock::{Clock, Timestamp},
    id::{TenantId, WebhookAttemptId, WebhookId},
    webhook::{AttemptKind, Message, Progress, Webhook, WebhookRequest, WebhookStatus},
};
use engine::{
    keys::KeyRing,
    random::{self, Random},
    webhook::WebhookSecret,
};
use store::{Delivering, Error, Outcome, Store};
use tokio::{
    task::{Id, JoinSet},
    time::{MissedTickBehavior, interval},
};

use super::attempt::{Attempt, Attempted};
use crate::{fetch::Fetcher, installation::Installation, metrics::count};

/// How often it is looked whether something is due.
const EVERY: Duration = Duration::from_secs(1);
/// To how many webhooks a node delivers at once.
const AT_ONCE: usize = 32;
/// To how many of one tenant: its receivers may be slow.
const OF_ONE_TENANT: usize = 8;
/// Among how many that are due the next ones are chosen.
const LOOKED_AT: u64 = 200;
/// How many events are delivered to a webhook before others have their turn.
const MOST_AT_A_TIME: usize = 50;
/// For how many seconds one webhook has its turn; an attempt that is under way is made to its end.
const TURN: i64 = 10;

/// The delivery of a server. A clone is the same.
#[derive(Clone)]
pub(crate) struct Deliverer {
    store: Store,
    control: Control,
    keys: KeyRing,
    clock: Arc<dyn Clock>,
    random: Arc<dyn Random>,
    fetcher: Fetcher,
    /// The webhooks that this server has, each with what tells it apart from others who have it.
    held: Arc<Mutex<HashMap<WebhookId, i64>>>,
}

impl Deliverer {
    pub(crate) fn of(installation: &Installation) -> Self {
        Self::with(installation, installation.fetcher().ready())
    }

    pub(super) fn with(installation: &Installation, fetcher: Fetcher) -> Self {
        Self {
            store: installation.store.clone(),
            control: installation.control(),
            keys: installation.keys.clone(),
            clock: Arc::clone(&installation.clock),
            random: Arc::clone(&installation.random),
            fetcher,
            held: Arc::default(),
        }
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
                    let operation = error.operation().to_owned();
                    tracing::warn!(%operation, error = %Causes(&error), "webhooks cannot be delivered to; nothing is lost, and it goes on as soon as it can");
                }
                Err(_) => {}
            }
        }
    }

    fn held(&self) -> MutexGuard<'_, HashMap<WebhookId, i64>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets all webhooks go that this server has, when it ends: who comes next does not wait until they are free. What is not recorded of an
    /// attempt is made again.
    pub(crate) async fn let_go(&self) -> Result<(), Error> {
        let held: Vec<_> = mem::take(&mut *self.held()).into_iter().collect();
        if held.is_empty() { Ok(()) } else { self.store.release_webhooks(&held, self.clock.now()).await }
    }

    /// Begins deliveries to webhooks that are due, beside those that are under way: whoever waits for a slow receiver holds up nobody else's.
    pub(super) async fn begin_some(&self, under_way: &mut UnderWay) -> Result<(), Error> {
        if under_way.tasks.len() >= AT_ONCE {
            return Ok(());
        }
        for (id, tenant) in self.store.list_due_webhooks(self.clock.now(), LOOKED_AT).await? {
            if under_way.has_room_for(tenant) {
                let own = self.clone();
                under_way.begin(tenant, async move { own.deliver(id).await });
            }
        }
        Ok(())
    }

    /// Delivers what is due, to the end.
    #[cfg(test)]
    pub(super) async fn pass(&self) -> Result<(), Error> {
        let mut under_way = UnderWay::default();
        self.begin_some(&mut under_way).await?;
        while let Some(done) = under_way.tasks.join_next().await {
            done.unwrap()?;
        }
        Ok(())
    }

    /// Delivers what is due to a webhook, if no other node has it.
    async fn deliver(&self, id: WebhookId) -> Result<(), Error> {
        let Some(taken) = self.store.take_webhook(id, Arc::clone(&self.clock)).await? else { return Ok(()) };
        self.held().insert(id, taken.fence());
        let delivered = self.deliver_to(&taken).await;
        let outcome = self.end(taken, delivered).await;
        self.held().remove(&id);
        outcome
    }

    /// Ends the turn of a webhook.
    async fn end(&self, taken: Delivering, delivered: Result<(), Error>) -> Result<(), Error> {
        match delivered {
            // Another node has it, or an administrator has changed it: whoever comes next goes on.
            Err(Error::Stale) => Ok(()),
            Err(error) => Err(error),
            Ok(()) => match taken.release().await {
                Err(Error::Stale) => Ok(()),
                released => released,
            },
        }
    }

    async fn deliver_to(&self, taken: &Delivering) -> Result<(), Error> {
        let open = |sealed: &Vec<u8>| WebhookSecret::open(&self.keys, taken.webhook().id, sealed);
        let mut sealed = taken.sealed_secrets().iter();
        // Without the current one nothing is sent, and each attempt fails. The former one may be sealed under a key that is retired by now.
        let secrets: Vec<_> = match sealed.next().map(open) {
            Some(Ok(current)) => [current].into_iter().chain(sealed.filter_map(|sealed| open(sealed).ok())).collect(),
            _ => Vec::new(),
        };
        for request in taken.requests().await? {
            self.meet(taken, &secrets, &request).await?;
        }
        if taken.webhook().status == WebhookStatus::Active { self.go_on(taken, &secrets).await } else { Ok(()) }
    }

    /// Sends what an administrator asked for, once.
    async fn meet(&self, taken: &Delivering, secrets: &[WebhookSecret], request: &WebhookRequest) -> Result<(), Error> {
        let (kind, message) = match request.number {
            None => (AttemptKind::Test, Some(Message::test(taken.webhook().id, request))),
            Some(number) => (AttemptKind::Replay, taken.line(number).await?.as_ref().map(Message::about)),
        };
        let attempt = match message {
            Some(message) => Some(self.attempt(taken.webhook(), secrets, kind, message, request.number).await.attempt),
            // It was deleted because of its age meanwhile.
            None => None,
        };
        taken.record(Outcome { attempt, met: Some(request.id), ..Outcome::default() }).await
    }

    /// Sends what comes next, line by line, until one is not taken.
    async fn go_on(&self, taken: &Delivering, secrets: &[WebhookSecret]) -> Result<(), Error> {
        let webhook = taken.webhook();
        let (mut progress, mut delivered, began) = (webhook.progress, 0, self.clock.now());
        loop {
            let lines = taken.lines_after(progress.handled).await?;
            if lines.is_empty() {
                return Ok(());
            }
            for line in lines {
                if !webhook.is_told_of(&line.record) {
                    progress = progress.handled(line.link.number, self.clock.now());
                    continue;
                }
                if progress.due_at > self.clock.now() {
                    return Ok(());
                }
                let (next, went_well) = self.deliver_line(taken, secrets, progress, &line).await?;
                progress = next;
                delivered += 1;
                if !went_well || delivered >= MOST_AT_A_TIME || self.clock.now().seconds_since(began) >= TURN {
                    return Ok(());
                }
            }
            // Lines that it is not told of need no attempt, but are done with.
            taken.record(Outcome { progress: Some(progress), ..Outcome::default() }).await?;
        }
    }

    /// Sends a line, and records what has come of it. Returns how far the webhook is then, and whether it has taken the line.
    async fn deliver_line(
        &self,
        taken: &Delivering,
        secrets: &[WebhookSecret],
        progress: Progress,
        line: &ChainedRecord,
    ) -> Result<(Progress, bool), Error> {
        let (webhook, number) = (taken.webhook(), line.link.number);
        let made = self.attempt(webhook, secrets, AttemptKind::Delivery, Message::about(line), Some(number)).await;
        let (now, went_well) = (self.clock.now(), made.attempt.is_delivered());
        count::webhook_delivery(went_well);
        let next = if went_well { progress.handled(number, now) } else { self.failed(progress, now, made.retry_after) };
        let given_up = (!went_well && (made.gone || next.is_hopeless(now))).then(|| self.give_up(webhook, next, now));
        taken.record(Outcome { progress: Some(next), attempt: Some(made.attempt), met: None, given_up }).await?;
        Ok((next, went_well))
    }

    fn failed(&self, progress: Progress, now: Timestamp, retry_after: Option<i64>) -> Progress {
        let spread = i64::from(u16::from_le_bytes(random::bytes(&*self.random)));
        progress.failed(now, retry_after, spread)
    }

    fn give_up(&self, webhook: &Webhook, progress: Progress, now: Timestamp) -> AuditEvent {
        tracing::warn!(webhook = %webhook.id, tenant = %webhook.tenant_id, "a webhook is disabled because it has failed for days, or wants nothing more");
        self.control.webhook_given_up(&Webhook { progress, ..webhook.clone() }, now)
    }

    async fn attempt(
        &self,
        webhook: &Webhook,
        secrets: &[WebhookSecret],
        kind: AttemptKind,
        message: Message,
        number: Option<i64>,
    ) -> Attempted {
        let now = self.clock.now();
        let id = WebhookAttemptId::new(now, random::bytes(&*self.random));
        Attempt { id, kind, message, number, url: &webhook.settings.url, secrets, now }.make(&self.fetcher).await
    }
}

/// The deliveries that are under way.
#[derive(Default)]
pub(super) struct UnderWay {
    pub(super) tasks: JoinSet<Result<(), Error>>,
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
