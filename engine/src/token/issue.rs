//! The tokens of a user, issued together.

use domain::{in_force, scope::OPENID, secret::Secret};

use super::{
    access::{self, AccessTokenGrant, IssuedAccessToken},
    id,
    user_grant::UserGrant,
};
use crate::{engine::Engine, error::Error, realm::Realm, storage::Storage};

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
        let of_id_token = grant.scopes.contains(OPENID).then(|| in_force::id_token_algorithm(tokens, &grant.client.settings));
        let [access_key, id_key] = self.signing_keys(realm, [access::algorithm(tokens, grant.client), of_id_token]).await?;
        let access_grant = AccessTokenGrant {
            client: grant.client,
            user: Some(&grant),
            scopes: grant.scopes,
            resources: grant.resources,
            details: grant.details,
            bound_to: grant.bound_to,
            now: grant.now,
        };
        let access_token = self.issue_access_token(realm, access_key.as_deref(), &access_grant)?;
        let id_token = id_key.map(|key| id::issue(realm, &key, &grant, &access_token.text)).transpose()?;
        Ok(UserTokens { access_token, id_token })
    }
}
