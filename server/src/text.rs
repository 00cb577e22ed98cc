//! What the users' pages and the server's own pages say, in each language: the texts are in `server/text`, and named here by their identifiers.
//!
//! - [`t!`] is a text, with arguments where it has some;
//! - [`t_html!`] is a text with elements in the middle of its sentences.
//!
//! Sentences of the domain and the engine are told by [`Language::said`](translation::Language::said) and its like.

use maud::{Markup, html};
use translation::{Catalogs, Language, Piece, catalogs};

/// The texts.
pub(crate) static TEXTS: Catalogs = catalogs!("account" "console" "consent" "pages" "recovery" "sign-in");

/// A text in a language by its identifier: a `&'static str` without arguments, a `String` with them.
macro_rules! t {
    ($language:expr, $id:literal) => { $crate::text::TEXTS.plain($language, $id) };
    ($language:expr, $id:literal, $($name:ident = $value:expr),+ $(,)?) => {
        $crate::text::TEXTS.format($language, $id, vec![$((stringify!($name), ::translation::Value::from($value))),+])
    };
}

/// A text with elements in it: each argument is the markup in its place.
macro_rules! t_html {
    ($language:expr, $id:literal, $($name:ident = $value:expr),+ $(,)?) => {
        $crate::text::markup($language, $id, &[$((stringify!($name), $value)),+])
    };
}

pub(crate) use {t, t_html};

/// Returns a text with these elements in the places of its arguments.
pub(crate) fn markup(language: Language, id: &'static str, elements: &[(&'static str, Markup)]) -> Markup {
    let names: Vec<_> = elements.iter().map(|(name, _)| *name).collect();
    html! {
        @for piece in TEXTS.pieces(language, id, &names) {
            @match piece {
                Piece::Text(text) => (text),
                Piece::Element(number) => {
                    @if let Some((_, element)) = elements.get(number) { (element) }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use translation::testing;

    use super::*;

    /// The folder of this crate.
    const FOLDER: &str = env!("CARGO_MANIFEST_DIR");

    #[test]
    fn both_languages_have_the_same_messages_with_the_same_arguments() {
        assert_eq!(testing::files(FOLDER, &TEXTS).unwrap(), [""; 0]);
        assert_eq!(testing::pairs(FOLDER, &TEXTS).unwrap(), [""; 0]);
    }

    #[test]
    fn what_the_code_names_is_there_and_what_is_there_is_named() {
        assert_eq!(testing::names(FOLDER, &TEXTS, &["t!(", "t_html!("]).unwrap(), [""; 0]);
    }

    #[test]
    fn no_sentence_of_a_page_stands_in_its_source() {
        let rooms = ["oauth/account", "oauth/pages", "oauth/device.rs", "oauth/form_problems.rs", "pages", "console/outdated.rs"];
        assert_eq!(testing::sentences(FOLDER, &rooms).unwrap(), [""; 0]);
    }

    #[test]
    fn an_element_is_written_and_a_text_is_escaped() {
        let name = html! { b { "<Shop>" } };
        let told = t_html!(Language::English, "consent-would-like", client = name);
        assert_eq!(told.into_string(), "<b>&lt;Shop&gt;</b> would like to:");
    }
}
