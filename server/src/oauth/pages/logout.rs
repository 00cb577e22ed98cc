//! The sign-out pages.

use axum::{http::StatusCode, response::Response};
use engine::Realm;
use maud::{Markup, html};

use super::{Forms, Page, destination};
use crate::{oauth::visit::Visit, paths::WorkspaceRoute};

/// Asks whether the user means it.
pub(in crate::oauth) fn ask(visit: &Visit, identifier: &str, request: &str) -> Response {
    let realm = &visit.realm;
    let body = html! {
        h1 { "Sign out?" }
        p class="lead" { "You are signed in as " strong { bdi { (identifier) } } "." }
        (visit.form(WorkspaceRoute::LogoutConfirm, &html! {
            input type="hidden" name="request" value=(request);
            button type="submit" { "Sign out" }
        }))
        (what_stays(realm))
    };
    Page { realm, status: StatusCode::OK, title: "Sign out", forms: Forms::Onward, body }.render()
}

/// Says that nobody is signed in, with a link to where the request wanted to lead.
pub(in crate::oauth) fn done(realm: &Realm, onward: Option<&str>) -> Response {
    let body = html! {
        h1 { "You are signed out" }
        p class="lead" { "You can close this page." }
        @if let Some(address) = onward {
            p { a class="button" href=(address) rel="noreferrer" { "Continue to " (destination(address)) } }
        }
        (what_stays(realm))
    };
    Page { realm, status: StatusCode::OK, title: "Signed out", forms: Forms::None, body }.render()
}

/// Signing out is not taking back what was allowed.
fn what_stays(realm: &Realm) -> Markup {
    html! {
        p class="quiet" {
            "Signing out does not take back what you allowed applications to do while you are away. You can end that in "
            a href=(WorkspaceRoute::Account.below(&realm.issuer)) { "your account" } "."
        }
    }
}
