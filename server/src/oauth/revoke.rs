//! `POST /oauth2/revoke`

use axum::{Json, http::HeaderMap, response::Response};
use serde_json::json;

use super::{
    error::ErrorWriter,
    request::{At, Body, client_request},
    shared::Asked,
};
use crate::layers::client_certificate::Certificate;

pub(super) async fn revoke(
    Asked(shared): Asked,
    errors: ErrorWriter,
    At(realm): At,
    certificate: Certificate,
    headers: HeaderMap,
    Body(form): Body,
) -> Response {
    let revoked = shared.engine.revoke(&realm, client_request(&headers, &certificate, &form)).await;
    // RFC 7009 §2.2 has the content ignored; libraries that read every answer as JSON stumble over none.
    errors.or_json(revoked.map(|()| Json(json!({}))))
}
