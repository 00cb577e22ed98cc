//! The script that renews what a page of the console says of something that goes on.

use axum::{
    http::header,
    response::{IntoResponse, Response},
};

/// The script.
const SCRIPT: &str = include_str!("renewal.js");

/// `GET /assets/renewal.js`
pub(crate) async fn script() -> Response {
    ([(header::CONTENT_TYPE, "text/javascript; charset=utf-8"), (header::CACHE_CONTROL, "public, max-age=3600")], SCRIPT).into_response()
}
