//! The pages of a user who signs in for a device without a browser (RFC 8628 §3.3).

use axum::{http::StatusCode, response::Response};
use engine::endpoint::authorize::{DeviceEnd, DevicePage};
use maud::html;
use translation::Language;

use super::{Forms, Page, asked, details, field::Field, form_page, message};
use crate::{
    oauth::{form_problems::FormProblems, visit::Visit},
    paths::WorkspaceRoute,
    text::{t, t_html},
};

/// A form that came from another session's page.
pub(in crate::oauth) fn outdated(language: Language) -> FormProblems {
    FormProblems::at_field(StatusCode::CONFLICT, "user_code", t!(language, "consent-device-outdated"))
}

/// A page that goes on with a code which was typed in another browser.
pub(in crate::oauth) fn elsewhere(language: Language) -> FormProblems {
    FormProblems::at_field(StatusCode::CONFLICT, "user_code", t!(language, "consent-device-elsewhere"))
}

/// Asks for the code.
pub(in crate::oauth) fn ask(visit: &Visit, typed: &str, problems: &FormProblems) -> Response {
    let language = visit.language();
    let code = Field {
        name: "user_code",
        label: t!(language, "consent-device-code"),
        kind: "text",
        value: typed,
        autocomplete: "off",
        hint: t!(language, "consent-device-code-hint"),
        required: true,
    };
    let form = html! {
        (visit.form(WorkspaceRoute::Device, &html! {
            (code.render(language, problems))
            button type="submit" { (t!(language, "pages-continue")) }
        }))
        p class="quiet" { (t!(language, "consent-device-warning")) }
    };
    let lead = if typed.is_empty() || problems.is_first("user_code") {
        html! { (t!(language, "consent-device-enter")) }
    } else {
        html! { (t!(language, "consent-device-compare")) }
    };
    form_page::render(visit, t!(language, "consent-device-connect"), &lead, &form, problems)
}

/// Asks whether a device may have what it asks for. Whoever began the request may be somebody else than who is asked (RFC 8628 §5.4).
pub(in crate::oauth) fn decide(visit: &Visit, page: &DevicePage) -> Response {
    let language = visit.language();
    let client = || html! { bdi { (page.client_name) } };
    let account = html! { a href=(visit.link(WorkspaceRoute::Account)) { (t!(language, "consent-end-link")) } };
    let body = html! {
        h1 { (t_html!(language, "consent-device-allow", client = client())) }
        p class="lead" { (asked::signed_in_as(language, &page.user.identifier)) }
        @if !page.provenance.is_known() {
            p class="lead" { (asked::provenance(language, &page.client_name, &page.provenance)) }
        }
        p { (t!(language, "consent-device-text")) }
        p class="device-code" { (page.user_code) }
        p { (t!(language, "consent-device-sent")) }
        @if let Some(address) = page.address {
            p class="quiet" { (t!(language, "consent-device-address", address = address.to_string())) }
        }
        @if !page.scopes.is_empty() {
            p { (t_html!(language, "consent-would-like", client = client())) }
            (asked::scopes(language, &page.scopes))
        }
        @if page.scopes.is_empty() && !page.details.is_empty() {
            p { (t_html!(language, "consent-asks-for", client = client())) }
        }
        (details::elements(language, details::Heading::OfPage, &page.details))
        (asked::services(language, &page.services))
        @if let Some(seconds) = page.offline_access {
            section class="offline" aria-labelledby="offline" {
                h2 id="offline" { (t!(language, "consent-offline")) }
                p { (t!(language, "consent-device-offline", duration = language.duration(seconds))) }
            }
        }
        (visit.form(WorkspaceRoute::Consent, &html! {
            input type="hidden" name="interaction" value=(page.interaction);
            div class="choices" {
                button type="submit" name="decision" value="deny" class="secondary" { (t!(language, "consent-deny")) }
                button type="submit" name="decision" value="allow" { (t!(language, "consent-allow")) }
            }
        }))
        p class="quiet" { (t_html!(language, "consent-end", account = account)) }
    };
    Page { visit, status: StatusCode::OK, title: t!(language, "consent-device-title"), forms: Forms::Ours, body }.render()
}

/// Says what came of it.
pub(in crate::oauth) fn end(visit: &Visit, end: &DeviceEnd) -> Response {
    let language = visit.language();
    let (status, title, text) = match end {
        DeviceEnd::Allowed { client_name } => {
            let text = t_html!(language, "consent-device-connected-text", client = html! { bdi { (client_name) } });
            (StatusCode::OK, t!(language, "consent-device-connected"), text)
        }
        DeviceEnd::Denied { client_name } => {
            let text = t_html!(language, "consent-device-denied-text", client = html! { bdi { (client_name) } });
            (StatusCode::OK, t!(language, "consent-device-denied"), text)
        }
        DeviceEnd::Over => {
            let text = html! { (t!(language, "consent-device-over-text")) };
            (StatusCode::BAD_REQUEST, t!(language, "consent-device-over"), text)
        }
    };
    message::render(visit, status, title, &text, t!(language, "pages-go-to-account"))
}
