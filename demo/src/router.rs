//! The routes.

mod form;
mod sign_in;
mod sign_out;
mod token_actions;

use std::sync::Arc;

use axum::{
    Router,
    extract::{DefaultBodyLimit, State},
    http::{
        HeaderMap, StatusCode,
        header::{CACHE_CONTROL, CONTENT_TYPE},
    },
    middleware,
    response::{IntoResponse as _, Response},
    routing::{get, post},
};
use domain::clock::Clock;

use crate::{
    api,
    configuration::Configuration,
    error::Error,
    guard::{self, Guard},
    page,
    state::AppState,
};

/// The longest form of ours is a few bytes.
const BODY_LIMIT: usize = 16 * 1024;

/// Returns the demonstration's routes.
///
/// # Errors
/// A configuration that cannot work.
pub fn router(configuration: Configuration, clock: Arc<dyn Clock>) -> Result<Router, Error> {
    let api = if configuration.api.is_some() { api::router() } else { Router::new() };
    let state = AppState::new(configuration, clock)?;
    Ok(Router::new()
        .route("/", get(home))
        .route("/sign-in", post(sign_in::sign_in))
        .route("/callback", get(sign_in::callback))
        .route("/refresh", post(token_actions::refresh))
        .route("/userinfo", post(token_actions::userinfo))
        .route("/replay", post(token_actions::replay))
        .route("/introspect", post(token_actions::introspect))
        .route("/revoke", post(token_actions::revoke))
        .route("/call-api", post(token_actions::call_api))
        .route("/sign-out", post(sign_out::sign_out))
        .route("/signed-out", get(async |State(state): State<AppState>| page::signed_out(&state, None)))
        .route("/demo.css", get(async || asset("text/css; charset=utf-8", include_str!("demo.css"))))
        .route("/icon.svg", get(async || asset("image/svg+xml", include_str!("icon.svg"))))
        .merge(api)
        .fallback(async |State(state): State<AppState>| {
            page::problem(&state, StatusCode::NOT_FOUND, "There is no such page", &["The demonstration has one page only."])
        })
        .method_not_allowed_fallback(async |State(state): State<AppState>| {
            page::problem(
                &state,
                StatusCode::METHOD_NOT_ALLOWED,
                "That is a button",
                &["This address is behind a button of the page and cannot be opened."],
            )
        })
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(middleware::from_fn_with_state(Guard::new(state.clone()), guard::guard))
        .with_state(state))
}

async fn home(State(state): State<AppState>, headers: HeaderMap) -> Response {
    if let Some((_, session)) = state.session(&headers) {
        let session = session.lock().await;
        if let Some(signed_in) = &session.signed_in {
            return page::signed_in(&state, &session, signed_in);
        }
    }
    page::welcome(&state)
}

fn asset(content_type: &'static str, body: &'static str) -> Response {
    ([(CONTENT_TYPE, content_type), (CACHE_CONTROL, "no-cache")], body).into_response()
}
