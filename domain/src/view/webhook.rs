//! Webhooks and their deliveries.

use serde::{Deserialize, Serialize};

use crate::webhook::{Webhook, WebhookAttempt};

/// A webhook as it is typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypedWebhook {
    /// What it is called.
    pub name: String,
    /// Where it is.
    pub url: String,
    /// The codes of the actions that it is told of; empty for all.
    #[serde(default)]
    pub actions: Vec<String>,
    /// The addresses of the workspaces whose events it is told of; empty for all. One that it is told of already may be named by its identifier.
    #[serde(default)]
    pub workspaces: Vec<String>,
    /// Whose acts it is not told of, one a line.
    #[serde(default)]
    pub ignored_actors: String,
}

/// A webhook, and the same as it would be typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WebhookView {
    /// The webhook.
    pub webhook: Webhook,
    /// Its settings as they would be typed: workspaces by their addresses, those that were deleted by their identifiers.
    pub typed: TypedWebhook,
}

/// An attempt to deliver to a webhook, with what was sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WebhookAttemptView {
    /// The webhook.
    pub webhook: Webhook,
    /// The attempt.
    pub attempt: WebhookAttempt,
    /// The body that was sent, for people to read; none where the event is no longer kept.
    pub body: Option<String>,
}
