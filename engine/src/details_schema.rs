//! JSON Schemas of authorization details types (RFC 9396), compiled: what says whether an element fits its type.

use domain::authorization_details::{Detail, DetailsSchema, DetailsSchemaError, DetailsTypeName};
use jsonschema::{Draft, PatternOptions, Validator, error::ValidationErrorKind};
use serde_json::{Map, Value, json};

/// How many compiled schemas are remembered. Each has some ten KB, and up to a few hundred where its patterns are large.
pub(crate) const MOST_REMEMBERED: usize = 100;
/// How many bytes a compiled pattern has at most: what is larger takes longer to compile and to match.
const PATTERN_BYTES: usize = 128 * 1024;

/// A schema that says whether an element fits its type.
#[derive(Debug)]
pub struct CompiledSchema(Validator);

/// Checks whether the schema of a type is one: its keywords have the values that they can have, and its patterns take linear time.
///
/// # Errors
/// [`DetailsSchemaError::Invalid`].
pub fn check(name: &DetailsTypeName, schema: &DetailsSchema) -> Result<(), DetailsSchemaError> {
    CompiledSchema::new(name, schema).map(drop)
}

impl CompiledSchema {
    /// Compiles the schema of a type. Nothing is fetched for it: what fetches is not compiled in, and a schema refers to its own parts alone.
    pub(crate) fn new(name: &DetailsTypeName, schema: &DetailsSchema) -> Result<Self, DetailsSchemaError> {
        // The crate of regular expressions that never goes back: an element cannot make a pattern take longer than its length allows.
        let patterns = PatternOptions::regex().size_limit(PATTERN_BYTES);
        let options = jsonschema::options().with_draft(Draft::Draft202012).with_pattern_options(patterns);
        options.build(&closed(name, schema)?).map(Self).map_err(|_| DetailsSchemaError::Invalid)
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
            r#"{"type":"money"}"#,
            r#"{"required":"amount"}"#,
            r#"{"properties":{"a":{"pattern":"("}}}"#,
            r#"{"properties":{"a":{"pattern":"(?=a)b"}}}"#,
            r#"{"properties":{"a":{"pattern":"(a)\\1"}}}"#,
            r#"{"properties":{"a":{"pattern":"(\\w{100}){100}"}}}"#,
        ] {
            assert_eq!(compiled(schema).err(), Some(DetailsSchemaError::Invalid), "{schema}");
        }
    }
}
