//! One attempt to send something, and what came of it.

use std::time::{Duration, Instant, UNIX_EPOCH};

use axum::http::{HeaderValue, StatusCode, header};
use domain::{clock::Timestamp, fetch_failure::FetchFailure};
use url::Url;

use crate::fetch::{Bounds, FetchError, Fetcher, Sent};

/// A redirect is a failure: what is sent is for this address alone. Of the answer only its beginning is kept.
const BOUNDS: Bounds =
    Bounds { connecting: Duration::from_secs(5), idle: Duration::from_secs(5), total: Duration::from_secs(15), body: 2048, redirects: 0 };

/// What came of an attempt.
#[derive(Debug)]
pub(crate) struct Reply {
    /// The status of the answer; none where there was none.
    pub(crate) status: Option<StatusCode>,
    /// Why there was no answer, or why it counts as a failure; none where what was sent was taken.
    pub(crate) failure: Option<String>,
    /// The beginning of the answer's body.
    pub(crate) answer: String,
    /// After how many seconds the receiver asks to try again.
    pub(crate) retry_after: Option<i64>,
    /// How long it took, in milliseconds.
    pub(crate) millis: i64,
}

impl Reply {
    /// Nothing was sent, for this reason.
    pub(crate) fn not_sent(failure: &str) -> Self {
        Self { status: None, failure: Some(failure.to_owned()), answer: String::new(), retry_after: None, millis: 0 }
    }
}

/// Sends a request. It was taken if the answer has one of these statuses.
pub(crate) async fn send(
    fetcher: &Fetcher,
    request: Result<(Url, Sent), FetchError>,
    now: Timestamp,
    is_taken: impl Fn(StatusCode) -> bool + Send,
) -> Reply {
    let began = Instant::now();
    let answer = match request {
        Ok((url, sent)) => fetcher.send(&url, &sent, BOUNDS).await,
        Err(error) => Err(error),
    };
    let millis = i64::try_from(began.elapsed().as_millis()).unwrap_or(i64::MAX);
    match answer {
        Ok(answer) => {
            let failure = (!is_taken(answer.status)).then(|| FetchFailure::Status(answer.status.as_u16()).to_string());
            let retry_after = answer.headers.get(header::RETRY_AFTER).and_then(|value| asked_pause(value, now));
            let text = readable(&String::from_utf8_lossy(&answer.body));
            Reply { status: Some(answer.status), failure, answer: text, retry_after, millis }
        }
        Err(error) => Reply { millis, ..Reply::not_sent(&readable(&error.to_string())) },
    }
}

/// What a receiver said, without what a database or a page cannot show.
fn readable(text: &str) -> String {
    text.chars().map(|letter| if letter.is_control() && !matches!(letter, '\n' | '\t') { '\u{fffd}' } else { letter }).take(2048).collect()
}

/// Reads after how many seconds to try again: a number of them, or a date (RFC 9110 §10.2.3).
fn asked_pause(value: &HeaderValue, now: Timestamp) -> Option<i64> {
    let text = value.to_str().ok()?.trim();
    let date = || httpdate::parse_http_date(text).ok()?.duration_since(UNIX_EPOCH).ok();
    let until = || Some(i64::try_from(date()?.as_secs()).ok()?.saturating_sub(now.as_seconds()));
    text.parse().ok().or_else(until)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_receiver_asks_for_a_pause_in_seconds_or_until_a_date() {
        let now = Timestamp::from_millis(784_111_777_000);
        let asked = |text: &'static str| asked_pause(&HeaderValue::from_static(text), now);
        assert_eq!(asked(" 120 "), Some(120));
        assert_eq!(asked("Sun, 06 Nov 1994 08:50:37 GMT"), Some(60));
        assert_eq!(asked("soon"), None);
    }
}
