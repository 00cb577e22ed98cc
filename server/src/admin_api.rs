//! The admin API: the control plane for programs. Thin routes; the control plane decides what may be done, and by whom.

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
use crate::{
    installation::Installation,
    paths::{self, AdminRoute},
};

/// The most bytes that a request may have.
const BODY_LIMIT: usize = 64 * 1024;

/// The routes. No cookie counts here, and pages of other origins may not call them.
pub(crate) fn router(installation: &Installation) -> Router {
    let routes = Router::new()
        .route(AdminRoute::Explain.below_admin_api(), get(explain::by_query).post(explain::by_body))
        .method_not_allowed_fallback(async || Failure::MethodNotAllowed)
        .fallback(async || Failure::Control(control::Error::NotFound))
        .layer(SetResponseHeaderLayer::overriding(header::CACHE_CONTROL, HeaderValue::from_static("no-store")))
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .with_state(installation.control());
    Router::<Control>::new().nest(paths::ADMIN_API, routes).with_state(installation.control())
}
