//! The `claims` parameter (OpenID Connect Core §5.5): which claims a client asks for by themselves, and where it wants them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::error::Refusal;

/// The most bytes of the parameter.
pub const LONGEST: usize = 4 * 1024;
/// The most claims that are asked for in each of the two places.
pub const MOST_CLAIMS: usize = 50;
/// The most values of a claim.
const MOST_VALUES: usize = 20;

/// The claims that a client asks for, by their names.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ClaimsRequest {
    /// Those that it wants at the userinfo endpoint.
    pub userinfo: BTreeMap<String, Option<ClaimRequest>>,
    /// Those that it wants in ID tokens.
    pub id_token: BTreeMap<String, Option<ClaimRequest>>,
}

/// How a claim is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ClaimRequest {
    /// Whether the client cannot do without it.
    pub essential: bool,
    /// The one value that it takes.
    pub value: Option<Value>,
    /// The values that it takes, the best first.
    pub values: Vec<Value>,
}

impl ClaimRequest {
    /// Returns the values that it takes, the best first; none where it takes any.
    pub fn taken(&self) -> impl Iterator<Item = &Value> {
        self.value.iter().chain(&self.values)
    }
}

impl ClaimsRequest {
    /// Returns what the client calls the one user whose ID token it takes (§5.5.1).
    pub fn wanted_subject(&self) -> Option<&str> {
        self.id_token.get("sub")?.as_ref()?.value.as_ref()?.as_str()
    }

    /// Reads the parameter. What is not known in it is passed over (§5.5).
    ///
    /// # Errors
    /// It is no such JSON, or longer than it may be.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        if text.len() > LONGEST {
            return Err(Refusal::MalformedClaims);
        }
        let json: Map<String, Value> = serde_json::from_str(text).map_err(|_| Refusal::MalformedClaims)?;
        let read: Self = serde_json::from_value(Value::Object(json)).map_err(|_| Refusal::MalformedClaims)?;
        let of_place = |claims: &BTreeMap<String, Option<ClaimRequest>>| {
            claims.len() <= MOST_CLAIMS && claims.values().flatten().all(|claim| claim.values.len() <= MOST_VALUES)
        };
        if of_place(&read.userinfo) && of_place(&read.id_token) { Ok(read) } else { Err(Refusal::MalformedClaims) }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_parameter_is_read_as_the_standard_writes_it() {
        let text = r#"{
            "userinfo": { "given_name": { "essential": true }, "nickname": null, "http://example.info/claims/groups": null },
            "id_token": { "auth_time": { "essential": true }, "acr": { "values": ["phr", "mfa"] }, "sub": { "value": "248289761001" } },
            "elsewhere": true
        }"#;
        let read = ClaimsRequest::parse(text).unwrap();
        assert_eq!(read.userinfo.keys().collect::<Vec<_>>(), ["given_name", "http://example.info/claims/groups", "nickname"]);
        assert!(read.id_token["auth_time"].as_ref().unwrap().essential);
        assert_eq!(read.id_token["acr"].as_ref().unwrap().taken().collect::<Vec<_>>(), [&json!("phr"), &json!("mfa")]);
        assert_eq!(read.id_token["sub"].as_ref().unwrap().taken().collect::<Vec<_>>(), [&json!("248289761001")]);
        assert_eq!(ClaimsRequest::parse("{}"), Ok(ClaimsRequest::default()));
    }

    #[test]
    fn what_is_no_object_or_too_much_is_refused() {
        let many: BTreeMap<_, _> = (0..=MOST_CLAIMS).map(|number| (format!("claim{number}"), Value::Null)).collect();
        let values: Vec<_> = (0..=MOST_VALUES).collect();
        for wrong in [
            "claims".to_owned(),
            "[]".to_owned(),
            r#"{"id_token":[]}"#.to_owned(),
            r#"{"id_token":{"acr":"phr"}}"#.to_owned(),
            r#"{"id_token":{"acr":{"values":"phr"}}}"#.to_owned(),
            json!({ "userinfo": many }).to_string(),
            json!({ "id_token": { "acr": { "values": values } } }).to_string(),
            format!("{{}}{}", " ".repeat(LONGEST)),
        ] {
            assert_eq!(ClaimsRequest::parse(&wrong), Err(Refusal::MalformedClaims), "{wrong}");
        }
    }
}
