//! How a refusal is answered: the one place where error codes become HTTP (RFC 6749 §5.2, RFC 6750 §3, RFC 7009 §2.2.1).

use std::sync::Arc;

use axum::{
    Extension, Json,
    extract::{Request, State},
    http::{HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use engine::{Refusal, dpop::ALGORITHMS, token::TokenType};
use serde::Serialize;

use crate::{causes::Causes, config::PublicUrl};

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

/// The error response of RFC 6749 §5.2.
#[derive(Serialize)]
struct Body {
    error: &'static str,
    error_description: &'static str,
    error_uri: String,
}

/// Writes the body of a refusal, and where the page about it is: that takes the server's address, which a refusal does not know.
pub(super) async fn tell(State(public_url): State<Arc<PublicUrl>>, request: Request, next: Next) -> Response {
    let tried_header = request.headers().contains_key(header::AUTHORIZATION);
    let mut response = next.run(request).await;
    let Some(refusal) = response.extensions().get::<Refusal>().copied() else {
        return response;
    };
    // The challenge is owed to those who tried the header, and to those who tried nothing. It hides the reason from whoever sent a form:
    // many libraries read no further than the header (RFC 6749 §5.2).
    if refusal == Refusal::MissingClient || refusal.code() == "invalid_client" && tried_header {
        *response.status_mut() = StatusCode::UNAUTHORIZED;
        response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Basic realm=\"regrant\""));
    }
    let error_uri = refusal.page(public_url.url().as_str());
    let headers = response.headers_mut();
    // RFC 6750 §3: the challenge says the same as the body.
    for challenge in headers.iter_mut().filter(|(name, _)| *name == header::WWW_AUTHENTICATE).map(|(_, challenge)| challenge) {
        let told = challenge.to_str().ok().filter(|text| text.contains(" error=")).map(|text| format!("{text}, error_uri=\"{error_uri}\""));
        if let Some(told) = told.and_then(|text| HeaderValue::from_str(&text).ok()) {
            *challenge = told;
        }
    }
    headers.remove(header::CONTENT_LENGTH);
    let body = Json(Body { error: refusal.code(), error_description: refusal.description(), error_uri });
    (response.into_parts().0, body).into_response()
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let refusal = match self.0 {
            engine::Error::Refused(refusal) => refusal,
            error => return unavailable(&error),
        };
        tracing::info!(error = refusal.code(), reason = refusal.reason(), "refused");
        (StatusCode::BAD_REQUEST, Extension(refusal)).into_response()
    }
}

/// Something behind the engine failed. The client may try again: nothing was half done.
pub(super) fn unavailable(error: &engine::Error) -> Response {
    let operation = if let engine::Error::Storage(error) = error { error.operation } else { "" };
    tracing::error!(operation, error = %Causes(error), "a request could not be answered");
    let retry = [(header::RETRY_AFTER, HeaderValue::from_static("1"))];
    (StatusCode::SERVICE_UNAVAILABLE, retry, Extension(Refusal::TemporarilyUnavailable)).into_response()
}

/// A refused access token (RFC 6750 §3, RFC 9449 §7.1). The challenge of the scheme that was used says what was wrong; the other scheme is
/// named beside it, so that a client learns that there are two.
pub(super) fn challenge(used: TokenType, error: engine::Error) -> Response {
    let refusal = match error {
        engine::Error::Refused(refusal) => refusal,
        error => return unavailable(&error),
    };
    tracing::info!(error = refusal.code(), reason = refusal.reason(), "refused");
    let status = match refusal.code() {
        "invalid_token" | "invalid_dpop_proof" | "use_dpop_nonce" => StatusCode::UNAUTHORIZED,
        "insufficient_scope" => StatusCode::FORBIDDEN,
        _ => StatusCode::BAD_REQUEST,
    };
    // RFC 6750 §3.1: whoever brought no token learns only that one is needed.
    let told = (refusal != Refusal::MissingBearer)
        .then(|| format!("error=\"{}\", error_description=\"{}\"", refusal.code(), refusal.description()));
    let mut response = match told {
        Some(_) => (status, Extension(refusal)).into_response(),
        None => StatusCode::UNAUTHORIZED.into_response(),
    };
    for scheme in [TokenType::Bearer, TokenType::Dpop] {
        let algorithms = (scheme == TokenType::Dpop).then(|| format!("algs=\"{}\"", ALGORITHMS.join(" ")));
        let said = told.clone().filter(|_| scheme == used);
        let parameters: Vec<_> = said.into_iter().chain(algorithms).collect();
        let challenge = format!("{} {}", scheme.name(), parameters.join(", "));
        if let Ok(challenge) = HeaderValue::from_str(challenge.trim_end()) {
            response.headers_mut().append(header::WWW_AUTHENTICATE, challenge);
        }
    }
    response
}
