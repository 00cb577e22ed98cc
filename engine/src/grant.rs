//! Grants: one file each, and the registry that the token endpoint uses.

pub(crate) mod authorization_code;
pub(crate) mod client_credentials;
pub(crate) mod device_code;
pub(crate) mod jwt_bearer;
pub(crate) mod refresh_token;
pub(crate) mod request;
pub(crate) mod token_exchange;

use domain::grant_type::GrantType;

use crate::{engine::Engine, error::Error, storage::Storage, token::TokenResponse};
use request::GrantRequest;

impl<S: Storage> Engine<S> {
    /// Answers a request for tokens. A new grant type does not compile before it has its arm here.
    pub(crate) async fn grant(&self, grant: GrantType, request: GrantRequest<'_>) -> Result<TokenResponse, Error> {
        match grant {
            GrantType::AuthorizationCode => self.exchange_code(request).await,
            GrantType::DeviceCode => self.exchange_device_code(request).await,
            GrantType::ClientCredentials => self.client_credentials(request).await,
            GrantType::TokenExchange => self.exchange_token(request).await,
            GrantType::JwtBearer => self.take_assertion(request).await,
            GrantType::RefreshToken => self.refresh(request).await,
        }
    }
}
