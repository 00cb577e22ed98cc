//! The pages of a user's passkeys.

use axum::{http::StatusCode, response::Response};
use domain::{
    passkey::{MOST_PASSKEYS, PasskeySummary},
    user::User,
};
use engine::passkey::OfferedPasskey;
use maud::{Markup, html};

use super::{time, way_back};
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
    text::{t, t_html},
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
    let language = visit.language();
    let name = Field {
        name: "name",
        label: t!(language, "pages-name"),
        kind: "text",
        value: view.name,
        autocomplete: "off",
        hint: t!(language, "account-passkeys-name-hint"),
        required: true,
    };
    let form = html! {
        @if let Some(problem) = problems.at("credential") { p class="problem" role="alert" { (problem) } }
        @if view.passkeys.is_empty() {
            p { (t!(language, "account-passkeys-none")) }
        } @else {
            ul class="applications" { @for passkey in &view.passkeys { li { (entry(visit, passkey)) } } }
        }
        @if !view.has_any {
            p { (t!(language, "account-passkeys-impossible")) }
        } @else if view.passkeys.len() < MOST_PASSKEYS {
            h2 { (t!(language, "account-passkeys-add")) }
            (visit.form(WorkspaceRoute::AccountPasskeys, &html! {
                // For password managers, which keep a password under a name.
                input type="hidden" name="username" value=(user.identifier) autocomplete="username";
                (name.render(language, problems))
                (Field { name: "password", ..Field::current_password(language, "") }.render(language, problems))
                button type="submit" { (t!(language, "pages-continue")) }
            }))
            noscript { p class="quiet" { (t!(language, "account-passkeys-script")) } }
        } @else {
            p { (t!(language, "account-passkeys-most")) }
        }
        (way_back(visit))
    };
    let lead = html! { (t!(language, "account-passkeys-lead")) };
    form_page::render(visit, t!(language, "account-passkeys-title"), &lead, &form, problems)
}

fn entry(visit: &Visit, passkey: &PasskeySummary) -> Markup {
    let (language, password) = (visit.language(), format!("password-{}", passkey.id));
    let name = || html! { bdi { (passkey.name) } };
    let kept = if passkey.synced { t!(language, "account-passkeys-synced") } else { t!(language, "account-passkeys-one-device") };
    html! {
        h3 { (name()) }
        dl class="facts" {
            dt { (t!(language, "account-passkeys-added")) }
            dd { (time(language, passkey.created_at)) }
            dt { (t!(language, "account-last-used")) }
            dd { @match passkey.last_used_at { Some(at) => (time(language, at)), None => (t!(language, "account-passkeys-never")) } }
            dt { (t!(language, "account-passkeys-kept")) }
            dd { (kept) }
        }
        // Two steps without JavaScript: what will happen is read before it does.
        details {
            summary {
                (t_html!(
                    language,
                    "account-passkeys-remove",
                    hidden = html! { span class="visually-hidden" { (t_html!(language, "account-passkeys-remove-which", name = name())) } },
                ))
            }
            p { (t!(language, "account-passkeys-remove-text")) }
            (visit.form(WorkspaceRoute::AccountPasskeys, &html! {
                input type="hidden" name="passkey" value=(passkey.id);
                label for=(password) { (t!(language, "pages-current-password")) }
                input id=(password) name="password" type="password" autocomplete="current-password" required;
                button type="submit" name="do" value="remove" class="danger" {
                    (t_html!(language, "account-passkeys-remove-button", name = name()))
                }
            }))
        }
    }
}

/// Asks the browser for a new passkey.
pub(in crate::oauth) fn create(visit: &Visit, name: &str, offered: &OfferedPasskey) -> Response {
    let language = visit.language();
    let title = t!(language, "account-passkeys-create");
    let name = html! { strong { bdi { (name.trim()) } } };
    let body = html! {
        h1 { (title) }
        p class="lead" { (t_html!(language, "account-passkeys-create-lead", name = name)) }
        (passkey::form(visit, WorkspaceRoute::AccountNewPasskey, Asking::Create, offered, &html! {}))
        p class="quiet" { a href=(visit.link(WorkspaceRoute::AccountPasskeys)) { (t!(language, "account-passkeys-back")) } }
    };
    Page { visit, status: StatusCode::OK, title, forms: Forms::Ours.with_passkey(), body }.render()
}
