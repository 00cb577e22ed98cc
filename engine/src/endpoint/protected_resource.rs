//! What a resource server of Regrant's own does with an access token that is presented to it (RFC 6750, RFC 9068 §4, RFC 9449 §7, RFC 8705 §3).

use std::sync::Arc;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{binding::Binding, id::ClientId, scope::Scopes, thumbprint::Thumbprint};
use serde::Deserialize;

use crate::{
    dpop::{ProofHeader, Target},
    engine::Engine,
    error::{Error, Refusal},
    realm::Realm,
    storage::{Storage, StorageError},
    token::{
        TokenType,
        access::{AccessTokenClaims, ActiveAccessToken},
    },
};

/// A request to a resource server, with an access token.
#[derive(Debug, Clone, Copy)]
pub struct ResourceRequest<'a> {
    /// Its method, as in the request line.
    pub method: &'a str,
    /// Its address, without its query.
    pub url: &'a str,
    /// How the token is presented.
    pub token_type: TokenType,
    /// The token.
    pub access_token: &'a str,
    /// The proof beside it.
    pub proof: ProofHeader<'a>,
    /// The certificate that the client presents, by its thumbprint.
    pub certificate: Option<Thumbprint>,
    /// Whom the token must be for.
    pub audience: &'a str,
}

/// A client that acts for itself, by an access token that is valid now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActingClient {
    /// The client.
    pub id: ClientId,
    /// What the token allows.
    pub scopes: Scopes,
    /// The client's count of ends at the token's issue ([`domain::client::Client::epoch`]).
    pub epoch: i64,
}

/// What a token claims before anything of it is checked.
#[derive(Deserialize)]
struct Claimed {
    iss: String,
}

impl<S: Storage> Engine<S> {
    /// Returns the workspace that an access token says it is of: the one that has to check it. An opaque token does not say.
    pub async fn claimed_realm(&self, access_token: &str) -> Result<Option<Arc<Realm>>, StorageError> {
        let payload = access_token.split('.').nth(1).and_then(|payload| URL_SAFE_NO_PAD.decode(payload).ok());
        let claimed = payload.and_then(|payload| serde_json::from_slice::<Claimed>(&payload).ok());
        let base = format!("{}/", self.base_url());
        let address = claimed.as_ref().and_then(|claimed| claimed.iss.strip_prefix(&base)?.split_once('/'));
        match address {
            Some((tenant, workspace)) => self.realm(tenant, workspace).await,
            None => Ok(None),
        }
    }

    /// Returns the client that acts for itself by the access token of a request.
    ///
    /// # Errors
    /// [`Refusal::InvalidToken`] for a token of a user; otherwise those of a token that is not valid here and now.
    pub async fn acting_client(&self, realm: &Realm, request: ResourceRequest<'_>) -> Result<ActingClient, Error> {
        let ActiveAccessToken { claims, user, .. } = self.presented_access_token(realm, request).await?;
        if user.is_some() || claims.auth_time.is_some() || claims.sub != claims.client_id.to_string() {
            return Err(Refusal::InvalidToken.into());
        }
        let id = claims.client(realm.workspace.id);
        Ok(ActingClient { id, scopes: claims.scope, epoch: claims.epoch.unwrap_or_default() })
    }

    /// Returns the access token of a request, if it is this workspace's, presented as it has to be, for this audience, and valid now.
    pub(crate) async fn presented_access_token(&self, realm: &Realm, request: ResourceRequest<'_>) -> Result<ActiveAccessToken, Error> {
        let claims = self.read_access_token(realm, request.access_token).await?.ok_or(Refusal::InvalidToken)?;
        self.prove_possession(realm, &request, &claims).await?;
        if !claims.aud.contains(request.audience) {
            return Err(Refusal::OtherAudience.into());
        }
        Ok(self.active_access_token(realm, claims).await?.ok_or(Refusal::InvalidToken)?)
    }

    /// RFC 9449 §7, RFC 8705 §3: a token that is bound to a key or a certificate is of no use without it, and another one is not made more than
    /// it is by a proof.
    async fn prove_possession(&self, realm: &Realm, request: &ResourceRequest<'_>, claims: &AccessTokenClaims) -> Result<(), Error> {
        let bound = match (request.token_type, claims.cnf) {
            (TokenType::Bearer, None) => return Ok(()),
            (TokenType::Bearer, Some(Binding::Certificate(bound))) => return Ok(check_certificate(request.certificate, bound)?),
            (TokenType::Bearer, Some(Binding::Key(_))) => return Err(Refusal::BoundTokenAsBearer.into()),
            (TokenType::Dpop, None | Some(Binding::Certificate(_))) => return Err(Refusal::BearerTokenAsBound.into()),
            (TokenType::Dpop, Some(Binding::Key(bound))) => bound,
        };
        let target = Target { method: request.method, url: request.url, access_token: Some(request.access_token) };
        let proof = self.check_proof(realm, request.proof, target)?.ok_or(Refusal::MissingProof)?;
        if proof.jkt != bound {
            return Err(Refusal::TokenOfOtherKey.into());
        }
        self.use_proof(realm, &proof).await
    }
}

/// Checks that a token is presented with the certificate that it is bound to.
fn check_certificate(presented: Option<Thumbprint>, bound: Thumbprint) -> Result<(), Refusal> {
    match presented {
        None => Err(Refusal::TokenWithoutCertificate),
        Some(presented) if presented != bound => Err(Refusal::TokenOfOtherCertificate),
        Some(_) => Ok(()),
    }
}
