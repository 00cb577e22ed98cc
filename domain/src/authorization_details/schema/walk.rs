//! The bounds of a schema's size, with all that it refers to.

use serde_json::Value;

use super::fault::{DetailsSchemaError, DetailsSchemaFault};

/// How many patterns it has at most, with all that it refers to.
pub const MOST_PATTERNS: usize = 20;
/// How deep it is nested at most, through its references.
const DEEPEST: usize = 32;
/// How many parts it has at most, with all that it refers to.
const MOST_PARTS: usize = 1_000;
/// The only dialect.
const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";
/// What lets a schema refer to something else than its own parts, or to a part that is found out only while an element is checked.
const NOT_TAKEN: [&str; 7] = ["$id", "$anchor", "$dynamicAnchor", "$dynamicRef", "$recursiveAnchor", "$recursiveRef", "$vocabulary"];

/// Checks a schema's size, and what it refers to.
pub(super) fn check(schema: &Value) -> Result<(), DetailsSchemaFault> {
    let mut walk = Walk { root: schema, parts_left: MOST_PARTS, patterns_left: MOST_PATTERNS };
    walk.visit(schema, 0, &mut String::new())
}

/// Returns the part of a schema that a reference is to.
pub(super) fn target<'a>(root: &'a Value, reference: &str) -> Option<&'a Value> {
    let pointer = reference.strip_prefix('#').filter(|pointer| pointer.starts_with('/') && !pointer.contains('%'))?;
    root.pointer(pointer)
}

/// Goes on at a member of what is at this place.
pub(super) fn below<T>(at: &mut String, name: &str, go_on: impl FnOnce(&mut String) -> T) -> T {
    let before = at.len();
    at.push('/');
    at.push_str(&name.replace('~', "~0").replace('/', "~1"));
    let done = go_on(at);
    at.truncate(before);
    done
}

/// A walk through all parts of a schema, and again through those that it refers to.
struct Walk<'a> {
    root: &'a Value,
    parts_left: usize,
    patterns_left: usize,
}

impl<'a> Walk<'a> {
    fn visit(&mut self, part: &'a Value, depth: usize, at: &mut String) -> Result<(), DetailsSchemaFault> {
        if depth > DEEPEST {
            return Err(DetailsSchemaFault::at(DetailsSchemaError::TooDeep, at));
        }
        self.parts_left = self.parts_left.checked_sub(1).ok_or_else(|| DetailsSchemaFault::at(DetailsSchemaError::TooLarge, ""))?;
        match part {
            Value::Array(items) => {
                let mut items = items.iter().enumerate();
                items.try_for_each(|(index, item)| below(at, &index.to_string(), |at| self.visit(item, depth + 1, at)))
            }
            Value::Object(members) => {
                members.iter().try_for_each(|(name, member)| below(at, name, |at| self.member(name, member, depth + 1, at)))
            }
            _ => Ok(()),
        }
    }

    /// Looks at a member. A property may have the name of a pattern's keyword, and is told from it by its value.
    fn member(&mut self, name: &str, member: &'a Value, depth: usize, at: &mut String) -> Result<(), DetailsSchemaFault> {
        match (name, member) {
            ("$ref", Value::String(reference)) => {
                let target = target(self.root, reference).ok_or_else(|| DetailsSchemaFault::at(DetailsSchemaError::Reference, at))?;
                // What is wrong with the part as such is told where it stands; what is wrong with referring to it, here.
                self.visit(target, depth, &mut String::new()).map_err(|fault| DetailsSchemaFault::at(fault.error, at))
            }
            ("$schema", Value::String(dialect)) if dialect.trim_end_matches('#') != DIALECT => {
                Err(DetailsSchemaFault::at(DetailsSchemaError::Dialect, at))
            }
            ("pattern", Value::String(_)) => self.count_patterns(1, at),
            ("patternProperties", Value::Object(patterns)) => {
                self.count_patterns(patterns.len(), at)?;
                self.visit(member, depth, at)
            }
            (name, _) if NOT_TAKEN.contains(&name) => Err(DetailsSchemaFault::at(DetailsSchemaError::Keyword, at)),
            _ => self.visit(member, depth, at),
        }
    }

    fn count_patterns(&mut self, count: usize, at: &str) -> Result<(), DetailsSchemaFault> {
        let left = self.patterns_left.checked_sub(count);
        self.patterns_left = left.ok_or_else(|| DetailsSchemaFault::at(DetailsSchemaError::TooManyPatterns, at))?;
        Ok(())
    }
}
