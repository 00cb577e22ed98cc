//! API clients at the admin API: whom an access token of a system workspace stands for.

use domain::{api_scope::ApiScope, client::ClientStatus, resource::Resource, thumbprint::Thumbprint};
use engine::{
    Refusal,
    dpop::ProofHeader,
    endpoint::protected_resource::{ActingClient, ResourceRequest},
    token::TokenType,
};

use crate::{Actor, Control, Error};

/// The path of the admin API, whose address is the resource that access tokens for it are asked for (RFC 8707).
pub const ADMIN_API: &str = "/api/admin";

/// A request to the admin API with an access token.
#[derive(Debug, Clone, Copy)]
pub struct Presented<'a> {
    /// Its method.
    pub method: &'a str,
    /// Its path, without its query.
    pub path: &'a str,
    /// How the token is presented.
    pub token_type: TokenType,
    /// The token.
    pub access_token: &'a str,
    /// The proof beside it.
    pub proof: ProofHeader<'a>,
    /// The certificate that the client presents, by its thumbprint (RFC 8705 §3).
    pub certificate: Option<Thumbprint>,
}

/// Whom an access token stands for.
#[derive(Debug)]
pub enum Recognised {
    /// An API client, with what the token allows of what it may do.
    Client(Box<Actor>),
    /// Nobody.
    Refused {
        /// Why.
        refusal: Refusal,
        /// The nonce for the next proof, where the token is of a workspace (RFC 9449 §9).
        nonce: Option<String>,
    },
}

impl Control {
    /// The resource that access tokens for the admin API are for.
    pub fn admin_api(&self) -> String {
        let address = self.address_of(ADMIN_API);
        Resource::parse(&address).map_or(address, |resource| resource.to_string())
    }

    fn address_of(&self, path: &str) -> String {
        format!("{}{path}", self.base_url().as_str().trim_end_matches('/'))
    }

    /// Returns the API client of an access token, which its system workspace has issued to it for the admin API.
    pub async fn find_by_access_token(&self, presented: Presented<'_>) -> Result<Recognised, Error> {
        let (engine, Presented { method, path, token_type, access_token, proof, certificate }) = (self.engine(), presented);
        let realm = engine.claimed_realm(access_token).await.map_err(Error::internal)?;
        let Some(realm) = realm else { return Ok(Recognised::Refused { refusal: Refusal::InvalidToken, nonce: None }) };
        let (url, audience) = (self.address_of(path), self.admin_api());
        let request = ResourceRequest { method, url: &url, token_type, access_token, proof, certificate, audience: &audience };
        let refused = |refusal| Recognised::Refused { refusal, nonce: Some(engine.dpop_nonce(&realm)) };
        let ActingClient { id, scopes, epoch } = match engine.acting_client(&realm, request).await {
            Ok(acting) => acting,
            Err(engine::Error::Refused(refusal)) => return Ok(refused(refusal)),
            Err(error) => return Err(Error::internal(error)),
        };
        let found =
            self.store().api_clients().find(id).await?.filter(|client| {
                client.workspace_id == realm.workspace.id && client.status == ClientStatus::Active && client.epoch == epoch
            });
        let scope = ApiScope::actions_of(&scopes);
        Ok(match found {
            Some(client) => Recognised::Client(Box::new(Actor::Client(client.only(scope), scope))),
            None => refused(Refusal::InvalidToken),
        })
    }
}
