//! What the tokens of a user are issued for.

use domain::{
    authorization_details::AuthorizationDetails,
    binding::Binding,
    client::Client,
    clock::Timestamp,
    id::{FamilyId, LoginSessionId},
    resource::Resources,
    scope::Scopes,
    user::User,
};

/// What the tokens of a user are issued for, by whichever grant.
pub(crate) struct UserGrant<'a> {
    pub(crate) client: &'a Client,
    pub(crate) user: &'a User,
    pub(crate) scopes: &'a Scopes,
    pub(crate) resources: &'a Resources,
    /// The authorization details of the access token.
    pub(crate) details: &'a AuthorizationDetails,
    /// What the access token is bound to.
    pub(crate) bound_to: Option<Binding>,
    pub(crate) auth_time: Timestamp,
    pub(crate) login_session: LoginSessionId,
    /// The family and its generation, if there is one.
    pub(crate) family: Option<(FamilyId, i64)>,
    /// When what the user authorized expires, if that is known: the access token does not outlive it
    /// (draft-ietf-oauth-refresh-token-expiration-02 §5).
    pub(crate) ends_at: Option<Timestamp>,
    /// The nonce of the authentication request; a refresh has none (OpenID Connect Core §12.2).
    pub(crate) nonce: Option<String>,
    pub(crate) now: Timestamp,
}
