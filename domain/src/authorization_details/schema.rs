//! What an element of a type has to be like: a JSON Schema, bounded so that checking an element takes a bounded time.

mod cost;
mod fault;
mod keywords;
mod line;
mod walk;

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use fault::{DetailsSchemaError, DetailsSchemaFault};
pub use walk::MOST_PATTERNS;

/// How many bytes a schema has at most, without the spaces between its parts.
pub const LONGEST_SCHEMA: usize = 4096;

/// A JSON Schema (2020-12) of one type's elements. It refers to its own parts alone and never to itself, and so has a bounded number of parts
/// however it is read; what checking an element by it costs is bounded as well. Whether it is a schema indeed the engine says, which compiles it.
///
/// What was stored is read as it is: an earlier version may have taken what this one refuses, and a workspace is not lost for that. Whoever
/// compiles or saves a schema asks [`Self::check`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DetailsSchema(Value);

impl DetailsSchema {
    /// Reads a schema as it is typed.
    ///
    /// # Errors
    /// The reason why it is none, with its place and the line of the text.
    pub fn parse(text: &str) -> Result<Self, DetailsSchemaFault> {
        let schema: Value = serde_json::from_str(text).map_err(|error| {
            let line = u32::try_from(error.line()).ok().filter(|line| *line > 0);
            DetailsSchemaFault { line, ..DetailsSchemaFault::at(DetailsSchemaError::NotJson, "") }
        })?;
        Self::of(schema).map_err(|fault| DetailsSchemaFault { line: line::of(text, &fault.pointer), ..fault })
    }

    /// Checks a schema.
    ///
    /// # Errors
    /// The reason why it is none, with its place.
    pub fn of(schema: Value) -> Result<Self, DetailsSchemaFault> {
        let schema = Self(schema);
        schema.check().map(|()| schema)
    }

    /// Checks it again: one that was stored may be of another version's bounds.
    ///
    /// # Errors
    /// The reason why this version does not take it, with its place.
    pub fn check(&self) -> Result<(), DetailsSchemaFault> {
        if !self.0.is_object() {
            return Err(DetailsSchemaFault::at(DetailsSchemaError::NotAnObject, ""));
        }
        if self.0.to_string().len() > LONGEST_SCHEMA {
            return Err(DetailsSchemaFault::at(DetailsSchemaError::TooLong, ""));
        }
        // The walk is first: it bounds how often the others come by.
        walk::check(&self.0)?;
        keywords::check(&self.0)?;
        if cost::is_within_bounds(&self.0) { Ok(()) } else { Err(DetailsSchemaFault::at(DetailsSchemaError::TooCostly, "")) }
    }

    /// Returns what the patterns cost together where each costs so much for one text: it counts as often as the text is matched against it. To
    /// be asked of a schema that [`Self::check`] took.
    pub fn cost_of_patterns(&self, of_one: &dyn Fn(&str) -> u64) -> u64 {
        cost::of_patterns(&self.0, of_one)
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

#[cfg(test)]
mod tests;
