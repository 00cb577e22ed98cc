//! Webhooks of a tenant.

use domain::{
    audit::{ActorKind, AuditAction, AuditEvent, Change},
    clock::Timestamp,
    grants::Level,
    id::{TenantId, WebhookAttemptId, WebhookId, WorkspaceId},
    name::{Name, Slug},
    page::{Page, Window},
    problem::Problem,
    secret::Secret,
    view::{TypedWebhook, WebhookAttemptView, WebhookView},
    webhook::{
        AttemptKind, MOST_WEBHOOKS, Message, OVERLAP, Progress, Webhook, WebhookAttempt, WebhookRequest, WebhookSettings, WebhookStatus,
        WebhookUrl,
    },
};
use engine::{audit_chain::sha256, random, webhook::WebhookSecret};
use serde::Serialize;
use store::NewWebhookSecret;

use crate::{Control, Error, Operator, audit_line::Line, changes, error::Problems, permission::Action, permit::TenantPermit, write::Write};

/// The most values of a filter of a webhook.
const MOST_VALUES: usize = 100;

/// How many tests and events wait at most that an administrator sends to a webhook.
const MOST_REQUESTS: u64 = 20;

/// What becomes of the events that a webhook missed while it was disabled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missed {
    /// They are delivered, oldest first, as far as they are still kept.
    Deliver,
    /// They are passed over.
    Skip,
}

impl Operator {
    /// Returns the webhooks of a tenant, in the order in which they were created.
    pub async fn list_webhooks(&self, tenant: &Slug) -> Result<Vec<WebhookView>, Error> {
        let permit = self.permit_in(Action::SeeWebhooks, tenant).await?;
        let webhooks = self.control.store().tenant(permit.tenant().id).list_webhooks().await?;
        self.webhook_views(permit.tenant().id, webhooks).await
    }

    /// Returns a webhook.
    pub async fn load_webhook(&self, tenant: &Slug, id: WebhookId) -> Result<WebhookView, Error> {
        let permit = self.permit_in(Action::SeeWebhooks, tenant).await?;
        let webhook = self.control.store().tenant(permit.tenant().id).find_webhook(id).await?.ok_or(Error::NotFound)?;
        self.webhook_view(webhook).await
    }

    async fn webhook_view(&self, webhook: Webhook) -> Result<WebhookView, Error> {
        self.webhook_views(webhook.tenant_id, vec![webhook]).await?.pop().ok_or(Error::NotFound)
    }

    /// Adds to webhooks how their settings would be typed.
    async fn webhook_views(&self, tenant: TenantId, webhooks: Vec<Webhook>) -> Result<Vec<WebhookView>, Error> {
        let workspaces = webhooks.iter().flat_map(|webhook| webhook.settings.workspaces.iter().copied());
        let slugs = self.control.store().tenant(tenant).workspace_slugs(workspaces).await?;
        let name = |id: &WorkspaceId| slugs.get(id).cloned().unwrap_or_else(|| id.to_string());
        let view = |webhook: Webhook| {
            let WebhookSettings { name: called, url, actions, workspaces, ignored_actors } = webhook.settings.clone();
            let typed = TypedWebhook {
                name: called.to_string(),
                url: url.to_string(),
                actions,
                workspaces: workspaces.iter().map(name).collect(),
                ignored_actors: ignored_actors.join("\n"),
            };
            WebhookView { webhook, typed }
        };
        Ok(webhooks.into_iter().map(view).collect())
    }

    /// Returns a page of the attempts to deliver to a webhook, newest first.
    pub async fn list_webhook_attempts(
        &self,
        tenant: &Slug,
        id: WebhookId,
        window: impl Into<Window<WebhookAttemptId>> + Send,
    ) -> Result<Page<WebhookAttempt>, Error> {
        let window = window.into();
        let permit = self.permit_in(Action::SeeWebhooks, tenant).await?;
        let store = self.control.store().tenant(permit.tenant().id);
        store.find_webhook(id).await?.ok_or(Error::NotFound)?;
        Ok(store.list_webhook_attempts(id, window).await?)
    }

    /// Returns an attempt with what was sent; without it where the audit line is no longer kept.
    ///
    /// # Errors
    /// [`Error::Forbidden`] also where the actor may not see the log of the tenant: the event is a line of it.
    pub async fn load_webhook_attempt(&self, tenant: &Slug, id: WebhookId, attempt: WebhookAttemptId) -> Result<WebhookAttemptView, Error> {
        let permit = self.permit_with_events(Action::SeeWebhooks, tenant).await?;
        let store = self.control.store().tenant(permit.tenant().id);
        let webhook = store.find_webhook(id).await?.ok_or(Error::NotFound)?;
        let attempt = store.find_webhook_attempt(id, attempt).await?.ok_or(Error::NotFound)?;
        let message = match (attempt.kind, attempt.number) {
            (AttemptKind::Test, _) => attempt
                .event_id
                .parse()
                .ok()
                .map(|id: WebhookAttemptId| Message::test(webhook.id, &WebhookRequest { id, number: None, at: id.made_at() })),
            (_, Some(number)) => store.find_audit_line(number).await?.as_ref().map(Message::about),
            (_, None) => None,
        };
        let body = message.and_then(|message| serde_json::to_string_pretty(&message.body).ok());
        Ok(WebhookAttemptView { webhook, attempt, body })
    }

    /// Creates a webhook. It is told of what happens from now on. The secret is shown only once.
    pub async fn create_webhook(&self, tenant: &Slug, typed: &TypedWebhook) -> Result<(WebhookView, Secret<String>), Error> {
        let permit = self.permit_with_events(Action::SetWebhooks, tenant).await?;
        let settings = self.webhook_settings(&permit, typed, &[]).await?;
        let write = self.begin_alone_in(&permit).await?;
        let store = write.transaction.tenant(permit.tenant().id);
        if store.list_webhooks().await?.len() >= MOST_WEBHOOKS as usize {
            return Err(Error::invalid("name", Problem::TooMany { most: MOST_WEBHOOKS }));
        }
        let webhook = Webhook {
            id: WebhookId::new(write.now, self.control.random_bytes()),
            tenant_id: permit.tenant().id,
            settings,
            status: WebhookStatus::Active,
            created_at: write.now,
            version: 1,
            progress: Progress {
                handled: store.last_audit_number().await?,
                failures: 0,
                failing_since: None,
                due_at: write.now,
                told_since: write.now,
            },
            former_secret_until: None,
        };
        let secret = WebhookSecret::new(self.control.random());
        store.insert_webhook(&webhook, self.sealed(&secret, webhook.id)?).await?;
        write.audit(line(AuditAction::WebhookCreated, &webhook, changes::between(&Told::nothing(), &Told::of(&webhook.settings))?)).await?;
        write.commit().await?;
        Ok((self.webhook_view(webhook).await?, secret.shown()))
    }

    /// Changes what a webhook is told of, and where.
    pub async fn set_webhook(&self, tenant: &Slug, id: WebhookId, version: i64, typed: &TypedWebhook) -> Result<WebhookView, Error> {
        let permit = self.permit_with_events(Action::SetWebhooks, tenant).await?;
        let now = self.control.store().tenant(permit.tenant().id).find_webhook(id).await?.ok_or(Error::NotFound)?;
        let settings = self.webhook_settings(&permit, typed, &now.settings.workspaces).await?;
        let (write, before) = self.begin_webhook(&permit, id, Some(version)).await?;
        if settings == before.settings {
            return self.webhook_view(before).await;
        }
        let changes = changes::between(&Told::of(&before.settings), &Told::of(&settings))?;
        // What was not taken at the former address is tried at the new one at once.
        let progress = Progress { failures: 0, failing_since: None, due_at: write.now, ..before.progress };
        let after = write.transaction.tenant(before.tenant_id).update_webhook(&Webhook { settings, progress, ..before }).await?;
        write.audit(line(AuditAction::WebhookUpdated, &after, changes)).await?;
        write.commit().await?;
        self.webhook_view(after).await
    }

    /// Enables a webhook, or disables it.
    pub async fn set_webhook_status(
        &self,
        tenant: &Slug,
        id: WebhookId,
        version: i64,
        active: bool,
        missed: Missed,
    ) -> Result<WebhookView, Error> {
        let permit = self.permit_with_events(Action::SetWebhooks, tenant).await?;
        let (write, before) = self.begin_webhook(&permit, id, Some(version)).await?;
        let status = if active { WebhookStatus::Active } else { WebhookStatus::Disabled };
        if before.status == status {
            return self.webhook_view(before).await;
        }
        let store = write.transaction.tenant(before.tenant_id);
        let last = store.last_audit_number().await?;
        let handled = if active && missed == Missed::Skip { last } else { before.progress.handled };
        let told_since = if active && missed == Missed::Skip { write.now } else { before.progress.told_since };
        let progress = Progress { handled, failures: 0, failing_since: None, due_at: write.now, told_since };
        let passed_over = match handled - before.progress.handled {
            0 => Vec::new(),
            passed_over => changes::one("events_passed_over", "", &passed_over),
        };
        let after = store.update_webhook(&Webhook { status, progress, ..before }).await?;
        let action = if active { AuditAction::WebhookEnabled } else { AuditAction::WebhookDisabled };
        write.audit(line(action, &after, passed_over)).await?;
        write.commit().await?;
        self.webhook_view(after).await
    }

    /// Replaces the secret of a webhook. The former one signs beside it for a day. The new one is shown only once.
    pub async fn rotate_webhook_secret(&self, tenant: &Slug, id: WebhookId, version: i64) -> Result<Secret<String>, Error> {
        let permit = self.permit_in(Action::SetWebhooks, tenant).await?;
        let (write, webhook) = self.begin_webhook(&permit, id, Some(version)).await?;
        let secret = WebhookSecret::new(self.control.random());
        let former_until = write.now.plus_seconds(OVERLAP);
        let new = NewWebhookSecret { sealed: self.sealed(&secret, id)?, former_until };
        write.transaction.tenant(webhook.tenant_id).set_webhook_secret(id, new).await?;
        write.audit(line(AuditAction::WebhookSecretRotated, &webhook, changes::one("former_secret_until", "", &former_until))).await?;
        write.commit().await?;
        Ok(secret.shown())
    }

    /// Deletes a webhook with the record of its attempts; where a version is named, that one.
    ///
    /// # Errors
    /// [`Error::Stale`] where it has another version.
    pub async fn delete_webhook(&self, tenant: &Slug, id: WebhookId, version: Option<i64>) -> Result<(), Error> {
        let permit = self.permit_in(Action::SetWebhooks, tenant).await?;
        let (write, webhook) = self.begin_webhook(&permit, id, version).await?;
        write.transaction.tenant(webhook.tenant_id).delete_webhook(id).await?;
        write.audit(line(AuditAction::WebhookDeleted, &webhook, Vec::new())).await?;
        write.commit().await
    }

    /// Has a test sent to a webhook, also to one that is disabled. Its attempt is listed with the others.
    pub async fn test_webhook(&self, tenant: &Slug, id: WebhookId) -> Result<(), Error> {
        let permit = self.permit_in(Action::SetWebhooks, tenant).await?;
        let (write, webhook) = self.begin_webhook(&permit, id, None).await?;
        write.request(&webhook, None).await?;
        write.audit(line(AuditAction::WebhookTested, &webhook, Vec::new())).await?;
        write.commit().await
    }

    /// Has an event sent to a webhook once more, outside the order, whether or not it is told of such events.
    ///
    /// # Errors
    /// [`Error::Invalid`] where the event is no longer kept.
    pub async fn replay_event(&self, tenant: &Slug, id: WebhookId, number: i64) -> Result<(), Error> {
        let permit = self.permit_with_events(Action::ReplayWebhooks, tenant).await?;
        let (write, webhook) = self.begin_webhook(&permit, id, None).await?;
        let store = write.transaction.tenant(webhook.tenant_id);
        store.find_audit_line(number).await?.ok_or_else(|| Error::invalid("number", Problem::NoSuchEvent))?;
        write.request(&webhook, Some(number)).await?;
        write.audit(line(AuditAction::WebhookReplayed, &webhook, changes::one("event", "", &number))).await?;
        write.commit().await
    }

    /// Has all events since a point in time that a webhook is told of delivered again, in order, before later ones.
    ///
    /// # Errors
    /// [`Error::Invalid`] where there is none that was delivered already.
    pub async fn replay_since(&self, tenant: &Slug, id: WebhookId, since: Timestamp) -> Result<(), Error> {
        let permit = self.permit_with_events(Action::ReplayWebhooks, tenant).await?;
        let (write, before) = self.begin_webhook(&permit, id, None).await?;
        let store = write.transaction.tenant(before.tenant_id);
        let first = store.first_audit_number(since).await?.filter(|first| *first <= before.progress.handled);
        let first = first.ok_or_else(|| Error::invalid("since", Problem::NoSuchEvent))?;
        let again = before.progress.handled - first + 1;
        let told_since = since.min(before.progress.told_since);
        let progress = Progress { handled: first - 1, failures: 0, failing_since: None, due_at: write.now, told_since };
        let after = store.update_webhook(&Webhook { progress, ..before }).await?;
        let changes = [changes::one("since", "", &since), changes::one("events_at_most", "", &again)].concat();
        write.audit(line(AuditAction::WebhookReplayed, &after, changes)).await?;
        write.commit().await
    }

    /// Permission to do something about webhooks by which one learns of events, for somebody who may see them.
    async fn permit_with_events(&self, action: Action, tenant: &Slug) -> Result<TenantPermit, Error> {
        let permit = self.permit_in(action, tenant).await?;
        self.check(Action::SeeTenantAudit, Level::Tenant(permit.tenant().id))?;
        Ok(permit)
    }

    /// Begins a write about a webhook, which nobody else changes before the end of it.
    async fn begin_webhook(&self, permit: &TenantPermit, id: WebhookId, version: Option<i64>) -> Result<(Write<'_>, Webhook), Error> {
        let write = self.begin_in(permit).await?;
        let found = write.transaction.tenant(permit.tenant().id).lock_webhook(id).await?.ok_or(Error::NotFound)?;
        if version.is_some_and(|version| version != found.version) { Err(Error::Stale) } else { Ok((write, found)) }
    }

    fn sealed(&self, secret: &WebhookSecret, webhook: WebhookId) -> Result<Vec<u8>, Error> {
        secret.seal(self.control.keys(), webhook, self.control.random()).map_err(Error::internal)
    }

    /// Reads settings as they were typed. Workspaces that it is told of now may be named by their identifiers.
    async fn webhook_settings(&self, permit: &TenantPermit, typed: &TypedWebhook, now: &[WorkspaceId]) -> Result<WebhookSettings, Error> {
        let mut problems = Problems::default();
        let name = problems.take("name", Name::parse(&typed.name));
        let url = problems.take("url", WebhookUrl::parse(&typed.url));
        if typed.actions.iter().any(|action| AuditAction::from_code(action).is_none()) {
            problems.note("actions", Problem::UnknownValue);
        }
        let store = self.control.store().tenant(permit.tenant().id);
        let mut workspaces: Vec<WorkspaceId> = Vec::new();
        if typed.workspaces.len() > MOST_VALUES {
            return Err(Error::invalid("workspaces", Problem::TooMany { most: 100 }));
        }
        for text in &typed.workspaces {
            let known = text.parse::<WorkspaceId>().ok().filter(|id| now.contains(id));
            let found = match (known, Slug::parse(text)) {
                (Some(id), _) => Some(id),
                (None, Ok(slug)) => store.workspace(&slug).await?.map(|store| store.workspace().id),
                (None, Err(_)) => None,
            };
            match found {
                Some(id) if workspaces.contains(&id) => {}
                Some(id) => workspaces.push(id),
                None => problems.note("workspaces", Problem::UnknownValue),
            }
        }
        let actors = typed.ignored_actors.lines().map(str::trim).filter(|actor| !actor.is_empty()).map(str::to_owned);
        let ignored_actors: Vec<String> = actors.collect();
        if ignored_actors.len() > MOST_VALUES {
            problems.note("ignored_actors", Problem::TooMany { most: 100 });
        }
        if ignored_actors.iter().any(|actor| actor.chars().count() > 300) {
            problems.note("ignored_actors", Problem::TooLong { most: 300 });
        }
        if ignored_actors.iter().any(|actor| actor.chars().any(char::is_control)) {
            problems.note("ignored_actors", Problem::ControlCharacter);
        }
        let (Some(name), Some(url)) = (name, url) else { return Err(problems.into()) };
        problems.check()?;
        let mut actions = typed.actions.clone();
        actions.sort_unstable();
        actions.dedup();
        Ok(WebhookSettings { name, url, actions, workspaces, ignored_actors })
    }
}

impl Write<'_> {
    /// Has something sent to a webhook once.
    async fn request(&self, webhook: &Webhook, number: Option<i64>) -> Result<(), Error> {
        let store = self.transaction.tenant(webhook.tenant_id);
        if store.count_webhook_requests(webhook.id).await? >= MOST_REQUESTS {
            return Err(Error::invalid("webhook", Problem::TooMany { most: 20 }));
        }
        let id = WebhookAttemptId::new(self.now, random::bytes(self.operator.control.random()));
        let request = WebhookRequest { id, number, at: self.now };
        Ok(store.insert_webhook_request(webhook, &request).await?)
    }
}

impl Control {
    /// Returns the audit line of a webhook that is given up because it failed for days.
    pub fn webhook_given_up(&self, webhook: &Webhook, now: Timestamp) -> AuditEvent {
        let since = webhook.progress.failing_since.map(|since| since.to_string()).unwrap_or_default();
        let line = line(AuditAction::WebhookGivenUp, webhook, changes::one("failing_since", "", &since));
        self.audit_event((ActorKind::Server, "webhooks"), now, Some(webhook.tenant_id), line)
    }
}

/// What the audit line says of a webhook's settings.
#[derive(Serialize)]
struct Told {
    name: String,
    url: String,
    events: String,
    workspaces: String,
    ignored_actors: String,
}

impl Told {
    fn nothing() -> Self {
        Self { name: String::new(), url: String::new(), events: String::new(), workspaces: String::new(), ignored_actors: String::new() }
    }

    fn of(settings: &WebhookSettings) -> Self {
        let list = |values: &[String]| if values.is_empty() { "all".to_owned() } else { values.join(", ") };
        let workspaces: Vec<_> = settings.workspaces.iter().map(ToString::to_string).collect();
        Self {
            name: settings.name.to_string(),
            url: fingerprint(&settings.url),
            events: list(&settings.actions),
            workspaces: list(&workspaces),
            ignored_actors: settings.ignored_actors.join(", "),
        }
    }
}

/// Returns the server of an address, with a digest of the whole: the rest may be a secret.
fn fingerprint(url: &WebhookUrl) -> String {
    let server = domain::origin::Origin::parse(url.as_str()).map(|origin| origin.to_string()).unwrap_or_default();
    let digest = sha256(url.as_str().as_bytes()).to_string();
    format!("{server} (SHA-256 {}…)", digest.chars().take(12).collect::<String>())
}

fn line(action: AuditAction, webhook: &Webhook, changes: Vec<Change>) -> Line {
    Line { workspace: None, action, target: webhook.settings.name.to_string(), target_id: webhook.id.to_string(), changes }
}
