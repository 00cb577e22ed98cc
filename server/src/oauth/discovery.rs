//! `GET /.well-known/…`

use axum::{
    Json,
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};

use super::{Shared, error::Failure, request::At};

/// A change of the workspace is to be seen soon, a burst of clients that start to be served by caches.
const CACHED: [(header::HeaderName, &str); 1] = [(header::CACHE_CONTROL, "public, max-age=60")];

pub(super) async fn metadata(State(shared): State<Shared>, At(realm): At) -> Result<Response, Failure> {
    Ok((CACHED, Json(shared.engine.metadata(&realm).await?)).into_response())
}

pub(super) async fn jwks(State(shared): State<Shared>, At(realm): At) -> Result<Response, Failure> {
    Ok((CACHED, Json(shared.engine.jwks(&realm).await?)).into_response())
}
