//! `GET` and `POST /oauth2/authorize`, and how a request goes on after signing in.

use axum::{
    body::Bytes,
    extract::RawQuery,
    http::{HeaderMap, StatusCode},
    response::Response,
};
use engine::{
    Realm,
    endpoint::authorize::{Authorization, AuthorizationAnswer, ResponseMode},
    form::Form,
};
use url::Url;

use super::{
    error::{ErrorWriter, Failure},
    offers::offers,
    pages::{
        self,
        sign_in::{self, Attempt, Destination},
    },
    request::{as_query, once_more},
    shared::{Asked, Shared},
    visit::Visit,
};
use crate::paths::WorkspaceRoute;

pub(super) async fn authorize(Asked(shared): Asked, errors: ErrorWriter, visit: Visit, RawQuery(query): RawQuery) -> Response {
    let answer = async {
        let outcome = shared.engine.authorize(&visit.realm, query.as_deref().unwrap_or_default(), visit.session()).await?;
        respond(&shared, &visit, outcome).await
    };
    errors.or_page(answer.await)
}

/// OpenID Connect Core §3.1.2.1: a request may be posted. It comes from another site, so it brings no cookie (`SameSite=Lax`); the
/// redirect to the same request as a query is a navigation, and does.
pub(super) async fn authorize_by_post(
    Asked(shared): Asked,
    errors: ErrorWriter,
    visit: Visit,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let answer = async {
        let Some(query) = once_more(&shared, &headers, &body)? else {
            return Ok(as_query(&visit.realm, WorkspaceRoute::Authorize, &body));
        };
        let outcome = shared.engine.authorize(&visit.realm, &query, visit.session()).await?;
        respond(&shared, &visit, outcome).await
    };
    errors.or_page(answer.await)
}

/// `GET /login?interaction=…`: goes on after signing in.
pub(super) async fn resume(Asked(shared): Asked, errors: ErrorWriter, visit: Visit, RawQuery(query): RawQuery) -> Response {
    let answer = async {
        let form = Form::parse(query.as_deref().unwrap_or_default())?;
        match shared.engine.resume(&visit.realm, form.get("interaction").unwrap_or_default(), visit.session()).await? {
            Authorization::SignIn(page) => {
                let attempt = Attempt::after(&visit, &form);
                Ok(sign_in::render(&visit, Destination::Application(&page), attempt, offers(&shared, &visit).await?))
            }
            outcome => respond(&shared, &visit, outcome).await,
        }
    };
    errors.or_page(answer.await)
}

/// Shows the page or sends the answer.
pub(super) async fn respond(shared: &Shared, visit: &Visit, outcome: Authorization) -> Result<Response, Failure> {
    let realm = &visit.realm;
    Ok(match outcome {
        Authorization::Unanswerable(problem) => pages::problem::of_request(realm, problem),
        Authorization::Expired { request } => pages::problem::expired(realm, request.as_deref()),
        Authorization::SignIn(page) => {
            sign_in::render(visit, Destination::Application(&page), Attempt::First, offers(shared, visit).await?)
        }
        Authorization::Consent(page) => pages::consent::render(visit, &page),
        Authorization::Device(page) => pages::device::decide(visit, &page),
        Authorization::DeviceEnd(end) => pages::device::end(realm, &end),
        Authorization::Answer(answer) => send(realm, &answer),
        Authorization::Refused(page) => {
            let address = address_of(&page.answer);
            pages::refused::render(realm, &page, address.as_deref())
        }
    })
}

/// Sends the answer on to the client (RFC 6749 §4.1.2).
fn send(realm: &Realm, answer: &AuthorizationAnswer) -> Response {
    if answer.response_mode == ResponseMode::FormPost {
        return pages::form_post::render(realm, answer);
    }
    match address_of(answer) {
        Some(address) => pages::onward::to(realm, &address),
        None => pages::problem::render(realm, StatusCode::BAD_REQUEST, "The return address cannot be used."),
    }
}

/// Returns the address of an answer in a query.
fn address_of(answer: &AuthorizationAnswer) -> Option<String> {
    let mut url = Url::parse(&answer.redirect_uri).ok()?;
    url.query_pairs_mut().extend_pairs(answer.parameters.iter().map(|(name, value)| (*name, value.as_str())));
    Some(url.into())
}
