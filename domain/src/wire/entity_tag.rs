use std::fmt::Display;

/// Returns the entity tag of a version of something, without its quotes (RFC 9110 §8.8.3): another one where it is something else, or another
/// version of it.
pub fn entity_tag(id: impl Display, version: i64) -> String {
    format!("{version}.{id}")
}
