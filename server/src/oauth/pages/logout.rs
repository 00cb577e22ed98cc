//! The sign-out pages.

use axum::{http::StatusCode, response::Response};
use maud::{Markup, html};

use super::{Forms, Page, destination};
use crate::{
    oauth::visit::Visit,
    paths::WorkspaceRoute,
    text::{t, t_html},
};

/// Asks whether the user means it.
pub(in crate::oauth) fn ask(visit: &Visit, identifier: &str, request: &str) -> Response {
    let language = visit.language();
    let user = html! { strong { bdi { (identifier) } } };
    let body = html! {
        h1 { (t!(language, "sign-in-out-question")) }
        p class="lead" { (t_html!(language, "sign-in-out-as", user = user)) }
        (visit.form(WorkspaceRoute::LogoutConfirm, &html! {
            input type="hidden" name="request" value=(request);
            button type="submit" { (t!(language, "sign-in-out")) }
        }))
        (what_stays(visit))
    };
    Page { visit, status: StatusCode::OK, title: t!(language, "sign-in-out"), forms: Forms::Onward, body }.render()
}

/// Says that nobody is signed in, with a link to where the request wanted to lead.
pub(in crate::oauth) fn done(visit: &Visit, onward: Option<&str>) -> Response {
    let language = visit.language();
    let body = html! {
        h1 { (t!(language, "sign-in-out-done")) }
        p class="lead" { (t!(language, "sign-in-out-done-lead")) }
        @if let Some(address) = onward {
            p {
                a class="button" href=(address) rel="noreferrer" {
                    (t!(language, "pages-continue-to", place = destination(language, address)))
                }
            }
        }
        (what_stays(visit))
    };
    Page { visit, status: StatusCode::OK, title: t!(language, "sign-in-out-title"), forms: Forms::None, body }.render()
}

/// Signing out is not taking back what was allowed.
fn what_stays(visit: &Visit) -> Markup {
    let language = visit.language();
    let account = html! { a href=(visit.link(WorkspaceRoute::Account)) { (t!(language, "consent-end-link")) } };
    html! { p class="quiet" { (t_html!(language, "sign-in-out-stays", account = account)) } }
}
