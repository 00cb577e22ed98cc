//! The consent page.

use axum::{http::StatusCode, response::Response};
use engine::{Realm, endpoint::authorize::ConsentPage};
use maud::html;

use super::{Page, policy_source};

pub(in crate::oauth) fn render(realm: &Realm, page: &ConsentPage) -> Response {
    let client = &page.client_name;
    let body = html! {
        h1 { "Allow " (client) "?" }
        p class="lead" { "You are signed in as " strong { (page.user.identifier) } "." }
        @if !page.scopes.is_empty() {
            p { (client) " would like to:" }
            ul class="scopes" {
                @for scope in &page.scopes {
                    li { (scope.description) }
                }
            }
        }
        @if !page.services.is_empty() {
            p { "The access is for:" }
            ul class="scopes" {
                @for service in &page.services {
                    li { (service) }
                }
            }
        }
        @if let Some(seconds) = page.offline_access {
            section class="offline" aria-labelledby="offline" {
                h2 id="offline" { "Keep access while you are away" }
                p {
                    (client) " will be able to use this access when you are not there, without asking you again, for up to "
                    (domain::lifetime::words(seconds)) "."
                }
            }
        }
        form method="post" action={ (realm.issuer) "/consent" } {
            input type="hidden" name="interaction" value=(page.interaction);
            div class="choices" {
                button type="submit" name="decision" value="deny" class="secondary" { "Deny" }
                button type="submit" name="decision" value="allow" { "Allow" }
            }
        }
        p class="quiet" { "You can end this access at any time in " a href={ (realm.issuer) "/account" } { "your account" } "." }
    };
    let form_targets: Vec<String> = policy_source(&page.redirect_uri).into_iter().collect();
    Page { realm, status: StatusCode::OK, title: "Allow access", form_targets: &form_targets, script_hash: None, body }.render()
}
