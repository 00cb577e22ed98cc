//! What is wrong with a member of a client's document, as closed codes that can travel.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

/// What stands for the whole document, and for a member that is not among the others.
const WHOLE: &str = "document";
/// The members that are read, of which something can be wrong.
const MEMBERS: [&str; 49] = [
    WHOLE,
    "application_type",
    "authorization_details_types",
    "authorization_encrypted_response_alg",
    "authorization_encrypted_response_enc",
    "authorization_signed_response_alg",
    "backchannel_logout_session_required",
    "backchannel_logout_uri",
    "client_id",
    "client_name",
    "client_secret",
    "client_secret_expires_at",
    "client_uri",
    "contacts",
    "dpop_bound_access_tokens",
    "grant_types",
    "id_token_encrypted_response_alg",
    "id_token_encrypted_response_enc",
    "id_token_signed_response_alg",
    "introspection_encrypted_response_alg",
    "introspection_encrypted_response_enc",
    "introspection_signed_response_alg",
    "jwks",
    "jwks_uri",
    "logo_uri",
    "policy_uri",
    "post_logout_redirect_uris",
    "redirect_uris",
    "require_pushed_authorization_requests",
    "require_signed_request_object",
    "response_types",
    "scope",
    "sector_identifier_uri",
    "software_id",
    "software_statement",
    "software_version",
    "subject_type",
    "tls_client_auth_san_dns",
    "tls_client_auth_san_email",
    "tls_client_auth_san_ip",
    "tls_client_auth_san_uri",
    "tls_client_auth_subject_dn",
    "tls_client_certificate_bound_access_tokens",
    "token_endpoint_auth_method",
    "token_endpoint_auth_signing_alg",
    "tos_uri",
    "userinfo_encrypted_response_alg",
    "userinfo_encrypted_response_enc",
    "userinfo_signed_response_alg",
];

/// The name of a member of a document: one of those that this server knows, so that no other text can travel as one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DocumentMember(&'static str);

impl DocumentMember {
    /// The member of this name; the whole document where there is none.
    pub fn of(name: &str) -> Self {
        Self(MEMBERS.into_iter().find(|member| *member == name).unwrap_or(WHOLE))
    }

    /// Returns whether something here reads a member of this name.
    pub(crate) fn is_known(name: &str) -> bool {
        name != WHOLE && MEMBERS.contains(&name)
    }

    /// Its name.
    pub const fn name(self) -> &'static str {
        self.0
    }
}

impl fmt::Display for DocumentMember {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl Serialize for DocumentMember {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0)
    }
}

impl<'de> Deserialize<'de> for DocumentMember {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        let found = MEMBERS.into_iter().find(|member| *member == name);
        found.map(Self).ok_or_else(|| D::Error::custom("no such member of a document"))
    }
}

/// What is wrong with a member of a document, where no other problem says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DocumentProblem {
    /// It is missing, and nothing stands in its place.
    #[error("This member is missing.")]
    Missing,
    /// It is no value of its kind.
    #[error("This member is a value of another kind.")]
    Kind,
    /// It has too many entries.
    #[error("This member has too many entries.")]
    TooMany,
    /// It is too long.
    #[error("This member is too long.")]
    TooLong,
    /// It has characters that are not seen.
    #[error("This member holds control characters or invisible ones.")]
    Characters,
    /// It asks for what such a client cannot have.
    #[error("A client with a document cannot have this here. The settings of client registration say what it can ask for.")]
    NotAllowed,
    /// It asks for what this server does not have, or what no document can have.
    #[error("This is not taken from a document. Leave it out.")]
    NotOffered,
    /// The grants and the response types contradict each other (RFC 7591 §2.1).
    #[error("The response type code and the grant type authorization_code belong together.")]
    Inconsistent,
    /// There are two of what there can be one of.
    #[error("A certificate is known by one member: leave out the others.")]
    SubjectTwice,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_member_travels_by_its_name_and_no_other_text_does() {
        assert!(MEMBERS[1..].is_sorted_by(|one, other| one < other), "each once, in order");
        for name in MEMBERS {
            let member = DocumentMember::of(name);
            assert_eq!(serde_json::from_value::<DocumentMember>(serde_json::to_value(member).unwrap()).unwrap(), member);
        }
        assert_eq!(DocumentMember::of("of no name").name(), WHOLE);
        assert!(serde_json::from_str::<DocumentMember>("\"anything\"").is_err());
    }
}
