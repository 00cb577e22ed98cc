//! `POST /oauth2/token`

use axum::{Json, extract::State, http::HeaderMap, response::Response};
use domain::scope::Scopes;
use engine::token::TokenResponse;
use serde::Serialize;

use super::{
    dpop,
    error::ErrorWriter,
    request::{At, Body, client_request},
    shared::Shared,
};
use crate::metrics::count;

/// A token response (RFC 6749 §5.1): the one place where tokens leave their `Secret`.
#[derive(Serialize)]
pub(super) struct Tokens {
    access_token: String,
    token_type: &'static str,
    expires_in: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    refresh_token: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    id_token: Option<String>,
    /// No scope has no value: the parameter is one scope at least (RFC 6749 §3.3).
    #[serde(skip_serializing_if = "Scopes::is_empty")]
    scope: Scopes,
}

impl From<TokenResponse> for Tokens {
    fn from(response: TokenResponse) -> Self {
        Self {
            access_token: response.access_token.expose().clone(),
            token_type: response.token_type.name(),
            expires_in: response.expires_in,
            refresh_token: response.refresh_token.map(|token| token.expose().clone()),
            id_token: response.id_token.map(|token| token.expose().clone()),
            scope: response.scopes,
        }
    }
}

pub(super) async fn token(
    State(shared): State<Shared>,
    errors: ErrorWriter,
    At(realm): At,
    headers: HeaderMap,
    body: Result<Body, Response>,
) -> Response {
    let proof = dpop::proof(&headers);
    let response = match body {
        Ok(Body(form)) => {
            let request = client_request(&headers, &form);
            let answer = shared.engine.token(&realm, request, proof).await;
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
