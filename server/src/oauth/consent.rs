//! `POST /consent`

use axum::{extract::State, http::HeaderMap, response::Response};

use super::{
    Shared, authorize,
    error::Failure,
    request::{At, Body},
    session_cookie,
};

pub(super) async fn consent(
    State(shared): State<Shared>,
    At(realm): At,
    headers: HeaderMap,
    Body(form): Body,
) -> Result<Response, Failure> {
    let session = session_cookie::read(&headers, &shared.public_url, realm.workspace.id);
    let agreed = form.get("decision") == Some("allow");
    let outcome = shared.engine.consent(&realm, form.get("interaction").unwrap_or_default(), session, agreed).await?;
    Ok(authorize::respond(&realm, outcome))
}
