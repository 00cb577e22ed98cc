//! What the control plane writes to people, in each language: the texts are in `control/text`, and named here by their identifiers.

use translation::{Catalogs, catalogs};

/// The texts.
pub(crate) static TEXTS: Catalogs = catalogs!("mails");

/// A text in a language by its identifier: a `&'static str` without arguments, a `String` with them.
macro_rules! t {
    ($language:expr, $id:literal) => { $crate::text::TEXTS.plain($language, $id) };
    ($language:expr, $id:literal, $($name:ident = $value:expr),+ $(,)?) => {
        $crate::text::TEXTS.format($language, $id, vec![$((stringify!($name), ::translation::Value::from($value))),+])
    };
}

pub(crate) use t;

#[cfg(test)]
mod tests {
    use translation::testing;

    use super::TEXTS;

    /// The folder of this crate.
    const FOLDER: &str = env!("CARGO_MANIFEST_DIR");

    #[test]
    fn both_languages_have_the_same_messages_with_the_same_arguments() {
        assert_eq!(testing::files(FOLDER, &TEXTS).unwrap(), [""; 0]);
        assert_eq!(testing::pairs(FOLDER, &TEXTS).unwrap(), [""; 0]);
    }

    #[test]
    fn what_the_code_names_is_there_and_what_is_there_is_named() {
        assert_eq!(testing::names(FOLDER, &TEXTS, &["t!("]).unwrap(), [""; 0]);
    }

    #[test]
    fn no_sentence_of_a_mail_stands_in_its_source() {
        assert_eq!(testing::sentences(FOLDER, &["mail/letters.rs", "mail/notice.rs", "mail/server.rs"]).unwrap(), [""; 0]);
    }
}
