//! `GET` and `POST /oidc/logout`

use axum::{
    body::Bytes,
    extract::{RawQuery, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use engine::{Realm, endpoint::logout::Logout, form::Form};

use super::{
    Shared,
    error::Failure,
    pages,
    request::{At, as_query},
    session_cookie,
};

pub(super) async fn logout(
    State(shared): State<Shared>,
    At(realm): At,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    answer(&shared, &realm, &headers, query.as_deref().unwrap_or_default(), false).await
}

/// A request may be posted (RP-Initiated Logout §2). It comes from another site without our cookie: the redirect brings it along.
pub(super) async fn logout_by_post(At(realm): At, body: Bytes) -> Redirect {
    as_query(&realm, "/oidc/logout", &body)
}

/// The user said yes on our own page.
pub(super) async fn confirm(State(shared): State<Shared>, At(realm): At, headers: HeaderMap, body: String) -> Result<Response, Failure> {
    let request = Form::parse(&body)?.get("request").unwrap_or_default().to_owned();
    answer(&shared, &realm, &headers, &request, true).await
}

async fn answer(shared: &Shared, realm: &Realm, headers: &HeaderMap, query: &str, confirmed: bool) -> Result<Response, Failure> {
    let form = Form::parse(query)?;
    let session = session_cookie::read(headers, &shared.public_url, realm.workspace.id);
    let redirect = match shared.engine.logout(realm, &form, session, confirmed).await? {
        Logout::Ask { identifier } => return Ok(pages::logout::ask(realm, &identifier, query)),
        Logout::Done { redirect } => redirect,
    };
    let mut response = match redirect.map(|address| address.parse::<HeaderValue>()) {
        Some(Ok(address)) => (StatusCode::SEE_OTHER, [(header::LOCATION, address)]).into_response(),
        _ => pages::logout::done(realm),
    };
    if let Some(cookie) = session_cookie::clear(&shared.public_url, realm.workspace.id) {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    Ok(response)
}
