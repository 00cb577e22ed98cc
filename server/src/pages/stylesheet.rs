//! The stylesheet of every page that is not the console's.

use axum::{
    http::header,
    response::{IntoResponse, Response},
};

/// The console's design tokens and the pages' own rules: one product, one look.
const CSS: &str = concat!(include_str!("../../../style/tokens.css"), include_str!("pages.css"), include_str!("account.css"));

/// `GET /assets/user-pages.css`
pub(crate) async fn stylesheet() -> Response {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8"), (header::CACHE_CONTROL, "public, max-age=3600")], CSS).into_response()
}
