//! The last test sign-in of a session: its page can be read again, and nothing of it runs twice.

use axum::http::StatusCode;
use domain::{clock::Timestamp, id::ClientId, trial::TrialRun};
use serde::{Deserialize, Serialize};

use super::{ApiError, server::session};

/// The session's key for it. There is one: the last test.
const KEY: &str = "test_sign_in";
/// For how long it is shown again, in seconds.
const SECONDS: i64 = 600;

/// What is kept of it. What is secret in it is shortened.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Kept {
    client: ClientId,
    /// What its address holds, which is another one in each test.
    sealed: String,
    run: TrialRun,
    until: Timestamp,
}

/// Returns what came of the test of a client with this sealed value, where it was run in this session a short while ago.
pub async fn kept_trial(client: ClientId, sealed: &str) -> Result<Option<TrialRun>, ApiError> {
    let session = session()?;
    let kept: Option<Kept> = session.session.get(KEY).await.map_err(|error| failed(&error))?;
    let now = session.clock.now();
    Ok(kept.filter(|kept| kept.client == client && kept.sealed == sealed && now < kept.until).map(|kept| kept.run))
}

/// Keeps what came of a test.
pub async fn keep_trial(client: ClientId, sealed: &str, run: &TrialRun) -> Result<(), ApiError> {
    let session = session()?;
    let until = session.clock.now().plus_seconds(SECONDS);
    let kept = Kept { client, sealed: sealed.to_owned(), run: run.clone(), until };
    session.session.insert(KEY, kept).await.map_err(|error| failed(&error))
}

/// Returns a status as it is read: `200 OK`.
pub fn status_words(status: u16) -> String {
    let reason = StatusCode::from_u16(status).ok().and_then(|status| status.canonical_reason()).unwrap_or_default();
    format!("{status} {reason}").trim_end().to_owned()
}

fn failed(error: &tower_sessions::session::Error) -> ApiError {
    tracing::error!(operation = "keep_trial", %error, "the console's session failed");
    ApiError::Internal
}
