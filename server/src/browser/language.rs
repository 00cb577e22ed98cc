//! The language that a request is answered in: what it says itself, or else what the browser keeps or asks for (`app::api::language_of_browser`).

use app::api::language_of_browser;
use axum::http::{HeaderMap, Uri};
use translation::Language;

/// The parameter and the field by which readers choose a language themselves, at the foot of a page.
pub(crate) const CHOSEN: &str = "language";
/// The parameter by which a client says in which languages its user reads (OpenID Connect Core §3.1.2.1).
pub(crate) const UI_LOCALES: &str = "ui_locales";

/// The language of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Spoken {
    said: Option<Said>,
    browser: Language,
}

/// What a request says itself. A choice of the reader counts for more than what a client asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Said {
    /// The reader chose it.
    Chosen(Language),
    /// A client asks for it.
    Asked(Language),
}

impl Spoken {
    /// Returns the language of a request, as far as its head says.
    pub(crate) fn of(uri: &Uri, headers: &HeaderMap) -> Self {
        Self { said: None, browser: language_of_browser(headers) }.or_said(|name| parameter(uri, name))
    }

    /// Returns the language that the reader chose with this very request.
    pub(crate) fn chosen(uri: &Uri) -> Option<Language> {
        Language::read(&parameter(uri, CHOSEN)?)
    }

    /// The same, where a form may say it that the request brings.
    #[must_use]
    pub(crate) fn or_said<T: AsRef<str>>(self, field: impl Fn(&str) -> Option<T>) -> Self {
        let chosen = || field(CHOSEN).and_then(|tag| Language::read(tag.as_ref())).map(Said::Chosen);
        let asked = || field(UI_LOCALES).and_then(|tags| Language::first_of(tags.as_ref())).map(Said::Asked);
        Self { said: self.said.or_else(chosen).or_else(asked), ..self }
    }

    /// The same for the pages of an authorization request with this `ui_locales`. What its client pushed counts for more than what stands in an
    /// address.
    #[must_use]
    pub(crate) fn for_request(self, ui_locales: Option<&str>) -> Self {
        let said = match self.said {
            Some(Said::Chosen(language)) => Some(Said::Chosen(language)),
            other => ui_locales.and_then(Language::first_of).map(Said::Asked).or(other),
        };
        Self { said, ..self }
    }

    /// Returns the language.
    pub(crate) const fn language(self) -> Language {
        match self.said {
            Some(Said::Chosen(language) | Said::Asked(language)) => language,
            None => self.browser,
        }
    }

    /// Returns the parameter by which a link takes along what a client asks for, and its value.
    pub(crate) const fn asked(self) -> Option<(&'static str, &'static str)> {
        match self.said {
            Some(Said::Asked(language)) => Some((UI_LOCALES, language.tag())),
            _ => None,
        }
    }

    /// Returns the field by which a form carries on what the request said itself, and its value.
    pub(crate) const fn carried(self) -> Option<(&'static str, &'static str)> {
        match self.said {
            Some(Said::Chosen(language)) => Some((CHOSEN, language.tag())),
            Some(Said::Asked(language)) => Some((UI_LOCALES, language.tag())),
            None => None,
        }
    }
}

fn parameter(uri: &Uri, wanted: &str) -> Option<String> {
    let mut parameters = form_urlencoded::parse(uri.query()?.as_bytes());
    parameters.find(|(name, _)| name == wanted).map(|(_, value)| value.into_owned())
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderValue, header};

    use super::*;

    fn spoken(address: &str, accepted: &'static str, cookie: &'static str) -> Spoken {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_LANGUAGE, HeaderValue::from_static(accepted));
        headers.insert(header::COOKIE, HeaderValue::from_static(cookie));
        Spoken::of(&address.parse().unwrap(), &headers)
    }

    #[test]
    fn a_choice_comes_before_the_client_then_the_browser() {
        let kept = "regrant-language=de";
        for (address, accepted, cookie, language) in [
            ("/a", "fr", "", Language::English),
            ("/a", "de-AT", "", Language::German),
            ("/a", "en", kept, Language::German),
            ("/a?ui_locales=fr+en+de", "de", kept, Language::English),
            ("/a?ui_locales=fr", "en", kept, Language::German),
            ("/a?ui_locales=en&language=de", "en", "", Language::German),
            ("/a?ui_locales=de&language=xx", "en", "", Language::German),
        ] {
            assert_eq!(spoken(address, accepted, cookie).language(), language, "{address} {accepted} {cookie}");
        }
        assert_eq!(spoken("/a?ui_locales=fr+de", "en", "").carried(), Some(("ui_locales", "de")));
        assert_eq!(spoken("/a", "de", kept).carried(), None, "the browser says it again");
    }

    #[test]
    fn what_was_pushed_counts_for_more_than_the_address() {
        let asked = spoken("/a?ui_locales=de", "en", "");
        assert_eq!(asked.for_request(Some("en")).carried(), Some(("ui_locales", "en")));
        assert_eq!([None, Some("fr")].map(|pushed| asked.for_request(pushed).language()), [Language::German; 2]);
        let chosen = spoken("/a?language=de", "en", "");
        assert_eq!(chosen.for_request(Some("en")).language(), Language::German);
    }

    #[test]
    fn a_form_says_what_its_page_said() {
        let form = |name: &str| (name == UI_LOCALES).then_some("de");
        assert_eq!(spoken("/a", "en", "").or_said(form).language(), Language::German);
        assert_eq!(spoken("/a?language=en", "de", "").or_said(form).language(), Language::English);
    }
}
