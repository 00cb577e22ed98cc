//! Checks what is posted to the console: it can be read, and it comes from a page that was shown to the same session.

use app::api::{ApiError, FORM_TOKEN_FIELD, FORM_TOKEN_HEADER, language_of_browser};
use axum::{
    Json,
    body::{Body, Bytes, to_bytes},
    extract::{Request, State},
    http::{HeaderMap, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

use super::{
    outdated,
    state::Console,
    way_back::{is_plain_form, way_back},
};
use crate::{
    browser::{foreign_form::ForeignForm, navigation::is_navigation},
    config::PublicUrl,
    pages::dead_end::{DeadEnd, Whereabouts},
};

/// The most bytes that a form of the console may have.
const MOST_BYTES: usize = 512 * 1024;
/// What the tokens of the console's forms are for.
const PURPOSE: &str = "console";

/// Lets forms of this session through. A request without a session has nothing that could be done in its name.
pub(super) async fn require_own(State(console): State<Console>, request: Request, next: Next) -> Response {
    // Not every database can keep a NUL, and nothing has a use for one.
    if request.uri().to_string().contains("%00") {
        return (StatusCode::BAD_REQUEST, "This address cannot be read.\n").into_response();
    }
    if request.method().is_safe() {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, MOST_BYTES).await else {
        return refuse(&parts.headers, StatusCode::PAYLOAD_TOO_LARGE, "This form is too large. Nothing was changed.\n");
    };
    let holds = |part: &[u8]| body.windows(part.len()).any(|found| found == part);
    if body.contains(&0) || holds(b"%00") || holds(b"\\u0000") {
        return refuse(&parts.headers, StatusCode::BAD_REQUEST, "This form cannot be read. Nothing was changed.\n");
    }
    let session = console.session_cookie(&parts.headers);
    if session.is_none() || console.tokens.is_of(PURPOSE, session, &token(&parts.headers, &body)) {
        return next.run(Request::from_parts(parts, Body::from(body))).await;
    }
    if is_plain_form(&parts.headers) {
        let language = language_of_browser(&parts.headers);
        return outdated::page(language, &body, way_back(&parts.headers, &console.public_url).as_deref());
    }
    (ApiError::OtherPage.status(), Json(ApiError::OtherPage)).into_response()
}

/// Answers a form that is not from our own pages: a script of the console hears why, a browser gets a page.
pub(super) fn refuse_foreign(public_url: &PublicUrl, request: &Request, foreign: &ForeignForm) -> Response {
    let headers = request.headers();
    if !is_plain_form(headers) && matches!(foreign, ForeignForm::OtherName(_)) {
        return (ApiError::OtherAddress.status(), Json(ApiError::OtherAddress)).into_response();
    }
    if is_navigation(headers) {
        let page = DeadEnd::of_foreign_form(public_url, &Whereabouts::of(request), foreign);
        return page.replace_body(StatusCode::FORBIDDEN.into_response());
    }
    (StatusCode::FORBIDDEN, "This form was sent from another site. Open the page here and send it again.\n").into_response()
}

/// Returns the token of a page's forms.
pub(super) fn token_for(console: &Console, headers: &HeaderMap) -> String {
    console.tokens.seal(PURPOSE, console.session_cookie(headers))
}

fn token(headers: &HeaderMap, body: &Bytes) -> String {
    let sent = headers.get(FORM_TOKEN_HEADER).and_then(|token| token.to_str().ok()).map(str::to_owned);
    let typed = || form_urlencoded::parse(body).find(|(name, _)| name == FORM_TOKEN_FIELD).map(|(_, token)| token.into_owned());
    sent.or_else(typed).unwrap_or_default()
}

fn refuse(headers: &HeaderMap, status: StatusCode, sentence: &'static str) -> Response {
    if is_plain_form(headers) || headers.get(header::ACCEPT).is_none() {
        return (status, sentence).into_response();
    }
    (status, Json(ApiError::Transport)).into_response()
}
