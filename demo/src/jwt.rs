//! Decodes a JWT for display. Nothing is decided by what this finds; ID tokens are verified where they arrive.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::clock::Timestamp;
use serde_json::Value;

/// Header and payload of a signed JWT.
#[derive(Debug, PartialEq)]
pub(crate) struct Decoded {
    pub(crate) header: Value,
    pub(crate) payload: Value,
}

impl Decoded {
    /// Returns a time claim of RFC 7519 §4.1 (`NumericDate`).
    pub(crate) fn time(&self, claim: &str) -> Option<Timestamp> {
        let seconds = self.payload.get(claim)?.as_i64()?;
        Some(Timestamp::from_millis(seconds.checked_mul(1000)?))
    }
}

/// Returns the token's content when it is a JWS in compact form with JSON objects inside; `None` for an opaque one.
pub(crate) fn decode(token: &str) -> Option<Decoded> {
    let mut parts = token.split('.');
    let (header, payload, _signature) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    let object = |part: &str| -> Option<Value> {
        let value: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).ok()?).ok()?;
        value.is_object().then_some(value)
    };
    Some(Decoded { header: object(header)?, payload: object(payload)? })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn jwt(header: &str, payload: &str) -> String {
        format!("{}.{}.c2ln", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(payload))
    }

    #[test]
    fn a_jwt_is_taken_apart() {
        let decoded = decode(&jwt(r#"{"alg":"ES256"}"#, r#"{"sub":"ada","exp":1795491720}"#)).unwrap();
        assert_eq!(decoded.header["alg"], "ES256");
        assert_eq!(decoded.payload["sub"], "ada");
        assert_eq!(decoded.time("exp"), Some(Timestamp::from_millis(1_795_491_720_000)));
        assert_eq!(decoded.time("iat"), None);
    }

    #[test]
    fn what_is_no_jwt_is_opaque() {
        for token in ["", "opaque", "rt1.abc", "a.b", "a.b.c", "a.b.c.d", &jwt("[]", "{}"), &jwt("{}", "not json"), "….….…"] {
            assert_eq!(decode(token), None, "{token}");
        }
    }

    #[test]
    fn a_time_that_is_out_of_range_is_no_time() {
        let decoded = decode(&jwt("{}", r#"{"exp":9223372036854775807,"iat":"soon"}"#)).unwrap();
        assert_eq!((decoded.time("exp"), decoded.time("iat")), (None, None));
    }
}
