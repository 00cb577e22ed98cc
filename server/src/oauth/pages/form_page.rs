//! A page with a form of ours, which says what is wrong with it.

use axum::{
    http::{HeaderValue, header},
    response::Response,
};
use maud::{Markup, html};

use super::{Forms, Page, field};
use crate::oauth::{form_problems::FormProblems, visit::Visit};

/// Renders a page whose form leads to pages of ours.
pub(super) fn render(visit: &Visit, title: &str, lead: &Markup, form: &Markup, problems: &FormProblems) -> Response {
    let body = html! {
        h1 { (title) }
        p class="lead" { (lead) }
        (field::whole(problems))
        (form)
    };
    let mut response = Page { visit, status: problems.status, title, forms: Forms::Ours, body }.render();
    if let Some(seconds) = problems.retry_after {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}
