//! What went wrong, where it cannot be said to the client.

use axum::{http::StatusCode, response::Response};
use engine::{Realm, Refusal, endpoint::authorize::Unanswerable};
use maud::html;

use super::{Page, Script};

/// A request that cannot be answered to its client. What its developer can look at is a page further.
pub(in crate::oauth) fn of_request(realm: &Realm, problem: Unanswerable) -> Response {
    page(realm, StatusCode::BAD_REQUEST, &problem.to_string(), Some(problem.refusal()))
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
            p class="quiet" { a href={ "/errors/" (refusal.told().reason()) } { "For those people: what to look at" } }
        }
    };
    Page { realm, status, title: "This did not work", form_targets: &[], script: Script::None, body }.render()
}
