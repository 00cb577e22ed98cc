//! Pages that say one thing.

use axum::{http::StatusCode, response::Response};
use maud::{Markup, html};

use super::{Forms, Page};
use crate::{oauth::visit::Visit, paths::WorkspaceRoute, text::t};

/// Says something, with the way to the account.
pub(super) fn render(visit: &Visit, status: StatusCode, title: &str, text: &Markup, way: &str) -> Response {
    let body = html! {
        h1 { (title) }
        p class="lead" { (text) }
        p { a class="button" href=(visit.link(WorkspaceRoute::Account)) { (way) } }
    };
    Page { visit, status, title, forms: Forms::None, body }.render()
}

/// Says that a link is used, too old, or none of ours.
pub(in crate::oauth) fn link_is_over(visit: &Visit) -> Response {
    let language = visit.language();
    let text = html! { (t!(language, "pages-link-over-text")) };
    render(visit, StatusCode::BAD_REQUEST, t!(language, "pages-link-over"), &text, t!(language, "pages-go-to-account"))
}

/// Says the same, with the way to another link: where a new password or a registration is asked for.
pub(in crate::oauth) fn link_is_over_but(visit: &Visit, another: WorkspaceRoute) -> Response {
    let language = visit.language();
    let title = t!(language, "pages-link-over");
    let body = html! {
        h1 { (title) }
        p class="lead" { (t!(language, "pages-link-over-reset")) }
        p { a class="button" href=(visit.link(another)) { (t!(language, "pages-link-over-again")) } }
        p class="quiet" { a href=(visit.link(WorkspaceRoute::Account)) { (t!(language, "pages-go-to-account")) } }
    };
    Page { visit, status: StatusCode::BAD_REQUEST, title, forms: Forms::None, body }.render()
}

/// Says that the workspace does not offer something.
pub(in crate::oauth) fn not_offered(visit: &Visit) -> Response {
    let language = visit.language();
    let text = html! { (t!(language, "pages-not-offered-text")) };
    render(visit, StatusCode::FORBIDDEN, t!(language, "pages-not-offered"), &text, t!(language, "pages-go-to-account"))
}
