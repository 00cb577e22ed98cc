use super::catalog::{Arguments, catalog};
use crate::api::language;

/// Returns the text without arguments that has this identifier, in the reader's language.
pub fn plain(id: &'static str) -> &'static str {
    catalog(language()).plain(id)
}

/// Returns the text that has this identifier, with these arguments, in the reader's language.
pub fn format(id: &'static str, arguments: Arguments) -> String {
    catalog(language()).find(id, arguments).unwrap_or_else(|| id.to_owned())
}

/// Returns a word or sentence of the domain, which is English, in the reader's language. What the catalog does not have stays as it is.
pub fn word(english: &'static str) -> &'static str {
    catalog(language()).word(english)
}

/// The same of a word or sentence that comes as text. It is for what the domain says, not for what people have typed.
pub fn said(english: &str) -> String {
    catalog(language()).find_word(english).unwrap_or(english).to_owned()
}

/// Returns a sentence of the domain that has arguments: the text of an identifier that is made from its code, or the English one where
/// the catalog has none.
pub fn sentence(id: &str, arguments: Arguments, english: impl FnOnce() -> String) -> String {
    catalog(language()).find(id, arguments).unwrap_or_else(english)
}
