//! `GET /.well-known/…`

use axum::{Json, http::header, response::Response};
use domain::signing_key::JWKS_MAX_AGE;
use engine::endpoint::discovery::Metadata;
use serde::Serialize;
use translation::Language;

use super::{error::ErrorWriter, request::At, shared::Asked};

/// A change of the workspace is to be seen soon; a burst of clients that start is to be served by caches.
const CACHED: [(header::HeaderName, &str); 1] = [(header::CACHE_CONTROL, "public, max-age=60")];
// A key is published for longer than caches may keep the others before it signs.
const _: () = assert!(JWKS_MAX_AGE == 60);

/// The metadata of a workspace, with what its pages add.
#[derive(Serialize)]
struct Described {
    #[serde(flatten)]
    metadata: Metadata,
    /// The languages of the users' pages (OpenID Connect Discovery §3).
    ui_locales_supported: [&'static str; 2],
}

pub(super) async fn metadata(Asked(shared): Asked, errors: ErrorWriter, At(realm): At) -> Response {
    let described = |metadata| Described { metadata, ui_locales_supported: Language::ALL.map(Language::tag) };
    errors.or_json(shared.engine.metadata(&realm).await.map(|metadata| (CACHED, Json(described(metadata)))))
}

pub(super) async fn jwks(Asked(shared): Asked, errors: ErrorWriter, At(realm): At) -> Response {
    errors.or_json(shared.engine.jwks(&realm).await.map(|keys| (CACHED, Json(keys))))
}
