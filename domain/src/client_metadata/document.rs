//! Client metadata documents as they are sent: of their members those alone are kept that are read here, whatever else strangers put beside them.

use std::fmt;

use serde::{
    Deserialize, Deserializer,
    de::{IgnoredAny, MapAccess, Visitor},
};
use serde_json::{Map, Value};

use crate::document_member::DocumentMember;

/// Members that ask for protections which this server does not have. A client that was registered without them would be less safe than it believes.
pub(super) const NOT_OFFERED: [&str; 9] = [
    "id_token_encrypted_response_alg",
    "id_token_encrypted_response_enc",
    "userinfo_encrypted_response_alg",
    "userinfo_encrypted_response_enc",
    "userinfo_signed_response_alg",
    "authorization_encrypted_response_alg",
    "authorization_encrypted_response_enc",
    "introspection_encrypted_response_alg",
    "introspection_encrypted_response_enc",
];

/// The members of a document that are read.
struct Kept(Map<String, Value>);

struct KeptVisitor;

impl<'de> Visitor<'de> for KeptVisitor {
    type Value = Kept;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Kept, A::Error> {
        let mut members = Map::new();
        while let Some(member) = access.next_key::<String>()? {
            if DocumentMember::is_known(&member) {
                members.insert(member, access.next_value()?);
            } else {
                access.next_value::<IgnoredAny>()?;
            }
        }
        Ok(Kept(members))
    }
}

impl<'de> Deserialize<'de> for Kept {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(KeptVisitor)
    }
}

/// Reads a document: its members that are read here, and no others.
///
/// # Errors
/// It is no JSON object.
pub fn parse(document: &[u8]) -> Result<Map<String, Value>, serde_json::Error> {
    serde_json::from_slice::<Kept>(document).map(|kept| kept.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_read_is_not_kept() {
        let document = br#"{"x":[{"":0},{"":0}],"client_name":"Notes","client_name#de":"Notizen","redirect_uris":["https://a.example/"]}"#;
        let kept = parse(document).unwrap();
        assert_eq!(kept.keys().collect::<Vec<_>>(), ["client_name", "redirect_uris"]);
        assert!(kept.values().all(|value| !value.is_null()));
        for none in ["", "[]", "null", "1", "{", r#"{"x":}"#, r#"{"client_name":"a"} x"#] {
            assert!(parse(none.as_bytes()).is_err(), "{none}");
        }
    }
}
