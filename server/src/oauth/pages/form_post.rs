//! An answer that the user's browser posts to the client (OAuth 2.0 Form Post Response Mode).

use axum::{http::StatusCode, response::Response};
use engine::{Realm, endpoint::authorize::AuthorizationAnswer};
use maud::{Markup, PreEscaped, html};

use super::{Forms, Page, script};

pub(in crate::oauth) fn render(realm: &Realm, answer: &AuthorizationAnswer) -> Response {
    let body = html! {
        h1 { "Going back" }
        p class="lead" { "You are being sent back to the application." }
        (form(answer, "Continue"))
        script { (PreEscaped(script::SUBMIT)) }
    };
    Page { realm, status: StatusCode::OK, title: "Going back", forms: Forms::ApartSentOn, body }.render()
}

/// The form that carries an answer. It is the client's, and has no token of ours.
pub(super) fn form(answer: &AuthorizationAnswer, label: &str) -> Markup {
    html! {
        form method="post" action=(answer.redirect_uri) {
            @for (name, value) in &answer.parameters {
                input type="hidden" name=(name) value=(value);
            }
            button type="submit" { (label) }
        }
    }
}
