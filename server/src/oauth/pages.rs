//! The pages that users see: sign in, consent, sign out, and what went wrong. Plain HTML without JavaScript, with one stylesheet.

pub(super) mod account;
pub(super) mod consent;
pub(super) mod error;
pub(super) mod form_post;
pub(super) mod logout;
pub(super) mod onward;
pub(super) mod problem;
pub(super) mod refused;
pub(super) mod sign_in;

use axum::{
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::origin::Origin;
use engine::Realm;
use maud::{DOCTYPE, Markup, html};

/// Where the stylesheet is.
pub(super) const STYLESHEET: &str = "/assets/user-pages.css";

/// The console's tokens and the pages' own rules: one product, one look.
const CSS: &str = concat!(include_str!("../../../style/tokens.css"), include_str!("pages/pages.css"), include_str!("pages/account.css"));

pub(super) async fn stylesheet() -> Response {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8"), (header::CACHE_CONTROL, "public, max-age=3600")], CSS).into_response()
}

/// A page of a workspace.
struct Page<'a> {
    realm: &'a Realm,
    status: StatusCode,
    title: &'a str,
    forms: Forms,
    body: Markup,
}

/// What forms a page has. Browsers hold `form-action` against each address that a form leads on to by redirects, however many, and IPv6
/// addresses cannot be written there: where a form ends at a client, nobody can say beforehand where that leads, so nothing is said.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Forms {
    /// None.
    None,
    /// Of ours, which lead to pages of ours.
    Ours,
    /// Of ours, which lead on to a client.
    Onward,
    /// Of ours, sent by our script.
    SentOn,
    /// A client's. Such a page has no origin of its own, so that no form of it passes for one of ours.
    Apart,
    /// The same, sent by our script.
    ApartSentOn,
}

impl Forms {
    fn policy(self) -> String {
        let script = form_post::SCRIPT_HASH;
        match self {
            Self::None => "form-action 'none'".to_owned(),
            Self::Ours => "form-action 'self'".to_owned(),
            Self::Onward => String::new(),
            Self::SentOn => format!("script-src '{script}'"),
            Self::Apart => "sandbox allow-forms".to_owned(),
            Self::ApartSentOn => format!("sandbox allow-forms allow-scripts; script-src '{script}'"),
        }
    }
}

impl Page<'_> {
    fn render(self) -> Response {
        self.render_going_on(None)
    }

    /// A page that goes on to an address by itself.
    fn render_going_on(self, to: Option<&str>) -> Response {
        let markup = document(self.realm.workspace.name.as_str(), self.title, to, &self.body);
        let policy =
            ["default-src 'none'", "style-src 'self'", "img-src 'self'", &self.forms.policy(), "frame-ancestors 'none'", "base-uri 'none'"]
                .into_iter()
                .filter(|directive| !directive.is_empty())
                .collect::<Vec<_>>()
                .join("; ");
        let headers = [(header::CONTENT_TYPE, "text/html; charset=utf-8".to_owned()), (header::CONTENT_SECURITY_POLICY, policy)];
        (self.status, headers, markup.into_string()).into_response()
    }
}

/// A page of the server itself, without forms and scripts.
pub(crate) fn server_page(title: &str, body: &Markup) -> Response {
    let policy = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'";
    let headers = [(header::CONTENT_TYPE, "text/html; charset=utf-8"), (header::CONTENT_SECURITY_POLICY, policy)];
    (headers, document("Regrant", title, None, body).into_string()).into_response()
}

/// A page in the name of a workspace, or of the server, which goes on to an address by itself where there is one.
fn document(name: &str, title: &str, goes_on_to: Option<&str>, body: &Markup) -> Markup {
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
                link rel="stylesheet" href=(STYLESHEET);
                link rel="icon" type="image/svg+xml" href="/pkg/assets/favicon.svg";
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

/// Where an address leads, for people.
fn destination(address: &str) -> String {
    match (Origin::parse(address), scheme(address)) {
        (Some(origin), _) if origin.is_loopback() => format!("a program on this device ({origin})"),
        (Some(origin), _) => origin.to_string().split_once("://").map(|(_, host)| host.to_owned()).unwrap_or_default(),
        (None, scheme) => format!("an app on this device ({}:)", scheme.unwrap_or_default()),
    }
}

/// The scheme of an address (RFC 3986 §3.1).
fn scheme(address: &str) -> Option<String> {
    let (scheme, _) = address.split_once(':')?;
    let letter = |byte: u8| byte.is_ascii_alphanumeric() || b"+.-".contains(&byte);
    let is_scheme = scheme.starts_with(|first: char| first.is_ascii_alphabetic()) && scheme.bytes().all(letter);
    is_scheme.then(|| scheme.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_destination_is_named_by_what_tells_it_apart() {
        assert_eq!(destination("https://app.example.com/callback"), "app.example.com");
        assert_eq!(destination("http://127.0.0.1:9000/callback"), "a program on this device (http://127.0.0.1:9000)");
        assert_eq!(destination("com.example.app:/callback"), "an app on this device (com.example.app:)");
    }
}
