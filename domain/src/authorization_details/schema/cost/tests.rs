use proptest::{collection::vec, prelude::*};
use serde_json::json;

use super::*;
use crate::authorization_details::LONGEST_DETAILS;

/// How a validator goes through a schema for a value that fits as badly as it can: the number of parts that it looks at.
mod model {
    use serde_json::Value;

    /// The parts of a schema that are applied to a value, and whether they are applied to that value itself.
    fn applied<'a>(schema: &'a Value, value: &'a Value) -> Vec<(&'a Value, &'a Value, bool)> {
        let here = ["allOf", "anyOf"].into_iter().filter_map(|keyword| schema.get(keyword)?.as_array()).flatten();
        let here = here.chain(["if", "then"].into_iter().filter_map(|keyword| schema.get(keyword)));
        let mut found: Vec<_> = here.map(|part| (part, value, true)).collect();
        for (name, part) in schema.get("properties").and_then(Value::as_object).into_iter().flatten() {
            found.extend(value.get(name).map(|member| (part, member, false)));
        }
        for (part, item) in each(schema, value) {
            found.push((part, item, false));
        }
        found
    }

    fn each<'a>(schema: &'a Value, value: &'a Value) -> Vec<(&'a Value, &'a Value)> {
        let items = value.as_array().into_iter().flatten();
        items.filter_map(|item| Some((schema.get("items")?, item))).collect()
    }

    fn asks(schema: &Value) -> bool {
        schema.get("unevaluatedProperties").is_some()
    }

    pub(super) fn check(schema: &Value, value: &Value) -> u64 {
        let parts: u64 = applied(schema, value).into_iter().map(|(part, value, _)| check(part, value)).sum();
        1 + parts + if asks(schema) { mark(schema, value) } else { 0 }
    }

    fn mark(schema: &Value, value: &Value) -> u64 {
        let here = applied(schema, value).into_iter().filter(|(.., is_here)| *is_here);
        let here: u64 = here.map(|(part, value, _)| check(part, value) + mark(part, value)).sum();
        here + each(schema, value).into_iter().map(|(part, item)| check(part, item)).sum::<u64>()
    }

    pub(super) fn tell(schema: &Value, value: &Value) -> u64 {
        let of_part = |(part, value, is_here)| tell(part, value) + if is_here { check(part, value) } else { 0 };
        let parts: u64 = applied(schema, value).into_iter().map(of_part).sum();
        1 + parts + if asks(schema) { mark(schema, value) } else { 0 }
    }
}

/// Schemas with the keywords of the model, nested up to five deep.
fn schemas() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![Just(json!(true)), Just(json!({ "type": "string" }))];
    leaf.prop_recursive(5, 24, 3, |inner| {
        let parts = vec(inner.clone(), 1..3);
        let held = prop_oneof![
            inner.clone().prop_map(|part| json!({ "items": part })),
            inner.clone().prop_map(|part| json!({ "properties": { "x": part } })),
            inner.clone().prop_map(|part| json!({ "if": part, "then": { "properties": { "x": true } } })),
            parts.clone().prop_map(|parts| json!({ "allOf": parts })),
            parts.prop_map(|parts| json!({ "anyOf": parts })),
        ];
        (held, any::<bool>()).prop_map(|(mut held, asks)| {
            if asks {
                held["unevaluatedProperties"] = json!(false);
            }
            held
        })
    })
}

/// Elements with many values in lists, and members that schemas know.
fn elements() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![Just(json!("a")), Just(json!({ "x": "a" }))];
    leaf.prop_recursive(3, 60, 8, |inner| {
        prop_oneof![vec(inner.clone(), 0..8).prop_map(Value::from), inner.prop_map(|part| json!({ "x": part, "y": 1 }))]
    })
}

proptest! {
    #[test]
    fn no_element_takes_more_steps_than_its_schema_costs(schema in schemas(), element in elements()) {
        let Work { steps, passes, .. } = of_root(&schema, &|_| 1);
        let taken = model::tell(&schema, &element);
        prop_assert!(taken <= steps, "{taken} > {steps}: {schema} {element}");
        prop_assert!(passes <= steps);
    }
}

#[test]
fn an_element_has_no_more_values_than_are_reckoned_with() {
    assert_eq!(usize::try_from(MOST_VALUES), Ok(LONGEST_DETAILS / 2));
}

fn nested(levels: usize, around: impl Fn(Value) -> Value) -> Value {
    (0..levels).fold(json!({ "properties": { "x": { "type": "string" }, "type": {} } }), |schema, _| around(schema))
}

#[test]
fn what_doubles_with_each_level_is_refused() {
    let families: [fn(Value) -> Value; 8] = [
        |part| json!({ "if": part, "unevaluatedProperties": false }),
        |part| json!({ "allOf": [part], "unevaluatedProperties": false }),
        |part| json!({ "anyOf": [part, true], "unevaluatedProperties": false }),
        |part| json!({ "oneOf": [part], "unevaluatedItems": false }),
        |part| json!({ "not": part, "unevaluatedItems": false }),
        |part| json!({ "dependentSchemas": { "type": part }, "unevaluatedProperties": false }),
        |part| json!({ "additionalProperties": part, "unevaluatedProperties": false }),
        |part| json!({ "contains": part, "unevaluatedItems": false }),
    ];
    for family in families {
        // What the walk takes is at most 32 deep, with two levels for a list.
        let refused = (0..16).find(|levels| !is_within_bounds(&nested(*levels, family)));
        assert!(refused.is_some_and(|levels| levels > 1), "{refused:?}: {}", nested(1, family));
    }
}

#[test]
fn usual_schemas_cost_little() {
    let party = json!({ "type": "object", "properties": { "name": { "type": "string", "maxLength": 70 }, "iban": { "pattern": "^[A-Z0-9]+$" } },
        "required": ["name"], "additionalProperties": false });
    let properties: Map<String, Value> = (0..20).map(|at| (format!("p{at}"), json!({ "type": "string", "maxLength": 70 }))).collect();
    let base = json!({ "properties": properties.clone(), "required": ["p1"] });
    for schema in [
        json!({}),
        json!({ "properties": { "creditor": { "$ref": "#/$defs/party" }, "debtor": { "$ref": "#/$defs/party" } }, "$defs": { "party": party } }),
        json!({ "properties": { "list": { "items": { "properties": properties, "additionalProperties": false } } } }),
        json!({ "properties": { "list": { "items": { "oneOf": [party, { "type": "string" }] } } } }),
        json!({ "allOf": [{ "$ref": "#/$defs/base" }], "properties": { "sealed": { "allOf": [{ "$ref": "#/$defs/base" }],
            "unevaluatedProperties": false } }, "unevaluatedProperties": false, "$defs": { "base": base } }),
        json!({ "if": { "properties": { "kind": { "const": "a" } } }, "then": { "required": ["x"] }, "else": { "required": ["y"] },
            "properties": { "kind": { "enum": ["a", "b"] }, "x": {}, "y": {} } }),
    ] {
        let Work { passes, steps, .. } = of_root(&schema, &|_| 1);
        assert!(passes <= MOST_PASSES / 10 && steps <= MOST_STEPS / 2, "{passes} {steps}: {schema}");
    }
}

#[test]
fn a_pattern_counts_as_often_as_a_text_is_matched() {
    let of = |schema: Value| of_patterns(&schema, &|pattern| if pattern == "^a$" { 10 } else { 1 });
    assert_eq!(of(json!({ "properties": { "a": { "pattern": "^a$" }, "b": { "pattern": "b" } } })), 11);
    assert_eq!(
        of(json!({ "anyOf": [{ "pattern": "^a$" }], "unevaluatedProperties": false })),
        40,
        "checked, told, and looked at twice again"
    );
    assert_eq!(of(json!({ "patternProperties": { "^a$": true } })), 20);
}
