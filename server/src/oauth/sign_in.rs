//! `POST /login`

use std::net::IpAddr;

use axum::{
    Extension,
    http::{HeaderMap, header},
    response::{IntoResponse, Redirect, Response},
};
use domain::secret::Secret;
use engine::{
    Realm,
    endpoint::{
        authorize::Authorization,
        sign_in::{SignInAttempt, SigningIn, StartedSession},
    },
    form::Form,
    gate::Visitor,
    storage::SessionOrigin,
};

use super::{
    authorize,
    error::{ErrorWriter, Failure},
    offers::offers,
    pages::{
        onward,
        sign_in::{self as page, AFTER, Attempt, Destination},
    },
    session_cookie,
    shared::{Asked, Shared},
    visit::{Posted, Visit},
};
use crate::{layers::client_address::ClientAddress, paths::WorkspaceRoute};

pub(super) async fn sign_in(
    Asked(shared): Asked,
    errors: ErrorWriter,
    Extension(ClientAddress(address)): Extension<ClientAddress>,
    headers: HeaderMap,
    posted: Posted,
) -> Response {
    let answer = async {
        let (visit, form) = match posted {
            Posted::Ours(visit, form) => (visit, form),
            Posted::Others(visit, form) => return outdated(&shared, &visit, &form).await,
        };
        let interaction = form.get("interaction").unwrap_or_default();
        // Where the page has expired, nothing is tried.
        let shown = match shared.engine.resume(&visit.realm, interaction, None).await? {
            Authorization::SignIn(shown) => shown,
            outcome => return authorize::respond(&shared, &visit, outcome).await,
        };
        let session = match attempt(&shared, &visit.realm, address, &headers, &form).await? {
            SignIn::Started(session) => session,
            SignIn::Failed(failed) => {
                return Ok(page::render(&visit, Destination::Application(&shown), failed, offers(&shared, &visit).await?));
            }
        };
        let next = format!("{}?interaction={interaction}&{AFTER}=sign-in", WorkspaceRoute::Login.below(&visit.realm.issuer));
        if next.len() <= onward::LONGEST {
            return Ok(signed_in(&shared, &visit.realm, &session, &next));
        }
        // A request that is too long for an address goes on at once.
        let visit = visit.with(session.cookie.expose().clone());
        let outcome = shared.engine.resume(&visit.realm, interaction, visit.session()).await?;
        let response = authorize::respond(&shared, &visit, outcome).await?;
        Ok(with_cookies(&shared, &visit.realm, &session, response))
    };
    errors.or_page(answer.await)
}

/// Redirects to an address, with a session that was begun.
pub(super) fn signed_in(shared: &Shared, realm: &Realm, session: &StartedSession, to: &str) -> Response {
    // 303, so that a reload sends no password again.
    with_cookies(shared, realm, session, Redirect::to(to).into_response())
}

fn with_cookies(shared: &Shared, realm: &Realm, session: &StartedSession, mut response: Response) -> Response {
    for cookie in session_cookie::set(&shared.public_url, realm.workspace.id, session) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

/// Somebody has signed in at this browser since the page was opened. The request goes on with them where it can; else the page is shown
/// anew, with what was typed.
async fn outdated(shared: &Shared, visit: &Visit, form: &Form) -> Result<Response, Failure> {
    let interaction = form.get("interaction").unwrap_or_default();
    match shared.engine.resume(&visit.realm, interaction, visit.session()).await? {
        Authorization::SignIn(shown) => {
            let attempt = Attempt::Outdated { identifier: form.get("identifier").unwrap_or_default() };
            Ok(page::render(visit, Destination::Application(&shown), attempt, offers(shared, visit).await?))
        }
        outcome => authorize::respond(shared, visit, outcome).await,
    }
}

/// The outcome of a sign-in form.
pub(super) enum SignIn<'a> {
    Started(StartedSession),
    /// What to say about the attempt.
    Failed(Attempt<'a>),
}

/// Tries the name and password of a form. The session that the browser had before ends with a new one.
pub(super) async fn attempt<'a>(
    shared: &Shared,
    realm: &Realm,
    address: IpAddr,
    headers: &HeaderMap,
    form: &'a Form,
) -> Result<SignIn<'a>, Failure> {
    let identifier = form.get("identifier").unwrap_or_default();
    let earlier = session_cookie::read(headers, &shared.public_url, realm.workspace.id);
    let device = session_cookie::read_device(headers, &shared.public_url, realm.workspace.id);
    let mut candidate = match shared.engine.sign_in_candidate(realm, Visitor { name: identifier, address, device }).await? {
        SignInAttempt::Candidate(candidate) => *candidate,
        SignInAttempt::TooMany(too_many) => return Ok(SignIn::Failed(Attempt::TooMany { identifier, seconds: too_many.seconds })),
    };
    let password = Secret::new(form.get("password").unwrap_or_default().to_owned());
    let Ok(matches) = candidate.check(password).await else { return Ok(SignIn::Failed(Attempt::Busy { identifier })) };
    let user_agent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let origin = SessionOrigin { browser: domain::browser::describe(user_agent), address: Some(address) };
    let session = shared.engine.sign_in(realm, candidate, matches, SigningIn { earlier, origin }).await?;
    Ok(session.map_or(SignIn::Failed(Attempt::Wrong { identifier }), SignIn::Started))
}
