//! The pages that users see: sign in, consent, sign out, and what went wrong. Plain HTML without JavaScript, with one stylesheet.

pub(super) mod account;
pub(super) mod consent;
pub(super) mod error;
pub(super) mod form_post;
pub(super) mod logout;
pub(super) mod problem;
pub(super) mod sign_in;

use axum::{
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use engine::Realm;
use maud::{DOCTYPE, Markup, html};
use url::{Position, Url};

/// Where the stylesheet is.
pub(super) const STYLESHEET: &str = "/assets/user-pages.css";

/// The console's tokens and the pages' own rules: one product, one look.
const CSS: &str = concat!(include_str!("../../../../style/tokens.css"), include_str!("pages.css"), include_str!("account.css"));

pub(super) async fn stylesheet() -> Response {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8"), (header::CACHE_CONTROL, "public, max-age=3600")], CSS).into_response()
}

/// A page of a workspace. Its forms may lead here and, by way of a redirect, to these places.
struct Page<'a> {
    realm: &'a Realm,
    status: StatusCode,
    title: &'a str,
    form_targets: &'a [String],
    /// The hash of the one script that a page may have.
    script_hash: Option<&'a str>,
    body: Markup,
}

impl Page<'_> {
    fn render(self) -> Response {
        let markup = document(self.realm.workspace.name.as_str(), self.title, &self.body);
        let targets = self.form_targets.iter().fold("'self'".to_owned(), |targets, target| targets + " " + target);
        let script = self.script_hash.map(|hash| format!("script-src '{hash}'; ")).unwrap_or_default();
        let policy = format!(
            "default-src 'none'; style-src 'self'; img-src 'self'; {script}form-action {targets}; frame-ancestors 'none'; base-uri 'none'"
        );
        let headers = [(header::CONTENT_TYPE, "text/html; charset=utf-8".to_owned()), (header::CONTENT_SECURITY_POLICY, policy)];
        (self.status, headers, markup.into_string()).into_response()
    }
}

/// A page in the name of a workspace, or of the server.
fn document(name: &str, title: &str, body: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="robots" content="noindex";
                title { (title) " – " (name) }
                link rel="stylesheet" href=(STYLESHEET);
                link rel="icon" type="image/svg+xml" href="/pkg/assets/favicon.svg";
            }
            body {
                main class="card" {
                    p class="workspace" {
                        span class="monogram" aria-hidden="true" { (monogram(name)) }
                        (name)
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

/// What a policy calls the place of an address: its origin, or its scheme where it has none.
fn policy_source(address: &str) -> Option<String> {
    let url = Url::parse(address).ok()?;
    match url.scheme() {
        "http" | "https" => Some(url[..Position::BeforePath].to_owned()),
        scheme => Some(format!("{scheme}:")),
    }
}
