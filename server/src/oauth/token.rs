//! `POST /oauth2/token`

use axum::{Json, http::HeaderMap, response::Response};
use domain::{authorization_details::AuthorizationDetails, scope::Scopes};
use engine::{
    Realm, TRACES,
    token::{ExpiresIn, TokenResponse},
};
use serde::Serialize;
use tracing::{Instrument as _, Span, field::Empty, info_span};

use super::{
    dpop,
    error::ErrorWriter,
    request::{At, Body, client_request},
    shared::Asked,
};
use crate::{layers::client_certificate::Certificate, metrics::count};

/// A token response (RFC 6749 §5.1): the one place where tokens leave their `Secret`.
#[derive(Serialize)]
pub(super) struct Tokens {
    access_token: String,
    token_type: &'static str,
    /// What it is, where another token was exchanged for it (RFC 8693 §2.2.1).
    #[serde(skip_serializing_if = "Option::is_none")]
    issued_token_type: Option<&'static str>,
    expires_in: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    refresh_token: Option<String>,
    #[serde(flatten)]
    expiration: Option<ExpiresIn>,
    #[serde(skip_serializing_if = "Option::is_none")]
    id_token: Option<String>,
    /// No scope has no value: the parameter is one scope at least (RFC 6749 §3.3).
    #[serde(skip_serializing_if = "Scopes::is_empty")]
    scope: Scopes,
    /// Those of the access token (RFC 9396 §7).
    #[serde(skip_serializing_if = "AuthorizationDetails::is_empty")]
    authorization_details: AuthorizationDetails,
}

impl From<TokenResponse> for Tokens {
    fn from(response: TokenResponse) -> Self {
        Self {
            access_token: response.access_token.expose().clone(),
            token_type: response.token_type.name(),
            issued_token_type: response.issued_token_type,
            expires_in: response.expires_in,
            refresh_token: response.refresh_token.map(|token| token.expose().clone()),
            expiration: response.expiration,
            id_token: response.id_token.map(|token| token.expose().clone()),
            scope: response.scopes,
            authorization_details: response.authorization_details,
        }
    }
}

pub(super) async fn token(
    Asked(shared): Asked,
    errors: ErrorWriter,
    At(realm): At,
    certificate: Certificate,
    headers: HeaderMap,
    body: Result<Body, Response>,
) -> Response {
    let proof = dpop::proof(&headers);
    let response = match body {
        Ok(Body(form)) => {
            let request = client_request(&headers, &certificate, &form);
            let span = decision(&realm, form.get("grant_type"));
            let answer = shared.engine.token(&realm, request, proof).instrument(span.clone()).await;
            decided(&span, &answer);
            count::token_request(form.get("grant_type"), answer.as_ref().err().map(engine::Error::refusal));
            if let Some(transition) = answer.as_ref().ok().and_then(|tokens| tokens.transition) {
                count::refresh(transition);
            }
            errors.or_json(answer.map(|tokens| Json(Tokens::from(tokens))))
        }
        Err(response) => response,
    };
    dpop::with_nonce(&shared, &realm, proof, response)
}

/// Begins the span of a decision about a grant, with the words of the metrics.
fn decision(realm: &Realm, grant_type: Option<&str>) -> Span {
    info_span!(
        target: TRACES,
        "grant",
        regrant.tenant = realm.tenant.as_str(),
        regrant.workspace = realm.workspace.slug.as_str(),
        regrant.grant_type = count::grant(grant_type),
        regrant.result = Empty,
        regrant.error = Empty,
        regrant.outcome = Empty,
        otel.status_code = Empty,
        "error.type" = Empty,
    )
}

fn decided(span: &Span, answer: &Result<TokenResponse, engine::Error>) {
    if span.is_disabled() {
        return;
    }
    let refusal = answer.as_ref().err().map(engine::Error::refusal);
    span.record("regrant.result", count::result(refusal));
    if let Some(refusal) = refusal {
        span.record("regrant.error", refusal.code().name());
    }
    // A refusal by the protocol is an answer, and no error of ours.
    if let Err(error) = answer
        && error.refused().is_none()
    {
        span.record("otel.status_code", "ERROR");
        span.record("error.type", error.refusal().reason());
    }
    if let Some(outcome) = answer.as_ref().ok().and_then(|tokens| tokens.transition).and_then(count::outcome) {
        span.record("regrant.outcome", outcome);
    }
}
