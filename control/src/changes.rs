//! What a save changes, field by field, for the audit line.

use std::collections::{BTreeMap, BTreeSet};

use domain::{audit::Change, client_keys::PublicJwk, lifetime};
use serde::Serialize;
use serde_json::Value;

use crate::Error;

/// Returns the fields that differ, by their names on the wire.
pub(crate) fn between<T: Serialize>(before: &T, after: &T) -> Result<Vec<Change>, Error> {
    let (before, after) = (fields(before)?, fields(after)?);
    let names: BTreeSet<_> = before.keys().chain(after.keys()).collect();
    let changed = names.into_iter().filter_map(|field| {
        let (from, to) = (before.get(field), after.get(field));
        (from != to).then(|| Change { field: field.clone(), from: text(field, from), to: text(field, to) })
    });
    Ok(changed.collect())
}

/// Returns the fields of something that is new which differ from the usual ones. Nothing is told of those: nobody has seen what is usual.
pub(crate) fn made<T: Serialize>(usual: &T, after: &T) -> Result<Vec<Change>, Error> {
    let told = between(usual, after)?.into_iter().map(|change| Change { from: String::new(), ..change });
    Ok(told.collect())
}

/// Returns all fields of something that is new.
pub(crate) fn all(after: &impl Serialize) -> Result<Vec<Change>, Error> {
    let told = fields(after)?.into_iter().map(|(field, value)| (text(&field, Some(&value)), field));
    Ok(told.filter(|(to, _)| !to.is_empty()).map(|(to, field)| Change { field, from: String::new(), to }).collect())
}

/// Returns one field that differs.
pub(crate) fn one(field: &str, from: &(impl ToString + ?Sized), to: &(impl ToString + ?Sized)) -> Vec<Change> {
    vec![Change { field: field.to_owned(), from: from.to_string(), to: to.to_string() }]
}

/// Returns how many of each were deleted along with something.
pub(crate) fn gone(counts: &[(&str, u64)]) -> Vec<Change> {
    counts.iter().flat_map(|(what, count)| one(what, count, "0")).collect()
}

/// Returns all fields, with those of nested objects among them: a client's own lifetimes are listed one by one.
fn fields(value: &impl Serialize) -> Result<BTreeMap<String, Value>, Error> {
    let mut fields = BTreeMap::new();
    gather(serde_json::to_value(value).map_err(Error::internal)?, &mut fields);
    Ok(fields)
}

fn gather(value: Value, fields: &mut BTreeMap<String, Value>) {
    let Value::Object(parts) = value else { return };
    for (field, value) in parts {
        if value.is_object() {
            gather(value, fields);
        } else {
            fields.insert(field, value);
        }
    }
}

/// Returns a value as people read it, or an empty text where there is none.
fn text(field: &str, value: Option<&Value>) -> String {
    match value {
        // A lifetime that is there and holds nothing is typed as `0`.
        Some(Value::Null) if field.ends_with("_ttl") || field.ends_with("_every") => "0".to_owned(),
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        // A key is told by its name: nobody compares a modulus.
        Some(key @ Value::Object(_)) if field == "jwks" => match PublicJwk::try_from(key.clone()) {
            Ok(key) => key.words(),
            Err(_) => key.to_string(),
        },
        Some(Value::Array(values)) => values.iter().map(|value| text(field, Some(value))).collect::<Vec<_>>().join(", "),
        // A lifetime is stored in seconds and typed as `30d`.
        Some(Value::Number(number)) if ["_ttl", "_window", "_every", "_kept_for"].iter().any(|end| field.ends_with(end)) => {
            number.as_i64().map_or_else(|| number.to_string(), lifetime::short)
        }
        Some(value) => value.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use domain::settings::tokens::{TokenSettings, TokenTtls, TtlOverrides};

    use super::*;

    #[test]
    fn what_is_of_a_client_s_own_is_told_value_by_value() {
        #[derive(Serialize)]
        struct Client {
            token_ttls: TtlOverrides,
        }
        let of = |refresh_token_ttl| Client { token_ttls: TtlOverrides { refresh_token_ttl, ..TtlOverrides::default() } };
        let month = TokenTtls::parse_refresh_token_ttl("30d").unwrap();
        assert_eq!(between(&of(None), &of(Some(month))).unwrap(), one("refresh_token_ttl", "", "30d"));
        assert_eq!(between(&of(Some(month)), &of(Some(None))).unwrap(), one("refresh_token_ttl", "30d", "0"));
        assert_eq!(between(&of(Some(None)), &of(None)).unwrap(), one("refresh_token_ttl", "0", ""));
    }

    #[test]
    fn a_lifetime_is_told_as_it_is_typed() {
        let before = TokenSettings::default();
        let mut after = before.clone();
        after.ttls.refresh_token_ttl = TokenTtls::parse_refresh_token_ttl("24h").unwrap();
        assert_eq!(between(&before, &after).unwrap(), one("refresh_token_ttl", "30d", "1d"));
    }
}
