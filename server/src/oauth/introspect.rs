//! `POST /oauth2/introspect`

use axum::{Json, http::HeaderMap, response::Response};

use super::{
    error::ErrorWriter,
    request::{At, Body, client_request},
    shared::Asked,
};
use crate::layers::client_certificate::Certificate;

pub(super) async fn introspect(
    Asked(shared): Asked,
    errors: ErrorWriter,
    At(realm): At,
    certificate: Certificate,
    headers: HeaderMap,
    Body(form): Body,
) -> Response {
    let answer = shared.engine.introspect(&realm, client_request(&headers, &certificate, &form)).await;
    errors.or_json(answer.map(Json))
}
