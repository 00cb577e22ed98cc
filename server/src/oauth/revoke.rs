//! `POST /oauth2/revoke`

use axum::{Json, extract::State, http::HeaderMap};
use serde_json::{Value, json};

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
) -> Result<Json<Value>, Failure> {
    shared.engine.revoke(&realm, client_request(&headers, &form)).await?;
    // RFC 7009 §2.2 has the content ignored; libraries that read every answer as JSON stumble over none.
    Ok(Json(json!({})))
}
