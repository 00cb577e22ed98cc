//! A request object by itself, as far as it can be read without its client.

use serde::Deserialize;
use serde_json::{Map, Number, Value};

use crate::{
    asked_details::PARAMETER,
    client_jwt::{ClientJwt, JwtAudience, JwtTimes, Unreadable},
    error::Refusal,
    form::Form,
    jws::{Members, Object},
};

/// The `typ` of a JWT that is for this and for nothing else (RFC 9101 §10.8).
pub const TYPE: &str = "oauth-authz-req+jwt";
/// The most bytes of an object: as many as a request that is pushed has.
pub const LONGEST: usize = 16 * 1024;
/// What is no parameter of the request (RFC 7519 §4.1).
const CLAIMS: [&str; 7] = ["iss", "sub", "aud", "exp", "nbf", "iat", "jti"];
/// The parameters that this server reads. What it does not know is passed over, as in any request (RFC 6749 §3.1), and may be of any type.
const PARAMETERS: [&str; 19] = [
    PARAMETER,
    "acr_values",
    "claims",
    "client_id",
    "code_challenge",
    "code_challenge_method",
    "dpop_jkt",
    "id_token_hint",
    "login_hint",
    "max_age",
    "nonce",
    "prompt",
    "redirect_uri",
    "resource",
    "response_mode",
    "response_type",
    "scope",
    "state",
    "ui_locales",
];

/// A request object whose signature is still to be verified. What it says is not to be believed before.
#[derive(Clone)]
pub struct RequestObject {
    /// The JWT that it is.
    pub jwt: ClientJwt,
    /// The client: `client_id` and `iss`.
    pub client_id: String,
    /// `aud`.
    pub audience: JwtAudience,
    /// `exp`, `nbf` and `iat`.
    pub times: JwtTimes,
    /// The parameters of the request, `client_id` among them.
    pub form: Form,
}

#[derive(Deserialize)]
struct Claims {
    iss: String,
    aud: JwtAudience,
    exp: Number,
    nbf: Option<Number>,
    iat: Option<Number>,
    client_id: String,
}

impl RequestObject {
    /// Reads the value of `request`. What is refused here depends on the object alone, and discloses nothing of a client.
    ///
    /// # Errors
    /// It is no request that a client could have signed.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let malformed = Refusal::MalformedRequestObject;
        let (jwt, Members(members)) = ClientJwt::read(text, TYPE, LONGEST).map_err(|unreadable| match unreadable {
            Unreadable::Malformed => malformed,
            Unreadable::Algorithm => Refusal::RequestObjectAlgorithm,
        })?;
        // RFC 9101 §4: nothing is nested.
        if ["request", "request_uri"].iter().any(|name| members.contains_key(*name)) {
            return Err(Refusal::NestedRequestObject);
        }
        let subject = members.get("sub").cloned();
        let form = parameters(&members).ok_or(malformed)?;
        let Object(claims): Object<Claims> = serde_json::from_value(Value::Object(members)).map_err(|_| malformed)?;
        let Claims { iss, aud, exp, nbf, iat, client_id } = claims;
        if iss != client_id {
            return Err(Refusal::ForeignRequestObject);
        }
        // RFC 9101 §10.8: whoever sees a request in an address could authenticate by it somewhere.
        if subject.is_some_and(|subject| subject == client_id) {
            return Err(malformed);
        }
        Ok(Self { jwt, client_id, audience: aud, times: JwtTimes::read(&exp, nbf.as_ref(), iat.as_ref()).ok_or(malformed)?, form })
    }
}

/// Writes a number as a parameter has it. JSON has one kind of numbers, and some libraries write 3600 as `3600.0` (RFC 8259 §6).
fn written(number: &Number) -> String {
    /// Up to here each whole number is one that a fraction can be.
    const MOST_EXACT: f64 = 9_007_199_254_740_992.0;
    let fraction = if number.is_f64() { number.as_f64() } else { None };
    let whole = fraction.filter(|value| value.fract() == 0.0 && value.abs() <= MOST_EXACT);
    whole.map_or_else(|| number.to_string(), |value| format!("{value:.0}"))
}

/// Returns the parameters of a request; nothing where one that this server reads is of another type than it may be (RFC 9101 §4).
fn parameters(members: &Map<String, Value>) -> Option<Form> {
    let mut read: Vec<(&str, String)> = Vec::new();
    let named = members.iter().map(|(name, value)| (name.as_str(), value));
    for (name, value) in named.filter(|(name, _)| !CLAIMS.contains(name)) {
        match value {
            Value::String(text) => read.push((name, text.clone())),
            Value::Number(number) => read.push((name, written(number))),
            // RFC 8707 §2: there may be several of these.
            Value::Array(list) if name == "resource" => {
                for one in list {
                    read.push((name, one.as_str()?.to_owned()));
                }
            }
            // OpenID Connect Core §6.1: an object here, and JSON in a text elsewhere.
            Value::Object(_) if name == "claims" => read.push((name, value.to_string())),
            // RFC 9396 §3: JSON among JSON.
            Value::Array(_) if name == PARAMETER => read.push((name, value.to_string())),
            _ if PARAMETERS.contains(&name) => return None,
            _ => {}
        }
    }
    Form::of(read.iter().map(|(name, value)| (*name, value.as_str()))).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_written_as_whole_as_it_is() {
        let parameter = |json: &str| written(&serde_json::from_str(json).unwrap());
        for (json, text) in [("3600", "3600"), ("3600.0", "3600"), ("3.6e3", "3600"), ("0.0", "0"), ("-1.0", "-1"), ("0.5", "0.5")] {
            assert_eq!(parameter(json), text, "{json}");
        }
        assert_eq!(parameter("1e300"), Number::from_f64(1e300).unwrap().to_string(), "nothing is made up");
        assert_eq!(parameter("18446744073709551615"), "18446744073709551615");
    }
}
