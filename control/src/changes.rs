//! What a save changes, field by field, for the audit line.

use domain::{audit::Change, lifetime};
use serde::Serialize;
use serde_json::Value;

use crate::Error;

/// The fields that differ, by their names on the wire.
pub(crate) fn between<T: Serialize>(before: &T, after: &T) -> Result<Vec<Change>, Error> {
    let (before, after) = (fields(before)?, fields(after)?);
    let changed = after.into_iter().filter_map(|(field, to)| {
        let from = before.get(&field).unwrap_or(&Value::Null);
        (*from != to).then(|| Change { from: text(&field, from), to: text(&field, &to), field })
    });
    Ok(changed.collect())
}

/// One field that differs.
pub(crate) fn one(field: &str, from: &(impl ToString + ?Sized), to: &(impl ToString + ?Sized)) -> Vec<Change> {
    vec![Change { field: field.to_owned(), from: from.to_string(), to: to.to_string() }]
}

fn fields(value: &impl Serialize) -> Result<serde_json::Map<String, Value>, Error> {
    match serde_json::to_value(value).map_err(Error::internal)? {
        Value::Object(fields) => Ok(fields),
        _ => Ok(serde_json::Map::new()),
    }
}

/// A value for people to read.
fn text(field: &str, value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(values) => values.iter().map(|value| text(field, value)).collect::<Vec<_>>().join(", "),
        // A lifetime is stored in seconds and typed as `30d`.
        Value::Number(number) if field.ends_with("_ttl") || field.ends_with("_window") => {
            number.as_i64().map_or_else(|| number.to_string(), lifetime::short)
        }
        value => value.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use domain::settings::tokens::{TokenSettings, TokenTtls};

    use super::*;

    #[test]
    fn a_lifetime_is_told_as_it_is_typed() {
        let before = TokenSettings::default();
        let mut after = before.clone();
        after.ttls.refresh_token_ttl = TokenTtls::parse_refresh_token_ttl("24h").unwrap();
        assert_eq!(between(&before, &after).unwrap(), one("refresh_token_ttl", "30d", "1d"));
    }
}
