//! Words and sentences without values, by their English.

use std::{collections::HashMap, sync::LazyLock};

use crate::{language::Language, missing};

/// In German, by their English.
const GERMAN: &str = include_str!("../text/de/words.yaml");

static WORDS: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
    // What cannot be read is left out; a test reads everything.
    let words = serde_saphyr::from_str::<HashMap<String, String>>(GERMAN).unwrap_or_default();
    // Once for each word of the program, for as long as it runs.
    words.into_iter().map(|(english, own)| (&*Box::leak(english.into_boxed_str()), &*Box::leak(own.into_boxed_str()))).collect()
});

impl Language {
    /// Returns a word or sentence of ours, which is English where it comes from. One without a translation stays as it is.
    pub fn word(self, english: &'static str) -> &'static str {
        self.find_word(english).unwrap_or_else(|| {
            self.miss(english);
            english
        })
    }

    /// The same of one that comes as text. It is for what we say; where people may have typed it, there is [`Self::said_if_ours`].
    pub fn said(self, english: &str) -> String {
        if let Some(own) = self.find_word(english) {
            return own.to_owned();
        }
        self.miss(english);
        english.to_owned()
    }

    /// Returns the translation of a text that may be ours, and any other as it is.
    pub fn said_if_ours(self, text: &str) -> String {
        self.find_word(text).unwrap_or(text).to_owned()
    }

    /// Returns the translation of a word or sentence, where it is known; none in English, which needs none.
    pub(crate) fn find_word(self, english: &str) -> Option<&'static str> {
        match self {
            Self::English => None,
            Self::German => WORDS.get(english).copied(),
        }
    }

    fn miss(self, english: &str) {
        if self != Self::English && !english.is_empty() {
            missing::note(english);
        }
    }
}

/// Every word that there is in German, with its German.
#[cfg(any(test, feature = "testing"))]
pub(crate) fn all() -> impl Iterator<Item = (&'static str, &'static str)> {
    WORDS.iter().map(|(english, own)| (*english, *own))
}
