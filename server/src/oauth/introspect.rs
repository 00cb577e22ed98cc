//! `POST /oauth2/introspect`

use axum::{Json, extract::State, http::HeaderMap, response::Response};

use super::{
    error::ErrorWriter,
    request::{At, Body, client_request},
    shared::Shared,
};

pub(super) async fn introspect(
    State(shared): State<Shared>,
    errors: ErrorWriter,
    At(realm): At,
    headers: HeaderMap,
    Body(form): Body,
) -> Response {
    let answer = shared.engine.introspect(&realm, client_request(&headers, &form)).await;
    errors.or_json(answer.map(Json))
}
