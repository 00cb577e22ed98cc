//! Sets of public keys (RFC 7517 §5).

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Value, json};

use super::{
    algorithm::ClientAlgorithm,
    jwk::{JwkError, PublicJwk},
};

/// The most keys of a client: enough for several programs that each replace theirs.
pub const MOST_KEYS: usize = 10;
/// The most characters of a set that is typed: as many as that many keys of the longest kind have, and some certificates.
pub const LONGEST_SET: usize = 32 * 1024;

/// Why something is no set of keys that a client can authenticate by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum JwksError {
    /// It is no JSON.
    #[error("This is neither JSON nor PEM. Paste public keys or certificates in PEM, a JSON Web Key, or a JSON Web Key Set.")]
    NotJson,
    /// It is no set.
    #[error("This is not a JSON Web Key Set, an object with a list keys (RFC 7517, section 5), nor one key, an object with kty.")]
    NotASet,
    /// It is too long.
    #[error("A key set has at most 32,768 characters.")]
    TooLong,
    /// There is nothing in it.
    #[error("Give one key at least.")]
    Empty,
    /// There is too much in it.
    #[error("Give at most {MOST_KEYS} keys.")]
    TooMany,
    /// One of its keys.
    #[error("Key {}: {problem}", .place + 1)]
    Key {
        /// Which of them, counted from 0.
        place: u32,
        /// What is wrong with it.
        problem: JwkError,
    },
}

/// The public keys of a client: 1 to [`MOST_KEYS`], no two with the same `kid`. Stored as a list of keys. One that was stored before a rule that it
/// breaks is read without it: it verifies nothing any more, and its client goes on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct JwkSet(#[serde(deserialize_with = "read_back")] Vec<PublicJwk>);

fn read_back<'de, D: Deserializer<'de>>(stored: D) -> Result<Vec<PublicJwk>, D::Error> {
    let stored = Vec::<Value>::deserialize(stored)?;
    Ok(stored.into_iter().filter_map(|key| PublicJwk::try_from(key).ok()).collect())
}

impl JwkSet {
    /// Reads a set in JSON. Each of its keys must be one that something can be verified by. What people type is read by the engine's `read_keys`, which
    /// takes one key and PEM, too.
    ///
    /// # Errors
    /// The first reason why it is no such set.
    pub fn parse(text: &str) -> Result<Self, JwksError> {
        if text.len() > LONGEST_SET {
            return Err(JwksError::TooLong);
        }
        let set: Value = serde_json::from_str(text).map_err(|_| JwksError::NotJson)?;
        Self::of(set.get("keys").and_then(Value::as_array).ok_or(JwksError::NotASet)?)
    }

    /// Reads the keys of a set.
    ///
    /// # Errors
    /// The first reason why they make none.
    pub fn of(keys: &[Value]) -> Result<Self, JwksError> {
        if keys.is_empty() {
            return Err(JwksError::Empty);
        }
        if keys.len() > MOST_KEYS {
            return Err(JwksError::TooMany);
        }
        let mut read: Vec<PublicJwk> = Vec::new();
        for (place, key) in (0..).zip(keys) {
            let wrong = |problem| JwksError::Key { place, problem };
            let key = PublicJwk::try_from(key.clone()).map_err(wrong)?;
            if key.kid.is_some() && read.iter().any(|other| other.kid == key.kid) {
                return Err(wrong(JwkError::DuplicateKid));
            }
            read.push(key);
        }
        Ok(Self(read))
    }

    /// Reads a set that somebody publishes: the keys in it that something can be verified by, and up to [`MOST_KEYS`] of them. Others are
    /// passed over, because a client may publish keys for other purposes beside these. `is_sound` says of a key whether its point is on its curve.
    ///
    /// # Errors
    /// It is no set, or has no such key.
    pub fn published(text: &str, is_sound: impl Fn(&PublicJwk) -> bool) -> Result<Self, JwksError> {
        let set: Value = serde_json::from_str(text).map_err(|_| JwksError::NotJson)?;
        let keys = set.get("keys").and_then(Value::as_array).ok_or(JwksError::NotASet)?;
        let usable = keys.iter().filter_map(|key| PublicJwk::try_from(key.clone()).ok()).filter(is_sound);
        let usable: Vec<_> = usable.take(MOST_KEYS).collect();
        if usable.is_empty() { Err(JwksError::Empty) } else { Ok(Self(usable)) }
    }

    /// The keys.
    pub fn keys(&self) -> &[PublicJwk] {
        &self.0
    }

    /// Returns the keys that may have signed something by this algorithm: those with this `kid`, and those without any, if it names one.
    pub fn candidates(&self, kid: Option<&str>, algorithm: ClientAlgorithm) -> impl Iterator<Item = &PublicJwk> {
        let is_named = move |key: &PublicJwk| kid.is_none_or(|kid| key.kid.as_deref().is_none_or(|own| own == kid));
        self.0.iter().filter(move |key| key.is_for(algorithm) && is_named(key))
    }

    /// Returns its keys in JSON, one by one.
    pub fn to_json(&self) -> Vec<Value> {
        self.0.iter().cloned().map(Value::from).collect()
    }

    /// Writes it as it is typed.
    pub fn to_text(&self) -> String {
        serde_json::to_string_pretty(&json!({ "keys": self.to_json() })).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The keys of RFC 7517 appendix A.1 and RFC 8037 appendix A.2.
    const EC: &str = r#"{"kty":"EC","crv":"P-256","x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4","y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM","use":"sig","kid":"1"}"#;
    const ED: &str = r#"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo","x5c":["AAAA"]}"#;
    const RSA: &str = r#"{"kty":"RSA","n":"0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw","e":"AQAB","alg":"RS256","kid":"2011-04-29"}"#;

    fn set(keys: &[&str]) -> String {
        format!(r#"{{"keys":[{}]}}"#, keys.join(","))
    }

    fn wrong(key: &str) -> JwkError {
        match JwkSet::parse(&set(&[EC, key])) {
            Err(JwksError::Key { place: 1, problem }) => problem,
            other => panic!("{key}: {other:?}"),
        }
    }

    #[test]
    fn a_set_reads_back_as_it_is_written_and_stored() {
        let read = JwkSet::parse(&set(&[EC, ED, RSA])).unwrap();
        assert_eq!(JwkSet::parse(&read.to_text()), Ok(read.clone()));
        assert_eq!(JwkSet::of(&read.to_json()), Ok(read.clone()));
        let stored = serde_json::to_string(&read).unwrap();
        assert_eq!(serde_json::from_str::<JwkSet>(&stored).unwrap(), read);
        assert!(!stored.contains("x5c"), "certificates are not kept");
        assert_eq!(read.keys()[0].words(), "1 (P-256 MKBCTNIcKU…)");
    }

    #[test]
    fn what_is_no_set_is_told_and_what_is_no_key_by_its_place() {
        assert_eq!(JwkSet::parse("keys"), Err(JwksError::NotJson));
        for no_set in ["[]", "{}", EC, r#"{"keys":{}}"#] {
            assert_eq!(JwkSet::parse(no_set), Err(JwksError::NotASet), "{no_set}");
        }
        assert_eq!(JwkSet::parse(&set(&[])), Err(JwksError::Empty));
        assert_eq!(JwkSet::parse(&set(&[ED; MOST_KEYS + 1])), Err(JwksError::TooMany));
        assert_eq!(JwkSet::parse(&" ".repeat(LONGEST_SET + 1)), Err(JwksError::TooLong));
        let ed = |member: &str| ED.replace(r#""x5c":["AAAA"]"#, member);
        for (key, expected) in [
            (r#""EC""#.to_owned(), JwkError::NotAKey),
            (r#"{"crv":"P-256"}"#.to_owned(), JwkError::NotAKey),
            (ed(r#""d":"AA""#), JwkError::Private),
            (RSA.replace(r#""alg":"RS256""#, r#""qi":"AA""#), JwkError::Private),
            (r#"{"kty":"oct","k":"AAAA"}"#.to_owned(), JwkError::Shared),
            (r#"{"kty":"EC","crv":"secp256k1","x":"AA","y":"AA"}"#.to_owned(), JwkError::Unsupported),
            (EC.replace("P-256", "P-384"), JwkError::Malformed),
            (ED.replace("URo", "UR"), JwkError::Malformed),
            (RSA.replace("AQAB", "AQ"), JwkError::Rsa),
            (RSA.replace("AQAB", "AQAAAAE"), JwkError::Rsa),
            (RSA.replace("AQAB", "AAEAAQ"), JwkError::Malformed),
            (r#"{"kty":"RSA","n":"0vx7","e":"AQAB"}"#.to_owned(), JwkError::Rsa),
            (RSA.replace(r#""e":"AQAB","#, ""), JwkError::Malformed),
            (ED.replace("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo", &format!("AQ{}", "A".repeat(41))), JwkError::Point),
            (ed(r#""use":"enc""#), JwkError::Purpose),
            (ed(r#""key_ops":["encrypt"]"#), JwkError::Purpose),
            (ed(r#""alg":"ES256""#), JwkError::Algorithm),
            (ed(r#""alg":"HS256""#), JwkError::Algorithm),
            (ed(r#""kid":7"#), JwkError::Kid),
            (ed(r#""kid":"""#), JwkError::Kid),
            (ed(r#""kid":"a\nb""#), JwkError::Kid),
            (ed(r#""kid":"a\u0000""#), JwkError::Kid),
            (ed(r#""kid":"a\u202eb""#), JwkError::Kid),
            (ed(r#""kid":"1""#), JwkError::DuplicateKid),
        ] {
            assert_eq!(wrong(&key), expected, "{key}");
        }
    }

    #[test]
    fn of_a_published_set_what_cannot_be_used_is_passed_over() {
        let shared = r#"{"kty":"oct","k":"AAAA"}"#;
        let published = |keys: &[&str]| JwkSet::published(&set(keys), |_| true);
        assert_eq!(published(&[shared, r#""x""#, EC, &EC.replace("sig", "enc"), ED]).unwrap().keys().len(), 2);
        assert_eq!(published(&[shared]), Err(JwksError::Empty));
        assert_eq!(JwkSet::published("<html>", |_| true), Err(JwksError::NotJson));
        assert_eq!(published(&[ED; 50]).unwrap().keys().len(), MOST_KEYS);
        let of_ed = |key: &PublicJwk| key.is_for(ClientAlgorithm::EdDsa);
        let many = [&[EC; 50][..], &[ED]].concat();
        assert_eq!(JwkSet::published(&set(&many), of_ed).unwrap().keys().len(), 1, "those that are passed over take no place");
        assert_eq!(JwkSet::published(&set(&[EC]), of_ed), Err(JwksError::Empty));
    }

    #[test]
    fn what_was_stored_before_a_rule_that_it_breaks_is_read_without_it() {
        let read = JwkSet::parse(&set(&[EC, ED])).unwrap();
        let short = r#"{"kty":"RSA","n":"0vx7","e":"AQAB","use":"sig"}"#;
        let stored = serde_json::to_string(&read).unwrap().replacen('[', &format!("[{short},"), 1);
        assert_eq!(serde_json::from_str::<JwkSet>(&stored).unwrap(), read);
        assert!(serde_json::from_str::<JwkSet>(&format!("[{short}]")).unwrap().keys().is_empty());
        assert!(serde_json::from_str::<JwkSet>("7").is_err());
    }

    #[test]
    fn a_key_is_found_by_its_name_and_by_what_it_is_for() {
        let read = JwkSet::parse(&set(&[EC, ED, RSA])).unwrap();
        let found = |kid, algorithm| read.candidates(kid, algorithm).count();
        assert_eq!(found(Some("1"), ClientAlgorithm::Es256), 1);
        assert_eq!(found(Some("2"), ClientAlgorithm::Es256), 0);
        assert_eq!(found(None, ClientAlgorithm::Es256), 1);
        assert_eq!(found(Some("2"), ClientAlgorithm::EdDsa), 1, "a key without a name may be any");
        assert_eq!(found(Some("2011-04-29"), ClientAlgorithm::Rs256), 1);
        assert_eq!(found(Some("2011-04-29"), ClientAlgorithm::Ps256), 0, "it says that it is for another");
    }
}
