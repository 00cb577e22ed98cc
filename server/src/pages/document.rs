//! The HTML document around every page that is not the console's.

use axum::{
    http::header,
    response::{IntoResponse, Response},
};
use maud::{DOCTYPE, Markup, html};
use translation::Language;

use crate::{
    paths::{self, ServerRoute},
    text::t,
};

/// The policy of pages without forms and scripts.
pub(crate) const SERVER_PAGE_POLICY: &str =
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'";

/// A document.
pub(crate) struct Document<'a> {
    /// Its language.
    pub(crate) language: Language,
    /// The name of the workspace, or of the server, that it speaks for.
    pub(crate) name: &'a str,
    pub(crate) title: &'a str,
    /// The address that it goes on to by itself.
    pub(crate) goes_on_to: Option<&'a str>,
    /// The same page in other languages, by their addresses.
    pub(crate) others: Vec<(Language, String)>,
}

impl Document<'_> {
    /// Renders it around what it says.
    pub(crate) fn render(&self, body: &Markup) -> Markup {
        html! {
            (DOCTYPE)
            html lang=(self.language.tag()) {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="color-scheme" content="light dark";
                    meta name="robots" content="noindex";
                    @if let Some(address) = self.goes_on_to {
                        meta http-equiv="refresh" content={ "0; url=" (address) };
                    }
                    title { (self.title) " – " (self.name) }
                    link rel="stylesheet" href=(ServerRoute::Stylesheet.template());
                    link rel="icon" type="image/svg+xml" href={ (paths::SITE) "/assets/favicon.svg" };
                }
                body {
                    main class="card" {
                        p class="workspace" {
                            span class="monogram" aria-hidden="true" { (monogram(self.name)) }
                            bdi { (self.name) }
                        }
                        (body)
                    }
                    footer {
                        span { (t!(self.language, "pages-secured")) }
                        @for (language, address) in &self.others {
                            a href=(address) lang=(language.tag()) hreflang=(language.tag()) { (language.own_name()) }
                        }
                    }
                }
            }
        }
    }
}

/// Answers with a page of the server itself, without forms and scripts.
pub(crate) fn server_page(language: Language, title: &str, body: &Markup) -> Response {
    server_page_at(language, title, body, Vec::new())
}

/// The same of a page that is there in other languages, too.
pub(crate) fn server_page_at(language: Language, title: &str, body: &Markup, others: Vec<(Language, String)>) -> Response {
    let headers = [(header::CONTENT_TYPE, "text/html; charset=utf-8"), (header::CONTENT_SECURITY_POLICY, SERVER_PAGE_POLICY)];
    let document = Document { language, name: "Regrant", title, goes_on_to: None, others };
    (headers, document.render(body).into_string()).into_response()
}

fn monogram(name: &str) -> String {
    name.chars().next().map(|first| first.to_uppercase().collect()).unwrap_or_default()
}
