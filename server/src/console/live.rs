//! Logs as they come: the page of a log follows it by server-sent events (HTML, *Server-sent events*). What is new is read once a second for
//! all who follow the logs of a tenant at this node, and each of them is sent what their filter finds, as rows of the table.
//!
//! An event's identifier is the number of its line in the chain of its tenant, which grows with the commits. So whoever comes back with the
//! last one that they got, to whichever node, misses no line and gets none twice.

pub(super) mod followers;
mod following;
mod places;
mod refused;
mod tail;

use app::api::language_of_browser;
use axum::{
    Router,
    extract::{Extension, Path, RawQuery, State, rejection::PathRejection},
    http::{HeaderMap, HeaderName, HeaderValue},
    response::{IntoResponse as _, Response, Sse},
    routing::get,
};
use control::Actor;
use domain::{audit_news::LineNumber, view::AuditFilter, wire::AuditQuery};
use tower_sessions::Session;
use translation::Language;

use self::{
    following::{At, Follower, Following, Start},
    places::Whose,
    refused::Refused,
};
use super::{session, signed_in::SignedIn, state::Console};
use crate::paths::LiveRoute;

/// By this header a browser says after which event it comes back.
const LAST_EVENT_ID: &str = "last-event-id";
/// Tells nginx not to wait until it has many events.
const X_ACCEL_BUFFERING: HeaderName = HeaderName::from_static("x-accel-buffering");

/// The routes of the streams. They stand beside the pages, behind the same guard.
pub(super) fn router(console: Console) -> Router {
    let routes = LiveRoute::ALL.iter().fold(Router::new(), |router, route| router.route(route.template(), get(follow)));
    routes.with_state(console)
}

/// `GET`: new lines of a log that a filter finds.
async fn follow(
    State(console): State<Console>,
    Extension(signed_in): Extension<SignedIn>,
    session: Session,
    at: Result<Path<At>, PathRejection>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let language = language_of_browser(&headers);
    let followed = begin(console, signed_in, session, at, query.as_deref().unwrap_or_default(), (&headers, language)).await;
    followed.unwrap_or_else(|refused| refused.answer(language))
}

/// Begins to follow a log.
async fn begin(
    console: Console,
    SignedIn(actor, _): SignedIn,
    session: Session,
    at: Result<Path<At>, PathRejection>,
    query: &str,
    (headers, language): (&HeaderMap, Language),
) -> Result<Response, Refused> {
    if console.node.stops_streams() {
        return Err(Refused::Stopping);
    }
    let (Ok(Path(at)), Some(session), Actor::Administrator(administrator, _)) = (at, session.id(), &actor) else {
        return Err(Refused::NotFound);
    };
    let whose = Whose { session: session::hash(&session), administrator: administrator.id, tenant: at.tenant.clone() };
    let log = console.control.acting_as(actor).follow_audit(&at.tenant, at.workspace.as_ref()).await?;
    let (filter, after) = asked(query)?;
    let place = console.followers.places.take(whose)?;
    let last = headers.get(LAST_EVENT_ID).and_then(|id| id.to_str().ok()?.parse::<LineNumber>().ok());
    let head = log.position().await?;
    let start = Start { head, after: last.or(after).unwrap_or(head) };
    let follower = Follower { console, session, at, log, filter, start, place, language };
    let mut response = Sse::new(Following::of(follower).events()).into_response();
    response.headers_mut().insert(X_ACCEL_BUFFERING, HeaderValue::from_static("no"));
    Ok(response)
}

/// Reads what is asked for: the members of the filter, and `after`, the number of a line.
fn asked(query: &str) -> Result<(AuditFilter, Option<LineNumber>), Refused> {
    let pairs = form_urlencoded::parse(query.as_bytes()).into_owned();
    let (after, filter): (Vec<_>, Vec<_>) = pairs.partition(|(name, _): &(String, String)| name == "after");
    let after = match after.as_slice() {
        [] => None,
        [(_, number)] => Some(number.parse().map_err(|_| Refused::Unread)?),
        _ => return Err(Refused::Unread),
    };
    let mut members = serde_json::Map::new();
    for (name, text) in filter {
        // What is there twice would be ignored once.
        if members.insert(name, text.into()).is_some() {
            return Err(Refused::Unread);
        }
    }
    let query: AuditQuery = serde_json::from_value(members.into()).map_err(|_| Refused::Unread)?;
    Ok((query.read().map_err(|_| Refused::Unread)?, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_read_is_refused_and_nothing_is_ignored() {
        let (filter, after) = asked("action=client.created&text=ada+%C3%BC&after=12").unwrap_or_else(|_| panic!("it can be read"));
        assert_eq!((filter.text.as_deref(), after), (Some("ada ü"), Some(LineNumber::of(12))));
        for odd in ["after=x", "after=1&after=2", "after=-1", "colour=red", "text=a&text=b", "since=yesterday", "action=x"] {
            assert!(asked(odd).is_err(), "{odd}");
        }
    }
}
