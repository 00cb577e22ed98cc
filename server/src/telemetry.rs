//! The log: one line a request, with what helps and without what must not be seen. Never a query string, a cookie, an `Authorization`
//! header or a body: codes, tokens and secrets travel there.

use std::{
    io::{IsTerminal as _, stderr},
    sync::Arc,
    time::Instant,
};

use axum::{
    extract::{Request, State},
    http::{HeaderName, HeaderValue},
    middleware::Next,
    response::Response,
};
use engine::random::{self, Random};
use tracing::{Instrument, error_span};
use tracing_subscriber::EnvFilter;

use crate::{
    client_address::ClientAddress,
    config::{LogFormat, LogLevel},
};

const X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Writes the log to standard error from now on. Called twice, the first call holds.
pub(crate) fn start(level: LogLevel, format: LogFormat) {
    // The level is for our own rooms; the libraries below speak up when something looks wrong.
    let quiet = if level == LogLevel::Error { "error" } else { "warn" };
    let ours = ["app", "control", "demo", "engine", "migrations", "regrant", "server", "store"];
    let rules = ours.map(|room| format!("{room}={}", level.name())).join(",");
    // Whoever is signed out elsewhere comes with a cookie that leads nowhere: no fault, and anybody could fill the log with it.
    let sessions = "tower_sessions=error,tower_sessions_core=error";
    let filter = EnvFilter::new(format!("{quiet},{rules},{sessions}"));
    let subscriber = tracing_subscriber::fmt().with_env_filter(filter).with_writer(stderr).with_target(false);
    let _ = match format {
        // Colours are for eyes, not for files.
        LogFormat::Text => subscriber.with_ansi(stderr().is_terminal()).try_init(),
        LogFormat::Json => subscriber.json().flatten_event(true).with_span_list(false).try_init(),
    };
}

/// Gives the request an identifier, which the answer carries too, and writes its line.
pub(crate) async fn observe(State(random): State<Arc<dyn Random>>, request: Request, next: Next) -> Response {
    // Ours and not the client's, so that nobody can write into the log by way of it.
    let id = format!("{:032x}", u128::from_le_bytes(random::bytes(&*random)));
    let method = request.method().clone();
    let path = request.uri().path().to_owned();
    let client = request.extensions().get::<ClientAddress>().map(|client| client.0.to_string()).unwrap_or_default();
    // Of the highest level, so that every line that is written within a request carries its identifier.
    let span = error_span!("request", id, %method, path, client);
    let start = Instant::now();
    async move {
        let mut response = next.run(request).await;
        let status = response.status().as_u16();
        let milliseconds = start.elapsed().as_secs_f64() * 1000.0;
        // Probes come every few seconds and say nothing as long as all is well.
        if path.starts_with("/health/") && status < 500 {
            tracing::debug!(status, milliseconds, "answered");
        } else {
            tracing::info!(status, milliseconds, "answered");
        }
        if let Ok(id) = HeaderValue::from_str(&id) {
            response.headers_mut().insert(X_REQUEST_ID, id);
        }
        response
    }
    .instrument(span)
    .await
}
