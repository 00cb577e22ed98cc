//! Webhooks: addresses that are told of what happens in a tenant.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::{
    audit_chain::{AuditRecord, ChainedRecord},
    backoff,
    clock::Timestamp,
    id::{TenantId, WebhookAttemptId, WebhookId, WorkspaceId},
    name::Name,
    origin::Origin,
};

/// The most webhooks of a tenant.
pub const MOST_WEBHOOKS: u32 = 20;
/// For how many seconds the former secret signs beside a new one: a day.
pub const OVERLAP: i64 = 24 * 3600;
/// After how many seconds without a success a webhook is disabled: five days.
pub const GIVEN_UP_AFTER: i64 = 5 * 24 * 3600;

/// Why something is no address of a webhook.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WebhookUrlError {
    /// It is no address.
    #[error("Type an address that begins with https:// and a host, without a user.")]
    NotAnAddress,
    /// It is too long.
    #[error("An address has at most 2,000 characters.")]
    TooLong,
    /// It has a fragment, which is never sent.
    #[error("Leave out # and what follows it: it is never sent.")]
    Fragment,
}

/// The address of a webhook: `https://`, or `http://` within networks that the configuration allows. Where it leads is checked at each delivery.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct WebhookUrl(String);

impl WebhookUrl {
    /// Reads an address.
    pub fn parse(text: &str) -> Result<Self, WebhookUrlError> {
        let text = text.trim();
        if text.len() > 2_000 {
            return Err(WebhookUrlError::TooLong);
        }
        if text.contains('#') {
            return Err(WebhookUrlError::Fragment);
        }
        // The host is spelled plainly, and there is no user.
        Origin::parse(text).map(|_| Self(text.to_owned())).ok_or(WebhookUrlError::NotAnAddress)
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for WebhookUrl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a webhook is told of, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WebhookSettings {
    /// What it is called.
    pub name: Name,
    /// Where it is.
    pub url: WebhookUrl,
    /// The codes of the actions that it is told of; empty for all. Codes and not [`AuditAction`](crate::audit::AuditAction)s: a server of another version passes over none
    /// that it does not know.
    #[serde(default)]
    pub actions: Vec<String>,
    /// The workspaces whose events it is told of; empty for all, and for those of the tenant itself.
    #[serde(default)]
    pub workspaces: Vec<WorkspaceId>,
    /// Whose acts it is not told of: names or addresses as audit lines have them, or identifiers of API tokens. So a program does not hear its
    /// own echo.
    #[serde(default)]
    pub ignored_actors: Vec<String>,
}

/// Whether events are delivered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WebhookStatus {
    /// They are.
    Active,
    /// They are not: an administrator switched it off.
    Disabled,
    /// They are not: it failed for days.
    GivenUp,
}

/// A webhook of a tenant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Webhook {
    /// Its identifier.
    pub id: WebhookId,
    /// Its tenant.
    pub tenant_id: TenantId,
    /// What it is told of.
    pub settings: WebhookSettings,
    /// Whether it is told.
    pub status: WebhookStatus,
    /// When it was created.
    pub created_at: Timestamp,
    /// Counts its changes.
    pub version: i64,
    /// How far it has come.
    pub progress: Progress,
    /// Until when the former secret signs, too.
    pub former_secret_until: Option<Timestamp>,
}

/// How far a webhook has come in the chain of its tenant's audit lines, which is its outbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// The number of the last line that was delivered, or that it is not told of.
    pub handled: i64,
    /// How often the next line was sent in vain.
    pub failures: i64,
    /// Since when nothing was taken; none where the last delivery was.
    pub failing_since: Option<Timestamp>,
    /// When the next line is due.
    pub due_at: Timestamp,
    /// It is told of lines that were written since this time: those of before can get their number later.
    pub told_since: Timestamp,
}

/// An attempt to deliver something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WebhookAttempt {
    /// Its identifier; begins with the time.
    pub id: WebhookAttemptId,
    /// Why it was made.
    pub kind: AttemptKind,
    /// The value of `webhook-id`.
    pub event_id: String,
    /// The value of `type`.
    pub event_type: String,
    /// The number of the audit line; none for a test.
    pub number: Option<i64>,
    /// When.
    pub at: Timestamp,
    /// How long it took, in milliseconds.
    pub millis: i64,
    /// The status of the answer; none where there was none.
    pub status: Option<u16>,
    /// Why there was no answer, or why it counts as a failure.
    pub failure: Option<String>,
    /// The beginning of the answer's body.
    pub answer: String,
}

impl WebhookAttempt {
    /// Returns whether the receiver has taken it.
    pub const fn is_delivered(&self) -> bool {
        self.failure.is_none()
    }
}

/// Why an attempt was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AttemptKind {
    /// An event was due.
    Delivery,
    /// An administrator had an event sent again.
    Replay,
    /// An administrator sent a test.
    Test,
}

/// Something that an administrator has sent once, outside the order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct WebhookRequest {
    /// Its identifier.
    pub id: WebhookAttemptId,
    /// The number of the audit line that is sent again; none for a test.
    pub number: Option<i64>,
    /// When it was asked for.
    pub at: Timestamp,
}

impl Webhook {
    /// Returns whether the webhook is told of a line.
    pub fn is_told_of(&self, line: &AuditRecord) -> bool {
        let WebhookSettings { actions, workspaces, ignored_actors, .. } = &self.settings;
        let of_workspace = workspaces.is_empty() || line.workspace_id.is_some_and(|id| workspaces.contains(&id));
        let of_action = actions.is_empty() || actions.contains(&line.action);
        let token = line.context.as_ref().and_then(|context| context.get("api_token")?.as_str());
        let is_ignored =
            ignored_actors.iter().any(|actor| actor.to_lowercase() == line.actor.to_lowercase() || Some(actor.as_str()) == token);
        line.at >= self.progress.told_since && of_workspace && of_action && !is_ignored
    }
}

/// What is sent: `webhook-id` and the body, in the form of *Standard Webhooks*.
#[derive(Debug, Clone, PartialEq)]
pub struct Message {
    /// Its identifier: the same however often it is sent.
    pub id: String,
    /// What happened, by the code of the action.
    pub event_type: String,
    /// The body.
    pub body: Value,
}

impl Message {
    /// The message about an audit line.
    pub fn about(line: &ChainedRecord) -> Self {
        let ChainedRecord { record, previous_hash, link } = line;
        let data = json!({ "line": record.object(Some((link.number, *previous_hash))), "hash": link.hash });
        Self::new(record.id.to_string(), record.action.clone(), record.at, &data)
    }

    /// The message of a test.
    pub fn test(webhook: WebhookId, request: &WebhookRequest) -> Self {
        Self::new(request.id.to_string(), "webhook.test".to_owned(), request.at, &json!({ "webhook_id": webhook }))
    }

    fn new(id: String, event_type: String, at: Timestamp, data: &Value) -> Self {
        let body = json!({ "type": event_type, "timestamp": at.to_string(), "data": data });
        Self { id, event_type, body }
    }
}

impl Progress {
    /// Returns the progress after the next lines were delivered, or need no delivery, up to this number.
    #[must_use]
    pub const fn handled(self, number: i64, now: Timestamp) -> Self {
        Self { handled: number, failures: 0, failing_since: None, due_at: now, ..self }
    }

    /// Returns the progress after a failure. `spread` is a random number below 1,000; a receiver may ask for a longer pause.
    #[must_use]
    pub fn failed(self, now: Timestamp, asked_seconds: Option<i64>, spread: i64) -> Self {
        Self {
            failures: self.failures + 1,
            failing_since: Some(self.failing_since.unwrap_or(now)),
            due_at: backoff::next_attempt(now, self.failures, asked_seconds, spread),
            ..self
        }
    }

    /// Returns whether it has failed for so long that nobody is there.
    pub fn is_hopeless(&self, now: Timestamp) -> bool {
        self.failing_since.is_some_and(|since| now.seconds_since(since) >= GIVEN_UP_AFTER)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::id::AuditEventId;

    const START: Timestamp = Timestamp::from_millis(1_795_000_000_000);
    const FRESH: Progress = Progress { handled: 5, failures: 0, failing_since: None, due_at: START, told_since: START };

    fn settings() -> WebhookSettings {
        let (name, url) = (Name::parse("Hook").unwrap(), WebhookUrl::parse("https://hooks.example.com/").unwrap());
        WebhookSettings { name, url, actions: Vec::new(), workspaces: Vec::new(), ignored_actors: Vec::new() }
    }

    fn webhook() -> Webhook {
        Webhook {
            id: WebhookId::new(START, [1; 10]),
            tenant_id: TenantId::new(START, [2; 10]),
            settings: settings(),
            status: WebhookStatus::Active,
            created_at: START,
            version: 1,
            progress: FRESH,
            former_secret_until: None,
        }
    }

    fn line() -> AuditRecord {
        AuditRecord {
            id: AuditEventId::new(START, [3; 10]),
            tenant_id: Some(TenantId::new(START, [2; 10])),
            workspace_id: Some(WorkspaceId::new(START, [4; 10])),
            at: START,
            actor_kind: "administrator".to_owned(),
            actor: "ann@example.com".to_owned(),
            action: "client.updated".to_owned(),
            target: "Shop".to_owned(),
            target_id: "x".to_owned(),
            changes: json!([]),
            context: Some(json!({ "api_token": "0193d0f0-0000-7000-8000-000000000000" })),
        }
    }

    #[test]
    fn an_address_is_one_that_can_be_asked() {
        for good in ["https://hooks.example.com/a?b=c", " https://hooks.example.com ", "http://10.0.0.1:8080/x", "https://[2001:db8::1]/"] {
            assert_eq!(WebhookUrl::parse(good).map(|url| url.to_string()), Ok(good.trim().to_owned()));
        }
        for (bad, why) in [
            ("hooks.example.com", WebhookUrlError::NotAnAddress),
            ("ftp://hooks.example.com", WebhookUrlError::NotAnAddress),
            ("https://ann:secret@hooks.example.com/", WebhookUrlError::NotAnAddress),
            ("https://2130706433/", WebhookUrlError::NotAnAddress),
            ("https://hooks.example.com/#x", WebhookUrlError::Fragment),
            ("", WebhookUrlError::NotAnAddress),
            (&format!("https://hooks.example.com/{}", "x".repeat(2_000)), WebhookUrlError::TooLong),
        ] {
            assert_eq!(WebhookUrl::parse(bad), Err(why), "{bad}");
        }
    }

    #[test]
    fn a_webhook_is_told_of_what_was_chosen_and_not_of_its_own_echo() {
        let with = |settings: WebhookSettings| Webhook { settings, ..webhook() }.is_told_of(&line());
        let of = settings;
        assert!(with(of()));
        assert!(with(WebhookSettings { actions: vec!["client.updated".to_owned(), "client.later".to_owned()], ..of() }));
        assert!(!with(WebhookSettings { actions: vec!["client.created".to_owned()], ..of() }));
        assert!(with(WebhookSettings { workspaces: vec![line().workspace_id.unwrap()], ..of() }));
        assert!(!with(WebhookSettings { workspaces: vec![WorkspaceId::new(START, [5; 10])], ..of() }));
        assert!(
            !Webhook { progress: Progress { told_since: START.plus_seconds(1), ..FRESH }, ..webhook() }.is_told_of(&line()),
            "it was written before"
        );
        for echo in ["ann@example.com", "Ann@Example.com", "0193d0f0-0000-7000-8000-000000000000"] {
            assert!(!with(WebhookSettings { ignored_actors: vec![echo.to_owned()], ..of() }), "{echo}");
        }
        assert!(with(WebhookSettings { ignored_actors: vec!["bob@example.com".to_owned()], ..of() }));
    }

    #[test]
    fn pauses_grow_with_each_failure_and_end_with_a_success() {
        let mut progress = FRESH;
        let mut pauses = Vec::new();
        for _ in 0..3 {
            progress = progress.failed(START, None, 500);
            pauses.push(progress.due_at.seconds_since(START));
        }
        assert_eq!(pauses, [5, 10, 20]);
        assert_eq!((progress.failures, progress.failing_since, progress.handled), (3, Some(START), 5));
        assert_eq!(FRESH.failed(START, Some(60), 0).due_at.seconds_since(START), 60, "as the receiver asks");
        let delivered = progress.handled(6, START.plus_seconds(9));
        assert_eq!(delivered, Progress { handled: 6, failures: 0, failing_since: None, due_at: START.plus_seconds(9), told_since: START });
        assert!(!progress.is_hopeless(START.plus_seconds(GIVEN_UP_AFTER - 1)) && progress.is_hopeless(START.plus_seconds(GIVEN_UP_AFTER)));
        assert!(!delivered.is_hopeless(START.plus_seconds(10 * GIVEN_UP_AFTER)));
    }
}
