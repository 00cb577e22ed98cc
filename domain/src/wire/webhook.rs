//! Webhooks of a tenant.

use crate::{
    clock::Timestamp,
    id::{WebhookAttemptId, WebhookId},
    name::Name,
    problem::Problem,
    view::{TypedWebhook, WebhookView},
    webhook::{self, WebhookUrl},
    wire::{
        reading::{Misfit, Reading},
        resource::Resource,
        sent::Sent,
        types::{sent, told},
    },
};

sent! {
    /// A program that is told what happens in a tenant.
    pub struct Webhook told [id status created_at secret] needed [name url] {
        /// Its identifier.
        pub id: Sent<WebhookId>,
        /// What it is called.
        pub name: Sent<Name>,
        /// Where events are sent.
        pub url: Sent<WebhookUrl>,
        /// The codes of the audit events that it is told of; all where there are none.
        pub actions: Vec<String>,
        /// The workspaces whose events it is told of; where there are none, all of them, and the events of the tenant itself. One that was deleted
        /// stands here by its UUID.
        pub server_ids: Vec<String>,
        /// Whose acts it is not told of: names or addresses as audit events have them, or identifiers of API tokens. At most 100.
        pub ignored_actors: Vec<String>,
        /// Whether events are delivered: `active`, `disabled`, or `given_up` because it failed for days.
        pub status: String,
        /// When it was made.
        pub created_at: Sent<Timestamp>,
        /// The secret that requests are signed with, in the answer that creates it alone.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub secret: Option<String>,
    }

    /// How a webhook is enabled.
    pub struct EnableWebhook {
        /// Whether the events that it missed are passed over. Otherwise they are delivered, as far as they are kept.
        pub skip_missed: bool,
    }

    /// What is sent to a webhook again: one event, or all since a time that it is told of.
    pub struct ReplayWebhook {
        /// The number of the event in the chain of the tenant.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub number: Option<i64>,
        /// The time.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub since: Option<Sent<Timestamp>>,
    }
}

told! {
    /// How far a webhook has come.
    pub struct WebhookDelivery {
        /// Whether events are delivered: `active`, `disabled` or `given_up`.
        pub status: String,
        /// The number of the last event that was delivered, or that it is not told of.
        pub delivered_up_to: i64,
        /// How often the next event was sent in vain.
        pub failures: i64,
        /// Since when nothing was taken.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub failing_since: Option<Sent<Timestamp>>,
        /// When the next event is due.
        pub due_at: Sent<Timestamp>,
        /// Until when the former secret signs, too.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub former_secret_until: Option<Sent<Timestamp>>,
    }

    /// The new secret of a webhook, which is told this once.
    pub struct WebhookSecret {
        /// The secret.
        pub secret: String,
    }

    /// An attempt to deliver something to a webhook.
    pub struct WebhookAttempt {
        /// Its identifier, which sorts by time.
        pub id: Sent<WebhookAttemptId>,
        /// Why it was made: `delivery`, `replay` or `test`.
        pub kind: String,
        /// The `webhook-id` that was sent: that of the audit event.
        pub event_id: String,
        /// What happened, by the code of the audit event.
        pub event_type: String,
        /// The number of the audit event; absent for a test.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub number: Option<i64>,
        /// When.
        pub at: Sent<Timestamp>,
        /// How long it took, in milliseconds.
        pub milliseconds: i64,
        /// Whether the receiver has taken it.
        pub delivered: bool,
        /// The status that it was answered with.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub http_status: Option<i64>,
        /// Why it counts as a failure.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub failure: Option<String>,
        /// The beginning of the body of the answer.
        pub answer: String,
        /// What was sent, where one attempt is read and the event is still kept.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub body: Option<serde_json::Value>,
    }
}

impl Resource for Webhook {
    fn pointer(field: &str) -> String {
        match field {
            "workspaces" => "/server_ids".to_owned(),
            field => format!("/{field}"),
        }
    }
}

impl Resource for EnableWebhook {}
impl Resource for ReplayWebhook {}

impl From<&WebhookView> for Webhook {
    fn from(WebhookView { webhook, typed }: &WebhookView) -> Self {
        Self {
            id: Sent::of(&webhook.id),
            name: Sent::of(&webhook.settings.name),
            url: Sent::of(&webhook.settings.url),
            actions: typed.actions.clone(),
            server_ids: typed.workspaces.clone(),
            ignored_actors: webhook.settings.ignored_actors.clone(),
            status: code(&webhook.status),
            created_at: Sent::of(&webhook.created_at),
            secret: None,
        }
    }
}

impl Webhook {
    /// Reads it as it would be typed.
    ///
    /// # Errors
    /// All that does not fit.
    pub fn typed(&self) -> Result<TypedWebhook, Vec<Misfit>> {
        let mut reading = Reading::default();
        let (name, url) = (reading.take("/name", &self.name), reading.take("/url", &self.url));
        if self.ignored_actors.iter().any(|actor| actor.contains(['\n', '\r'])) {
            reading.note("/ignored_actors", Problem::ControlCharacter);
        }
        let typed = |(name, url): (Name, WebhookUrl)| TypedWebhook {
            name: name.to_string(),
            url: url.to_string(),
            actions: self.actions.clone(),
            workspaces: self.server_ids.clone(),
            ignored_actors: self.ignored_actors.join("\n"),
        };
        reading.done(name.zip(url).map(typed))
    }
}

/// What is sent to a webhook again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Replay {
    /// One event, by its number.
    Event(i64),
    /// All since a time that it is told of.
    Since(Timestamp),
}

impl ReplayWebhook {
    /// Reads it.
    ///
    /// # Errors
    /// Where it is neither one nor the other, or both.
    pub fn read(&self) -> Result<Replay, Vec<Misfit>> {
        let mut reading = Reading::default();
        let since = reading.optional("/since", self.since.as_ref());
        let replay = match (self.number, since) {
            (Some(number), None) if self.since.is_none() => Some(Replay::Event(number)),
            (None, Some(since)) => Some(Replay::Since(since)),
            (None, None) => {
                if self.since.is_none() {
                    reading.note("/number", Problem::Missing);
                }
                None
            }
            (Some(_), _) => {
                reading.note("/since", Problem::Contradiction);
                None
            }
        };
        reading.done(replay)
    }
}

impl From<&webhook::Webhook> for WebhookDelivery {
    fn from(webhook: &webhook::Webhook) -> Self {
        let progress = webhook.progress;
        Self {
            status: code(&webhook.status),
            delivered_up_to: progress.handled,
            failures: progress.failures,
            failing_since: progress.failing_since.as_ref().map(Sent::of),
            due_at: Sent::of(&progress.due_at),
            former_secret_until: webhook.former_secret_until.as_ref().map(Sent::of),
        }
    }
}

impl From<&webhook::WebhookAttempt> for WebhookAttempt {
    fn from(attempt: &webhook::WebhookAttempt) -> Self {
        Self {
            id: Sent::of(&attempt.id),
            kind: code(&attempt.kind),
            event_id: attempt.event_id.clone(),
            event_type: attempt.event_type.clone(),
            number: attempt.number,
            at: Sent::of(&attempt.at),
            milliseconds: attempt.millis,
            delivered: attempt.is_delivered(),
            http_status: attempt.status.map(i64::from),
            failure: attempt.failure.clone(),
            answer: attempt.answer.clone(),
            body: None,
        }
    }
}

/// Returns the code of a value that is one of several.
fn code(value: &impl serde::Serialize) -> String {
    let code = value.serialize(serde_json::value::Serializer).ok();
    code.and_then(|code| code.as_str().map(str::to_owned)).unwrap_or_default()
}
