//! Refusals: what is wrong with a request, whose fault it is, and what the standard calls it.

use std::fmt;

use domain::decision::Condition;

use crate::{keys::KeyError, password::PasswordHashError, storage::StorageError};

/// Why the engine did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The request was refused; the client is told so.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The storage failed; the client is told `server_error` and nothing else.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// A key could not be used; the client is told `server_error` and nothing else.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// A password could not be hashed.
    #[error(transparent)]
    Password(#[from] PasswordHashError),
    /// A token could not be signed.
    #[error("the token could not be signed")]
    Signature(#[from] jsonwebtoken::errors::Error),
    /// A value could not be written as JSON.
    #[error("a value could not be written")]
    Serialization(#[from] serde_json::Error),
}

macro_rules! refusals {
    ($($(#[$doc:meta])* $name:ident => $code:literal, $reason:literal, $description:literal;)*) => {
        /// A refusal. Each has the error code of the standard, a stable reason code of ours, and a sentence for the client's developer
        /// that discloses nothing. The sentences keep to the characters of RFC 6749 §5.2.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Refusal { $($(#[$doc])* $name,)* }

        impl Refusal {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// The `error` of the standard.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            /// Our stable reason code, for logs and events.
            pub const fn reason(self) -> &'static str {
                match self { $(Self::$name => $reason,)* }
            }

            /// The `error_description`.
            pub const fn description(self) -> &'static str {
                match self { $(Self::$name => $description,)* }
            }
        }
    };
}

refusals! {
    /// RFC 6749 §3.2: a parameter must not be sent twice.
    RepeatedParameter => "invalid_request", "repeated_parameter", "A parameter was sent more than once.";
    /// The body or query is not a form.
    MalformedForm => "invalid_request", "malformed_form", "The request is not a well-formed form.";
    /// RFC 6749 §4: there is no `grant_type`.
    MissingGrantType => "invalid_request", "grant_type_missing", "The parameter grant_type is missing.";
    /// RFC 6749 §5.2: a grant that this server does not know.
    UnsupportedGrantType => "unsupported_grant_type", "grant_type_unknown", "This grant type is not supported.";
    /// RFC 6749 §2.3: one method a request.
    SeveralClientAuthentications => "invalid_request", "several_client_authentications", "The client authenticated in more than one way.";
    /// RFC 6749 §2.3.1: credentials must not be in the URI.
    CredentialsInQuery => "invalid_request", "credentials_in_query", "Parameters belong in the body, not in the query.";
    /// The `client_id` is missing.
    MissingClient => "invalid_client", "client_missing", "The client did not say who it is.";
    /// The client is unknown, inactive or used a wrong secret: one answer, so that nobody can try names.
    InvalidClient => "invalid_client", "client_authentication_failed", "Client authentication failed.";
    /// The client has another authentication method.
    OtherAuthenticationMethod => "invalid_client", "client_authentication_method", "The client is registered with another authentication method.";
    /// The grant is not allowed to this client.
    ClientGrant => "unauthorized_client", "grant_type_not_allowed_for_client", "The client may not use this grant type.";
    /// The grant is not allowed in this workspace.
    WorkspaceGrant => "unauthorized_client", "grant_type_not_allowed_in_workspace", "This grant type is not allowed here.";
    /// RFC 6749 §4.1.3: no `code`.
    MissingCode => "invalid_request", "code_missing", "The parameter code is missing.";
    /// A code that was never issued, or so long ago that it was forgotten.
    UnknownCode => "invalid_grant", "code_unknown", "The authorization code is not valid.";
    /// A code of another client.
    ForeignCode => "invalid_grant", "code_of_another_client", "The authorization code is not valid.";
    /// RFC 6749 §4.1.2: a code that was used before.
    ReusedCode => "invalid_grant", "code_reused", "The authorization code was used before.";
    /// A code whose time is over.
    ExpiredCode => "invalid_grant", "code_expired", "The authorization code has expired.";
    /// RFC 6749 §4.1.3: another `redirect_uri` than in the authorization request, or none.
    RedirectUriMismatch => "invalid_grant", "redirect_uri_mismatch", "The redirect_uri is not the one of the authorization request.";
    /// RFC 7636 §4.6: no verifier to a challenge.
    MissingVerifier => "invalid_grant", "code_verifier_missing", "The parameter code_verifier is missing.";
    /// RFC 7636 §4.6: a wrong verifier.
    WrongVerifier => "invalid_grant", "code_verifier_wrong", "The code_verifier does not belong to the code_challenge.";
    /// RFC 9700 §2.1.1: a verifier without an earlier challenge.
    UnexpectedVerifier => "invalid_grant", "code_verifier_unexpected", "There was no code_challenge in the authorization request.";
    /// The user was disabled or deleted.
    UserInactive => "invalid_grant", "user_inactive", "The grant is not valid any more.";
    /// RFC 6749 §6: no `refresh_token`.
    MissingRefreshToken => "invalid_request", "refresh_token_missing", "The parameter refresh_token is missing.";
    /// Not a refresh token of this workspace.
    ForgedRefreshToken => "invalid_grant", "refresh_token_malformed", "The refresh token is not valid.";
    /// A refresh token whose family is not known.
    UnknownRefreshToken => "invalid_grant", "refresh_token_unknown", "The refresh token is not valid.";
    /// RFC 6749 §10.4: a refresh token of another client.
    ForeignRefreshToken => "invalid_grant", "refresh_token_of_another_client", "The refresh token is not valid.";
    /// The family has expired.
    ExpiredRefreshToken => "invalid_grant", "refresh_token_expired", "The refresh token has expired.";
    /// The family was revoked.
    RevokedRefreshToken => "invalid_grant", "refresh_token_revoked", "The refresh token was revoked.";
    /// RFC 9700 §4.14.2: a superseded refresh token; its family is now revoked.
    ReusedRefreshToken => "invalid_grant", "refresh_token_reused", "The refresh token was used before; it has been revoked.";
    /// Offline access was taken from the client since.
    OfflineAccessEnded => "invalid_grant", "offline_access_not_enabled_for_client", "The refresh token is not valid any more.";
    /// The policy does not issue refresh tokens without offline access any more.
    WithoutOfflineAccessEnded => "invalid_grant", "without_offline_access_not_allowed", "The refresh token is not valid any more.";
    /// The login session was ended before the code came.
    SessionEnded => "invalid_grant", "login_session_ended", "The user has signed out.";
    /// RFC 6749 §5.2: a scope that is malformed, unknown or beyond what was granted.
    InvalidScope => "invalid_scope", "scope_not_allowed", "The scope is malformed, unknown or beyond what is allowed.";
    /// RFC 8707 §2: a resource that is malformed, unknown, or beyond what was granted.
    InvalidTarget => "invalid_target", "resource_not_allowed", "The resource is malformed, unknown or beyond what was granted.";
    /// RFC 9449 §5: a key must be proved, and no proof came.
    MissingProof => "invalid_dpop_proof", "dpop_proof_missing", "A DPoP proof is needed.";
    /// RFC 9449 §4.3, check 1: one `DPoP` header.
    SeveralProofs => "invalid_dpop_proof", "dpop_proof_repeated", "There is more than one DPoP proof.";
    /// RFC 9449 §4.3, checks 2 to 7: not a `dpop+jwt` that is signed with the key in its header.
    MalformedProof => "invalid_dpop_proof", "dpop_proof_malformed", "The DPoP proof is not a dpop+jwt that is signed with the public key in its header.";
    /// RFC 9449 §4.3, checks 8 and 9: `htm` or `htu` of another request.
    ForeignProof => "invalid_dpop_proof", "dpop_proof_of_another_request", "The htm or htu of the DPoP proof is that of another request.";
    /// RFC 9449 §4.3, check 11: `iat` too old, or in the future.
    UntimelyProof => "invalid_dpop_proof", "dpop_proof_untimely", "The DPoP proof was not made just now.";
    /// RFC 9449 §11.1: a proof that was used before.
    ReplayedProof => "invalid_dpop_proof", "dpop_proof_replayed", "The DPoP proof was used before.";
    /// RFC 9449 §4.3, check 12: `ath` missing, or of another access token.
    ProofOfOtherToken => "invalid_dpop_proof", "dpop_proof_of_another_token", "The ath of the DPoP proof is not the hash of the access token.";
    /// RFC 9449 §8: the workspace wants a nonce in each proof.
    MissingNonce => "use_dpop_nonce", "dpop_nonce_missing", "The DPoP proof needs the nonce of the DPoP-Nonce header.";
    /// RFC 9449 §8: a nonce that is too old, or was not given out here.
    WrongNonce => "use_dpop_nonce", "dpop_nonce_wrong", "The nonce of the DPoP proof is not valid any more. Use the one of the DPoP-Nonce header.";
    /// RFC 9449 §5, §10: a code or refresh token that is bound to another key.
    OtherKey => "invalid_grant", "dpop_key_mismatch", "The grant is bound to another key.";
    /// RFC 7009 §2.1, RFC 7662 §2.1: no `token`.
    MissingToken => "invalid_request", "token_missing", "The parameter token is missing.";
    /// RFC 7009 §2.1: a token of another client.
    ForeignToken => "unauthorized_client", "token_of_another_client", "The token was issued to another client.";
    /// RFC 7662 §2.1: introspection is for clients that authenticate.
    PublicIntrospection => "invalid_client", "introspection_by_public_client", "Introspection is for clients that authenticate.";
    /// RFC 6750 §3.1: no access token.
    MissingBearer => "invalid_request", "access_token_missing", "There is no access token in the request.";
    /// RFC 6750 §2.3, RFC 9700 §4.3.2: an access token in the query.
    BearerInQuery => "invalid_request", "access_token_in_query", "An access token does not belong in the query.";
    /// RFC 6750 §3.1: an access token that does not work.
    InvalidToken => "invalid_token", "access_token_invalid", "The access token is malformed, expired or revoked.";
    /// RFC 9449 §7.2: a token that is bound to a key, presented as if it were not.
    BoundTokenAsBearer => "invalid_token", "access_token_bound_to_key", "The access token is bound to a key: present it as DPoP, with a proof.";
    /// RFC 9449 §7.1: a token that is not bound to a key, presented as if it were.
    BearerTokenAsBound => "invalid_token", "access_token_not_bound_to_key", "The access token is not bound to a key: present it as Bearer.";
    /// RFC 9449 §7.1: a proof of another key than the token is bound to.
    TokenOfOtherKey => "invalid_token", "access_token_key_mismatch", "The access token is bound to another key.";
    /// RFC 6750 §3.1, RFC 8707 §2.2: an access token for a resource server.
    OtherAudience => "invalid_token", "access_token_for_another_audience", "The access token is for another audience.";
    /// RFC 6750 §3.1: an access token without `openid`.
    InsufficientScope => "insufficient_scope", "openid_not_granted", "The access token does not have the scope openid.";
    /// The page was left open for too long, or its form was changed.
    InteractionExpired => "invalid_request", "interaction_expired", "This page was open for too long.";
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.description())
    }
}

impl std::error::Error for Refusal {}

impl Refusal {
    /// The refusal of a refresh where a switch was turned off since.
    pub(crate) const fn of_condition(condition: Condition) -> Option<Self> {
        match condition {
            Condition::WorkspaceGrant => Some(Self::WorkspaceGrant),
            Condition::ClientGrant => Some(Self::ClientGrant),
            Condition::OfflineAccess => Some(Self::OfflineAccessEnded),
            // It stands in the way of a family that began without it, once the policy does not issue such any more.
            Condition::Requested => Some(Self::WithoutOfflineAccessEnded),
            // A client that authenticated is active. A lifetime of 0 is for new families; those that live keep their end. What was
            // requested and agreed to was settled when the family began.
            Condition::ClientActive
            | Condition::UserGrant
            | Condition::Lifetime
            | Condition::Protected
            | Condition::Consented
            | Condition::Limit => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn c011_every_description_keeps_to_the_characters_of_the_standard() {
        for refusal in Refusal::ALL {
            let allowed = |byte: u8| matches!(byte, 0x20..=0x21 | 0x23..=0x5b | 0x5d..=0x7e);
            assert!(refusal.description().bytes().all(allowed), "{refusal:?}");
        }
    }

    #[test]
    fn every_refusal_has_a_reason_code_of_its_own() {
        let reasons: BTreeSet<_> = Refusal::ALL.iter().map(|refusal| refusal.reason()).collect();
        assert_eq!(reasons.len(), Refusal::ALL.len());
    }
}
