//! How a refusal is answered: the one place where error codes become HTTP (RFC 6749 §5.2, RFC 6750 §3, RFC 7009 §2.2.1).

use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use engine::Refusal;
use serde::Serialize;

/// A request that was not done as it was asked.
pub(super) struct Failure(engine::Error);

impl From<engine::Error> for Failure {
    fn from(error: engine::Error) -> Self {
        Self(error)
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self(refusal.into())
    }
}

#[derive(Serialize)]
struct Body {
    error: &'static str,
    error_description: &'static str,
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let refusal = match self.0 {
            engine::Error::Refused(refusal) => refusal,
            error => return unavailable(&error),
        };
        tracing::info!(error = refusal.code(), reason = refusal.reason(), "refused");
        let body = Body { error: refusal.code(), error_description: refusal.description() };
        match refusal.code() {
            // The challenge is owed to those who tried the header, and does the others no harm (RFC 6749 §5.2).
            "invalid_client" => {
                (StatusCode::UNAUTHORIZED, [(header::WWW_AUTHENTICATE, HeaderValue::from_static("Basic realm=\"regrant\""))], Json(body))
                    .into_response()
            }
            _ => (StatusCode::BAD_REQUEST, Json(body)).into_response(),
        }
    }
}

/// Something behind the engine failed. The client may try again: nothing was half done.
pub(super) fn unavailable(error: &engine::Error) -> Response {
    let cause = std::error::Error::source(error).map(ToString::to_string).unwrap_or_default();
    tracing::error!(%error, cause, "a request could not be answered");
    let body = Body { error: "temporarily_unavailable", error_description: "The server cannot answer now. Try again." };
    (StatusCode::SERVICE_UNAVAILABLE, [(header::RETRY_AFTER, HeaderValue::from_static("1"))], Json(body)).into_response()
}

/// A refused access token (RFC 6750 §3).
pub(super) fn bearer_challenge(error: engine::Error) -> Response {
    let refusal = match error {
        engine::Error::Refused(refusal) => refusal,
        error => return unavailable(&error),
    };
    tracing::info!(error = refusal.code(), reason = refusal.reason(), "refused");
    let status = match refusal.code() {
        "invalid_token" => StatusCode::UNAUTHORIZED,
        "insufficient_scope" => StatusCode::FORBIDDEN,
        _ => StatusCode::BAD_REQUEST,
    };
    // RFC 6750 §3.1: whoever brought no token learns only that one is needed.
    if refusal == Refusal::MissingBearer {
        return (StatusCode::UNAUTHORIZED, [(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"))]).into_response();
    }
    let challenge = format!("Bearer error=\"{}\", error_description=\"{}\"", refusal.code(), refusal.description());
    let body = Body { error: refusal.code(), error_description: refusal.description() };
    (status, [(header::WWW_AUTHENTICATE, challenge)], Json(body)).into_response()
}
