//! The admin API: the control plane for programs. Thin operations; the control plane decides what may be done, and by whom.
//!
//! An operation says its method, address, parameters and answers where it is written. The router and the description (`OpenAPI` 3.1) are
//! made of that.

mod authentication;
mod clients;
mod error;
mod explain;
mod parameters;

use axum::{
    Json, Router,
    extract::DefaultBodyLimit,
    http::{HeaderValue, header},
    routing::get,
};
use control::Control;
use tower_http::set_header::SetResponseHeaderLayer;
use utoipa::{
    Modify, OpenApi,
    openapi::{
        Components,
        security::{HttpAuthScheme, HttpBuilder, SecurityScheme},
    },
};
use utoipa_axum::router::OpenApiRouter;

use self::error::Failure;
use crate::{
    installation::Installation,
    paths::{ADMIN_API, ServerRoute},
};

/// The most bytes that a request may have.
const BODY_LIMIT: usize = 64 * 1024;

/// Every operation of every noun.
fn operations() -> OpenApiRouter<Control> {
    OpenApiRouter::with_openapi(Description::openapi()).merge(clients::operations()).merge(explain::operations())
}

/// What is true of every operation.
#[derive(OpenApi)]
#[openapi(
    info(title = "Regrant admin API", description = "What an administrator does, for programs. Its guide is docs/admin-api.md."),
    servers((url = ADMIN_API)),
    security(("api_token" = [])),
    modifiers(&ApiTokens),
)]
struct Description;

/// The way in: an administrator's API token.
struct ApiTokens;

impl Modify for ApiTokens {
    fn modify(&self, openapi: &mut utoipa::openapi::OpenApi) {
        let scheme = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).description(Some("An API token of an administrator: `rga_…`."));
        let components = openapi.components.get_or_insert_with(Components::new);
        components.add_security_scheme("api_token", SecurityScheme::Http(scheme.build()));
    }
}

/// Returns the description of the API.
pub fn description() -> utoipa::openapi::OpenApi {
    operations().into_openapi()
}

/// The routes. No cookie counts here, and pages of other origins may not call them.
pub(crate) fn router(installation: &Installation) -> Router {
    let (operations, description) = operations().split_for_parts();
    let operations = operations
        .method_not_allowed_fallback(async || Failure::MethodNotAllowed)
        .fallback(async || Failure::Control(control::Error::NotFound))
        .layer(SetResponseHeaderLayer::overriding(header::CACHE_CONTROL, HeaderValue::from_static("no-store")))
        .layer(DefaultBodyLimit::max(BODY_LIMIT));
    Router::<Control>::new()
        .nest(ADMIN_API, operations)
        .route(ServerRoute::AdminApiDescription.template(), get(async move || Json(description)))
        .with_state(installation.control())
}
