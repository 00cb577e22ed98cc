//! The pages of a user's passkeys.

use axum::{http::StatusCode, response::Response};
use domain::{
    passkey::{MOST_PASSKEYS, PasskeySummary},
    user::User,
};
use engine::passkey::OfferedPasskey;
use maud::{Markup, html};

use super::time;
use crate::{
    oauth::{
        form_problems::FormProblems,
        pages::{
            Forms, Page,
            field::Field,
            form_page,
            passkey::{self, Asking},
        },
        visit::Visit,
    },
    paths::WorkspaceRoute,
};

/// What the page shows.
pub(in crate::oauth) struct View<'a> {
    /// The user's passkeys.
    pub(in crate::oauth) passkeys: Vec<PasskeySummary>,
    /// Whether browsers have passkeys for this installation.
    pub(in crate::oauth) has_any: bool,
    /// The name that was typed for a new one.
    pub(in crate::oauth) name: &'a str,
}

/// Shows the passkeys, and how to add one.
pub(in crate::oauth) fn render(visit: &Visit, user: &User, view: &View<'_>, problems: &FormProblems) -> Response {
    let name = Field {
        name: "name",
        label: "Name",
        kind: "text",
        value: view.name,
        autocomplete: "off",
        hint: "By which you tell it apart, such as the device it is on.",
        required: true,
    };
    let form = html! {
        @if let Some(problem) = problems.at("credential") { p class="problem" role="alert" { (problem) } }
        @if view.passkeys.is_empty() {
            p { "You have no passkeys." }
        } @else {
            ul class="applications" { @for passkey in &view.passkeys { li { (entry(visit, passkey)) } } }
        }
        @if !view.has_any {
            p { "Browsers use passkeys only at an address with a name, over HTTPS. This server is reached in another way." }
        } @else if view.passkeys.len() < MOST_PASSKEYS {
            h2 { "Add a passkey" }
            (visit.form(WorkspaceRoute::AccountPasskeys, &html! {
                // For password managers, which keep a password under a name.
                input type="hidden" name="username" value=(user.identifier) autocomplete="username";
                (name.render(problems))
                (Field { name: "password", ..Field::current_password("") }.render(problems))
                button type="submit" { "Continue" }
            }))
            noscript { p class="quiet" { "Passkeys need JavaScript. Turn it on for this site before you add one." } }
        } @else {
            p { "You have as many passkeys as there may be. Remove one that you do not use to add another." }
        }
        (way_back(visit))
    };
    let lead = html! {
        "A passkey is kept by your device or password manager and signs you in with your fingerprint, your face or a PIN, in place of your "
        "password or after it. Once you have one, your password alone does not sign you in."
    };
    form_page::render(&visit.realm, "Your passkeys", &lead, &form, problems)
}

fn entry(visit: &Visit, passkey: &PasskeySummary) -> Markup {
    let password = format!("password-{}", passkey.id);
    html! {
        h3 { bdi { (passkey.name) } }
        dl class="facts" {
            dt { "Added" }
            dd { (time(passkey.created_at)) }
            dt { "Last used" }
            dd { @match passkey.last_used_at { Some(at) => (time(at)), None => "Never" } }
            dt { "Kept" }
            dd { @if passkey.synced { "By your password manager, on all its devices" } @else { "On one device" } }
        }
        // Two steps without JavaScript: what will happen is read before it does.
        details {
            summary { "Remove" span class="visually-hidden" { " " bdi { (passkey.name) } } }
            p {
                "It signs nobody in any more, and you are signed out everywhere else. Delete it on your device or in your password manager, too, "
                "which go on offering it."
            }
            (visit.form(WorkspaceRoute::AccountPasskeys, &html! {
                input type="hidden" name="passkey" value=(passkey.id);
                label for=(password) { "Current password" }
                input id=(password) name="password" type="password" autocomplete="current-password" required;
                button type="submit" name="do" value="remove" class="danger" { "Remove " bdi { (passkey.name) } }
            }))
        }
    }
}

/// Asks the browser for a new passkey.
pub(in crate::oauth) fn create(visit: &Visit, name: &str, offered: &OfferedPasskey) -> Response {
    let body = html! {
        h1 { "Create your passkey" }
        p class="lead" { "Your browser asks where to keep " strong { bdi { (name.trim()) } } ", and for your fingerprint, your face or a PIN." }
        (passkey::form(visit, WorkspaceRoute::AccountNewPasskey, Asking::Create, offered, &html! {}))
        p class="quiet" { a href=(WorkspaceRoute::AccountPasskeys.below(&visit.realm.issuer)) { "Back to your passkeys" } }
    };
    let forms = Forms::Ours.with_passkey();
    Page { realm: &visit.realm, status: StatusCode::OK, title: "Create your passkey", forms, body }.render()
}

fn way_back(visit: &Visit) -> Markup {
    html! { p class="quiet" { a href=(WorkspaceRoute::Account.below(&visit.realm.issuer)) { "Back to your account" } } }
}
