//! Versions of resources, and the conditions on them (RFC 9110 §8.8.3, §13.1).

use std::fmt::Display;

use axum::http::{HeaderMap, HeaderValue, header};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::wire::entity_tag;
use engine::keys::hash_secret;
use serde::Serialize;

use super::super::error::{Failure, Fault};

/// The entity tag of a resource: another one where it is another resource, or another version of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Tag(String);

impl Tag {
    /// Returns the tag of a version of something.
    pub(crate) fn of(id: impl Display, version: i64) -> Self {
        Self(entity_tag(id, version))
    }

    /// Returns the tag of something whose changes are not counted: it is another one where what is told of it is something else.
    pub(crate) fn of_content(content: &impl Serialize) -> Self {
        let text = serde_json::to_string(content).unwrap_or_default();
        let hash = hash_secret("entity-tag", &text);
        Self(URL_SAFE_NO_PAD.encode(hash))
    }

    /// Returns it as a header has it.
    pub(super) fn header(&self) -> Option<HeaderValue> {
        HeaderValue::from_str(&format!("\"{}\"", self.0)).ok()
    }
}

/// What a request says of the version that it is about.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Condition {
    /// `If-Match: *`: whichever there is.
    Any,
    /// `If-Match`: one of these.
    OneOf(Vec<String>),
    /// `If-None-Match: *`: there is none yet.
    New,
}

impl Condition {
    /// Reads it.
    pub(super) fn of(headers: &HeaderMap) -> Result<Self, Failure> {
        let text = |name| headers.get(name).map(|value: &HeaderValue| value.to_str().unwrap_or_default().trim());
        match (text(header::IF_MATCH), text(header::IF_NONE_MATCH)) {
            (Some("*"), None) => Ok(Self::Any),
            (Some(tags), None) => match tags_of(tags) {
                Some(tags) => Ok(Self::OneOf(tags)),
                None => Err(Failure::malformed(Fault::of_header("If-Match", "Send entity tags as the ETag header has them, in quotes."))),
            },
            (None, Some("*")) => Ok(Self::New),
            (None, Some(_)) => Err(Failure::malformed(Fault::of_header("If-None-Match", "Only `*` is understood."))),
            (Some(_), Some(_)) => Err(Failure::malformed(Fault::of_header("If-None-Match", "Leave this or If-Match out."))),
            (None, None) => Err(Failure::Unconditional),
        }
    }

    /// Returns whether it holds for something that is there. A weak tag never matches (RFC 9110 §13.1.1).
    pub(super) fn holds(&self, tag: &Tag) -> bool {
        match self {
            Self::Any => true,
            Self::OneOf(tags) => tags.contains(&tag.0),
            Self::New => false,
        }
    }
}

/// Returns the strong tags of a list; none where it is no list of tags.
fn tags_of(list: &str) -> Option<Vec<String>> {
    let mut tags = Vec::new();
    let mut rest = list;
    loop {
        rest = rest.trim_start();
        let (weak, tag) = rest.strip_prefix("W/").map_or((false, rest), |rest| (true, rest));
        let (tag, after) = tag.strip_prefix('"')?.split_once('"')?;
        if !weak {
            tags.push(tag.to_owned());
        }
        rest = after.trim_start();
        match rest.strip_prefix(',') {
            Some(more) => rest = more,
            None if rest.is_empty() => return Some(tags),
            None => return None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn condition(name: &'static str, value: &str) -> Result<Condition, Failure> {
        let mut headers = HeaderMap::new();
        headers.insert(name, value.parse().unwrap());
        Condition::of(&headers)
    }

    #[test]
    fn a_condition_holds_for_the_version_that_it_names() {
        let tag = Tag::of("shop", 3);
        for (list, holds) in
            [("\"3.shop\"", true), ("\"2.shop\" , \"3.shop\"", true), ("*", true), ("W/\"3.shop\"", false), ("\"2.shop\"", false)]
        {
            assert_eq!(condition("if-match", list).unwrap().holds(&tag), holds, "{list}");
        }
        assert_eq!(condition("if-none-match", "*").unwrap(), Condition::New);
        for wrong in ["3.shop", "\"3.shop", "\"a\" \"b\"", "", "\"a\","] {
            assert!(matches!(condition("if-match", wrong), Err(Failure::Malformed(_))), "{wrong}");
        }
        assert!(matches!(condition("if-none-match", "\"3\""), Err(Failure::Malformed(_))));
        assert!(matches!(Condition::of(&HeaderMap::new()), Err(Failure::Unconditional)));
    }
}
