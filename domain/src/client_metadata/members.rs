//! The members of a client metadata document, each read by its kind. What is `null` is not there (RFC 7592 §2.2).

use serde_json::{Map, Value};

use super::error::{MetadataError, MetadataProblem};
use crate::{document_member::DocumentMember, invisible::holds_invisible, origin::Origin};

/// The most characters of an address.
const LONGEST_ADDRESS: usize = 2_000;

/// The members of a document.
#[derive(Debug, Clone, Copy)]
pub(super) struct Members<'a>(&'a Map<String, Value>);

impl<'a> Members<'a> {
    /// Those of a document.
    pub(super) const fn new(document: &'a Map<String, Value>) -> Self {
        Self(document)
    }

    /// A member of any kind.
    pub(super) fn get(self, member: &str) -> Option<&'a Value> {
        debug_assert!(DocumentMember::is_known(member), "{member} would not have been kept");
        self.0.get(member).filter(|value| !value.is_null())
    }

    /// A text.
    pub(super) fn text(self, member: &'static str) -> Result<Option<&'a str>, MetadataError> {
        let Some(value) = self.get(member) else { return Ok(None) };
        value.as_str().map(Some).ok_or_else(|| MetadataError::of(member, MetadataProblem::Kind("a string")))
    }

    /// A text of one line that people read, of at most so many characters; one of nothing but spaces is not there.
    pub(super) fn line(self, member: &'static str, most: usize) -> Result<Option<String>, MetadataError> {
        let Some(text) = self.text(member)? else { return Ok(None) };
        one_line(member, text, most).map(|line| Some(line).filter(|line| !line.is_empty()))
    }

    /// A list of texts, of at most so many.
    pub(super) fn list(self, member: &'static str, most: usize) -> Result<Option<Vec<&'a str>>, MetadataError> {
        let no_list = || MetadataError::of(member, MetadataProblem::Kind("an array of strings"));
        let Some(value) = self.get(member) else { return Ok(None) };
        let entries = value.as_array().ok_or_else(no_list)?;
        if entries.len() > most {
            return Err(MetadataError::of(member, MetadataProblem::TooMany(most)));
        }
        entries.iter().map(Value::as_str).collect::<Option<_>>().map(Some).ok_or_else(no_list)
    }

    /// A switch, which is off where it is not there.
    pub(super) fn flag(self, member: &'static str) -> Result<bool, MetadataError> {
        let Some(value) = self.get(member) else { return Ok(false) };
        value.as_bool().ok_or_else(|| MetadataError::of(member, MetadataProblem::Kind("true or false")))
    }

    /// The address of a page for people: `https://`, or `http://` on this machine.
    pub(super) fn page(self, member: &'static str) -> Result<Option<String>, MetadataError> {
        let Some(address) = self.line(member, LONGEST_ADDRESS)? else { return Ok(None) };
        let is_page = Origin::parse(&address).is_some_and(|origin| origin.is_tls() || origin.is_loopback());
        let wrong = || MetadataError::of(member, MetadataProblem::Kind("an address that begins with https:// and a host, without a user"));
        is_page.then_some(Some(address)).ok_or_else(wrong)
    }
}

/// Checks a text that is shown on one line.
pub(super) fn one_line(member: &'static str, text: &str, most: usize) -> Result<String, MetadataError> {
    let text = text.trim();
    if text.chars().count() > most {
        return Err(MetadataError::of(member, MetadataProblem::TooLong(most)));
    }
    if text.chars().any(char::is_control) || holds_invisible(text) {
        return Err(MetadataError::of(member, MetadataProblem::Characters));
    }
    Ok(text.to_owned())
}
