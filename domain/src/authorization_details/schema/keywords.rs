//! The keywords of JSON Schema 2020-12: what each of them can have as its value, and which of them hold schemas.

use std::collections::HashSet;

use serde_json::Value;

use super::{
    fault::{DetailsSchemaError, DetailsSchemaFault},
    walk::below,
};

/// How what a keyword holds is applied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Applies {
    /// To the same value as the schema itself.
    Here,
    /// To a part of it with a certain name or place.
    Once,
    /// To any number of its parts.
    Each,
    /// To nothing: it is there to be referred to, or is not looked at.
    Never,
}

/// How a keyword holds schemas.
#[derive(Debug, Clone, Copy)]
pub(super) enum Holds {
    /// It is one.
    One,
    /// It is a list of them.
    List,
    /// It is an object of them.
    Object,
}

/// The keywords that hold schemas.
const HOLDERS: [(&str, Holds, Applies); 21] = [
    ("$defs", Holds::Object, Applies::Never),
    ("additionalProperties", Holds::One, Applies::Each),
    ("allOf", Holds::List, Applies::Here),
    ("anyOf", Holds::List, Applies::Here),
    ("contains", Holds::One, Applies::Each),
    ("contentSchema", Holds::One, Applies::Never),
    ("definitions", Holds::Object, Applies::Never),
    ("dependentSchemas", Holds::Object, Applies::Here),
    ("else", Holds::One, Applies::Here),
    ("if", Holds::One, Applies::Here),
    ("items", Holds::One, Applies::Each),
    ("not", Holds::One, Applies::Here),
    ("oneOf", Holds::List, Applies::Here),
    ("patternProperties", Holds::Object, Applies::Each),
    ("prefixItems", Holds::List, Applies::Once),
    ("properties", Holds::Object, Applies::Once),
    ("propertyNames", Holds::One, Applies::Each),
    ("then", Holds::One, Applies::Here),
    ("unevaluatedItems", Holds::One, Applies::Each),
    ("unevaluatedProperties", Holds::One, Applies::Each),
    // That of an earlier dialect, which is looked at where it is there.
    ("dependencies", Holds::Object, Applies::Here),
];
/// The types of values.
const TYPES: [&str; 7] = ["array", "boolean", "integer", "null", "number", "object", "string"];
/// The keywords whose value is a text. `title_de` is ours: the title for users who read German.
const TEXTS: [&str; 9] =
    ["$comment", "$ref", "contentEncoding", "contentMediaType", "description", "format", "pattern", "title", "title_de"];
/// The keywords whose value is a whole number that is not negative.
const COUNTS: [&str; 8] =
    ["maxContains", "maxItems", "maxLength", "maxProperties", "minContains", "minItems", "minLength", "minProperties"];
/// The keywords whose value is a number.
const NUMBERS: [&str; 5] = ["exclusiveMaximum", "exclusiveMinimum", "maximum", "minimum", "multipleOf"];
/// The keywords whose value is `true` or `false`.
const SWITCHES: [&str; 4] = ["deprecated", "readOnly", "uniqueItems", "writeOnly"];

/// Returns how a keyword holds schemas, and how they are applied; none where it holds none.
pub(super) fn holder(keyword: &str) -> Option<(Holds, Applies)> {
    HOLDERS.iter().find(|(name, ..)| *name == keyword).map(|(_, holds, applies)| (*holds, *applies))
}

/// Checks the values of all keywords, and that no pattern looks around. What is left over the engine says, which compiles the schema.
pub(super) fn check(schema: &Value) -> Result<(), DetailsSchemaFault> {
    check_schema(schema, &mut String::new())
}

fn check_schema(schema: &Value, at: &mut String) -> Result<(), DetailsSchemaFault> {
    let Value::Object(members) = schema else {
        return if schema.is_boolean() { Ok(()) } else { Err(DetailsSchemaFault::at(DetailsSchemaError::Value, at)) };
    };
    members.iter().try_for_each(|(keyword, value)| below(at, keyword, |at| check_keyword(keyword, value, at)))
}

fn check_keyword(keyword: &str, value: &Value, at: &mut String) -> Result<(), DetailsSchemaFault> {
    if keyword == "dependencies" {
        return Ok(());
    }
    if let Some((holds, _)) = holder(keyword) {
        return match (holds, value) {
            (Holds::One, schema) => check_schema(schema, at),
            (Holds::List, Value::Array(schemas)) if !schemas.is_empty() => {
                let mut schemas = schemas.iter().enumerate();
                schemas.try_for_each(|(index, schema)| below(at, &index.to_string(), |at| check_schema(schema, at)))
            }
            (Holds::Object, Value::Object(schemas)) => schemas.iter().try_for_each(|(name, schema)| {
                below(at, name, |at| {
                    if keyword == "patternProperties" {
                        check_pattern(name, at)?;
                    }
                    check_schema(schema, at)
                })
            }),
            _ => Err(DetailsSchemaFault::at(DetailsSchemaError::Value, at)),
        };
    }
    if !can_have(keyword, value) {
        return Err(DetailsSchemaFault::at(DetailsSchemaError::Value, at));
    }
    match (keyword, value) {
        ("pattern", Value::String(pattern)) => check_pattern(pattern, at),
        _ => Ok(()),
    }
}

/// Returns whether a keyword that holds no schemas can have a value. Keywords that there are none of say nothing, whatever they have.
fn can_have(keyword: &str, value: &Value) -> bool {
    match keyword {
        "type" => match value {
            Value::Array(types) => !types.is_empty() && are_different_texts(types) && types.iter().all(is_type),
            one => is_type(one),
        },
        "required" => value.as_array().is_some_and(|names| are_different_texts(names)),
        "dependentRequired" => {
            let are_names = |names: &Value| names.as_array().is_some_and(|names| are_different_texts(names));
            value.as_object().is_some_and(|of_names| of_names.values().all(are_names))
        }
        "enum" | "examples" => value.is_array(),
        keyword if TEXTS.contains(&keyword) => value.is_string(),
        keyword if COUNTS.contains(&keyword) => value.as_f64().is_some_and(|count| count >= 0.0 && count.fract() == 0.0),
        "multipleOf" => value.as_f64().is_some_and(|step| step > 0.0),
        keyword if NUMBERS.contains(&keyword) => value.is_number(),
        keyword if SWITCHES.contains(&keyword) => value.is_boolean(),
        _ => true,
    }
}

fn is_type(value: &Value) -> bool {
    value.as_str().is_some_and(|name| TYPES.contains(&name))
}

fn are_different_texts(values: &[Value]) -> bool {
    let texts: HashSet<_> = values.iter().filter_map(Value::as_str).collect();
    texts.len() == values.len()
}

fn check_pattern(pattern: &str, at: &str) -> Result<(), DetailsSchemaFault> {
    if looks_around(pattern) { Err(DetailsSchemaFault::at(DetailsSchemaError::LooksAround, at)) } else { Ok(()) }
}

/// Returns whether a pattern looks around or back. Within brackets and behind a backslash the same characters stand for themselves.
fn looks_around(pattern: &str) -> bool {
    let (mut rest, mut in_class) = (pattern, false);
    while let Some(first) = rest.chars().next() {
        let after = rest.get(first.len_utf8()..).unwrap_or_default();
        rest = after;
        match first {
            '\\' => {
                let Some(escaped) = after.chars().next() else { return false };
                let is_back = matches!(escaped, '1'..='9') || after.starts_with("k<");
                if is_back && !in_class {
                    return true;
                }
                rest = after.get(escaped.len_utf8()..).unwrap_or_default();
            }
            '[' => in_class = true,
            ']' => in_class = false,
            '(' if !in_class && ["?=", "?!", "?<=", "?<!"].iter().any(|look| after.starts_with(look)) => return true,
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_that_looks_around_is_told_from_one_that_has_the_characters() {
        for pattern in ["(?=a)b", "a(?!b)", "(?<=a)b", "(?<!a)b", "(a)\\1", "(?<x>a)\\k<x>"] {
            assert!(looks_around(pattern), "{pattern}");
        }
        for pattern in ["\\(?=a", "[(?=]", "(?:a)", "(?<x>a)", "(?P<x>a)", "\\\\(?:a)", "\\d1", "[\\]1]", ""] {
            assert!(!looks_around(pattern), "{pattern}");
        }
    }
}
