//! Pages that say one thing.

use axum::{http::StatusCode, response::Response};
use engine::Realm;
use maud::{Markup, html};

use super::{Forms, Page};
use crate::paths::WorkspaceRoute;

/// Says something, with the way to the account.
pub(super) fn render(realm: &Realm, status: StatusCode, title: &str, text: &Markup, way: &str) -> Response {
    let body = html! {
        h1 { (title) }
        p class="lead" { (text) }
        p { a class="button" href=(WorkspaceRoute::Account.below(&realm.issuer)) { (way) } }
    };
    Page { realm, status, title, forms: Forms::None, body }.render()
}

/// Says that a link is used, too old, or none of ours.
pub(in crate::oauth) fn link_is_over(realm: &Realm) -> Response {
    let text = html! { "It was used already, it is too old, or it was replaced by a newer one. Ask for another one where you got it." };
    render(realm, StatusCode::BAD_REQUEST, "This link does not work any more", &text, "Go to your account")
}

/// Says that the workspace does not offer something.
pub(in crate::oauth) fn not_offered(realm: &Realm) -> Response {
    let text = html! { "This service does not offer that. Ask the people who run it." };
    render(realm, StatusCode::FORBIDDEN, "Not available", &text, "Go to your account")
}
