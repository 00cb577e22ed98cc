//! One attempt to deliver something.

use std::time::{Duration, Instant, UNIX_EPOCH};

use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use domain::{
    clock::Timestamp,
    fetch_failure::FetchFailure,
    id::WebhookAttemptId,
    webhook::{AttemptKind, Message, WebhookAttempt, WebhookUrl},
};
use engine::webhook::{WebhookSecret, signatures};
use url::Url;

use crate::fetch::{Answer, Bounds, FetchError, Fetcher, Sent};

const WEBHOOK_ID: HeaderName = HeaderName::from_static("webhook-id");
const WEBHOOK_TIMESTAMP: HeaderName = HeaderName::from_static("webhook-timestamp");
const WEBHOOK_SIGNATURE: HeaderName = HeaderName::from_static("webhook-signature");

/// A redirect is a failure: what is sent is for this address alone. Of the answer only its beginning is kept.
const BOUNDS: Bounds =
    Bounds { connecting: Duration::from_secs(5), idle: Duration::from_secs(5), total: Duration::from_secs(15), body: 2048, redirects: 0 };

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
        let began = Instant::now();
        let answer = if self.secrets.is_empty() { None } else { Some(self.send(fetcher).await) };
        let millis = i64::try_from(began.elapsed().as_millis()).unwrap_or(i64::MAX);
        let failure = match &answer {
            Some(Ok(answer)) if answer.status.is_success() => None,
            Some(Ok(answer)) => Some(FetchFailure::Status(answer.status.as_u16())),
            Some(Err(error)) => Some(error.failure()),
            None => Some(FetchFailure::SecretSealed),
        };
        let answer = answer.and_then(Result::ok);
        let headers = answer.as_ref().map(|answer| &answer.headers);
        let retry_after = headers.and_then(|headers| retry_after(headers.get(header::RETRY_AFTER)?.to_str().ok()?, self.now));
        let gone = answer.as_ref().is_some_and(|answer| answer.status == StatusCode::GONE);
        let attempt = WebhookAttempt {
            id: self.id,
            kind: self.kind,
            event_id: self.message.id,
            event_type: self.message.event_type,
            number: self.number,
            at: self.now,
            millis,
            status: answer.as_ref().map(|answer| answer.status.as_u16()),
            failure: failure.map(|failure| readable(&failure.to_string())),
            answer: answer.map(|answer| readable(&String::from_utf8_lossy(&answer.body))).unwrap_or_default(),
        };
        Attempted { attempt, retry_after, gone }
    }

    async fn send(&self, fetcher: &Fetcher) -> Result<Answer, FetchError> {
        let url = Url::parse(self.url.as_str()).map_err(|_| FetchError::Address)?;
        let body = self.message.body.to_string();
        let timestamp = self.now.as_seconds();
        let signatures = signatures(self.secrets, &self.message.id, timestamp, body.as_bytes());
        let mut headers = HeaderMap::new();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        headers.insert(WEBHOOK_ID, HeaderValue::from_str(&self.message.id).map_err(|_| FetchError::Address)?);
        headers.insert(WEBHOOK_TIMESTAMP, HeaderValue::from(timestamp));
        headers.insert(WEBHOOK_SIGNATURE, HeaderValue::from_str(&signatures).map_err(|_| FetchError::Address)?);
        fetcher.send(&url, &Sent { method: Method::POST, headers, body: body.into() }, BOUNDS).await
    }
}

/// What a receiver said, without what a database or a page cannot show.
fn readable(text: &str) -> String {
    text.chars().map(|letter| if letter.is_control() && !matches!(letter, '\n' | '\t') { '\u{fffd}' } else { letter }).take(2048).collect()
}

/// Reads after how many seconds to try again: a number of them, or a date (RFC 9110 §10.2.3).
fn retry_after(text: &str, now: Timestamp) -> Option<i64> {
    let date = || httpdate::parse_http_date(text.trim()).ok()?.duration_since(UNIX_EPOCH).ok();
    let until = || Some(i64::try_from(date()?.as_secs()).ok()?.saturating_sub(now.as_seconds()));
    text.trim().parse().ok().or_else(until)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_receiver_asks_for_a_pause_in_seconds_or_until_a_date() {
        let now = Timestamp::from_millis(784_111_777_000);
        assert_eq!(retry_after(" 120 ", now), Some(120));
        assert_eq!(retry_after("Sun, 06 Nov 1994 08:50:37 GMT", now), Some(60));
        assert_eq!(retry_after("soon", now), None);
    }
}
