//! Grants: one file each, and the registry that the token endpoint and discovery read.

pub(crate) mod authorization_code;
pub(crate) mod client_credentials;
pub(crate) mod refresh_token;

use domain::{client::Client, clock::Timestamp, grant_type::GrantType, thumbprint::Thumbprint};

use crate::{
    client_auth::ClientRequest,
    dpop::CheckedProof,
    endpoint::token::{TokenResponse, client_has, client_proves, workspace_allows},
    engine::{Engine, Realm},
    error::{Error, Refusal},
    form::Form,
    storage::Storage,
};

/// How often what a decision rests on may change before its request is given up.
pub(crate) const MOST_CHANGES: usize = 3;

/// A request for tokens by a client that has authenticated and may use the grant.
pub(crate) struct GrantRequest<'a> {
    pub(crate) realm: &'a Realm,
    pub(crate) client: &'a Client,
    /// What the client authenticated by, beside the form.
    pub(crate) authorization: Option<&'a str>,
    pub(crate) form: &'a Form,
    /// The proof that came with it, which the grant uses up before it has its effect.
    pub(crate) proof: Option<&'a CheckedProof>,
    pub(crate) now: Timestamp,
}

impl GrantRequest<'_> {
    /// The key that the access token is bound to: that of this very proof (RFC 9449 §5).
    pub(crate) fn jkt(&self) -> Option<Thumbprint> {
        self.proof.map(|proof| proof.jkt)
    }

    /// Refuses a grant that is bound to a key where this key is not proved. Nothing is consumed by it.
    pub(crate) fn prove(&self, bound: Option<Thumbprint>) -> Result<(), Refusal> {
        match (bound, self.jkt()) {
            (None, _) => Ok(()),
            (Some(_), None) => Err(Refusal::MissingProof),
            (Some(bound), Some(proved)) if bound == proved => Ok(()),
            (Some(_), Some(_)) => Err(Refusal::OtherKey),
        }
    }
}

impl<S: Storage> Engine<S> {
    /// Uses up the proof of a request that is otherwise in order.
    pub(crate) async fn use_proof_of(&self, request: &GrantRequest<'_>) -> Result<(), Error> {
        match request.proof {
            Some(proof) => self.use_proof(request.realm, proof).await,
            None => Ok(()),
        }
    }

    /// The settings as they are now, where the client still proves who it is by them and may use the grant.
    pub(crate) async fn read_settings_again(&self, request: &GrantRequest<'_>, grant: GrantType) -> Result<(Realm, Client), Error> {
        let GrantRequest { authorization, form, .. } = *request;
        let realm = self.read_realm_again(request.realm).await?.ok_or(Refusal::InvalidClient)?;
        let client = self.authenticate_client(&realm, ClientRequest { authorization, form }).await?;
        workspace_allows(&realm, grant)?;
        client_has(&client, grant)?;
        client_proves(&client, request.proof)?;
        Ok((realm, client))
    }

    /// The registry: a new grant type does not compile before it has its arm here.
    pub(crate) async fn grant(&self, grant: GrantType, request: GrantRequest<'_>) -> Result<TokenResponse, Error> {
        match grant {
            GrantType::AuthorizationCode => self.exchange_code(request).await,
            GrantType::ClientCredentials => self.client_credentials(request).await,
            GrantType::RefreshToken => self.refresh(request).await,
        }
    }
}
