//! The token endpoint (RFC 6749 §3.2).

use domain::{grant_type::GrantType, scope::Scopes, secret::Secret};

use crate::{
    client_auth::ClientRequest,
    engine::{Engine, Realm},
    error::{Error, Refusal},
    grant::GrantRequest,
    storage::Storage,
};

/// Tokens (RFC 6749 §5.1). All access tokens are `Bearer`.
#[derive(Debug)]
pub struct TokenResponse {
    /// `access_token`.
    pub access_token: Secret<String>,
    /// `expires_in`, in seconds.
    pub expires_in: i64,
    /// `refresh_token`, where one is issued.
    pub refresh_token: Option<Secret<String>>,
    /// `id_token`, where `openid` was granted.
    pub id_token: Option<Secret<String>>,
    /// `scope`: always said, so that nobody has to compare it with what was asked for.
    pub scopes: Scopes,
}

impl<S: Storage> Engine<S> {
    /// Answers a token request.
    pub async fn token(&self, realm: &Realm, request: ClientRequest<'_>) -> Result<TokenResponse, Error> {
        let grant = request.form.get("grant_type").ok_or(Refusal::MissingGrantType)?;
        let grant: GrantType = grant.parse().map_err(|_| Refusal::UnsupportedGrantType)?;
        let client = self.authenticate_client(realm, request).await?;
        if !realm.workspace.authorization.grant_types.contains(&grant) {
            return Err(Refusal::WorkspaceGrant.into());
        }
        if !client.settings.grant_types.contains(&grant) {
            return Err(Refusal::ClientGrant.into());
        }
        self.grant(grant, GrantRequest { realm, client: &client, form: request.form, now: self.now() }).await
    }
}
