//! What the tokens of a user are issued for.

use domain::{
    authorization_details::AuthorizationDetails,
    binding::Binding,
    client::Client,
    clock::Timestamp,
    id::{FamilyId, LoginSessionId},
    resource::Resources,
    scope::Scopes,
    sign_in_method::{Acr, SignInMethod},
    user::User,
};

use crate::granted_claims::GrantedClaims;

/// What the tokens of a user are issued for, by whichever grant.
pub(crate) struct UserGrant<'a> {
    pub(crate) client: &'a Client,
    pub(crate) user: &'a User,
    /// What the client calls the user.
    pub(crate) subject: String,
    pub(crate) scopes: &'a Scopes,
    pub(crate) resources: &'a Resources,
    /// The authorization details of the access token.
    pub(crate) details: &'a AuthorizationDetails,
    /// What the access token is bound to.
    pub(crate) bound_to: Option<Binding>,
    pub(crate) auth_time: Timestamp,
    /// How the user signed in then, where that is known.
    pub(crate) signed_in_by: Option<SignInMethod>,
    /// The level as which the client is told of that, where it asked for one.
    pub(crate) acr: Option<Acr>,
    /// The claims that the client gets by themselves.
    pub(crate) claims: GrantedClaims,
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

impl UserGrant<'_> {
    /// Returns how far the sign-in can be relied on, as it is told.
    pub(super) fn told_acr(&self) -> Option<String> {
        self.acr.or(self.signed_in_by.map(SignInMethod::acr)).map(|acr| acr.name().to_owned())
    }

    /// Returns how the user signed in, as it is told.
    pub(super) fn amr(&self) -> Vec<String> {
        self.signed_in_by.map(|method| method.amr().iter().map(|name| (*name).to_owned()).collect()).unwrap_or_default()
    }
}
