//! The tokens that are signed or sealed: access tokens and ID tokens.

pub mod access;
mod audience;
pub mod id;
mod signature;

use domain::{
    client::Client,
    clock::Timestamp,
    id::{FamilyId, LoginSessionId},
    resource::Resources,
    scope::{OPENID, Scopes},
    secret::Secret,
    signing,
    thumbprint::Thumbprint,
    user::User,
};

use crate::{
    engine::{Engine, Realm},
    error::Error,
    storage::Storage,
    token::access::{AccessTokenGrant, IssuedAccessToken},
};

pub use audience::Audience;

/// How an access token is presented.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenType {
    /// By whoever has it (RFC 6750).
    Bearer,
    /// With a proof of the key that it is bound to (RFC 9449 §7.1).
    Dpop,
}

impl TokenType {
    /// That of a token which is bound to this key, or to none.
    pub(crate) const fn of(jkt: Option<Thumbprint>) -> Self {
        if jkt.is_some() { Self::Dpop } else { Self::Bearer }
    }

    /// The value of `token_type`, and the scheme of the `Authorization` header.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Bearer => "Bearer",
            Self::Dpop => "DPoP",
        }
    }
}

/// What the tokens of a user are issued for, by whichever grant.
pub(crate) struct UserGrant<'a> {
    pub(crate) client: &'a Client,
    pub(crate) user: &'a User,
    pub(crate) scopes: &'a Scopes,
    pub(crate) resources: &'a Resources,
    /// The key that the access token is bound to.
    pub(crate) jkt: Option<Thumbprint>,
    pub(crate) auth_time: Timestamp,
    pub(crate) login_session: LoginSessionId,
    /// The family and its generation, where there is one.
    pub(crate) family: Option<(FamilyId, i64)>,
    /// The nonce of the authentication request; a refresh has none (OpenID Connect Core §12.2).
    pub(crate) nonce: Option<String>,
    pub(crate) now: Timestamp,
}

/// The tokens of a user.
pub(crate) struct UserTokens {
    pub(crate) access_token: IssuedAccessToken,
    /// Where `openid` is among the scopes.
    pub(crate) id_token: Option<Secret<String>>,
}

impl<S: Storage> Engine<S> {
    /// Issues an access token and, where `openid` was granted, the ID token that belongs to it.
    pub(crate) async fn issue_for_user(&self, realm: &Realm, grant: UserGrant<'_>) -> Result<UserTokens, Error> {
        let tokens = &realm.workspace.tokens;
        let of_id_token = grant.scopes.contains(OPENID).then(|| signing::of_id_tokens(tokens, &grant.client.settings));
        let [access_key, id_key] = self.signing_keys(realm, [access::algorithm(tokens, grant.client), of_id_token]).await?;
        let access_grant = AccessTokenGrant {
            client: grant.client,
            user: Some(&grant),
            scopes: grant.scopes,
            resources: grant.resources,
            jkt: grant.jkt,
            now: grant.now,
        };
        let access_token = self.issue_access_token(realm, access_key.as_deref(), &access_grant)?;
        let id_token = id_key.map(|key| id::issue(realm, &key, &grant, &access_token.text)).transpose()?;
        Ok(UserTokens { access_token, id_token })
    }
}
