//! A refusal on its way to the client: the user reads where it leads before they go there (RFC 9700 §4.11.2).

use axum::{http::StatusCode, response::Response};
use engine::endpoint::authorize::RefusedPage;
use maud::html;

use super::{Forms, Page, destination, form_post};
use crate::{
    oauth::visit::Visit,
    paths,
    text::{t, t_html},
};

pub(in crate::oauth) fn render(visit: &Visit, page: &RefusedPage, address: Option<&str>) -> Response {
    let (language, answer) = (visit.language(), &page.answer);
    let posted = answer.response_mode.is_posted();
    let to = destination(language, &answer.redirect_uri);
    let onward = t!(language, "pages-continue-to", place = to.clone());
    let title = t!(language, "pages-did-not-work");
    let body = html! {
        h1 { (title) }
        p class="lead" role="alert" { (t_html!(language, "pages-refused-lead", client = html! { bdi { (page.client_name) } })) }
        p { (t!(language, "pages-nothing-shared")) }
        dl class="facts" {
            dt { (t!(language, "pages-refused-why")) }
            dd { (language.word(page.refusal.public().description())) }
            dt { (t!(language, "pages-refused-at")) }
            dd { (to) }
        }
        p { (t!(language, "pages-refused-trust")) }
        @if posted {
            (form_post::form(answer, &onward))
        } @else if let Some(address) = address {
            p { a class="button" href=(address) rel="noreferrer" { (onward) } }
        }
        p class="quiet" { a href=(paths::error_page(page.refusal)) { (t!(language, "pages-what-to-look-at")) } }
    };
    let forms = if posted { Forms::Apart } else { Forms::None };
    Page { visit, status: StatusCode::BAD_REQUEST, title, forms, body }.render()
}
