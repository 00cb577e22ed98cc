//! What an element of a type has to be like: a JSON Schema, bounded so that checking an element takes a bounded time.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// How many bytes a schema has at most, without the spaces between its parts.
pub const LONGEST_SCHEMA: usize = 4096;
/// How many patterns it has at most, with all that it refers to.
pub const MOST_PATTERNS: usize = 20;
/// How deep it is nested at most, through its references.
const DEEPEST: usize = 32;
/// How many parts it has at most, with all that it refers to: each is looked at once for each part of an element.
const MOST_PARTS: usize = 1_000;
/// The only dialect.
const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";
/// What lets a schema refer to something else than its own parts, or to a part that is found out only while an element is checked.
const NOT_TAKEN: [&str; 7] = ["$id", "$anchor", "$dynamicAnchor", "$dynamicRef", "$recursiveAnchor", "$recursiveRef", "$vocabulary"];

/// A JSON Schema (2020-12) of one type's elements. It refers to its own parts alone and never to itself, and so has a bounded number of parts
/// however it is read. Whether it is a schema indeed the engine says, which compiles it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Value", into = "Value")]
pub struct DetailsSchema(Value);

/// Why something is no schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DetailsSchemaError {
    /// It is no JSON object.
    #[error("Type a JSON object: a JSON Schema of the dialect 2020-12.")]
    NotAnObject,
    /// It has more than [`LONGEST_SCHEMA`] bytes.
    #[error("A schema has at most 4,096 bytes, without the spaces between its parts.")]
    TooLong,
    /// It is nested too deep, or refers to itself.
    #[error("A schema is nested at most 32 deep, and does not refer to itself.")]
    TooDeep,
    /// It has too many parts.
    #[error("A schema has at most 1,000 parts, with all that it refers to.")]
    TooLarge,
    /// It has more than [`MOST_PATTERNS`] patterns.
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
    /// A keyword has a value that it cannot have, or a pattern is no regular expression of those that take linear time.
    #[error("This is no JSON Schema of the dialect 2020-12, or a pattern in it is too large or looks around.")]
    Invalid,
}

impl DetailsSchema {
    /// Reads a schema as it is typed.
    ///
    /// # Errors
    /// The reason why it is none.
    pub fn parse(text: &str) -> Result<Self, DetailsSchemaError> {
        Self::of(serde_json::from_str(text).map_err(|_| DetailsSchemaError::NotAnObject)?)
    }

    /// Checks a schema.
    ///
    /// # Errors
    /// The reason why it is none.
    pub fn of(schema: Value) -> Result<Self, DetailsSchemaError> {
        if !schema.is_object() {
            return Err(DetailsSchemaError::NotAnObject);
        }
        if schema.to_string().len() > LONGEST_SCHEMA {
            return Err(DetailsSchemaError::TooLong);
        }
        let mut walk = Walk { root: &schema, parts_left: MOST_PARTS, patterns_left: MOST_PATTERNS };
        walk.visit(&schema, 0)?;
        Ok(Self(schema))
    }

    /// The schema.
    pub const fn as_value(&self) -> &Value {
        &self.0
    }

    /// The schema as it is read best.
    pub fn pretty(&self) -> String {
        serde_json::to_string_pretty(&self.0).unwrap_or_default()
    }
}

impl fmt::Display for DetailsSchema {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl TryFrom<Value> for DetailsSchema {
    type Error = DetailsSchemaError;

    fn try_from(value: Value) -> Result<Self, DetailsSchemaError> {
        Self::of(value)
    }
}

impl From<DetailsSchema> for Value {
    fn from(schema: DetailsSchema) -> Self {
        schema.0
    }
}

/// A walk through all parts of a schema, and again through those that it refers to.
struct Walk<'a> {
    root: &'a Value,
    parts_left: usize,
    patterns_left: usize,
}

impl<'a> Walk<'a> {
    fn visit(&mut self, part: &'a Value, depth: usize) -> Result<(), DetailsSchemaError> {
        if depth > DEEPEST {
            return Err(DetailsSchemaError::TooDeep);
        }
        self.parts_left = self.parts_left.checked_sub(1).ok_or(DetailsSchemaError::TooLarge)?;
        match part {
            Value::Array(items) => items.iter().try_for_each(|item| self.visit(item, depth + 1)),
            Value::Object(members) => members.iter().try_for_each(|(name, member)| self.member(name, member, depth + 1)),
            _ => Ok(()),
        }
    }

    /// Looks at a member. A property may have the name of a pattern's keyword, and is told from it by its value.
    fn member(&mut self, name: &str, member: &'a Value, depth: usize) -> Result<(), DetailsSchemaError> {
        match (name, member) {
            ("$ref", Value::String(reference)) => {
                let target = self.target(reference)?;
                self.visit(target, depth)
            }
            ("$schema", Value::String(dialect)) if dialect.trim_end_matches('#') != DIALECT => Err(DetailsSchemaError::Dialect),
            ("pattern", Value::String(_)) => self.count_patterns(1),
            ("patternProperties", Value::Object(patterns)) => {
                self.count_patterns(patterns.len())?;
                self.visit(member, depth)
            }
            (name, _) if NOT_TAKEN.contains(&name) => Err(DetailsSchemaError::Keyword),
            _ => self.visit(member, depth),
        }
    }

    fn target(&self, reference: &str) -> Result<&'a Value, DetailsSchemaError> {
        let pointer = reference.strip_prefix('#').filter(|pointer| pointer.starts_with('/') && !pointer.contains('%'));
        pointer.and_then(|pointer| self.root.pointer(pointer)).ok_or(DetailsSchemaError::Reference)
    }

    fn count_patterns(&mut self, count: usize) -> Result<(), DetailsSchemaError> {
        self.patterns_left = self.patterns_left.checked_sub(count).ok_or(DetailsSchemaError::TooManyPatterns)?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_schema_refers_to_its_own_parts_alone_and_not_to_itself() {
        let amount = r##"{"properties":{"amount":{"$ref":"#/$defs/amount"}},"$defs":{"amount":{"type":"string"}}}"##;
        assert!(DetailsSchema::parse(amount).is_ok());
        assert!(DetailsSchema::parse(r#"{"$schema":"https://json-schema.org/draft/2020-12/schema"}"#).is_ok());
        for (schema, error) in [
            ("", DetailsSchemaError::NotAnObject),
            ("true", DetailsSchemaError::NotAnObject),
            ("[]", DetailsSchemaError::NotAnObject),
            (r#"{"$ref":"https://evil.example/schema"}"#, DetailsSchemaError::Reference),
            (r##"{"$ref":"#/$defs/none"}"##, DetailsSchemaError::Reference),
            (r##"{"$ref":"#/%24defs/a","$defs":{"a":{}}}"##, DetailsSchemaError::Reference),
            (r##"{"properties":{"next":{"$ref":"#/properties"}}}"##, DetailsSchemaError::TooDeep),
            (r#"{"$id":"https://a.example/"}"#, DetailsSchemaError::Keyword),
            (r##"{"$dynamicRef":"#a"}"##, DetailsSchemaError::Keyword),
            (r#"{"$schema":"http://json-schema.org/draft-07/schema#"}"#, DetailsSchemaError::Dialect),
        ] {
            assert_eq!(DetailsSchema::parse(schema), Err(error), "{schema}");
        }
    }

    #[test]
    fn a_schema_is_bounded_however_it_refers_to_its_parts() {
        let twice = |to: usize| format!(r##""d{}":{{"allOf":[{{"$ref":"#/$defs/d{to}"}},{{"$ref":"#/$defs/d{to}"}}]}}"##, to + 1);
        let defs: Vec<_> = (0..14).map(twice).collect();
        let doubling = format!(r##"{{"$ref":"#/$defs/d14","$defs":{{"d0":{{}},{}}}}}"##, defs.join(","));
        assert!(matches!(DetailsSchema::parse(&doubling), Err(DetailsSchemaError::TooLarge | DetailsSchemaError::TooDeep)));
        let long = format!(r#"{{"title":"{}"}}"#, "x".repeat(LONGEST_SCHEMA));
        assert_eq!(DetailsSchema::parse(&long), Err(DetailsSchemaError::TooLong));
        let patterns = |count: usize| format!(r#"{{"allOf":[{}]}}"#, vec![r#"{"pattern":"^a"}"#; count].join(","));
        assert!(DetailsSchema::parse(&patterns(MOST_PATTERNS)).is_ok());
        assert_eq!(DetailsSchema::parse(&patterns(MOST_PATTERNS + 1)), Err(DetailsSchemaError::TooManyPatterns));
    }

    #[test]
    fn a_schema_reads_back_as_it_was_written() {
        let schema = DetailsSchema::parse(r#"{"type":"object","required":["amount"]}"#).unwrap();
        assert_eq!(serde_json::from_str::<DetailsSchema>(&serde_json::to_string(&schema).unwrap()).unwrap(), schema);
        assert_eq!(DetailsSchema::parse(&schema.pretty()), Ok(schema));
    }
}
