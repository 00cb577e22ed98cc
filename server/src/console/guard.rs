//! Lets in those who are signed in. A page is not rendered for anybody else, so that nothing of it can leak; the control plane checks
//! again at every use case.

use app::{api::SessionTime, paths};
use axum::{
    body::Body,
    extract::{Request, State},
    http::{HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use control::{Actor, Credential};
use domain::{causes::Causes, clock::Timestamp};
use form_urlencoded::byte_serialize;
use tower_sessions::Session;

use super::{session, signed_in::SignedIn, state::Console};
use crate::paths::LiveRoute;

/// How long after signing in one signs in again, however busy one was.
const SIGN_IN_LASTS_SECONDS: i64 = 24 * 3600;
/// How often a session that is in use is kept from ending.
const SEEN_EVERY_SECONDS: i64 = 5 * 60;
/// The session's key for the time it was last seen.
const SEEN_AT: &str = "seen_at";

/// Finds out who is signed in, and redirects everybody else to the sign-in page.
pub(super) async fn let_in(State(console): State<Console>, session: Session, mut request: Request, next: Next) -> Response {
    // A page that follows a log does not keep its session from ending: nobody may sit before it.
    let is_used = !LiveRoute::is_at(request.uri().path());
    match signed_in(&console, session, is_used).await {
        Ok(Some(SignedIn(Actor::Administrator(_, Credential::EnrolmentOnly(..)), _))) if !is_for_enrolment(request.uri().path()) => {
            return see(paths::SECOND_FACTOR);
        }
        Ok(Some(signed_in)) => {
            request.extensions_mut().insert(signed_in);
        }
        Ok(None) if is_for_everybody(request.uri().path()) => {}
        Ok(None) => return to_sign_in(&request),
        Err(status) => return status.into_response(),
    }
    next.run(request).await
}

/// Returns whether a path is open to everybody: the sign-in pages, and the server functions, which answer for themselves that nobody is
/// signed in.
fn is_for_everybody(path: &str) -> bool {
    let below = |prefix| path.strip_prefix(prefix).is_some_and(|rest: &str| rest.is_empty() || rest.starts_with('/'));
    below(paths::SIGN_IN) || below("/console/api")
}

/// Returns whether a path is open to those who have to set up a second factor before they may do anything.
fn is_for_enrolment(path: &str) -> bool {
    is_for_everybody(path) || [paths::SECOND_FACTOR, paths::PASSKEYS, paths::CONFIRM].contains(&path)
}

/// Redirects to the sign-in page; the address that was asked for goes along.
fn to_sign_in(request: &Request) -> Response {
    let asked = request.uri().path_and_query().map_or("/console", |asked| asked.as_str());
    let next: String = byte_serialize(asked.as_bytes()).collect();
    see(&format!("{}?next={next}", paths::SIGN_IN))
}

/// Redirects with 303 and nothing more.
fn see(page: &str) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::SEE_OTHER;
    if let Ok(location) = HeaderValue::from_str(page) {
        response.headers_mut().insert(header::LOCATION, location);
    }
    response
}

/// Whose session it is.
pub(super) enum Recognised {
    /// Nobody signed in there.
    Nobody,
    /// Whoever signed in is no administrator any more, or was signed out by something that ended their sessions.
    Over,
    /// An administrator.
    Somebody(Box<SignedIn>),
}

/// Returns whose session it is. Nothing about it changes.
pub(super) async fn recognise(console: &Console, session: &Session) -> Result<Recognised, StatusCode> {
    let handle = console.session_handle(session.clone());
    let signed_in = handle.signed_in().await.map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?;
    let (Some(signed_in), Some(id)) = (signed_in, session.id()) else { return Ok(Recognised::Nobody) };
    let now = console.clock.now();
    let found = if now.seconds_since(signed_in.at) < SIGN_IN_LASTS_SECONDS {
        console.control.find_signed_in(signed_in.administrator, signed_in.epoch).await.map_err(|error| failed(&error))?
    } else {
        None
    };
    let Some(administrator) = found else { return Ok(Recognised::Over) };
    let time = SessionTime { unused: session::INACTIVITY_SECONDS, left: SIGN_IN_LASTS_SECONDS - now.seconds_since(signed_in.at) };
    let actor =
        console.control.at_the_console(administrator, session::hash(&id), signed_in.confirmed_at).await.map_err(|error| failed(&error))?;
    Ok(Recognised::Somebody(Box::new(SignedIn(actor, time))))
}

/// Returns who is signed in. A session that is over is deleted, and one that is used is kept from ending.
async fn signed_in(console: &Console, session: Session, is_used: bool) -> Result<Option<SignedIn>, StatusCode> {
    match recognise(console, &session).await? {
        Recognised::Nobody => Ok(None),
        Recognised::Over => {
            session.flush().await.map_err(|error| failed(&error))?;
            Ok(None)
        }
        Recognised::Somebody(signed_in) => {
            let (now, seen) = (console.clock.now(), session.get::<Timestamp>(SEEN_AT).await.map_err(|error| failed(&error))?);
            if is_used && seen.is_none_or(|seen| now.seconds_since(seen) >= SEEN_EVERY_SECONDS) {
                session.insert(SEEN_AT, now).await.map_err(|error| failed(&error))?;
            }
            Ok(Some(*signed_in))
        }
    }
}

fn failed(error: &dyn std::error::Error) -> StatusCode {
    tracing::error!(operation = "load_session", error = %Causes(error), "the session cannot be loaded");
    StatusCode::INTERNAL_SERVER_ERROR
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_sees_more_than_the_sign_in_pages() {
        for open in ["/console/sign-in", "/console/sign-in/code", "/console/sign-in/once", "/console/api/sign_in"] {
            assert!(is_for_everybody(open) && is_for_enrolment(open), "{open}");
        }
        for own in ["/console/-/account/second-factor", "/console/-/account/passkeys", "/console/-/confirm"] {
            assert!(is_for_enrolment(own) && !is_for_everybody(own), "{own}");
        }
        for closed in ["/console", "/console/", "/console/sign-inside", "/console/apis", "/console/acme/main"] {
            assert!(!is_for_everybody(closed) && !is_for_enrolment(closed), "{closed}");
        }
    }
}
