//! The language that a reader chooses at the foot of a page, for all pages from then on.

use app::api::{LANGUAGE_COOKIE, LANGUAGE_KEPT};
use axum::{
    extract::{Request, State},
    http::header,
    middleware::Next,
    response::Response,
};
use tower_sessions::cookie::SameSite;

use super::shared::Shared;
use crate::browser::{cookies, language::Spoken};

/// Has the browser keep the language that was chosen by the address of a page. It changes nothing else, so any site may lead here.
pub(super) async fn keep(State(shared): State<Shared>, request: Request, next: Next) -> Response {
    let chosen = Spoken::chosen(request.uri()).filter(|_| request.method().is_safe());
    let mut response = next.run(request).await;
    let over_tls = shared.public_url.is_https();
    let cookie = |tag| cookies::set(over_tls, LANGUAGE_COOKIE, tag, SameSite::Lax, i64::from(LANGUAGE_KEPT));
    if let Some(cookie) = chosen.and_then(|language| cookie(language.tag())) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}
