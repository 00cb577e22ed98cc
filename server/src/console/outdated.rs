//! A form that was sent from another session's page.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use maud::html;
use translation::Language;

use crate::{pages::server_page, text::t};

/// Renders a page which says that nothing was changed, and what to do. What was typed can be copied from here: it is not put back into fields, because nobody
/// knows who sent it.
pub(super) fn page(language: Language, form: &[u8], back: Option<&str>) -> Response {
    let typed: Vec<_> = form_urlencoded::parse(form).filter_map(|(name, value)| Some((label(&name)?, value))).collect();
    let back = back.unwrap_or(app::paths::HOME);
    let title = t!(language, "console-outdated");
    let body = html! {
        h1 { (title) }
        p class="lead" role="alert" { (t!(language, "console-outdated-lead")) }
        p { (t!(language, "console-outdated-again")) }
        p { a class="button" href=(back) { (t!(language, "console-outdated-open")) } }
        @if !typed.is_empty() {
            h2 { (t!(language, "console-outdated-typed")) }
            dl class="facts" {
                @for (name, value) in &typed {
                    dt { (name) }
                    dd { (value) }
                }
            }
        }
    };
    (StatusCode::FORBIDDEN, server_page(language, title, &body)).into_response()
}

/// Returns the label of a field: only of those that somebody types into, and of no password.
fn label(name: &str) -> Option<String> {
    let field = name.strip_prefix("typed[")?.split(']').next()?;
    (!field.contains("password")).then(|| field.replace('_', " "))
}
