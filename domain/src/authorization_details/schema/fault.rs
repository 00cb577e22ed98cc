//! Why something is no schema, and where.

use serde::{Deserialize, Serialize};

/// Why something is no schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DetailsSchemaError {
    /// It is no JSON.
    #[error("This is no JSON: a bracket, a comma or a quotation mark is missing or too much here.")]
    NotJson,
    /// It is no JSON object.
    #[error("Type a JSON object: a JSON Schema of the dialect 2020-12.")]
    NotAnObject,
    /// It has more than [`LONGEST_SCHEMA`](super::LONGEST_SCHEMA) bytes.
    #[error("A schema has at most 4,096 bytes, without the spaces between its parts.")]
    TooLong,
    /// It is nested too deep, or refers to itself.
    #[error("A schema is nested at most 32 deep, and does not refer to itself.")]
    TooDeep,
    /// It has too many parts.
    #[error("A schema has at most 1,000 parts, with all that it refers to.")]
    TooLarge,
    /// Checking an element would take too long.
    #[error(
        "To check an object by this schema could take too long. Nest allOf, anyOf, oneOf, if and $ref less deep, above all below \
         unevaluatedProperties and unevaluatedItems: additionalProperties costs nothing."
    )]
    TooCostly,
    /// It has more than [`MOST_PATTERNS`](super::MOST_PATTERNS) patterns.
    #[error("A schema has at most 20 patterns, with all that it refers to.")]
    TooManyPatterns,
    /// It refers to something else than a part of itself.
    #[error("A schema refers to its own parts alone, as in #/$defs/amount.")]
    Reference,
    /// It has a keyword that is not taken.
    #[error("Leave out $id, $anchor, $dynamicRef and $vocabulary: a schema stands for itself.")]
    Keyword,
    /// It is of another dialect.
    #[error("Leave $schema out, or write https://json-schema.org/draft/2020-12/schema: there is no other dialect.")]
    Dialect,
    /// A keyword has a value that it cannot have.
    #[error("This keyword of JSON Schema (2020-12) cannot have such a value.")]
    Value,
    /// A pattern looks around or back.
    #[error("A pattern cannot look ahead, behind or back, as in (?=a), (?<!a) and \\1: such patterns can take any time.")]
    LooksAround,
    /// A pattern is no regular expression, or a large one.
    #[error("A pattern is no regular expression, or is too large when it is compiled: alone, or with the others.")]
    Pattern,
    /// It is no schema for another reason.
    #[error("This is no JSON Schema of the dialect 2020-12.")]
    Invalid,
}

/// The same with its place.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{error}")]
pub struct DetailsSchemaFault {
    /// What is wrong.
    pub error: DetailsSchemaError,
    /// The place in the schema: a JSON pointer (RFC 6901), empty where it is about all of it.
    pub pointer: String,
    /// The line of the text that it was read from, counted from 1, where it was read from a text and is about a part of it.
    pub line: Option<u32>,
}

impl DetailsSchemaFault {
    /// What is wrong with a place in a schema.
    pub(super) fn at(error: DetailsSchemaError, pointer: &str) -> Self {
        Self { error, pointer: pointer.to_owned(), line: None }
    }
}
