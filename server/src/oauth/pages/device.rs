//! The pages of a user who signs in for a device without a browser (RFC 8628 §3.3).

use axum::{http::StatusCode, response::Response};
use engine::{
    Realm,
    endpoint::authorize::{DeviceEnd, DevicePage},
};
use maud::{Markup, html};

use super::{Forms, Page, field::Field, form_page, message};
use crate::{
    oauth::{form_problems::FormProblems, visit::Visit},
    paths::WorkspaceRoute,
};

/// What is wrong with a text that cannot be a code.
pub(in crate::oauth) const MALFORMED: &str = "This cannot be a code. It has eight letters and no vowels, such as WDJB-MJHT.";
/// What is wrong with a code that no device shows.
pub(in crate::oauth) const UNKNOWN: &str =
    "No device waits for this code. Compare it with the device, which shows another one after 10 minutes.";

/// A form that came from another session's page.
pub(in crate::oauth) fn outdated() -> FormProblems {
    FormProblems::at_field(StatusCode::CONFLICT, "user_code", "Nothing was sent: this page was out of date. Send the code again.")
}

/// Asks for the code.
pub(in crate::oauth) fn ask(visit: &Visit, typed: &str, problems: &FormProblems) -> Response {
    let code = Field {
        name: "user_code",
        label: "Code",
        kind: "text",
        value: typed,
        autocomplete: "off",
        hint: "Eight letters, such as WDJB-MJHT. Capitals and the hyphen do not matter.",
        required: true,
    };
    let form = html! {
        (visit.form(WorkspaceRoute::Device, &html! {
            (code.render(problems))
            button type="submit" { "Continue" }
        }))
        p class="quiet" { "Did somebody send you this code or this page? Then close it: they want to use your account." }
    };
    let lead = if typed.is_empty() || problems.is_first("user_code") {
        html! { "Enter the code that your device shows." }
    } else {
        html! { "Go on only if your device shows this code." }
    };
    form_page::render(&visit.realm, "Connect a device", &lead, &form, problems)
}

/// Asks whether a device may have what it asks for. Whoever began the request may be somebody else than who is asked (RFC 8628 §5.4).
pub(in crate::oauth) fn decide(visit: &Visit, page: &DevicePage) -> Response {
    let (realm, client) = (&visit.realm, &page.client_name);
    let body = html! {
        h1 { "Allow " bdi { (client) } " on your device?" }
        p class="lead" { "You are signed in as " strong { bdi { (page.user.identifier) } } "." }
        p {
            "A device asks for access to your account. Allow it only if you have just started to sign in there, and it shows the code "
            strong { (page.user_code) } ". If somebody sent you the code, deny it: they would get this access."
        }
        @if let Some(address) = page.address {
            p class="quiet" { "The device asked from the address " (address) "." }
        }
        (scopes(page))
        (visit.form(WorkspaceRoute::Consent, &html! {
            input type="hidden" name="interaction" value=(page.interaction);
            div class="choices" {
                button type="submit" name="decision" value="deny" class="secondary" { "Deny" }
                button type="submit" name="decision" value="allow" { "Allow" }
            }
        }))
        p class="quiet" { "You can end this access at any time in " a href=(WorkspaceRoute::Account.below(&realm.issuer)) { "your account" } "." }
    };
    Page { realm, status: StatusCode::OK, title: "Allow a device", forms: Forms::Ours, body }.render()
}

/// What is asked for.
fn scopes(page: &DevicePage) -> Markup {
    let client = &page.client_name;
    html! {
        @if !page.scopes.is_empty() {
            p { bdi { (client) } " would like to:" }
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
                    "The device will be able to use this access when you are not there, without asking you again, for up to "
                    (domain::lifetime::words(seconds)) "."
                }
            }
        }
    }
}

/// Says what came of it.
pub(in crate::oauth) fn end(realm: &Realm, end: &DeviceEnd) -> Response {
    let (status, title, text) = match end {
        DeviceEnd::Allowed { client_name } => {
            let text = html! { bdi { (client_name) } " goes on at your device within a few seconds. You can close this page." };
            (StatusCode::OK, "The device is connected", text)
        }
        DeviceEnd::Denied { client_name } => {
            let text = html! { bdi { (client_name) } " gets no access at the device. You can close this page." };
            (StatusCode::OK, "The device gets no access", text)
        }
        DeviceEnd::Over => {
            let text = html! { "It has expired, was used already, or may not be used any more. Start again at the device, which then shows another code." };
            (StatusCode::BAD_REQUEST, "This code does not work any more", text)
        }
    };
    message::render(realm, status, title, &text, "Go to your account")
}
