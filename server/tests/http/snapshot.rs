//! Answers as text for snapshots: whole, and without what is random.

use std::fmt::Write as _;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::Value;

use crate::support::Answer;

/// Headers that say something about the body or to the client. Those of every answer are in `headers.rs`.
const HEADERS: [&str; 7] = ["content-type", "cache-control", "pragma", "location", "retry-after", "www-authenticate", "dpop-nonce"];

/// Members that hold something random.
const RANDOM: [&str; 13] =
    ["access_token", "refresh_token", "id_token", "code", "state", "kid", "jti", "sid", "at_hash", "x", "y", "n", "cnonce"];

/// The status, the headers and the body of an answer.
pub(crate) fn shown(answer: &Answer) -> String {
    let mut text = format!("{}\n", answer.status);
    for name in HEADERS {
        for value in answer.headers.get_all(name) {
            writeln!(text, "{name}: {}", without_ids(value.to_str().unwrap())).unwrap();
        }
    }
    let body = serde_json::from_str(&answer.body).map_or_else(|_| without_ids(&answer.body), pretty);
    format!("{text}\n{body}")
}

/// The header and the claims of a JWT; an opaque token says so.
pub(crate) fn jwt(token: &str) -> String {
    let parts: Vec<&str> = token.split('.').collect();
    let [header, claims, _] = parts.as_slice() else { return "(opaque)".to_owned() };
    let decode = |part: &str| pretty(serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap());
    format!("{}\n.\n{}", decode(header), decode(claims))
}

fn pretty(value: Value) -> String {
    serde_json::to_string_pretty(&redacted(value)).unwrap()
}

fn redacted(value: Value) -> Value {
    match value {
        Value::String(text) => Value::String(without_ids(&text)),
        Value::Array(items) => {
            let mut items: Vec<Value> = items.into_iter().map(redacted).collect();
            // Keys that were made in one millisecond have no order.
            if items.iter().all(|item| item.get("kty").is_some()) {
                items.sort_by_key(Value::to_string);
            }
            Value::Array(items)
        }
        Value::Object(members) => Value::Object(members.into_iter().map(|(name, value)| member(name, value)).collect()),
        value => value,
    }
}

fn member(name: String, value: Value) -> (String, Value) {
    let value = if RANDOM.contains(&name.as_str()) && value.is_string() { Value::String(format!("[{name}]")) } else { redacted(value) };
    (name, value)
}

/// Each UUID in a text becomes `[id]`.
fn without_ids(text: &str) -> String {
    let mut left = text;
    let mut shown = String::new();
    while let Some(first) = left.chars().next() {
        if left.get(..36).is_some_and(is_uuid) {
            shown.push_str("[id]");
            left = &left[36..];
        } else {
            shown.push(first);
            left = &left[first.len_utf8()..];
        }
    }
    shown
}

fn is_uuid(text: &str) -> bool {
    text.bytes().enumerate().all(|(at, byte)| if [8, 13, 18, 23].contains(&at) { byte == b'-' } else { byte.is_ascii_hexdigit() })
}
