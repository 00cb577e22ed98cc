//! What is sent to webhooks: what administrators asked for, and then the lines of the log.

use std::sync::Arc;

use control::Control;
use domain::{
    audit::AuditEvent,
    audit_chain::ChainedRecord,
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

use super::attempt::{Attempt, Attempted};
use crate::{
    delivery::{Outbox, Turn},
    fetch::Fetcher,
    installation::Installation,
    metrics::count,
};

/// The webhooks of an installation.
pub(crate) struct Webhooks {
    store: Store,
    control: Control,
    keys: KeyRing,
    clock: Arc<dyn Clock>,
    random: Arc<dyn Random>,
    fetcher: Fetcher,
}

impl Outbox for Webhooks {
    type Receiver = WebhookId;
    type Taken = Delivering;

    const TASK: &'static str = "the delivery to webhooks";

    async fn list_due(&self, most: u64) -> Result<Vec<(WebhookId, TenantId)>, Error> {
        self.store.list_due_webhooks(self.clock.now(), most).await
    }

    async fn take(&self, webhook: WebhookId) -> Result<Option<Delivering>, Error> {
        self.store.take_webhook(webhook, Arc::clone(&self.clock)).await
    }

    fn fence(taken: &Delivering) -> i64 {
        taken.fence()
    }

    async fn serve(&self, taken: &Delivering) -> Result<(), Error> {
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

    async fn release(&self, taken: Delivering) -> Result<(), Error> {
        taken.release().await
    }

    async fn release_all(&self, held: &[(WebhookId, i64)]) -> Result<(), Error> {
        self.store.release_webhooks(held, self.clock.now()).await
    }
}

impl Webhooks {
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
        }
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
        let (mut progress, mut turn) = (webhook.progress, Turn::new(self.clock.now()));
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
                if turn.is_over_with(self.clock.now()) || !went_well {
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
