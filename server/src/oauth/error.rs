//! How a refusal is answered: the one place where error codes become HTTP (RFC 6749 §5.2, RFC 6750 §3, RFC 7009 §2.2.1).

use std::{borrow::Cow, convert::Infallible, sync::Arc};

use axum::{
    Json,
    extract::{FromRequestParts, Request},
    http::{HeaderValue, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};
use domain::causes::Causes;
use engine::{ErrorCode, Realm, Refusal, dpop::algorithms_of, token::TokenType};
use serde::Serialize;

use super::shared::Shared;
use crate::{
    browser::{foreign_form::ForeignForm, navigation::is_navigation},
    config::PublicUrl,
    metrics::count,
    pages::dead_end::{DeadEnd, Whereabouts},
};

/// Why a request was not done as it was asked.
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
struct ErrorBody {
    error: &'static str,
    error_description: Cow<'static, str>,
    error_uri: String,
}

/// Writes the errors of one request: what that takes of the request is read before its body is.
pub(super) struct ErrorWriter {
    public_url: Arc<PublicUrl>,
    whereabouts: Whereabouts,
    /// A browser shows the answer as a page.
    navigates: bool,
    /// The client tried to authenticate by the `Authorization` header.
    tried_header: bool,
}

impl ErrorWriter {
    pub(super) fn of(parts: &Parts, shared: &Shared) -> Self {
        Self {
            public_url: Arc::clone(&shared.public_url),
            whereabouts: Whereabouts::new(&parts.method, &parts.uri, &parts.headers),
            navigates: is_navigation(&parts.headers),
            tried_header: parts.headers.contains_key(header::AUTHORIZATION),
        }
    }

    /// Answers a client, where there is no answer with the error response.
    pub(super) fn or_json<E: Into<Failure>>(&self, answer: Result<impl IntoResponse, E>) -> Response {
        answer.map_or_else(|failure| self.json(failure), IntoResponse::into_response)
    }

    /// Answers a user, where there is no answer with a page about the error.
    pub(super) fn or_page(&self, answer: Result<impl IntoResponse, Failure>) -> Response {
        answer.map_or_else(|failure| self.page(&failure), IntoResponse::into_response)
    }

    /// The error response for a client (RFC 6749 §5.2).
    pub(super) fn json(&self, failure: impl Into<Failure>) -> Response {
        let failure: Failure = failure.into();
        let (refusal, description) = (logged(&failure), failure.0.description());
        // The challenge is owed to those who tried the header, and to those who tried nothing. It hides the reason from those who sent a
        // form: many libraries read no further than the header (RFC 6749 §5.2).
        if refusal == Refusal::MissingClient || refusal.code() == ErrorCode::InvalidClient && self.tried_header {
            let challenge = [(header::WWW_AUTHENTICATE, HeaderValue::from_static("Basic realm=\"regrant\""))];
            return self.write_described((StatusCode::UNAUTHORIZED, challenge), refusal, description);
        }
        self.write_described(head(refusal.code().status()), refusal, description)
    }

    /// The page about an error, for a user.
    pub(super) fn page(&self, failure: &Failure) -> Response {
        let refusal = logged(failure);
        self.write_page(head(refusal.code().status()), refusal)
    }

    /// The answer to a refused access token (RFC 6750 §3, RFC 9449 §7.1). The challenge of the scheme that was used says what was wrong; the
    /// other scheme is named beside it, so that a client learns that there are two, and which algorithms the workspace takes.
    pub(super) fn challenge(&self, realm: &Realm, used: TokenType, failure: impl Into<Failure>) -> Response {
        let refusal = logged(&failure.into());
        let head = head(refusal.code().resource_status());
        if refusal == Refusal::TemporarilyUnavailable {
            return self.write_error_body(head, refusal);
        }
        // RFC 6750 §3.1: a client without a token learns only that one is needed.
        let says_why = refusal != Refusal::MissingBearer;
        let mut response = if says_why { self.write_error_body(head, refusal) } else { StatusCode::UNAUTHORIZED.into_response() };
        for scheme in [TokenType::Bearer, TokenType::Dpop] {
            let reason = says_why && scheme == used;
            let error = reason.then(|| format!("error=\"{}\", error_description=\"{}\"", refusal.code(), refusal.description()));
            let taken = algorithms_of(realm.workspace.authorization.security).join(" ");
            let algorithms = (scheme == TokenType::Dpop).then(|| format!("algs=\"{taken}\""));
            let error_uri = reason.then(|| format!("error_uri=\"{}\"", self.error_uri(refusal)));
            let parameters: Vec<_> = [error, algorithms, error_uri].into_iter().flatten().collect();
            let challenge = format!("{} {}", scheme.name(), parameters.join(", "));
            if let Ok(challenge) = HeaderValue::from_str(challenge.trim_end()) {
                response.headers_mut().append(header::WWW_AUTHENTICATE, challenge);
            }
        }
        response
    }

    fn write_error_body(&self, head: impl IntoResponse, refusal: Refusal) -> Response {
        self.write_described(head, refusal, refusal.description().into())
    }

    /// Where a browser would show it, the error is a page.
    fn write_described(&self, head: impl IntoResponse, refusal: Refusal, error_description: Cow<'static, str>) -> Response {
        if self.navigates {
            return self.write_page(head.into_response(), refusal);
        }
        let error_uri = self.error_uri(refusal);
        let body = ErrorBody { error: refusal.code().name(), error_description, error_uri };
        let (mut parts, _) = head.into_response().into_parts();
        parts.headers.remove(header::CONTENT_LENGTH);
        (parts, Json(body)).into_response()
    }

    fn write_page(&self, response: Response, refusal: Refusal) -> Response {
        DeadEnd::of_refusal(refusal, &self.whereabouts).replace_body(response)
    }

    fn error_uri(&self, refusal: Refusal) -> String {
        refusal.page(self.public_url.url().as_str())
    }
}

impl FromRequestParts<Shared> for ErrorWriter {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, shared: &Shared) -> Result<Self, Infallible> {
        Ok(Self::of(parts, shared))
    }
}

/// Returns an answer without a body, with the status of an error code. If the server cannot answer now, or was asked too often, the client may
/// try again: nothing was half done.
fn head(status: u16) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let is_passing = [StatusCode::SERVICE_UNAVAILABLE, StatusCode::TOO_MANY_REQUESTS].contains(&status);
    let retry = is_passing.then_some([(header::RETRY_AFTER, HeaderValue::from_static("1"))]);
    (status, retry, ()).into_response()
}

/// Logs a failure, and returns what the client is told.
fn logged(Failure(error): &Failure) -> Refusal {
    let refusal = error.refusal();
    // A device that waits for its user asks every few seconds, and nothing is wrong with that.
    if refusal == Refusal::AuthorizationPending {
        tracing::debug!("a device waits for its user");
    } else if let Some(refusal) = error.refused() {
        count::refusal(refusal);
        tracing::info!(error = refusal.code().name(), reason = refusal.reason(), "refused");
    } else {
        let operation = if let engine::Error::Storage(error) = error { error.operation } else { "" };
        tracing::error!(operation, error = %Causes(error), "a request could not be answered");
    }
    refusal
}

/// Answers a form of the users' pages that is not from our own pages.
pub(super) fn refuse_foreign(public_url: &PublicUrl, request: &Request, foreign: &ForeignForm) -> Response {
    DeadEnd::of_foreign_form(public_url, &Whereabouts::of(request), foreign).replace_body(StatusCode::FORBIDDEN.into_response())
}
