//! In which language this browser shows the console and the users' pages: what is kept in a cookie of the browser, or else what the browser
//! asks for.

use axum::http::{HeaderMap, header, request::Parts};
use leptos::prelude::use_context;
use translation::Language;

use super::kept::{A_YEAR, cookies, keep};

/// The name of the cookie.
pub const LANGUAGE_COOKIE: &str = "regrant-language";
/// For how many seconds the browser keeps it.
pub const LANGUAGE_KEPT: u32 = A_YEAR;

/// Returns the language of a browser, by the headers of a request: what it keeps, or else what it asks for, or else English.
pub fn language_of_browser(headers: &HeaderMap) -> Language {
    // Over TLS the cookie's name begins with what binds it to the host.
    let is_own = |name: &str| name.trim_start_matches("__Host-") == LANGUAGE_COOKIE;
    let kept = cookies(headers).find_map(|(name, tag)| is_own(name).then(|| Language::read(tag)).flatten());
    let asked = || Language::accepted(headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok()?);
    kept.or_else(asked).unwrap_or_default()
}

/// Returns the language of the reader: what this browser keeps, or else what it asks for.
pub fn language() -> Language {
    use_context::<Language>().unwrap_or_else(language_of_request)
}

/// Returns the language of the request. The document has it as a context, since each text asks for it.
pub fn language_of_request() -> Language {
    use_context::<Parts>().map(|parts| language_of_browser(&parts.headers)).unwrap_or_default()
}

/// Keeps a language for this browser; without one, what the browser asks for is shown.
pub fn keep_language(language: Option<Language>) {
    keep(LANGUAGE_COOKIE, language.map_or("", Language::tag), if language.is_some() { A_YEAR } else { 0 });
}
