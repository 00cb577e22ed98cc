//! What went wrong, where it cannot be said to the client.

use axum::{http::StatusCode, response::Response};
use engine::{Realm, Refusal, endpoint::authorize::Unanswerable};
use maud::html;

use super::{Forms, Page, onward};
use crate::paths::{self, WorkspaceRoute};

/// A request that cannot be answered to its client. What its developer can look at is a page further.
pub(in crate::oauth) fn of_request(realm: &Realm, problem: Unanswerable) -> Response {
    page(realm, StatusCode::BAD_REQUEST, &problem.to_string(), Some(problem.refusal()))
}

/// A page that was left open for too long: the request is made again, where it is known.
pub(in crate::oauth) fn expired(realm: &Realm, request: Option<&str>) -> Response {
    let body = html! {
        h1 { "This took too long" }
        p class="lead" role="alert" { "This page was open for too long, so that it cannot be used any more. Nothing was signed in or shared." }
        @if let Some(request) = request {
            (onward::request(realm, WorkspaceRoute::Authorize, request.as_bytes(), "Start again"))
        } @else {
            p { "Go back to the application and start again." }
            p { a href=(WorkspaceRoute::Account.below(&realm.issuer)) { "Go to your account" } }
        }
        p class="quiet" { a href=(paths::error_page(Refusal::InteractionExpired)) { "For those who run the application: what to look at" } }
    };
    let forms = if request.is_some() { Forms::Onward } else { Forms::None };
    Page { realm, status: StatusCode::BAD_REQUEST, title: "This took too long", forms, body }.render()
}

pub(in crate::oauth) fn render(realm: &Realm, status: StatusCode, sentence: &str) -> Response {
    page(realm, status, sentence, None)
}

fn page(realm: &Realm, status: StatusCode, sentence: &str, refusal: Option<Refusal>) -> Response {
    let body = html! {
        h1 { "This did not work" }
        p class="lead" role="alert" { (sentence) }
        p { "Nothing was signed in or shared. If you came from an application, tell the people who run it." }
        @if let Some(refusal) = refusal {
            p class="quiet" { a href=(paths::error_page(refusal)) { "For those people: what to look at" } }
        }
    };
    Page { realm, status, title: "This did not work", forms: Forms::None, body }.render()
}
