//! `POST /oauth2/introspect`

use axum::{Json, extract::State, http::HeaderMap};
use engine::endpoint::introspect::Introspection;

use super::{
    Shared,
    error::Failure,
    request::{At, Body, client_request},
};

pub(super) async fn introspect(
    State(shared): State<Shared>,
    At(realm): At,
    headers: HeaderMap,
    Body(form): Body,
) -> Result<Json<Introspection>, Failure> {
    Ok(Json(shared.engine.introspect(&realm, client_request(&headers, &form)).await?))
}
