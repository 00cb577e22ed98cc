//! `GET` and `POST /oidc/logout`

use axum::{
    body::Bytes,
    extract::RawQuery,
    http::{HeaderMap, header},
    response::Response,
};
use engine::{
    endpoint::logout::{Logout, Onward},
    form::Form,
};

use super::{
    error::{ErrorWriter, Failure},
    pages,
    posted_request::{as_query, once_more},
    session_cookie,
    shared::{Asked, Shared},
    visit::{Posted, Visit},
};
use crate::paths::WorkspaceRoute;

pub(super) async fn logout(Asked(shared): Asked, errors: ErrorWriter, visit: Visit, RawQuery(query): RawQuery) -> Response {
    errors.or_page(answer(&shared, &visit, query.as_deref().unwrap_or_default(), false).await)
}

/// A request may be posted (RP-Initiated Logout §2). It comes from another site without our cookie: the redirect brings it along.
pub(super) async fn logout_by_post(Asked(shared): Asked, errors: ErrorWriter, visit: Visit, headers: HeaderMap, body: Bytes) -> Response {
    let answer = async {
        match once_more(&shared, &headers, &body)? {
            Some(query) => answer(&shared, &visit, &query, false).await,
            None => Ok(as_query(&visit, WorkspaceRoute::Logout, &body)),
        }
    };
    errors.or_page(answer.await)
}

/// The user confirmed on our own page. If it was a page of another session, they are asked again.
pub(super) async fn confirm(Asked(shared): Asked, errors: ErrorWriter, posted: Posted) -> Response {
    let (visit, form, confirmed) = posted.into_parts();
    errors.or_page(answer(&shared, &visit, form.get("request").unwrap_or_default(), confirmed).await)
}

async fn answer(shared: &Shared, visit: &Visit, query: &str, confirmed: bool) -> Result<Response, Failure> {
    let (realm, form) = (&visit.realm, Form::parse(query)?);
    let onward = match shared.engine.logout(realm, &form, visit.session(), confirmed).await? {
        Logout::Ask { identifier } => return Ok(pages::logout::ask(visit, &identifier, query)),
        Logout::Done { onward } => onward,
    };
    let mut response = match onward {
        Some(Onward::Link(address)) => pages::logout::done(visit, Some(&address)),
        Some(Onward::Redirect(address)) => pages::onward::to(visit, &address),
        None => pages::logout::done(visit, None),
    };
    if let Some(cookie) = session_cookie::clear(&shared.public_url, realm.workspace.id) {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    Ok(response)
}
