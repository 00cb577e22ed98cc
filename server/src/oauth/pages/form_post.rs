//! An answer that the user's browser posts to the client (OAuth 2.0 Form Post Response Mode).

use axum::{http::StatusCode, response::Response};
use engine::{Realm, endpoint::authorize::AuthorizationAnswer};
use maud::{Markup, PreEscaped, html};

use super::{Forms, Page};

/// Sends the form by itself; whoever has no JavaScript presses the button.
pub(super) const SCRIPT: &str = "document.forms[0].submit()";
/// The hash of the script, for the policies of pages with it.
pub(super) const SCRIPT_HASH: &str = "sha256-ePniVEkSivX/c7XWBGafqh8tSpiRrKiqYeqbG7N1TOE=";

pub(in crate::oauth) fn render(realm: &Realm, answer: &AuthorizationAnswer) -> Response {
    let body = html! {
        h1 { "Going back" }
        p class="lead" { "You are being sent back to the application." }
        (form(answer, "Continue"))
        script { (PreEscaped(SCRIPT)) }
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

#[cfg(test)]
mod tests {
    use base64::{Engine as _, engine::general_purpose::STANDARD};

    use super::*;

    #[test]
    fn the_policy_names_the_script_that_the_page_has() {
        let hash = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, SCRIPT.as_bytes());
        assert_eq!(SCRIPT_HASH, format!("sha256-{}", STANDARD.encode(hash)));
    }
}
