//! What strangers sign, as far as it is read before it is believed (RFC 7515).

use std::{fmt, marker::PhantomData};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{
    Deserialize, Deserializer,
    de::{DeserializeOwned, Error as _, MapAccess, Visitor, value::MapAccessDeserializer},
};
use serde_json::{Map, Number, Value};

use crate::given::GivenMembers;

/// A JWS in its compact form, in its parts (RFC 7515 §7.1).
#[derive(Clone, Copy)]
pub(crate) struct Compact<'a> {
    /// What is signed: header and payload as they were sent.
    pub(crate) message: &'a str,
    pub(crate) header: &'a str,
    pub(crate) payload: &'a str,
    pub(crate) signature: &'a str,
}

impl<'a> Compact<'a> {
    /// Takes a text apart; nothing if it does not have three parts. One with more has a part that [`part`] does not read.
    pub(crate) fn of(text: &'a str) -> Option<Self> {
        let (message, signature) = text.rsplit_once('.')?;
        let (header, payload) = message.split_once('.')?;
        Some(Self { message, header, payload, signature })
    }
}

/// Reads a part that holds a JSON object.
pub(crate) fn part<T: DeserializeOwned>(text: &str) -> Option<T> {
    serde_json::from_slice::<Object<T>>(&URL_SAFE_NO_PAD.decode(text).ok()?).ok().map(|object| object.0)
}

/// A JSON object (RFC 7515 §4, RFC 7517 §4); serde would take an array of the same values for one, and a member that is `null` for none.
pub(crate) struct Object<T>(pub(crate) T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Members<T>(PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for Members<T> {
            type Value = Object<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a JSON object")
            }

            fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<Object<T>, A::Error> {
                T::deserialize(MapAccessDeserializer::new(GivenMembers(members))).map(Object)
            }
        }

        deserializer.deserialize_map(Members(PhantomData))
    }
}

/// The members of a JSON object, each of which is there once: readers differ in which of two they take (RFC 7519 §4).
pub(crate) struct Members(pub(crate) Map<String, Value>);

impl<'de> Deserialize<'de> for Members {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Once;

        impl<'de> Visitor<'de> for Once {
            type Value = Members;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a JSON object with each member once")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Members, A::Error> {
                let mut read = Map::new();
                while let Some((name, value)) = members.next_entry::<String, Value>()? {
                    if read.insert(name, value).is_some() {
                        return Err(A::Error::custom("a member is there twice"));
                    }
                }
                Ok(Members(read))
            }
        }

        deserializer.deserialize_map(Once)
    }
}

/// A `NumericDate` may have a fraction (RFC 7519 §2).
pub(crate) fn seconds(number: &Number) -> Option<i64> {
    #[expect(clippy::cast_possible_truncation, reason = "what is out of range ends at its bounds, which nothing of today has")]
    let whole = |fraction: f64| fraction.floor() as i64;
    number.as_i64().or_else(|| number.as_f64().map(whole))
}

#[cfg(test)]
mod tests {
    use domain::client_keys::ClientAlgorithm;
    use serde::de::IgnoredAny;

    use super::*;

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(untagged)]
    enum Audience {
        One(String),
        List(Vec<String>),
    }

    /// Every kind of member that what strangers sign has here.
    #[derive(Debug, Default, PartialEq, Deserialize)]
    struct Every {
        text: Option<String>,
        number: Option<Number>,
        flag: Option<bool>,
        list: Option<Vec<String>>,
        audience: Option<Audience>,
        any: Option<IgnoredAny>,
        kind: Option<ClientAlgorithm>,
    }

    /// Clauses: 80.
    #[test]
    fn a_member_that_is_null_is_there() {
        let read = |text: &str| serde_json::from_str::<Object<Every>>(text).ok().map(|object| object.0);
        assert_eq!(read("{}"), Some(Every::default()));
        assert_eq!(read(r#"{"unknown": null}"#), Some(Every::default()), "what is not known is passed over");
        for name in ["text", "number", "flag", "list", "audience", "kind"] {
            assert_eq!(read(&format!(r#"{{"{name}": null}}"#)), None, "{name}");
        }
        for value in ["null", "[]", r#"["exp"]"#, "{}", "false", "1"] {
            let any = read(&format!(r#"{{"any": {value}}}"#)).unwrap().any;
            assert!(any.is_some(), "{value}");
        }
        let all = r#"{"text": "a", "number": 1, "flag": true, "list": ["a"], "audience": ["a"], "kind": "ES256"}"#;
        let expected = Every {
            text: Some("a".to_owned()),
            number: Some(1.into()),
            flag: Some(true),
            list: Some(vec!["a".to_owned()]),
            audience: Some(Audience::List(vec!["a".to_owned()])),
            any: None,
            kind: Some(ClientAlgorithm::Es256),
        };
        assert_eq!(read(all), Some(expected));
    }

    #[test]
    fn a_member_that_is_there_twice_is_none() {
        let read = |text: &str| serde_json::from_str::<Object<Members>>(text).ok().map(|object| object.0.0.len());
        assert_eq!(read(r#"{"a": 1, "b": {"a": 1}}"#), Some(2));
        assert_eq!(read("{}"), Some(0));
        for wrong in [r#"{"a": 1, "a": 1}"#, r#"{"a": 1, "\u0061": 2}"#, r#"["a"]"#, r#""a""#, "1", "null"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
