//! What went wrong, where it cannot be said to the client.

use axum::{http::StatusCode, response::Response};
use engine::{Refusal, endpoint::authorize::Unanswerable};
use maud::html;

use super::{Forms, Page, onward};
use crate::{
    oauth::visit::Visit,
    paths::{self, WorkspaceRoute},
    text::t,
};

/// A request that cannot be answered to its client. What its developer can look at is a page further.
pub(in crate::oauth) fn of_request(visit: &Visit, problem: Unanswerable) -> Response {
    let language = visit.language();
    let sentence = language.said(&problem.to_string());
    let said = match problem {
        // It says itself what to do, and somebody may have signed in by it.
        Unanswerable::UsedRequestUri => (None, t!(language, "pages-what-to-look-at")),
        Unanswerable::UnknownRequestUri | Unanswerable::ForeignRequestUri | Unanswerable::ExpiredRequestUri => {
            (Some(t!(language, "pages-nothing-shared")), t!(language, "pages-what-to-look-at"))
        }
        _ => (Some(t!(language, "pages-nothing-shared-tell")), t!(language, "pages-what-they-look-at")),
    };
    page(visit, StatusCode::BAD_REQUEST, &sentence, said, Some(problem.refusal()))
}

/// A page that was left open for too long: the request is made again, where it is known.
pub(in crate::oauth) fn expired(visit: &Visit, request: Option<&str>) -> Response {
    let language = visit.language();
    let title = t!(language, "pages-expired");
    let body = html! {
        h1 { (title) }
        p class="lead" role="alert" { (t!(language, "pages-expired-lead")) }
        @if let Some(request) = request {
            (onward::request(&visit.realm, WorkspaceRoute::Authorize, request.as_bytes(), t!(language, "pages-expired-again")))
        } @else {
            p { (t!(language, "pages-expired-go-back")) }
            p { a href=(visit.link(WorkspaceRoute::Account)) { (t!(language, "pages-go-to-account")) } }
        }
        p class="quiet" { a href=(paths::error_page(Refusal::InteractionExpired)) { (t!(language, "pages-what-to-look-at")) } }
    };
    let forms = if request.is_some() { Forms::Onward } else { Forms::None };
    Page { visit, status: StatusCode::BAD_REQUEST, title, forms, body }.render()
}

pub(in crate::oauth) fn render(visit: &Visit, status: StatusCode, sentence: &str) -> Response {
    page(visit, status, sentence, (Some(t!(visit.language(), "pages-nothing-shared-tell")), ""), None)
}

/// A problem, what became of the sign-in, and the link for developers with its text.
fn page(
    visit: &Visit,
    status: StatusCode,
    sentence: &str,
    (outcome, developers): (Option<&str>, &str),
    refusal: Option<Refusal>,
) -> Response {
    let title = t!(visit.language(), "pages-did-not-work");
    let body = html! {
        h1 { (title) }
        p class="lead" role="alert" { (sentence) }
        @if let Some(outcome) = outcome {
            p { (outcome) }
        }
        @if let Some(refusal) = refusal {
            p class="quiet" { a href=(paths::error_page(refusal)) { (developers) } }
        }
    };
    Page { visit, status, title, forms: Forms::None, body }.render()
}
