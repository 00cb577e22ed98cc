//! JSON Schemas of authorization details types (RFC 9396), compiled: what says whether an element fits its type.

mod room;

use domain::authorization_details::{Detail, DetailsSchema, DetailsSchemaError, DetailsTypeName};
use jsonschema::{Draft, PatternOptions, Validator, error::ValidationErrorKind};
use serde_json::{Map, Value, json};

pub use room::Crowded;
pub(crate) use room::{Asker, submit};

/// How many compiled schemas are remembered. Each has some ten KB, and up to a few hundred where its patterns are large.
pub(crate) const MOST_REMEMBERED: usize = 100;
/// How many bytes compiled patterns can have: each counts as the least of these that it fits into, and one of more is refused.
const PATTERN_BYTES: [usize; 6] = [1 << 10, 1 << 11, 1 << 12, 1 << 13, 1 << 14, LARGEST_PATTERN];
/// How many bytes a compiled pattern has at most.
const LARGEST_PATTERN: usize = 1 << 15;
/// How many bytes the compiled patterns of a schema have together, each as often as a text is matched: a text takes as many steps as it has
/// characters, times those bytes, and no text is longer than an element.
const PATTERN_BYTES_TOGETHER: u64 = 1 << 16;

/// A schema that says whether an element fits its type.
#[derive(Debug)]
pub struct CompiledSchema(Validator);

/// Checks whether the schema of a type is one: its keywords have the values that they can have, and checking an element takes a bounded time. This
/// may take a while, and is for the room ([`check_in_room`]) where others wait for the thread.
///
/// # Errors
/// The reason why it is none.
pub fn check(name: &DetailsTypeName, schema: &DetailsSchema) -> Result<(), DetailsSchemaError> {
    CompiledSchema::new(name, schema).map(drop)
}

/// The same, on a thread of its own.
///
/// # Errors
/// The reason why it is none; [`Crowded`] where the room is full.
pub async fn check_in_room(name: &DetailsTypeName, schema: &DetailsSchema) -> Result<Result<(), DetailsSchemaError>, Crowded> {
    let (name, schema) = (name.clone(), schema.clone());
    submit(Asker::Settings, move || check(&name, &schema)).await
}

impl CompiledSchema {
    /// Compiles the schema of a type. Nothing is fetched for it: what fetches is not compiled in, and a schema refers to its own parts alone.
    pub(crate) fn new(name: &DetailsTypeName, schema: &DetailsSchema) -> Result<Self, DetailsSchemaError> {
        // Before the crate sees it, which goes through some schemas as often as 2 to the power of their depth.
        schema.check().map_err(|fault| fault.error)?;
        if schema.cost_of_patterns(&|pattern| compiled_bytes(pattern).unwrap_or(u64::MAX)) > PATTERN_BYTES_TOGETHER {
            return Err(DetailsSchemaError::Pattern);
        }
        build(&closed(name, schema)?, LARGEST_PATTERN).map(Self).ok_or(DetailsSchemaError::Invalid)
    }

    /// Returns the place in an element that does not fit, as a JSON pointer; none where the element fits.
    pub(crate) fn misfit(&self, detail: &Detail) -> Option<String> {
        let element = detail.to_json();
        let error = self.0.validate(&element).err()?;
        let member = match error.kind() {
            ValidationErrorKind::AdditionalProperties { unexpected } | ValidationErrorKind::UnevaluatedProperties { unexpected } => {
                unexpected.first().map(String::as_str)
            }
            ValidationErrorKind::Required { property } => property.as_str(),
            _ => None,
        };
        let at = error.instance_path().as_str();
        Some(member.map_or_else(|| at.to_owned(), |member| format!("{at}/{member}")))
    }
}

/// Compiles a schema whose patterns have so many bytes at most.
fn build(schema: &Value, pattern_bytes: usize) -> Option<Validator> {
    // The crate of regular expressions that never goes back: an element cannot make a pattern take longer than its length allows.
    let patterns = PatternOptions::regex().size_limit(pattern_bytes);
    jsonschema::options().with_draft(Draft::Draft202012).with_pattern_options(patterns).build(schema).ok()
}

/// Returns how many bytes a pattern counts as; none where it is no pattern, or too large.
fn compiled_bytes(pattern: &str) -> Option<u64> {
    let schema = json!({ "pattern": pattern });
    let bytes = PATTERN_BYTES.into_iter().find(|bytes| build(&schema, *bytes).is_some())?;
    u64::try_from(bytes).ok()
}

/// Returns the schema with what it leaves open: a member that it does not name is refused (RFC 9396 §5), and `type` is that of the type.
fn closed(name: &DetailsTypeName, schema: &DetailsSchema) -> Result<Value, DetailsSchemaError> {
    let mut members: Map<String, Value> = schema.as_value().as_object().cloned().ok_or(DetailsSchemaError::NotAnObject)?;
    if !["additionalProperties", "unevaluatedProperties"].iter().any(|keyword| members.contains_key(*keyword)) {
        members.insert("unevaluatedProperties".to_owned(), Value::Bool(false));
    }
    if let Value::Object(properties) = members.entry("properties").or_insert_with(|| json!({})) {
        properties.entry("type").or_insert_with(|| json!({ "const": name.as_str() }));
    }
    Ok(Value::Object(members))
}

#[cfg(test)]
mod tests {
    use domain::authorization_details::AuthorizationDetails;

    use super::*;

    fn compiled(schema: &str) -> Result<CompiledSchema, DetailsSchemaError> {
        CompiledSchema::new(&DetailsTypeName::parse("payment").unwrap(), &DetailsSchema::parse(schema).unwrap())
    }

    fn misfit(schema: &str, element: &str) -> Option<String> {
        let details = AuthorizationDetails::parse(&format!("[{element}]")).unwrap();
        compiled(schema).unwrap().misfit(details.iter().next().unwrap())
    }

    /// Clauses: 281.
    #[test]
    fn an_element_fits_its_type_or_is_told_the_place_that_does_not() {
        let schema = r##"{
            "required": ["amount"],
            "properties": {
                "amount": { "$ref": "#/$defs/amount" },
                "creditor": { "type": "object", "properties": { "name": { "type": "string" } }, "additionalProperties": false }
            },
            "$defs": { "amount": { "type": "string", "pattern": "^[0-9]+\\.[0-9]{2}$" } }
        }"##;
        let of = |element: &str| misfit(schema, element);
        assert_eq!(of(r#"{"type":"payment","amount":"12.50","creditor":{"name":"Shop"}}"#), None);
        assert_eq!(of(r#"{"type":"payment"}"#).as_deref(), Some("/amount"), "it is missing");
        assert_eq!(of(r#"{"type":"payment","amount":12.5}"#).as_deref(), Some("/amount"));
        assert_eq!(of(r#"{"type":"payment","amount":"12"}"#).as_deref(), Some("/amount"));
        assert_eq!(of(r#"{"type":"payment","amount":"1.00","tip":1}"#).as_deref(), Some("/tip"), "the type does not know it");
        assert_eq!(of(r#"{"type":"payment","amount":"1.00","creditor":{"iban":"x"}}"#).as_deref(), Some("/creditor/iban"));
        assert_eq!(misfit("{}", r#"{"type":"payment"}"#), None, "a type without members");
        assert_eq!(misfit(r#"{"additionalProperties":true}"#, r#"{"type":"payment","tip":1}"#), None, "it says otherwise");
        assert_eq!(misfit(r#"{"properties":{"type":{"const":"x"}}}"#, r#"{"type":"payment"}"#).as_deref(), Some("/type"));
    }

    #[test]
    fn a_schema_that_is_none_or_could_take_long_is_refused() {
        for schema in [
            r#"{"properties":{"a":{"pattern":"("}}}"#,
            r#"{"properties":{"a":{"pattern":"(\\w{100}){100}"}}}"#,
            r#"{"properties":{"a":{"pattern":"(?s-u:[ab]*a[ab]{1600}c)"}}}"#,
        ] {
            assert_eq!(compiled(schema).err(), Some(DetailsSchemaError::Pattern), "{schema}");
        }
    }

    /// Small patterns are many, and larger ones few: what they take together is bounded.
    #[test]
    fn the_patterns_of_a_schema_are_bounded_together() {
        let schema = |count: usize, pattern: &str| {
            let properties: Map<String, Value> = (0..count).map(|at| (format!("p{at}"), json!({ "pattern": pattern }))).collect();
            compiled(&json!({ "properties": properties }).to_string())
        };
        assert!(schema(10, r"^[0-9]+\.[0-9]{2} EUR$").is_ok());
        assert!(schema(1, "^[ab]*a[ab]{100}c$").is_ok());
        assert_eq!(schema(20, "^[ab]*a[ab]{300}c$").err(), Some(DetailsSchemaError::Pattern));
    }

    /// A schema that an earlier version took is never compiled, whatever it would cost.
    #[test]
    fn what_was_stored_beyond_the_bounds_is_not_compiled() {
        let part = (0..28).fold(r#"{"type":"object"}"#.to_owned(), |part, _| format!(r#"{{"if":{part},"unevaluatedProperties":false}}"#));
        let stored: DetailsSchema = serde_json::from_str(&part).unwrap();
        let name = DetailsTypeName::parse("payment").unwrap();
        assert_eq!(CompiledSchema::new(&name, &stored).err(), Some(DetailsSchemaError::TooCostly));
    }
}
