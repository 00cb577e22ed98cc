//! The token endpoint (RFC 6749 §3.2).

use domain::{client::Client, grant_type::GrantType, scope::Scopes, secret::Secret};

use crate::{
    client_auth::ClientRequest,
    dpop::{CheckedProof, ProofHeader, Target},
    engine::{Engine, Realm},
    error::{Error, Refusal},
    grant::GrantRequest,
    storage::Storage,
    token::TokenType,
};

/// The endpoint's path below its issuer.
pub(crate) const PATH: &str = "/oauth2/token";

/// Tokens (RFC 6749 §5.1).
#[derive(Debug)]
pub struct TokenResponse {
    /// `access_token`.
    pub access_token: Secret<String>,
    /// `token_type`: how the access token is presented.
    pub token_type: TokenType,
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
    pub async fn token(&self, realm: &Realm, request: ClientRequest<'_>, proof: ProofHeader<'_>) -> Result<TokenResponse, Error> {
        let grant = request.form.get("grant_type").ok_or(Refusal::MissingGrantType)?;
        let grant: GrantType = grant.parse().map_err(|_| Refusal::UnsupportedGrantType)?;
        let client = self.authenticate_client(realm, request).await?;
        let response = self.token_for(realm, &client, grant, request, proof).await;
        if let Err(Error::Refused(refusal)) = &response {
            self.record_refusal(realm, &client, *refusal, request.form).await?;
        }
        response
    }

    /// Answers a client that has authenticated.
    async fn token_for(
        &self,
        realm: &Realm,
        client: &Client,
        grant: GrantType,
        request: ClientRequest<'_>,
        proof: ProofHeader<'_>,
    ) -> Result<TokenResponse, Error> {
        workspace_allows(realm, grant)?;
        client_has(client, grant)?;
        let url = format!("{}{PATH}", realm.issuer);
        let proof = self.check_proof(realm, proof, Target { method: "POST", url: &url, access_token: None })?;
        client_proves(client, proof.as_ref())?;
        let ClientRequest { authorization, form } = request;
        self.grant(grant, GrantRequest { realm, client, authorization, form, proof: proof.as_ref(), now: self.now() }).await
    }
}

/// RFC 9449 §5.2: who is registered for bound tokens does not get others by leaving the proof out.
pub(crate) fn client_proves(client: &Client, proof: Option<&CheckedProof>) -> Result<(), Refusal> {
    if client.settings.dpop_bound_access_tokens && proof.is_none() { Err(Refusal::MissingProof) } else { Ok(()) }
}

/// Does the workspace allow the grant?
pub(crate) fn workspace_allows(realm: &Realm, grant: GrantType) -> Result<(), Refusal> {
    if realm.workspace.authorization.grant_types.contains(&grant) { Ok(()) } else { Err(Refusal::WorkspaceGrant) }
}

/// Has the client the grant?
pub(crate) fn client_has(client: &Client, grant: GrantType) -> Result<(), Refusal> {
    if client.settings.grant_types.contains(&grant) { Ok(()) } else { Err(Refusal::ClientGrant) }
}
