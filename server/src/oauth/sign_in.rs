//! `POST /login`

use axum::{
    Extension,
    extract::State,
    http::header,
    response::{IntoResponse, Redirect, Response},
};
use domain::secret::Secret;
use engine::{endpoint::authorize::Unanswerable, password};

use super::{
    Shared, authorize,
    error::Failure,
    pages::sign_in::{self as page, Attempt},
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
        return Ok(authorize::respond(&realm, engine::endpoint::authorize::Authorization::Unanswerable(Unanswerable::Expired)));
    };
    let identifier = form.get("identifier").unwrap_or_default();
    let candidate = match shared.engine.sign_in_candidate(&realm, identifier, address).await? {
        Ok(candidate) => candidate,
        Err(too_many) => return Ok(page::render(&realm, &shown, Attempt::TooMany { identifier, seconds: too_many.seconds })),
    };
    let hash = candidate.password_hash().map(str::to_owned);
    let password = Secret::new(form.get("password").unwrap_or_default().to_owned());
    let verified = tokio::task::spawn_blocking(move || password::verify(password.expose(), hash.as_deref())).await.unwrap_or(false);
    let Some(session) = shared.engine.sign_in(&realm, candidate, verified).await? else {
        return Ok(page::render(&realm, &shown, Attempt::Wrong { identifier }));
    };
    let mut response = Redirect::to(&format!("{}/login?interaction={interaction}", realm.issuer)).into_response();
    if let Some(cookie) = session_cookie::set(&shared.public_url, realm.workspace.id, &session) {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    Ok(response)
}
