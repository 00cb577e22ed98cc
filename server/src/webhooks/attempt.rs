//! One attempt to deliver something.

use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use domain::{
    clock::Timestamp,
    fetch_failure::FetchFailure,
    id::WebhookAttemptId,
    webhook::{AttemptKind, Message, WebhookAttempt, WebhookUrl},
};
use engine::webhook::{WebhookSecret, signatures};
use url::Url;

use crate::{
    delivery::{self, Reply},
    fetch::{FetchError, Fetcher, Sent},
};

const WEBHOOK_ID: HeaderName = HeaderName::from_static("webhook-id");
const WEBHOOK_TIMESTAMP: HeaderName = HeaderName::from_static("webhook-timestamp");
const WEBHOOK_SIGNATURE: HeaderName = HeaderName::from_static("webhook-signature");

/// What an attempt has come to.
pub(super) struct Attempted {
    /// The record of it.
    pub(super) attempt: WebhookAttempt,
    /// After how many seconds the receiver asks to try again.
    pub(super) retry_after: Option<i64>,
    /// Whether the receiver wants nothing more (410).
    pub(super) gone: bool,
}

/// What is sent, and with what.
pub(super) struct Attempt<'a> {
    pub(super) id: WebhookAttemptId,
    pub(super) kind: AttemptKind,
    pub(super) message: Message,
    pub(super) number: Option<i64>,
    pub(super) url: &'a WebhookUrl,
    pub(super) secrets: &'a [WebhookSecret],
    pub(super) now: Timestamp,
}

impl Attempt<'_> {
    /// Makes the attempt.
    pub(super) async fn make(self, fetcher: &Fetcher) -> Attempted {
        let reply = if self.secrets.is_empty() {
            Reply::not_sent(&FetchFailure::SecretSealed.to_string())
        } else {
            delivery::send(fetcher, self.request(), self.now, |status| status.is_success()).await
        };
        let Reply { status, failure, answer, retry_after, millis } = reply;
        let attempt = WebhookAttempt {
            id: self.id,
            kind: self.kind,
            event_id: self.message.id,
            event_type: self.message.event_type,
            number: self.number,
            at: self.now,
            millis,
            status: status.map(|status| status.as_u16()),
            failure,
            answer,
        };
        Attempted { attempt, retry_after, gone: status == Some(StatusCode::GONE) }
    }

    fn request(&self) -> Result<(Url, Sent), FetchError> {
        let url = Url::parse(self.url.as_str()).map_err(|_| FetchError::Address)?;
        let body = self.message.body.to_string();
        let timestamp = self.now.as_seconds();
        let signatures = signatures(self.secrets, &self.message.id, timestamp, body.as_bytes());
        let mut headers = HeaderMap::new();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        headers.insert(WEBHOOK_ID, HeaderValue::from_str(&self.message.id).map_err(|_| FetchError::Address)?);
        headers.insert(WEBHOOK_TIMESTAMP, HeaderValue::from(timestamp));
        headers.insert(WEBHOOK_SIGNATURE, HeaderValue::from_str(&signatures).map_err(|_| FetchError::Address)?);
        Ok((url, Sent { method: Method::POST, headers, body: body.into() }))
    }
}
