//! Settings › Authorization › Security requirements: what a workspace asks of its clients beyond the standards' least.

use serde::{Deserialize, Serialize};

use crate::client::{ClientSettings, TokenEndpointAuthMethod};

/// For how many seconds an authorization code may live at most under FAPI 2.0 (Security Profile §5.3.2.1).
pub const LONGEST_CODE_SECONDS: i64 = 60;

/// What each client of a workspace is held to. All of it together is what FAPI 2.0 asks; each can be asked by itself.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
pub struct SecuritySettings {
    /// Whether each authorization request needs PKCE, also that of a client that authenticates (FAPI 2.0 Security Profile §5.3.2.2).
    pub require_pkce: bool,
    /// Whether each authorization request names its redirect URI, also where the client has but one (FAPI 2.0 Security Profile §5.3.2.2).
    pub require_redirect_uri: bool,
    /// Whether clients authenticate by a key or a certificate: neither by a secret nor not at all (FAPI 2.0 Security Profile §5.3.2.1).
    pub require_asymmetric_client_authentication: bool,
    /// Whether access tokens are bound to a key or a certificate (FAPI 2.0 Security Profile §5.3.2.1).
    pub require_bound_access_tokens: bool,
    /// Whether what clients sign is taken by the rules of FAPI 2.0 alone: its algorithms, and assertions for the issuer and nobody else (FAPI 2.0
    /// Security Profile §5.3.2.1, §5.4.1; Message Signing §5.3.1).
    pub require_strict_client_jwts: bool,
    /// Whether clients ask for authorization responses that are signed (FAPI 2.0 Message Signing §5.4.1).
    pub require_signed_authorization_response: bool,
}

impl SecuritySettings {
    /// Returns whether nothing is asked of clients.
    pub fn asks_nothing(self) -> bool {
        self == Self::default()
    }

    /// Returns whether a client may authenticate by this method.
    pub const fn takes(self, method: TokenEndpointAuthMethod) -> bool {
        !self.require_asymmetric_client_authentication || is_asymmetric(method)
    }

    /// Returns whether a client's tokens have to be bound to a key: the client asks for that, or its workspace does and no certificate binds them.
    pub const fn binds_to_key(self, client: &ClientSettings) -> bool {
        client.dpop_bound_access_tokens || self.require_bound_access_tokens && !client.tls_client_certificate_bound_access_tokens
    }
}

/// Returns whether a client that authenticates by this method holds a private key that nobody else has.
pub const fn is_asymmetric(method: TokenEndpointAuthMethod) -> bool {
    method.uses_certificate() || method.uses_keys()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{client::ClientType, name::Name};

    #[test]
    fn a_key_or_a_certificate_is_asymmetric_and_nothing_else_is() {
        let asks = SecuritySettings { require_asymmetric_client_authentication: true, ..SecuritySettings::default() };
        let taken: Vec<_> = TokenEndpointAuthMethod::ALL.into_iter().filter(|method| asks.takes(*method)).collect();
        let wanted = [
            TokenEndpointAuthMethod::PrivateKeyJwt,
            TokenEndpointAuthMethod::TlsClientAuth,
            TokenEndpointAuthMethod::SelfSignedTlsClientAuth,
        ];
        assert_eq!(taken, wanted);
        assert!(TokenEndpointAuthMethod::ALL.into_iter().all(|method| SecuritySettings::default().takes(method)));
        assert!(!asks.asks_nothing() && SecuritySettings::default().asks_nothing());
    }

    #[test]
    fn tokens_are_bound_to_a_key_where_no_certificate_binds_them() {
        let (none, all) =
            (SecuritySettings::default(), SecuritySettings { require_bound_access_tokens: true, ..SecuritySettings::default() });
        let mut client = ClientSettings::defaults(Name::parse("App").unwrap(), ClientType::ServerSideWeb);
        assert_eq!((none.binds_to_key(&client), all.binds_to_key(&client)), (false, true));
        client.tls_client_certificate_bound_access_tokens = true;
        assert_eq!((none.binds_to_key(&client), all.binds_to_key(&client)), (false, false));
        client.tls_client_certificate_bound_access_tokens = false;
        client.dpop_bound_access_tokens = true;
        assert_eq!((none.binds_to_key(&client), all.binds_to_key(&client)), (true, true));
    }
}
