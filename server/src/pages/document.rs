//! The HTML document around every page that is not the console's.

use axum::{
    http::header,
    response::{IntoResponse, Response},
};
use maud::{DOCTYPE, Markup, html};

use crate::paths::{self, ServerRoute};

/// The policy of pages without forms and scripts.
pub(crate) const SERVER_PAGE_POLICY: &str =
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'";

/// Answers with a page of the server itself, without forms and scripts.
pub(crate) fn server_page(title: &str, body: &Markup) -> Response {
    let headers = [(header::CONTENT_TYPE, "text/html; charset=utf-8"), (header::CONTENT_SECURITY_POLICY, SERVER_PAGE_POLICY)];
    (headers, document("Regrant", title, None, body).into_string()).into_response()
}

/// Renders a document in the name of a workspace or of the server. It goes on to an address by itself where one is given.
pub(crate) fn document(name: &str, title: &str, goes_on_to: Option<&str>, body: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="robots" content="noindex";
                @if let Some(address) = goes_on_to {
                    meta http-equiv="refresh" content={ "0; url=" (address) };
                }
                title { (title) " – " (name) }
                link rel="stylesheet" href=(ServerRoute::Stylesheet.template());
                link rel="icon" type="image/svg+xml" href={ (paths::SITE) "/assets/favicon.svg" };
            }
            body {
                main class="card" {
                    p class="workspace" {
                        span class="monogram" aria-hidden="true" { (monogram(name)) }
                        bdi { (name) }
                    }
                    (body)
                }
                footer { "Secured by Regrant" }
            }
        }
    }
}

fn monogram(name: &str) -> String {
    name.chars().next().map(|first| first.to_uppercase().collect()).unwrap_or_default()
}
