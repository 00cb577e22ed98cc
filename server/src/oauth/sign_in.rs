//! `POST /login`

use std::net::IpAddr;

use axum::{
    Extension,
    extract::State,
    http::header,
    response::{IntoResponse, Redirect, Response},
};
use domain::secret::Secret;
use engine::{
    Realm,
    endpoint::{
        authorize::{Authorization, Unanswerable},
        sign_in::StartedSession,
    },
    form::Form,
    password,
};

use super::{
    Shared, authorize,
    error::Failure,
    pages::sign_in::{self as page, Attempt, Destination},
    request::{At, Body},
    session_cookie,
};
use crate::client_address::ClientAddress;

pub(super) async fn sign_in(
    State(shared): State<Shared>,
    At(realm): At,
    Extension(ClientAddress(address)): Extension<ClientAddress>,
    Body(form): Body,
) -> Result<Response, Failure> {
    let interaction = form.get("interaction").unwrap_or_default();
    // Where the page has expired, nothing is tried.
    let Some(shown) = shared.engine.sign_in_page(&realm, interaction).await? else {
        return Ok(authorize::respond(&realm, Authorization::Unanswerable(Unanswerable::Expired)));
    };
    let session = match attempt(&shared, &realm, address, &form).await? {
        Ok(session) => session,
        Err(failed) => return Ok(page::render(&realm, Destination::Application(&shown), failed)),
    };
    let mut response = Redirect::to(&format!("{}/login?interaction={interaction}", realm.issuer)).into_response();
    if let Some(cookie) = session_cookie::set(&shared.public_url, realm.workspace.id, &session) {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    Ok(response)
}

/// Tries the name and password of a form: a session, or what to say of the attempt.
pub(super) async fn attempt<'a>(
    shared: &Shared,
    realm: &Realm,
    address: IpAddr,
    form: &'a Form,
) -> Result<Result<StartedSession, Attempt<'a>>, Failure> {
    let identifier = form.get("identifier").unwrap_or_default();
    let candidate = match shared.engine.sign_in_candidate(realm, identifier, address).await? {
        Ok(candidate) => candidate,
        Err(too_many) => return Ok(Err(Attempt::TooMany { identifier, seconds: too_many.seconds })),
    };
    let hash = candidate.password_hash().map(str::to_owned);
    let password = Secret::new(form.get("password").unwrap_or_default().to_owned());
    let verified = tokio::task::spawn_blocking(move || password::verify(password.expose(), hash.as_deref())).await.unwrap_or(false);
    let session = shared.engine.sign_in(realm, candidate, verified).await?;
    Ok(session.ok_or(Attempt::Wrong { identifier }))
}
