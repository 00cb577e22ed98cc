//! A refusal on its way to the client: the user reads where it leads before they go there (RFC 9700 §4.11.2).

use axum::{http::StatusCode, response::Response};
use engine::{Realm, endpoint::authorize::RefusedPage};
use maud::html;

use super::{Forms, Page, destination, form_post};
use crate::paths;

pub(in crate::oauth) fn render(realm: &Realm, page: &RefusedPage, address: Option<&str>) -> Response {
    let answer = &page.answer;
    let posted = answer.response_mode.is_posted();
    let to = destination(&answer.redirect_uri);
    let body = html! {
        h1 { "This did not work" }
        p class="lead" role="alert" { bdi { (page.client_name) } " sent you here with a request that cannot be answered." }
        p { "Nothing was signed in or shared." }
        dl class="facts" {
            dt { "What is wrong" }
            dd { (page.refusal.public().description()) }
            dt { "The application is at" }
            dd { (to) }
        }
        p { "Continue only if you trust this address." }
        @if posted {
            (form_post::form(answer, &format!("Continue to {to}")))
        } @else if let Some(address) = address {
            p { a class="button" href=(address) rel="noreferrer" { "Continue to " (to) } }
        }
        p class="quiet" { a href=(paths::error_page(page.refusal)) { "For those who run the application: what to look at" } }
    };
    let forms = if posted { Forms::Apart } else { Forms::None };
    Page { realm, status: StatusCode::BAD_REQUEST, title: "This did not work", forms, body }.render()
}
