//! Subject identifiers (RFC 9493): how one system tells another whom it means.

use serde::{Deserialize, Serialize};

/// Whom somebody means, in one of the formats that are known here. A member that its format does not have makes it none (§3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "format", rename_all = "snake_case", deny_unknown_fields)]
pub enum SubjectIdentifier {
    /// An issuer, and the `sub` that its tokens have (§3.2.3).
    IssSub {
        /// The issuer.
        iss: String,
        /// The user.
        sub: String,
    },
    /// An e-mail address (§3.2.2).
    Email {
        /// The address.
        email: String,
    },
    /// The `sub` of whoever is asked, without an issuer (§3.2.4).
    Opaque {
        /// The user.
        id: String,
    },
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_subject_is_read_in_the_formats_of_the_standard_and_with_nothing_beside() {
        let read = |value| serde_json::from_value::<SubjectIdentifier>(value).ok();
        let (iss, sub) = ("https://id.example.com/acme/main".to_owned(), "1".to_owned());
        assert_eq!(read(json!({ "format": "iss_sub", "iss": iss, "sub": "1" })), Some(SubjectIdentifier::IssSub { iss, sub }));
        let email = "alice@example.com".to_owned();
        assert_eq!(read(json!({ "format": "email", "email": email })), Some(SubjectIdentifier::Email { email }));
        assert_eq!(read(json!({ "format": "opaque", "id": "1" })), Some(SubjectIdentifier::Opaque { id: "1".to_owned() }));
        for wrong in [
            json!({}),
            json!("1"),
            json!({ "format": "opaque" }),
            json!({ "id": "1" }),
            json!({ "format": "opaque", "id": 1 }),
            json!({ "format": "opaque", "id": "1", "iss": "x" }),
            json!({ "format": "phone_number", "phone_number": "+12065550100" }),
            json!({ "format": "Email", "email": "alice@example.com" }),
        ] {
            assert_eq!(read(wrong.clone()), None, "{wrong}");
        }
    }
}
