//! The admin API: the control plane for programs. Thin routes; what may be done, and by whom, is the control plane's.

mod authentication;
mod error;
mod explain;

use axum::{
    Router,
    extract::DefaultBodyLimit,
    http::{HeaderValue, header},
    routing::get,
};
use control::Control;
use tower_http::set_header::SetResponseHeaderLayer;

use self::error::Failure;
use crate::installation::Installation;

/// Where it is. What stands below names a tenant first.
const PATH: &str = "/api/admin";
/// The most that a request may hold, in bytes.
const BODY_LIMIT: usize = 64 * 1024;

/// The routes. No cookie counts here, and no other origin's pages may ask.
pub(crate) fn router(installation: &Installation) -> Router {
    let routes = Router::new()
        .route("/{tenant}/servers/{workspace}/clients/{client}/explain", get(explain::by_query).post(explain::by_body))
        .method_not_allowed_fallback(async || Failure::MethodNotAllowed)
        .fallback(async || Failure::Control(control::Error::NotFound))
        .layer(SetResponseHeaderLayer::overriding(header::CACHE_CONTROL, HeaderValue::from_static("no-store")))
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .with_state(installation.control());
    Router::<Control>::new().nest(PATH, routes).with_state(installation.control())
}
