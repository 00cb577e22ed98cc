//! JSON that is read to the letter: a member that its type does not have is refused, and so is one of another type.

use serde::de::DeserializeOwned;
use serde_json::{Map, Value as Json};
use serde_path_to_error::Segment;

use crate::{
    problem::{JsonType, Problem},
    wire::reading::Misfit,
};

/// Reads members into a type.
///
/// # Errors
/// The first member that is not of it, by its pointer.
pub fn read_members<R: DeserializeOwned>(members: Map<String, Json>) -> Result<R, Misfit> {
    serde_path_to_error::deserialize(Json::Object(members)).map_err(|error| {
        let pointer: String = error.path().iter().map(token).collect();
        // Only the sentences of serde itself tell these apart.
        let sentence = error.inner().to_string();
        let unknown = sentence.starts_with("unknown field");
        Misfit { pointer, problem: if unknown { Problem::UnknownMember } else { Problem::WrongType(expected(&sentence)) } }
    })
}

fn token(segment: &Segment) -> String {
    match segment {
        Segment::Seq { index } => format!("/{index}"),
        Segment::Map { key } => format!("/{}", escaped(key)),
        Segment::Enum { variant } => format!("/{}", escaped(variant)),
        Segment::Unknown => String::new(),
    }
}

/// Returns a name as a token of a JSON pointer (RFC 6901 §3).
pub fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// Returns what serde expected.
fn expected(sentence: &str) -> JsonType {
    match sentence.rsplit_once("expected ").map_or("", |(_, wanted)| wanted) {
        wanted if wanted.starts_with("a string") => JsonType::Text,
        wanted if wanted.starts_with("a boolean") => JsonType::Switch,
        wanted if wanted.starts_with('i') || wanted.starts_with('u') => JsonType::Number,
        wanted if wanted.starts_with("a sequence") => JsonType::List,
        wanted if wanted.starts_with("struct") || wanted.starts_with("a map") => JsonType::Object,
        _ => JsonType::Other,
    }
}
