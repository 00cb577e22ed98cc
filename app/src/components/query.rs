//! The query of an address.

use std::str::FromStr;

use crate::api::ApiError;

/// The query of an address, from those of its values that there are; with its `?`, or nothing.
pub fn query_string(pairs: &[(&str, Option<&str>)]) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    for (name, value) in pairs {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            query.append_pair(name, value);
        }
    }
    let query = query.finish();
    if query.is_empty() { query } else { format!("?{query}") }
}

/// The query of an address, from the members of what the admin API is asked: a list as a file is asked for by the same names.
pub fn query_of(asked: &impl serde::Serialize) -> String {
    use serde_json::Value;

    let Ok(Value::Object(members)) = serde_json::to_value(asked) else { return String::new() };
    let text = |value: Value| match value {
        Value::String(text) => Some(text),
        Value::Bool(switch) => Some(switch.to_string()),
        _ => None,
    };
    let texts: Vec<(String, String)> = members.into_iter().filter_map(|(name, value)| Some((name, text(value)?))).collect();
    query_string(&texts.iter().map(|(name, text)| (name.as_str(), Some(text.as_str()))).collect::<Vec<_>>())
}

/// The values of a query, each decoded once. The router's own map decodes each twice, and so changes what holds a `%` or a `+`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query(Vec<(String, String)>);

impl Query {
    /// Reads a query, with its `?` or without.
    pub fn of(text: &str) -> Self {
        Self(form_urlencoded::parse(text.trim_start_matches('?').as_bytes()).into_owned().collect())
    }

    /// The value of this name that comes first.
    pub fn given(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_str())
    }

    /// All values of this name.
    pub fn values<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(found, _)| found == name).map(|(_, value)| value.as_str())
    }

    /// The same; empty where there is none.
    pub fn value(&self, name: &str) -> String {
        self.given(name).unwrap_or_default().to_owned()
    }
}

/// Reads identifiers that were ticked. What is none must not be passed over: something would be done to another number than was ticked.
pub fn identifiers<'a, T: FromStr>(texts: impl Iterator<Item = &'a str>) -> Result<Vec<T>, ApiError> {
    texts.map(|text| text.parse().map_err(|_| ApiError::NotFound)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_holds_what_there_is() {
        assert_eq!(query_string(&[("q", Some("a&b")), ("after", None), ("x", Some(""))]), "?q=a%26b");
        assert_eq!(query_string(&[("q", None)]), "");
    }

    #[test]
    fn a_value_is_decoded_once() {
        for text in ["user%40x", "100%", "a+b", "ü&=?", "%2500"] {
            assert_eq!(Query::of(&query_string(&[("q", Some(text))])).value("q"), text);
        }
        assert_eq!(Query::of("?q=a&q=b").value("q"), "a");
        assert_eq!(Query::of("").value("q"), "");
    }
}
