//! The token endpoint (RFC 6749 §3.2).

use std::time::Instant;

use domain::{client::Client, grant_type::GrantType};

use crate::{
    client_auth::ClientRequest,
    dpop::{ProofHeader, Target},
    engine::Engine,
    error::{Error, Refusal},
    grant::request::{GrantRequest, RequestProof},
    realm::Realm,
    storage::{ClientRecord, Storage},
    token::TokenResponse,
};

impl<S: Storage> Engine<S> {
    /// Answers a token request.
    pub async fn token(&self, realm: &Realm, request: ClientRequest<'_>, proof: ProofHeader<'_>) -> Result<TokenResponse, Error> {
        let grant = request.form.get("grant_type").ok_or(Refusal::MissingGrantType)?;
        let grant: GrantType = grant.parse().map_err(|_| Refusal::UnsupportedGrantType)?;
        let ClientRecord { client, .. } = &*self.authenticate_client(realm, request).await?;
        let response = self.token_for(realm, client, grant, request, proof).await;
        if let Some(refusal) = response.as_ref().err().and_then(Error::refused) {
            self.record_refusal(realm, client, refusal, request.form).await?;
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
        let url = realm.token_endpoint();
        // A bad proof is refused by the grant, which looks first at whether the client may use it.
        let proof = RequestProof::checked(self.check_proof(realm, proof, Target { method: "POST", url: &url, access_token: None }));
        let ClientRequest { authorization, certificate, form } = request;
        let (now, since) = (self.now(), Instant::now());
        self.grant(grant, GrantRequest { realm, client, authorization, certificate, form, proof, now, since }).await
    }
}
