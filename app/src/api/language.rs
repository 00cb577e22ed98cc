//! In which language this browser shows the console: what is kept in a cookie of the browser, or else what the browser asks for.

use axum::http::{HeaderMap, header, request::Parts};
use leptos::prelude::use_context;

use super::kept::{A_YEAR, cookies, keep};

/// The name of the cookie.
const COOKIE: &str = "regrant-console-language";

/// A language of the console.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// German.
    German,
}

impl Language {
    /// All languages.
    pub const ALL: [Self; 2] = [Self::English, Self::German];

    /// Returns its tag (RFC 5646).
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
        }
    }

    /// Returns what those call it who speak it.
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::German => "Deutsch",
        }
    }

    /// Returns what stands between thousands.
    pub const fn thousands(self) -> &'static str {
        match self {
            Self::English => ",",
            Self::German => ".",
        }
    }

    /// Reads a tag, or one of a region.
    pub fn read(tag: &str) -> Option<Self> {
        let primary = tag.split('-').next().unwrap_or_default().trim();
        Self::ALL.into_iter().find(|language| language.tag().eq_ignore_ascii_case(primary))
    }

    /// Returns the language of a request: what its browser keeps, or else what it asks for.
    pub fn of(headers: &HeaderMap) -> Self {
        // Over TLS the cookie's name begins with what binds it to the host.
        let kept =
            cookies(headers).find_map(|(name, tag)| (name.trim_start_matches("__Host-") == COOKIE).then(|| Self::read(tag)).flatten());
        let asked = || Self::accepted(headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok()?);
        kept.or_else(asked).unwrap_or_default()
    }

    /// Returns the first of a browser's languages that there is here (RFC 9110 §12.5.4).
    fn accepted(header: &str) -> Option<Self> {
        let weighed = header.split(',').filter_map(|range| {
            let (tag, weight) = range.split_once(';').unwrap_or((range, "q=1"));
            let weight: f32 = weight.trim().trim_start_matches(['q', 'Q']).trim_start_matches('=').parse().ok()?;
            (weight > 0.0).then_some(())?;
            Some((Self::read(tag.trim())?, weight))
        });
        weighed.reduce(|best, next| if next.1 > best.1 { next } else { best }).map(|(language, _)| language)
    }
}

/// Returns the language of the reader: what this browser keeps, or else what it asks for.
pub fn language() -> Language {
    use_context::<Language>().unwrap_or_else(language_of_request)
}

/// Returns the language of the request. The document has it as a context, since each text asks for it.
pub fn language_of_request() -> Language {
    use_context::<Parts>().map(|parts| Language::of(&parts.headers)).unwrap_or_default()
}

/// Keeps a language for this browser; without one, what the browser asks for is shown.
pub fn keep_language(language: Option<Language>) {
    keep(COOKIE, language.map_or("", Language::tag), if language.is_some() { A_YEAR } else { 0 });
}

#[cfg(test)]
mod tests {
    use super::Language;

    #[test]
    fn the_first_language_that_there_is_is_taken() {
        for (header, language) in [
            ("de-AT,de;q=0.9,en;q=0.8", Some(Language::German)),
            ("en-GB,en;q=0.9,de;q=0.8", Some(Language::English)),
            ("fr,de;q=0.4,en;q=0.7", Some(Language::English)),
            ("fr", None),
            ("de;q=0", None),
            ("en; q=0.5, de; Q=0.9", Some(Language::German)),
            ("*", None),
            ("", None),
            (";;q=x,,,", None),
        ] {
            assert_eq!(Language::accepted(header), language, "{header}");
        }
    }
}
