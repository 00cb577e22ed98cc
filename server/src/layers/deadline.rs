//! The deadline of a request as a whole: it is answered, whatever delays it.

use std::time::Duration;

use axum::{
    Json,
    extract::{Request, State},
    http::{HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use engine::Refusal;
use serde_json::json;
use tokio::time::timeout;

/// Answers with 503 where the answer is not there in time. What was under way is given up, and with it its database connection.
pub(crate) async fn hold(State(limit): State<Duration>, request: Request, next: Next) -> Response {
    if let Ok(response) = timeout(limit, next.run(request)).await {
        return response;
    }
    tracing::error!(operation = "request", seconds = limit.as_secs(), "a request took too long and was given up");
    temporarily_unavailable()
}

/// The answer of a server that cannot answer now.
pub(crate) fn temporarily_unavailable() -> Response {
    let refusal = Refusal::TemporarilyUnavailable;
    let body = Json(json!({ "error": refusal.code().name(), "error_description": refusal.description() }));
    let headers = [(header::RETRY_AFTER, HeaderValue::from_static("1")), (header::CACHE_CONTROL, HeaderValue::from_static("no-store"))];
    (StatusCode::SERVICE_UNAVAILABLE, headers, body).into_response()
}
