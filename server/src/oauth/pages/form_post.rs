//! An answer that the user's browser posts to the client (OAuth 2.0 Form Post Response Mode).

use axum::{http::StatusCode, response::Response};
use engine::endpoint::authorize::AuthorizationAnswer;
use maud::{Markup, PreEscaped, html};

use super::{Forms, Page, script};
use crate::{oauth::visit::Visit, text::t};

pub(in crate::oauth) fn render(visit: &Visit, answer: &AuthorizationAnswer) -> Response {
    let language = visit.language();
    let title = t!(language, "pages-going-back");
    let body = html! {
        h1 { (title) }
        p class="lead" { (t!(language, "pages-going-back-lead")) }
        (form(answer, t!(language, "pages-continue")))
        script { (PreEscaped(script::SUBMIT)) }
    };
    Page { visit, status: StatusCode::OK, title, forms: Forms::ApartSentOn, body }.render()
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
