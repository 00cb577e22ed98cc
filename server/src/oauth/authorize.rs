//! `GET` and `POST /oauth2/authorize`, and how a request goes on after signing in.

use axum::{
    body::Bytes,
    extract::RawQuery,
    http::{HeaderMap, StatusCode},
    response::Response,
};
use engine::{
    endpoint::authorize::{Authorization, AuthorizationAnswer, SignInPage},
    form::Form,
};
use url::Url;

use super::{
    error::{ErrorWriter, Failure},
    offers::offers,
    pages::{
        self,
        sign_in::{self, Attempt, Destination},
        sign_in_code::{self, CodeAttempt},
    },
    posted_request::{as_query, once_more},
    shared::{Asked, Shared},
    visit::Visit,
};
use crate::{paths::WorkspaceRoute, text::t};

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
            return Ok(as_query(&visit, WorkspaceRoute::Authorize, &body));
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
        match shared.engine.resume(&visit.realm, form.get("interaction").unwrap_or_default(), visit.browser()).await? {
            Authorization::SignIn(page) => {
                let (visit, attempt) = (at_sign_in(&visit, &page), Attempt::after(&visit, &form));
                sign_in_page(&shared, &visit, &page, attempt).await
            }
            outcome => respond(&shared, &visit, outcome).await,
        }
    };
    errors.or_page(answer.await)
}

/// Shows the page or sends the answer.
pub(super) async fn respond(shared: &Shared, visit: &Visit, outcome: Authorization) -> Result<Response, Failure> {
    Ok(match outcome {
        Authorization::Unanswerable(problem) => pages::problem::of_request(visit, problem),
        Authorization::Expired { request } => pages::problem::expired(visit, request.as_deref()),
        Authorization::SignIn(page) => sign_in_page(shared, &at_sign_in(visit, &page), &page, Attempt::First).await?,
        Authorization::Consent(page) => pages::consent::render(&visit.at_interaction(&page.interaction, page.ui_locales.as_deref()), &page),
        Authorization::Device(page) => pages::device::decide(&visit.at_interaction(&page.interaction, None), &page),
        Authorization::DeviceEnd(end) => pages::device::end(visit, &end),
        Authorization::UserCodeElsewhere => pages::device::ask(visit, "", &pages::device::elsewhere(visit.language())),
        Authorization::Answer(answer) => send(visit, &answer),
        Authorization::Refused(page) => {
            let address = address_of(&page.answer);
            pages::refused::render(&visit.for_request(page.ui_locales.as_deref()), &page, address.as_deref())
        }
    })
}

/// Shows what is asked of a user: to sign in, or only the second factor of who is signed in by a password.
async fn sign_in_page(shared: &Shared, visit: &Visit, page: &SignInPage, attempt: Attempt<'_>) -> Result<Response, Failure> {
    let destination = Destination::Application(page);
    if let (Some(step), Attempt::First) = (&page.second_step, attempt) {
        let offer = shared.engine.offer_second_step(&visit.realm, step).await?;
        return Ok(sign_in_code::render(visit, destination, (step.as_str(), &offer), CodeAttempt::First));
    }
    Ok(sign_in::render(visit, destination, attempt, offers(shared, visit).await?))
}

/// Returns the visit to the sign-in page of an authorization request.
pub(super) fn at_sign_in(visit: &Visit, page: &SignInPage) -> Visit {
    visit.at_interaction(&page.interaction, page.ui_locales.as_deref())
}

/// Sends the answer on to the client (RFC 6749 §4.1.2).
fn send(visit: &Visit, answer: &AuthorizationAnswer) -> Response {
    if answer.response_mode.is_posted() {
        return pages::form_post::render(visit, answer);
    }
    match address_of(answer) {
        Some(address) => pages::onward::to(visit, &address),
        None => pages::problem::render(visit, StatusCode::BAD_REQUEST, t!(visit.language(), "pages-no-return")),
    }
}

/// Returns the address of an answer in a query or a fragment.
fn address_of(answer: &AuthorizationAnswer) -> Option<String> {
    let mut url = Url::parse(&answer.redirect_uri).ok()?;
    let parameters = answer.parameters.iter().map(|(name, value)| (*name, value.as_str()));
    if answer.response_mode.is_in_fragment() {
        let fragment = form_urlencoded::Serializer::new(String::new()).extend_pairs(parameters).finish();
        url.set_fragment(Some(&fragment));
    } else {
        url.query_pairs_mut().extend_pairs(parameters);
    }
    Some(url.into())
}
