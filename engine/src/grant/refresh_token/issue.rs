//! The tokens of a refresh.

use crate::{
    engine::Engine,
    error::Error,
    family::{Expiration, RefreshToken, Transition},
    realm::Realm,
    storage::Storage,
    token::{ExpiresIn, TokenResponse, UserGrant, UserTokens},
};

/// A family after the move of its refresh.
pub(super) struct Moved {
    pub(super) transition: Transition,
    /// The refresh token that the client gets.
    pub(super) successor: RefreshToken,
    pub(super) expiration: Expiration,
}

impl<S: Storage> Engine<S> {
    /// Issues the tokens of a refresh.
    pub(super) async fn issue_with(&self, realm: &Realm, grant: UserGrant<'_>, moved: Moved) -> Result<TokenResponse, Error> {
        let Moved { transition, successor, expiration } = moved;
        let (scopes, authorization_details, now) = (grant.scopes.clone(), grant.details.clone(), grant.now);
        let UserTokens { access_token, id_token } = self.issue_for_user(realm, grant).await?;
        Ok(TokenResponse {
            access_token: access_token.text,
            token_type: access_token.token_type,
            issued_token_type: None,
            expires_in: access_token.expires_in,
            refresh_token: Some(self.refresh_token_key(realm).write(successor)),
            expiration: ExpiresIn::told(realm, expiration, now),
            id_token,
            scopes,
            authorization_details,
            transition: Some(transition),
        })
    }
}
