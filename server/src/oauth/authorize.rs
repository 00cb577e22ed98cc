//! `GET` and `POST /oauth2/authorize`, and the way back to it after signing in

use axum::{
    body::Bytes,
    extract::{RawQuery, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use engine::{
    Realm,
    endpoint::authorize::{Authorization, AuthorizationAnswer, ResponseMode},
    form::Form,
};
use url::Url;

use super::{
    Shared,
    error::Failure,
    pages::{
        self,
        sign_in::{self, Attempt, Destination},
    },
    request::{At, as_query},
    session_cookie,
};

pub(super) async fn authorize(
    State(shared): State<Shared>,
    At(realm): At,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let session = session_cookie::read(&headers, &shared.public_url, realm.workspace.id);
    let outcome = shared.engine.authorize(&realm, query.as_deref().unwrap_or_default(), session).await?;
    Ok(respond(&realm, outcome))
}

/// OpenID Connect Core §3.1.2.1: a request may be posted. It comes from another site, so it brings no cookie (`SameSite=Lax`); the
/// redirect to the same request as a query is a navigation, and does.
pub(super) async fn authorize_by_post(At(realm): At, body: Bytes) -> Redirect {
    as_query(&realm, "/oauth2/authorize", &body)
}

/// `GET /login?interaction=…`: goes on after signing in.
pub(super) async fn resume(
    State(shared): State<Shared>,
    At(realm): At,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let form = Form::parse(query.as_deref().unwrap_or_default())?;
    let session = session_cookie::read(&headers, &shared.public_url, realm.workspace.id);
    let outcome = shared.engine.resume(&realm, form.get("interaction").unwrap_or_default(), session).await?;
    Ok(respond(&realm, outcome))
}

/// Shows the page or sends the answer.
pub(super) fn respond(realm: &Realm, outcome: Authorization) -> Response {
    match outcome {
        Authorization::Unanswerable(problem) => pages::problem::of_request(realm, problem),
        Authorization::SignIn(page) => sign_in::render(realm, Destination::Application(&page), Attempt::First),
        Authorization::Consent(page) => pages::consent::render(realm, &page),
        Authorization::Answer(answer) => send(realm, &answer),
    }
}

/// The answer on its way to the client (RFC 6749 §4.1.2). 303, so that no form of ours is posted on (RFC 9700 §4.12).
fn send(realm: &Realm, answer: &AuthorizationAnswer) -> Response {
    if answer.response_mode == ResponseMode::FormPost {
        return pages::form_post::render(realm, answer);
    }
    let Ok(mut url) = Url::parse(&answer.redirect_uri) else {
        return pages::problem::render(realm, StatusCode::BAD_REQUEST, "The return address cannot be used.");
    };
    url.query_pairs_mut().extend_pairs(answer.parameters.iter().map(|(name, value)| (*name, value.as_str())));
    match HeaderValue::from_str(url.as_str()) {
        Ok(location) => (StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response(),
        Err(_) => pages::problem::render(realm, StatusCode::BAD_REQUEST, "The return address cannot be used."),
    }
}
