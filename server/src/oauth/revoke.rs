//! `POST /oauth2/revoke`

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
};

use super::{
    Shared,
    error::Failure,
    request::{At, Body, client_request},
};

pub(super) async fn revoke(
    State(shared): State<Shared>,
    At(realm): At,
    headers: HeaderMap,
    Body(form): Body,
) -> Result<StatusCode, Failure> {
    shared.engine.revoke(&realm, client_request(&headers, &form)).await?;
    Ok(StatusCode::OK)
}
