//! The pages that users see: sign in, consent, sign out, and what went wrong. Plain HTML without JavaScript, with one stylesheet.

pub(super) mod account;
pub(super) mod consent;
pub(super) mod error;
pub(super) mod form_post;
pub(super) mod logout;
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
    /// The one script that a page may have.
    script: Script<'a>,
    body: Markup,
}

/// Whose forms a page has, and by whom they are sent.
enum Script<'a> {
    /// Forms of ours, which their reader sends.
    None,
    /// A form of a client's. Such a page has no origin of its own, so that no form of it passes for one of ours.
    Apart,
    /// The same, sent by a script of this hash.
    ApartBy(&'a str),
}

impl Page<'_> {
    fn render(self) -> Response {
        let markup = document(self.realm.workspace.name.as_str(), self.title, &self.body);
        let targets = self.form_targets.iter().fold("'self'".to_owned(), |targets, target| targets + " " + target);
        let script = match self.script {
            Script::None => String::new(),
            Script::Apart => "sandbox allow-forms; ".to_owned(),
            Script::ApartBy(hash) => format!("sandbox allow-forms allow-scripts; script-src '{hash}'; "),
        };
        let policy = format!(
            "default-src 'none'; style-src 'self'; img-src 'self'; {script}form-action {targets}; frame-ancestors 'none'; base-uri 'none'"
        );
        let headers = [(header::CONTENT_TYPE, "text/html; charset=utf-8".to_owned()), (header::CONTENT_SECURITY_POLICY, policy)];
        (self.status, headers, markup.into_string()).into_response()
    }
}

/// A page in the name of a workspace, or of the server.
pub(crate) fn document(name: &str, title: &str, body: &Markup) -> Markup {
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

/// What a policy calls the place of an address: its origin, or its scheme where it has none. Nothing that could end a source or a directive
/// is let through.
fn policy_source(address: &str) -> Option<String> {
    match scheme(address)?.as_str() {
        "http" | "https" => Origin::parse(address).map(|origin| origin.to_string()),
        scheme => Some(format!("{scheme}:")),
    }
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
    fn a_policy_s_source_is_an_origin_or_a_scheme_and_holds_no_directive() {
        for (address, source) in [
            ("https://app.example.com:443/callback?x=1", Some("https://app.example.com")),
            ("http://[::1]:51004/", Some("http://[::1]:51004")),
            ("com.example.app:/callback", Some("com.example.app:")),
            ("https://a;script-src%20'unsafe-inline'/", None),
            ("https://a;sandbox/", None),
            ("https://a,b/", None),
            ("https://user@app.example.com/", None),
            ("x; script-src *:", None),
            ("no address", None),
        ] {
            assert_eq!(policy_source(address).as_deref(), source, "{address}");
        }
    }

    #[test]
    fn a_destination_is_named_by_what_tells_it_apart() {
        assert_eq!(destination("https://app.example.com/callback"), "app.example.com");
        assert_eq!(destination("http://127.0.0.1:9000/callback"), "a program on this device (http://127.0.0.1:9000)");
        assert_eq!(destination("com.example.app:/callback"), "an app on this device (com.example.app:)");
    }
}
