//! Error codes of the standards, and the HTTP status of each.

use std::fmt;

/// The `error` of a refusal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ErrorCode {
    /// RFC 6749 §5.2: a parameter is missing, repeated or malformed.
    InvalidRequest,
    /// RFC 6749 §5.2: the client did not authenticate.
    InvalidClient,
    /// RFC 6749 §5.2: the code or the refresh token is not valid.
    InvalidGrant,
    /// RFC 6749 §5.2: the client may not use the grant.
    UnauthorizedClient,
    /// RFC 6749 §5.2: there is no such grant.
    UnsupportedGrantType,
    /// RFC 6749 §5.2: the scope is malformed, unknown or too wide.
    InvalidScope,
    /// RFC 8707 §2: the resource is malformed, unknown or was not granted.
    InvalidTarget,
    /// RFC 9396 §5: the authorization details are malformed, unknown or beyond what was granted.
    InvalidAuthorizationDetails,
    /// RFC 9449 §5: the proof is missing or wrong.
    InvalidDpopProof,
    /// RFC 9449 §8: the proof needs another nonce.
    UseDpopNonce,
    /// RFC 6750 §3.1: the access token is not valid.
    InvalidToken,
    /// RFC 6750 §3.1: the access token does not have the scope.
    InsufficientScope,
    /// RFC 6749 §4.1.2.1: there is no such response type.
    UnsupportedResponseType,
    /// OpenID Connect Core §3.1.2.6, RFC 9101 §7: the request object is wrong.
    InvalidRequestObject,
    /// OpenID Connect Core §3.1.2.6: request objects by reference are not supported.
    RequestUriNotSupported,
    /// OpenID Connect Core §3.1.2.6, RFC 9126 §4: what `request_uri` refers to cannot be had.
    InvalidRequestUri,
    /// RFC 9126 §2.3: the request is too large.
    RequestTooLarge,
    /// RFC 9110 §15.5.7: the answer is in no form that the client accepts.
    NotAcceptable,
    /// RFC 9126 §2.3: there are too many requests.
    TooManyRequests,
    /// OpenID Connect Core §3.1.2.6: the user would have to sign in.
    LoginRequired,
    /// OpenID Connect Core Unmet Authentication Requirements §2: the user cannot sign in as the client needs it.
    UnmetAuthenticationRequirements,
    /// OpenID Connect Core §3.1.2.6: the user would have to agree.
    ConsentRequired,
    /// OpenID Connect Core §3.1.2.6: the user would have to be asked.
    InteractionRequired,
    /// RFC 6749 §4.1.2.1: the user did not agree.
    AccessDenied,
    /// RFC 8628 §3.5: the user has not decided yet.
    AuthorizationPending,
    /// RFC 8628 §3.5: the device asks too often.
    SlowDown,
    /// RFC 8628 §3.5: the device code has expired.
    ExpiredToken,
    /// RFC 6749 §4.1.2.1: something behind the server failed.
    TemporarilyUnavailable,
}

impl ErrorCode {
    /// The value on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            // A status says more than the standard has an error for.
            Self::InvalidRequest | Self::RequestTooLarge | Self::NotAcceptable => "invalid_request",
            Self::InvalidClient => "invalid_client",
            Self::InvalidGrant => "invalid_grant",
            Self::UnauthorizedClient => "unauthorized_client",
            Self::UnsupportedGrantType => "unsupported_grant_type",
            Self::InvalidScope => "invalid_scope",
            Self::InvalidTarget => "invalid_target",
            Self::InvalidAuthorizationDetails => "invalid_authorization_details",
            Self::InvalidDpopProof => "invalid_dpop_proof",
            Self::UseDpopNonce => "use_dpop_nonce",
            Self::InvalidToken => "invalid_token",
            Self::InsufficientScope => "insufficient_scope",
            Self::UnsupportedResponseType => "unsupported_response_type",
            Self::InvalidRequestObject => "invalid_request_object",
            Self::RequestUriNotSupported => "request_uri_not_supported",
            Self::InvalidRequestUri => "invalid_request_uri",
            Self::LoginRequired => "login_required",
            Self::UnmetAuthenticationRequirements => "unmet_authentication_requirements",
            Self::ConsentRequired => "consent_required",
            Self::InteractionRequired => "interaction_required",
            Self::AccessDenied => "access_denied",
            Self::AuthorizationPending => "authorization_pending",
            Self::SlowDown => "slow_down",
            Self::ExpiredToken => "expired_token",
            Self::TemporarilyUnavailable | Self::TooManyRequests => "temporarily_unavailable",
        }
    }

    /// The HTTP status at an endpoint where clients authenticate (RFC 6749 §5.2). A server that owes the client a challenge sends 401
    /// instead of 400: that depends on how the client tried to authenticate.
    pub const fn status(self) -> u16 {
        match self {
            Self::InvalidRequest
            | Self::InvalidClient
            | Self::InvalidGrant
            | Self::UnauthorizedClient
            | Self::UnsupportedGrantType
            | Self::InvalidScope
            | Self::InvalidTarget
            | Self::InvalidAuthorizationDetails
            | Self::InvalidDpopProof
            | Self::UseDpopNonce
            | Self::InvalidToken
            | Self::InsufficientScope
            | Self::UnsupportedResponseType
            | Self::InvalidRequestObject
            | Self::RequestUriNotSupported
            | Self::InvalidRequestUri
            | Self::LoginRequired
            | Self::UnmetAuthenticationRequirements
            | Self::ConsentRequired
            | Self::InteractionRequired
            | Self::AccessDenied
            | Self::AuthorizationPending
            | Self::SlowDown
            | Self::ExpiredToken => 400,
            Self::NotAcceptable => 406,
            Self::RequestTooLarge => 413,
            Self::TooManyRequests => 429,
            Self::TemporarilyUnavailable => 503,
        }
    }

    /// The HTTP status at an endpoint that takes access tokens (RFC 6750 §3.1, RFC 9449 §7.1).
    pub const fn resource_status(self) -> u16 {
        match self {
            Self::InvalidToken | Self::InvalidDpopProof | Self::UseDpopNonce => 401,
            Self::InsufficientScope => 403,
            other => other.status(),
        }
    }
}

impl fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
