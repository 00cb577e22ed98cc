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
        authorize::{Authorization, SignInPage},
        passkey::{PasskeyAnswer, PasskeyOutcome},
        second_step::CodeOutcome,
        sign_in::{FirstStep, SignInAttempt, SignInOutcome, SigningIn, StartedSession},
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
        sign_in_code::{self as code_page, CodeAttempt},
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
        let (visit, form, shown) = match asked(&shared, posted).await? {
            Ok(asked) => asked,
            Err(answer) => return Ok(answer),
        };
        let interaction = form.get("interaction").unwrap_or_default();
        let destination = Destination::Application(&shown);
        match attempt(&shared, &visit.realm, address, &headers, &form).await? {
            SignIn::Started(session) => goes_on(&shared, visit, &session, interaction).await,
            SignIn::CodeNeeded(step) => code_needed(&shared, &visit, destination, &step).await,
            SignIn::Failed(failed) => Ok(page::render(&visit, destination, failed, offers(&shared, &visit).await?)),
        }
    };
    errors.or_page(answer.await)
}

/// `POST /login/code`
pub(super) async fn code(
    Asked(shared): Asked,
    errors: ErrorWriter,
    Extension(ClientAddress(address)): Extension<ClientAddress>,
    headers: HeaderMap,
    posted: Posted,
) -> Response {
    errors.or_page(complete(&shared, By::Code, address, &headers, posted).await)
}

/// `POST /login/passkey`
pub(super) async fn passkey(
    Asked(shared): Asked,
    errors: ErrorWriter,
    Extension(ClientAddress(address)): Extension<ClientAddress>,
    headers: HeaderMap,
    posted: Posted,
) -> Response {
    errors.or_page(complete(&shared, By::Passkey, address, &headers, posted).await)
}

/// Goes on with an authorization request by a code or a passkey.
async fn complete(shared: &Shared, by: By, address: IpAddr, headers: &HeaderMap, posted: Posted) -> Result<Response, Failure> {
    let (visit, form, shown) = match asked(shared, posted).await? {
        Ok(asked) => asked,
        Err(answer) => return Ok(answer),
    };
    let interaction = form.get("interaction").unwrap_or_default();
    match try_by(shared, &visit, Destination::Application(&shown), (by, address, headers, &form)).await? {
        Code::Started(session) => goes_on(shared, visit, &session, interaction).await,
        Code::Failed(page) => Ok(page),
    }
}

/// Returns what a form of the sign-in to an application is for; an answer where nothing is tried, because the page is not this browser's, or has
/// expired.
async fn asked(shared: &Shared, posted: Posted) -> Result<Result<(Visit, Form, SignInPage), Response>, Failure> {
    let (visit, form) = match posted {
        Posted::Ours(visit, form) => (visit, form),
        Posted::Others(visit, form) => return outdated(shared, &visit, &form).await.map(Err),
    };
    Ok(match shared.engine.resume(&visit.realm, form.get("interaction").unwrap_or_default(), visit.browser().signed_out()).await? {
        Authorization::SignIn(shown) => Ok((authorize::at_sign_in(&visit, &shown), form, shown)),
        outcome => Err(authorize::respond(shared, &visit, outcome).await?),
    })
}

/// Goes on with an authorization request after signing in.
async fn goes_on(shared: &Shared, visit: Visit, session: &StartedSession, interaction: &str) -> Result<Response, Failure> {
    if let Some(own) = visit.control(shared).own_account(&visit.realm, Some(session.cookie.expose().as_str())).await? {
        own.remember_language().await?;
    }
    let next = visit.onward(WorkspaceRoute::Login, &[("interaction", interaction), (AFTER, "sign-in")]);
    if next.len() <= onward::LONGEST {
        return Ok(signed_in(shared, &visit.realm, session, &next));
    }
    // A request that is too long for an address goes on at once.
    let visit = visit.with(session.cookie.expose().clone());
    let outcome = shared.engine.resume(&visit.realm, interaction, visit.browser()).await?;
    let response = authorize::respond(shared, &visit, outcome).await?;
    Ok(with_cookies(shared, &visit.realm, session, response))
}

/// Asks for a code. The browser is known from now on: its user typed the right password.
pub(super) async fn code_needed(
    shared: &Shared,
    visit: &Visit,
    destination: Destination<'_>,
    step: &FirstStep,
) -> Result<Response, Failure> {
    let mut response = ask_for_code(shared, visit, destination, &step.sealed, CodeAttempt::First).await?;
    let known = step.device.as_ref().and_then(|device| session_cookie::known(&shared.public_url, visit.realm.workspace.id, device));
    if let Some(cookie) = known {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    Ok(response)
}

/// Asks for the second factor of the user who made a first step.
async fn ask_for_code(
    shared: &Shared,
    visit: &Visit,
    destination: Destination<'_>,
    step: &str,
    attempt: CodeAttempt,
) -> Result<Response, Failure> {
    let offer = shared.engine.offer_second_step(&visit.realm, step).await?;
    Ok(code_page::render(visit, destination, (step, &offer), attempt))
}

/// The outcome of a form with a code or a passkey.
pub(super) enum Code {
    Started(StartedSession),
    /// The page that says what to do.
    Failed(Response),
}

/// What a form brings, other than a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum By {
    /// A code of a second factor.
    Code,
    /// A passkey.
    Passkey,
}

/// Tries the code or the passkey of a form.
pub(super) async fn try_by(
    shared: &Shared,
    visit: &Visit,
    destination: Destination<'_>,
    (by, address, headers, form): (By, IpAddr, &HeaderMap, &Form),
) -> Result<Code, Failure> {
    match by {
        By::Code => try_code(shared, visit, destination, address, headers, form).await,
        By::Passkey => try_passkey(shared, visit, destination, address, headers, form).await,
    }
}

/// Tries the code of a form.
async fn try_code(
    shared: &Shared,
    visit: &Visit,
    destination: Destination<'_>,
    address: IpAddr,
    headers: &HeaderMap,
    form: &Form,
) -> Result<Code, Failure> {
    let step = form.get("step").unwrap_or_default();
    let browser = signing_in(shared, &visit.realm, address, headers);
    let outcome = shared.engine.complete_sign_in(&visit.realm, step, form.get("code").unwrap_or_default(), browser).await?;
    let attempt = match outcome {
        CodeOutcome::Started(session) => return Ok(Code::Started(session)),
        CodeOutcome::Wrong => CodeAttempt::Wrong,
        CodeOutcome::TooMany(too_many) => CodeAttempt::TooMany { seconds: too_many.seconds },
        CodeOutcome::Over => return Ok(Code::Failed(page::render(visit, destination, Attempt::Over, offers(shared, visit).await?))),
    };
    Ok(Code::Failed(ask_for_code(shared, visit, destination, step, attempt).await?))
}

/// Tries the passkey of a form: after the password, where there is a first step, or alone.
async fn try_passkey(
    shared: &Shared,
    visit: &Visit,
    destination: Destination<'_>,
    address: IpAddr,
    headers: &HeaderMap,
    form: &Form,
) -> Result<Code, Failure> {
    let typed = |name: &str| form.get(name).unwrap_or_default();
    let answer = PasskeyAnswer { sealed: typed("ceremony"), response: typed("credential") };
    let browser = signing_in(shared, &visit.realm, address, headers);
    let Some(step) = form.get("step") else {
        let attempt = match shared.engine.sign_in_by_passkey(&visit.realm, answer, browser).await? {
            PasskeyOutcome::Started(session) => return Ok(Code::Started(session)),
            PasskeyOutcome::Refused(error) => Attempt::Passkey(error),
            PasskeyOutcome::TooMany(too_many) => Attempt::TooMany { identifier: "", seconds: too_many.seconds },
            PasskeyOutcome::Over => Attempt::PasskeyOver,
        };
        return Ok(Code::Failed(page::render(visit, destination, attempt, offers(shared, visit).await?)));
    };
    let attempt = match shared.engine.complete_sign_in_by_passkey(&visit.realm, step, answer, browser).await? {
        PasskeyOutcome::Started(session) => return Ok(Code::Started(session)),
        PasskeyOutcome::Refused(error) => CodeAttempt::Passkey(error),
        PasskeyOutcome::TooMany(too_many) => CodeAttempt::TooMany { seconds: too_many.seconds },
        // Whether it is the page or the step: with a step that is over, there is nothing left to ask.
        PasskeyOutcome::Over if shared.engine.offer_second_step(&visit.realm, step).await?.passkey.is_some() => CodeAttempt::PasskeyOver,
        PasskeyOutcome::Over => {
            return Ok(Code::Failed(page::render(visit, destination, Attempt::Over, offers(shared, visit).await?)));
        }
    };
    Ok(Code::Failed(ask_for_code(shared, visit, destination, step, attempt).await?))
}

/// The browser that somebody signs in with.
fn signing_in<'a>(shared: &Shared, realm: &Realm, address: IpAddr, headers: &'a HeaderMap) -> SigningIn<'a> {
    let user_agent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    SigningIn {
        earlier: session_cookie::read(headers, &shared.public_url, realm.workspace.id),
        origin: SessionOrigin { browser: domain::browser::describe(user_agent), address: Some(address) },
    }
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
    match shared.engine.resume(&visit.realm, interaction, visit.browser()).await? {
        Authorization::SignIn(shown) => {
            let (visit, identifier) = (&authorize::at_sign_in(visit, &shown), form.get("identifier").unwrap_or_default());
            Ok(page::render(visit, Destination::Application(&shown), Attempt::Outdated { identifier }, offers(shared, visit).await?))
        }
        outcome => authorize::respond(shared, visit, outcome).await,
    }
}

/// The outcome of a sign-in form.
pub(super) enum SignIn<'a> {
    Started(StartedSession),
    /// A code of the user's second factor is asked for.
    CodeNeeded(FirstStep),
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
    let device = session_cookie::read_device(headers, &shared.public_url, realm.workspace.id);
    let mut candidate = match shared.engine.sign_in_candidate(realm, Visitor { name: identifier, address, device }).await? {
        SignInAttempt::Candidate(candidate) => *candidate,
        SignInAttempt::TooMany(too_many) => return Ok(SignIn::Failed(Attempt::TooMany { identifier, seconds: too_many.seconds })),
    };
    let password = Secret::new(form.get("password").unwrap_or_default().to_owned());
    let Ok(matches) = candidate.check(password).await else { return Ok(SignIn::Failed(Attempt::Busy { identifier })) };
    Ok(match shared.engine.sign_in(realm, candidate, matches, signing_in(shared, realm, address, headers)).await? {
        SignInOutcome::Started(session) => SignIn::Started(session),
        SignInOutcome::CodeNeeded(step) => SignIn::CodeNeeded(step),
        SignInOutcome::Refused => SignIn::Failed(Attempt::Wrong { identifier }),
    })
}
