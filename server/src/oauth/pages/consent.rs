//! The consent page.

use axum::{http::StatusCode, response::Response};
use engine::endpoint::authorize::ConsentPage;
use maud::html;

use super::{Forms, Page, destination};
use crate::{oauth::visit::Visit, paths::WorkspaceRoute};

pub(in crate::oauth) fn render(visit: &Visit, page: &ConsentPage) -> Response {
    let (realm, client) = (&visit.realm, &page.client_name);
    let (title, deny, allow) = if page.known { ("Continue", "Cancel", "Continue") } else { ("Allow access", "Deny", "Allow") };
    let body = html! {
        h1 { @if page.known { "Continue to " } @else { "Allow " } bdi { (client) } "?" }
        p class="lead" { "You are signed in as " strong { bdi { (page.user.identifier) } } "." }
        @if page.known {
            p {
                "Other programs can pass themselves off as " bdi { (client) } ". Continue only if you have just started to sign in there. You will be \
                 sent to " (destination(&page.redirect_uri)) "."
            }
        }
        @if !page.scopes.is_empty() {
            p { @if page.known { bdi { (client) } " may:" } @else { bdi { (client) } " would like to:" } }
            ul class="scopes" {
                @for scope in &page.scopes {
                    li { bdi { (scope.description) } }
                }
            }
        }
        @if !page.services.is_empty() {
            p { "The access is for:" }
            ul class="scopes" {
                @for service in &page.services {
                    li { bdi { (service) } }
                }
            }
        }
        @if let Some(seconds) = page.offline_access {
            section class="offline" aria-labelledby="offline" {
                h2 id="offline" { "Keep access while you are away" }
                p {
                    bdi { (client) } " will be able to use this access when you are not there, without asking you again, for up to "
                    (domain::lifetime::words(seconds)) "."
                }
            }
        }
        (visit.form(WorkspaceRoute::Consent, &html! {
            input type="hidden" name="interaction" value=(page.interaction);
            div class="choices" {
                button type="submit" name="decision" value="deny" class="secondary" { (deny) }
                button type="submit" name="decision" value="allow" { (allow) }
            }
        }))
        p class="quiet" { "You can end this access at any time in " a href=(WorkspaceRoute::Account.below(&realm.issuer)) { "your account" } "." }
    };
    Page { realm, status: StatusCode::OK, title, forms: Forms::Onward, body }.render()
}
