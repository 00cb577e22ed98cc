//! The client credentials grant (RFC 6749 §4.4).

use domain::{
    scope::{self, Scopes},
    token_event::{TokenEvent, TokenEventKind},
};

use super::GrantRequest;
use crate::{
    endpoint::token::TokenResponse,
    engine::Engine,
    error::{Error, Refusal},
    storage::Storage,
    token::access::AccessTokenGrant,
};

/// Scopes that say something of a user, whom this grant does not have.
const OF_A_USER: [&str; 6] = [scope::OPENID, scope::PROFILE, scope::EMAIL, scope::ADDRESS, scope::PHONE, scope::OFFLINE_ACCESS];

impl<S: Storage> Engine<S> {
    /// Issues an access token to the client itself, and no refresh token: it can ask again whenever it likes (RFC 6749 §4.4.3).
    pub(crate) async fn client_credentials(&self, request: GrantRequest<'_>) -> Result<TokenResponse, Error> {
        let GrantRequest { realm, client, form, now, .. } = request;
        let allowed: Scopes = client.settings.scopes.iter().filter(|scope| !OF_A_USER.contains(&scope.as_str())).cloned().collect();
        let scopes = match form.get("scope") {
            Some(text) => text.parse::<Scopes>().ok().filter(|asked| asked.is_subset(&allowed)).ok_or(Refusal::InvalidScope)?,
            None => allowed,
        };
        let resources = self.requested_resources(realm, form).await?;
        let key = self.access_token_key(realm).await?;
        self.use_proof_of(&request).await?;
        let grant = AccessTokenGrant { client, user: None, scopes: &scopes, resources: &resources, jkt: request.jkt(), now };
        let access_token = self.issue_access_token(realm, key.as_deref(), &grant)?;
        let event = TokenEvent {
            id: self.event_id(now),
            workspace_id: realm.workspace.id,
            client_id: client.id,
            user_id: None,
            family_id: None,
            at: now,
            scopes: scopes.clone(),
            kind: TokenEventKind::ClientCredentials,
        };
        self.storage().record_event(event).await?;
        Ok(TokenResponse {
            access_token: access_token.text,
            token_type: access_token.token_type,
            expires_in: access_token.expires_in,
            refresh_token: None,
            id_token: None,
            scopes,
        })
    }
}
