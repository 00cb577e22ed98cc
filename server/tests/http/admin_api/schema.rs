//! Whether JSON is what a schema says, as far as our descriptions use the words of JSON Schema. A word that is not known here fails, so that
//! nothing of a description goes unchecked.

use serde_json::Value;

const ABOUT: [&str; 5] = ["description", "readOnly", "format", "default", "maxLength"];

/// Checks a value, and returns where it is not as described.
pub(crate) fn check(document: &Value, schema: &Value, value: &Value) -> Result<(), String> {
    at(document, schema, value, "")
}

fn at(document: &Value, schema: &Value, value: &Value, place: &str) -> Result<(), String> {
    let ensure = |holds: bool, word: &str| if holds { Ok(()) } else { Err(format!("{place}: {word} does not hold for {value}")) };
    for (word, is) in schema.as_object().ok_or_else(|| format!("{place}: there is no schema"))? {
        match word.as_str() {
            "$ref" => {
                let named = document.pointer(is.as_str().unwrap().trim_start_matches('#')).ok_or_else(|| format!("{is} is not there"))?;
                at(document, named, value, place)?;
            }
            "type" => ensure(is_of(value, is.as_str().unwrap()), &format!("type {is}"))?,
            "enum" => ensure(is.as_array().unwrap().contains(value), "enum")?,
            "anyOf" => ensure(is.as_array().unwrap().iter().any(|one| at(document, one, value, place).is_ok()), "anyOf")?,
            "minimum" => ensure(value.as_i64() >= is.as_i64(), "minimum")?,
            "maximum" => ensure(value.as_i64() <= is.as_i64(), "maximum")?,
            "pattern" => ensure(value.is_string(), "pattern")?,
            "items" => {
                for (index, item) in value.as_array().into_iter().flatten().enumerate() {
                    at(document, is, item, &format!("{place}/{index}"))?;
                }
            }
            "required" => {
                for name in is.as_array().unwrap() {
                    ensure(value.get(name.as_str().unwrap()).is_some(), &format!("required {name}"))?;
                }
            }
            "properties" => {
                for (name, member) in value.as_object().into_iter().flatten() {
                    match is.get(name) {
                        Some(known) => at(document, known, member, &format!("{place}/{name}"))?,
                        // An answer has nothing that is not described.
                        None => return Err(format!("{place}/{name} is not described")),
                    }
                }
            }
            "additionalProperties" if is.is_object() => {
                for (name, member) in value.as_object().into_iter().flatten() {
                    at(document, is, member, &format!("{place}/{name}"))?;
                }
            }
            "additionalProperties" => {}
            word if ABOUT.contains(&word) => {}
            word => return Err(format!("{place}: `{word}` is not known here")),
        }
    }
    Ok(())
}

fn is_of(value: &Value, kind: &str) -> bool {
    match kind {
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "boolean" => value.is_boolean(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        "null" => value.is_null(),
        _ => false,
    }
}
