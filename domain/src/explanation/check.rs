//! What is checked.

use serde::{Deserialize, Serialize};

use crate::decision::Condition;

/// A check, in the order in which the server makes them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Check {
    /// The request is a form that has each parameter once.
    Form,
    /// The pushed request that it refers to is there, and was not answered (RFC 9126).
    PushedRequest,
    /// The redirect URI is registered.
    RedirectUri,
    /// The request object is signed by the client, and in time (RFC 9101).
    RequestObject,
    /// The request was pushed and signed where its client has to do that (RFC 9126, RFC 9101).
    Way,
    /// The request asks for a code.
    ResponseType,
    /// The client authenticates by a key or a certificate, where its workspace requires that.
    ClientAuthentication,
    /// `response_mode`, `prompt`, `max_age` and the other parameters have known values.
    Parameters,
    /// PKCE is used where it has to be (RFC 7636).
    CodeChallenge,
    /// The client may ask for these scopes.
    Scopes,
    /// The resources that are asked for exist and were granted (RFC 8707).
    Resources,
    /// The authorization details that are asked for fit their types, and were granted (RFC 9396).
    AuthorizationDetails,
    /// The `id_token_hint` is an ID token that the client was given.
    IdTokenHint,
    /// The user signs in, or has.
    SignIn,
    /// The user agrees, has agreed, or need not be asked.
    Consent,
    /// The client proves the key that its tokens are bound to (RFC 9449).
    Key,
    /// The client presents the certificate that its tokens are bound to (RFC 8705).
    Certificate,
    /// A client that needs keys has some, and those of a client that publishes them can be read (RFC 7523).
    ClientKeys,
    /// The server takes the certificate that the client needs (RFC 8705).
    MutualTls,
    /// The workspace allows the grant by which the client gets tokens for itself.
    OwnGrantAllowed,
    /// The client has the grant by which it gets tokens for itself.
    OwnGrant,
    /// The user may sign in.
    UserActive,
    /// The client may still have offline access, which the refresh token was issued with.
    StillOffline,
    /// Refresh tokens are still issued without offline access, as this one was.
    StillWithout,
    /// The family has neither expired nor been revoked, and the token is its current one or may still be used.
    Family,
    /// A condition of the decision.
    #[serde(untagged)]
    Condition(Condition),
}

impl Check {
    /// The check in words for an administrator.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Form => "The request is well-formed",
            Self::PushedRequest => "The pushed request is there, and was not answered before",
            Self::RedirectUri => "The redirect URI is registered",
            Self::RequestObject => "The request object is signed by the client, and in time",
            Self::Way => "The request is pushed and signed where it has to be",
            Self::ResponseType => "The request asks for a code",
            Self::ClientAuthentication => "The client authenticates by a key or a certificate",
            Self::Parameters => "The other parameters are understood",
            Self::CodeChallenge => "PKCE is used where it has to be",
            Self::Scopes => "The client may ask for the scopes",
            Self::Resources => "The resources that are asked for are there",
            Self::AuthorizationDetails => "The authorization details fit their types, and were granted",
            Self::IdTokenHint => "The id_token_hint is an ID token of this client",
            Self::SignIn => "The user signs in",
            Self::Consent => "The user agrees",
            Self::Key => "The client proves its key",
            Self::Certificate => "The client presents its certificate",
            Self::MutualTls => "The server takes certificates of clients",
            Self::ClientKeys => "The client has keys, and they can be read",
            Self::OwnGrantAllowed => "The workspace allows the grant type",
            Self::OwnGrant => "The client has the grant type",
            Self::UserActive => "The user is active",
            Self::StillOffline => "The client may still have offline access",
            Self::StillWithout => "Refresh tokens are still issued without offline access",
            Self::Family => "The refresh token is active",
            Self::Condition(condition) => condition.words(),
        }
    }
}
