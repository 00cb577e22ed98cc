//! The token response (RFC 6749 §5.1).

use domain::{authorization_details::AuthorizationDetails, scope::Scopes, secret::Secret};

use super::{expires_in::ExpiresIn, token_type::TokenType};
use crate::family::Transition;

/// The tokens that a token request brings.
#[derive(Debug)]
pub struct TokenResponse {
    /// `access_token`.
    pub access_token: Secret<String>,
    /// `token_type`: how the access token is presented.
    pub token_type: TokenType,
    /// `issued_token_type` (RFC 8693 §2.2.1), if this is the response to an exchange.
    pub issued_token_type: Option<&'static str>,
    /// `expires_in`, in seconds.
    pub expires_in: i64,
    /// `refresh_token`, if one is issued.
    pub refresh_token: Option<Secret<String>>,
    /// How long it can be counted on, where clients are told.
    pub expiration: Option<ExpiresIn>,
    /// `id_token`, if `openid` was granted.
    pub id_token: Option<Secret<String>>,
    /// `scope`: always sent, so that nobody has to compare it with what was asked for.
    pub scopes: Scopes,
    /// `authorization_details` (RFC 9396 §7): those of the access token, if it has any.
    pub authorization_details: AuthorizationDetails,
    /// How the family moved, if this is the response to a refresh. It is not sent.
    pub transition: Option<Transition>,
}
