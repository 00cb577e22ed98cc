//! The sign-out pages.

use axum::{http::StatusCode, response::Response};
use engine::Realm;
use maud::{Markup, html};

use super::{Page, policy_source};

/// Does the user mean it?
pub(in crate::oauth) fn ask(realm: &Realm, identifier: &str, request: &str) -> Response {
    let body = html! {
        h1 { "Sign out?" }
        p class="lead" { "You are signed in as " strong { (identifier) } "." }
        form method="post" action={ (realm.issuer) "/oidc/logout/confirm" } {
            input type="hidden" name="request" value=(request);
            button type="submit" { "Sign out" }
        }
        (what_stays(realm))
    };
    let asked = form_urlencoded::parse(request.as_bytes()).find(|(name, _)| name == "post_logout_redirect_uri");
    let form_targets: Vec<String> = asked.and_then(|(_, address)| policy_source(&address)).into_iter().collect();
    Page { realm, status: StatusCode::OK, title: "Sign out", form_targets: &form_targets, script_hash: None, body }.render()
}

/// Nobody is signed in.
pub(in crate::oauth) fn done(realm: &Realm) -> Response {
    let body = html! {
        h1 { "You are signed out" }
        p class="lead" { "You can close this page." }
        (what_stays(realm))
    };
    Page { realm, status: StatusCode::OK, title: "Signed out", form_targets: &[], script_hash: None, body }.render()
}

/// Signing out is not taking back what was allowed.
fn what_stays(realm: &Realm) -> Markup {
    html! {
        p class="quiet" {
            "Signing out does not take back what you allowed applications to do while you are away. You can end that in "
            a href={ (realm.issuer) "/account" } { "your account" } "."
        }
    }
}
