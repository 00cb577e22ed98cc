//! What went wrong, where it cannot be said to the client.

use axum::{http::StatusCode, response::Response};
use engine::Realm;
use maud::html;

use super::Page;

pub(in crate::oauth) fn render(realm: &Realm, status: StatusCode, sentence: &str) -> Response {
    let body = html! {
        h1 { "This did not work" }
        p class="lead" role="alert" { (sentence) }
        p { "Nothing was signed in or shared. If you came from an application, tell the people who run it." }
    };
    Page { realm, status, title: "This did not work", form_targets: &[], script_hash: None, body }.render()
}
