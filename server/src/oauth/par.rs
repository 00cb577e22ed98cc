//! `POST /oauth2/par`

use axum::{
    Json,
    http::{HeaderMap, StatusCode},
    response::Response,
};
use engine::endpoint::pushed_request::PushedAuthorization;
use serde::Serialize;

use super::{
    dpop,
    error::ErrorWriter,
    request::{At, Body, client_request},
    shared::Asked,
};
use crate::layers::client_certificate::Certificate;

/// The answer to a request that was pushed (RFC 9126 §2.2): the one place where the reference leaves its `Secret`.
#[derive(Serialize)]
struct Reference {
    request_uri: String,
    expires_in: i64,
}

impl From<PushedAuthorization> for Reference {
    fn from(pushed: PushedAuthorization) -> Self {
        Self { request_uri: pushed.request_uri.expose().clone(), expires_in: pushed.expires_in }
    }
}

pub(super) async fn push(
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
            let answer = shared.engine.push(&realm, client_request(&headers, &certificate, &form), proof).await;
            errors.or_json(answer.map(|pushed| (StatusCode::CREATED, Json(Reference::from(pushed)))))
        }
        Err(response) => response,
    };
    dpop::with_nonce(&shared, &realm, proof, response)
}
