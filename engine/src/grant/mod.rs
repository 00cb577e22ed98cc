//! Grants: one file each, and the registry that the token endpoint and discovery read.

pub(crate) mod authorization_code;
pub(crate) mod client_credentials;
pub(crate) mod refresh_token;

use domain::{client::Client, clock::Timestamp, grant_type::GrantType};

use crate::{
    endpoint::token::TokenResponse,
    engine::{Engine, Realm},
    error::Error,
    form::Form,
    storage::Storage,
};

/// A request for tokens by a client that has authenticated and may use the grant.
pub(crate) struct GrantRequest<'a> {
    pub(crate) realm: &'a Realm,
    pub(crate) client: &'a Client,
    pub(crate) form: &'a Form,
    pub(crate) now: Timestamp,
}

impl<S: Storage> Engine<S> {
    /// The registry: a new grant type does not compile before it has its arm here.
    pub(crate) async fn grant(&self, grant: GrantType, request: GrantRequest<'_>) -> Result<TokenResponse, Error> {
        match grant {
            GrantType::AuthorizationCode => self.exchange_code(request).await,
            GrantType::ClientCredentials => self.client_credentials(request).await,
            GrantType::RefreshToken => self.refresh(request).await,
        }
    }
}
