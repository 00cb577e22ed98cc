//! The catalogs of both languages say the same, and everything that the code names is there.

use translation::{Language, testing};

use super::{in_language, shown::TEXTS};

/// The folder of this crate.
const FOLDER: &str = env!("CARGO_MANIFEST_DIR");

#[test]
fn both_languages_have_the_same_messages_with_the_same_arguments() {
    assert_eq!(testing::files(FOLDER, &TEXTS).unwrap(), [""; 0]);
    assert_eq!(testing::pairs(FOLDER, &TEXTS).unwrap(), [""; 0]);
}

#[test]
fn what_the_code_names_is_there_and_what_is_there_is_named() {
    assert_eq!(testing::names(FOLDER, &TEXTS, &["t!(", "t_view!(", "id!("]).unwrap(), [""; 0]);
}

#[test]
fn no_sentence_of_a_page_stands_in_its_source() {
    let rooms = ["pages", "components", "layout", "form", "done", "islands", "ui"];
    assert_eq!(testing::sentences(FOLDER, &rooms).unwrap(), [""; 0]);
}

#[test]
fn a_number_has_the_same_separators_in_a_text_and_by_itself() {
    for language in Language::ALL {
        let separator = in_language(language, || crate::t!("ui-thousands"));
        assert_eq!(separator, language.thousands());
    }
}
