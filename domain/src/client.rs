//! Clients: the applications and services that ask for tokens.

mod client_type;
mod sector;

use std::{collections::BTreeSet, fmt, str::FromStr};

use serde::{Deserialize, Serialize};

pub use self::client_type::ClientType;
use crate::{
    authorization_details::DetailsTypeName,
    client_certificate::CertificateSubject,
    client_document::{ClientDocument, ClientName},
    client_keys::ClientKeys,
    client_uri::BackchannelLogoutUri,
    clock::Timestamp,
    grant_type::GrantType,
    id::{ClientId, WorkspaceId},
    name::Name,
    policy::{RefreshOverrides, TokenPolicyOverrides},
    redirect_uri::{self, RedirectUri},
    scope::{self, Scope, Scopes},
    settings::tokens::TtlOverrides,
    signing::SigningOverrides,
    subject_type::{SectorIdentifier, SubjectType},
    token_exchange::TokenExchangePolicy,
    unknown_value::UnknownValue,
};

/// How a client proves who it is at the token endpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TokenEndpointAuthMethod {
    /// The secret in the `Authorization` header (RFC 6749 §2.3.1).
    ClientSecretBasic,
    /// The secret in the form (RFC 6749 §2.3.1).
    ClientSecretPost,
    /// A JWT that its private key signed (RFC 7523 §2.2, OpenID Connect Core §9).
    PrivateKeyJwt,
    /// A certificate that an authority has issued to it (RFC 8705 §2.1).
    TlsClientAuth,
    /// A certificate whose key is registered, whoever has signed it (RFC 8705 §2.2).
    SelfSignedTlsClientAuth,
    /// Not at all: a public client, for which PKCE is compulsory (RFC 9700 §2.1.1).
    None,
}

impl TokenEndpointAuthMethod {
    /// All of them, in the order the console shows them.
    pub const ALL: [Self; 6] = [
        Self::ClientSecretBasic,
        Self::ClientSecretPost,
        Self::PrivateKeyJwt,
        Self::TlsClientAuth,
        Self::SelfSignedTlsClientAuth,
        Self::None,
    ];

    /// The value on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::ClientSecretBasic => "client_secret_basic",
            Self::ClientSecretPost => "client_secret_post",
            Self::PrivateKeyJwt => "private_key_jwt",
            Self::TlsClientAuth => "tls_client_auth",
            Self::SelfSignedTlsClientAuth => "self_signed_tls_client_auth",
            Self::None => "none",
        }
    }

    /// Returns whether it takes a secret.
    pub const fn uses_secret(self) -> bool {
        matches!(self, Self::ClientSecretBasic | Self::ClientSecretPost)
    }

    /// Returns whether it takes a certificate.
    pub const fn uses_certificate(self) -> bool {
        matches!(self, Self::TlsClientAuth | Self::SelfSignedTlsClientAuth)
    }

    /// Returns whether it takes keys that the client has registered or publishes.
    pub const fn uses_keys(self) -> bool {
        matches!(self, Self::PrivateKeyJwt | Self::SelfSignedTlsClientAuth)
    }
}

impl fmt::Display for TokenEndpointAuthMethod {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for TokenEndpointAuthMethod {
    type Err = UnknownValue;

    fn from_str(text: &str) -> Result<Self, UnknownValue> {
        Self::ALL.into_iter().find(|value| value.name() == text).ok_or(UnknownValue)
    }
}

/// Whether a client can be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClientStatus {
    /// It can be used.
    Active,
    /// It is refused as `invalid_client`.
    Inactive,
}

/// A client as it is registered. Its secret is not here: only a keyed hash of it is stored, and only the engine sees that.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Client {
    /// The `client_id`.
    pub id: ClientId,
    /// The workspace it belongs to.
    pub workspace_id: WorkspaceId,
    /// When it was made.
    pub created_at: Timestamp,
    /// Counts its changes, so that the second of two administrators to save learns that something changed.
    pub version: i64,
    /// Counts how often all access tokens that it got for itself were ended. A token of an earlier count is no longer valid.
    #[serde(default)]
    pub epoch: i64,
    /// Whether it can be used.
    pub status: ClientStatus,
    /// All that an administrator can change about it; of a client with a document, what that says.
    pub settings: ClientSettings,
    /// The document that it is known by; none of one that has its identifier from this server.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<ClientDocument>,
    /// Whether it registered itself, so that no administrator stands for what it says of itself.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub registered_itself: bool,
}

impl Client {
    /// Returns the `client_id` by which it names itself, and by which tokens name it.
    pub fn client_id(&self) -> ClientName {
        self.document.as_ref().map_or(ClientName::Id(self.id), |document| ClientName::Url(document.url.clone()))
    }
}

/// What an administrator can change about a client.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
pub struct ClientSettings {
    /// Its name.
    pub name: Name,
    /// What kind of application it is; fixed when it is made.
    pub client_type: ClientType,
    /// The grants it may use, where its workspace allows them too.
    pub grant_types: BTreeSet<GrantType>,
    /// The scopes it may ask for.
    pub scopes: Scopes,
    /// Where a user may be sent back to.
    pub redirect_uris: Vec<RedirectUri>,
    /// Where a user may be sent after signing out.
    #[serde(default)]
    pub post_logout_redirect_uris: Vec<RedirectUri>,
    /// Where it is told that users were signed out (OpenID Connect Back-Channel Logout §2.2); nothing where it is not told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub backchannel_logout_uri: Option<BackchannelLogoutUri>,
    /// Whether it is told which session has ended (`sid`). Otherwise it ends all that the user has with it (§2.4).
    #[serde(default)]
    pub backchannel_logout_session_required: bool,
    /// How it authenticates.
    pub token_endpoint_auth_method: TokenEndpointAuthMethod,
    /// The keys that it signs by: what it authenticates with, and its request objects. Or those of its certificates.
    #[serde(flatten)]
    pub keys: ClientKeys,
    /// What its certificate has to say, where an authority has issued it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tls_client_auth_subject: Option<CertificateSubject>,
    /// Whether the secret must come in the registered way. Otherwise it may come in the header or in the form (RFC 6749 §2.3.1), as the client's
    /// libraries choose for themselves.
    #[serde(default)]
    pub require_registered_auth_method: bool,
    /// Whether it is the operator's own, so that users are not asked for consent.
    #[serde(default)]
    pub trusted: bool,
    /// Its own lifetimes, in place of the workspace's.
    #[serde(default, deserialize_with = "TtlOverrides::read")]
    pub token_ttls: TtlOverrides,
    /// Its own refresh-token policy, in place of the workspace's.
    #[serde(default)]
    pub refresh: RefreshOverrides,
    /// Whether it only gets tokens that are bound to a key (RFC 9449 §5.2).
    #[serde(default)]
    pub dpop_bound_access_tokens: bool,
    /// Whether it only gets tokens that are bound to its certificate (RFC 8705 §3).
    #[serde(default)]
    pub tls_client_certificate_bound_access_tokens: bool,
    /// Whether each of its authorization requests has to be pushed first (RFC 9126 §6), also where its workspace does not require it.
    #[serde(default)]
    pub require_pushed_authorization_requests: bool,
    /// Whether it has to sign each of its authorization requests (RFC 9101 §10.5), also where its workspace does not require it.
    #[serde(default)]
    pub require_signed_request_object: bool,
    /// Whether it only gets introspection answers that are signed (RFC 9701).
    #[serde(default)]
    pub require_signed_introspection: bool,
    /// What it may exchange, where it has the token exchange grant (RFC 8693).
    #[serde(default)]
    pub token_exchange: TokenExchangePolicy,
    /// Whether it calls users as all others do (`sub`), or by names that its sector alone has for them (OpenID Connect Core §8).
    #[serde(default)]
    pub subject_type: SubjectType,
    /// Its sector, where the addresses that users are sent back to do not say it, or are not to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sector_identifier: Option<SectorIdentifier>,
    /// The types of authorization details that it may ask for (RFC 9396), where they are on in its workspace.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub authorization_details_types: BTreeSet<DetailsTypeName>,
    /// The algorithms of its tokens, in place of the workspace's.
    #[serde(flatten)]
    pub signing: SigningOverrides,
}

impl ClientSettings {
    /// What a client of this type starts with. As administrators of Cloudentity know it, refresh tokens are not on by default.
    pub fn defaults(name: Name, client_type: ClientType) -> Self {
        let grant = if client_type.has_users() { GrantType::AuthorizationCode } else { GrantType::ClientCredentials };
        let scopes: &[&str] = if client_type.has_users() { &[scope::OPENID, scope::PROFILE, scope::EMAIL] } else { &[] };
        Self {
            name,
            client_type,
            grant_types: BTreeSet::from([grant]),
            scopes: scopes.iter().filter_map(|scope| Scope::parse(scope).ok()).collect(),
            redirect_uris: Vec::new(),
            post_logout_redirect_uris: Vec::new(),
            backchannel_logout_uri: None,
            backchannel_logout_session_required: false,
            token_endpoint_auth_method: if client_type.is_confidential() {
                TokenEndpointAuthMethod::ClientSecretBasic
            } else {
                TokenEndpointAuthMethod::None
            },
            keys: ClientKeys::default(),
            tls_client_auth_subject: None,
            require_registered_auth_method: false,
            trusted: false,
            token_ttls: TtlOverrides::default(),
            refresh: RefreshOverrides::default(),
            dpop_bound_access_tokens: false,
            tls_client_certificate_bound_access_tokens: false,
            require_pushed_authorization_requests: false,
            require_signed_request_object: false,
            require_signed_introspection: false,
            token_exchange: TokenExchangePolicy::default(),
            subject_type: SubjectType::default(),
            sector_identifier: None,
            authorization_details_types: BTreeSet::new(),
            signing: SigningOverrides::default(),
        }
    }

    /// Returns whether the client has a grant. Its workspace must allow it, too.
    pub fn has_grant(&self, grant: GrantType) -> bool {
        self.grant_types.contains(&grant)
    }

    /// Returns whether users sign in to it for devices alone, and never by a browser of its own.
    pub fn is_for_devices_alone(&self) -> bool {
        self.has_grant(GrantType::DeviceCode) && !self.has_grant(GrantType::AuthorizationCode)
    }

    /// Returns whether it exchanges access tokens, and gets none in another way.
    pub fn is_for_exchanges_alone(&self) -> bool {
        let begins = |grant: &GrantType| !matches!(grant, GrantType::TokenExchange | GrantType::RefreshToken);
        self.has_grant(GrantType::TokenExchange) && !self.grant_types.iter().any(begins)
    }

    /// Returns the lifetimes and the refresh-token policy of its own.
    pub const fn policy(&self) -> TokenPolicyOverrides {
        TokenPolicyOverrides { ttls: self.token_ttls, refresh: self.refresh }
    }

    /// Returns whether it is a public client, which does not authenticate (RFC 6749 §2.1).
    pub const fn is_public(&self) -> bool {
        matches!(self.token_endpoint_auth_method, TokenEndpointAuthMethod::None)
    }

    /// Returns whether all its tokens are bound to a key or a certificate, so that nobody else can use them.
    pub const fn has_bound_tokens(&self) -> bool {
        self.dpop_bound_access_tokens || self.tls_client_certificate_bound_access_tokens
    }

    /// Returns whether it needs a certificate, to authenticate or for its tokens.
    pub const fn needs_certificate(&self) -> bool {
        self.token_endpoint_auth_method.uses_certificate() || self.tls_client_certificate_bound_access_tokens
    }

    /// Returns whether it authenticates by a secret.
    pub const fn has_secret(&self) -> bool {
        self.token_endpoint_auth_method.uses_secret()
    }

    /// Returns whether users are to sign in, but cannot be sent back: no redirect URI is registered (RFC 6749 §3.1.2.2).
    pub fn lacks_redirect_uri(&self) -> bool {
        self.grant_types.contains(&GrantType::AuthorizationCode) && self.redirect_uris.is_empty()
    }

    /// Returns whether a user may be sent back to this address after signing in.
    pub fn may_return_to(&self, address: &str) -> bool {
        self.has_registered(&self.redirect_uris, address)
    }

    /// Returns whether a user may be sent to this address after signing out.
    pub fn may_sign_out_to(&self, address: &str) -> bool {
        self.has_registered(&self.post_logout_redirect_uris, address)
    }

    /// RFC 8252 §7.3: the port of a loopback address is left open, for native applications only.
    fn has_registered(&self, uris: &[RedirectUri], address: &str) -> bool {
        let native = self.client_type == ClientType::MobileDesktop;
        uris.iter().any(|uri| uri.matches(address) || native && uri.matches_at_any_port(address))
    }

    /// Returns whether an answer at this address can only reach the client itself. Only its address identifies a public client, and
    /// other programs can receive what goes to a port or a scheme of the user's machine (RFC 6749 §10.2, RFC 8252 §8.6).
    pub fn is_identified_at(&self, redirect_uri: &str) -> bool {
        !self.is_public() || redirect_uri::is_claimed(redirect_uri)
    }
}

/// Why a client's settings do not fit together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClientSettingsError {
    /// A single-page or mobile client with a secret: what everyone can read is no secret.
    #[error("A client of this type cannot keep a secret: its authentication method is none.")]
    PublicTypeWithSecret,
    /// A service without authentication.
    #[error("A service acts for itself, so it must authenticate.")]
    ServiceWithoutAuthentication,
    /// Client credentials, token exchange or JWT bearer for a client that does not authenticate (RFC 6749 §4.4, RFC 8693 §5).
    #[error("Client credentials, token exchange and JWT bearer are for clients that authenticate.")]
    PublicClientCredentials,
    /// A user grant for a service.
    #[error("Users do not sign in to a service; it uses client credentials, token exchange or JWT bearer.")]
    ServiceWithUserGrant,
    /// A service that would be told of users who sign out.
    #[error("A service has no users who could sign out.")]
    ServiceWithLogout,
    /// `private_key_jwt` without a key.
    #[error("With private_key_jwt it authenticates by a key: give its public keys, or the address where it publishes them.")]
    WithoutKeys,
    /// Signed request objects without a key.
    #[error("Its signed request objects are verified by its keys: give its public keys, or the address where it publishes them.")]
    WithoutRequestKeys,
    /// Keys and an address of keys (RFC 7591 §2).
    #[error("Give the keys or the address where they are published, not both.")]
    KeysTwice,
    /// `self_signed_tls_client_auth` without a key.
    #[error(
        "With self_signed_tls_client_auth it authenticates by the key of its certificate: give its public keys, or the address where it publishes them."
    )]
    WithoutCertificateKeys,
    /// `tls_client_auth` without a subject.
    #[error("With tls_client_auth it authenticates by what its certificate says: give the subject of the certificate.")]
    WithoutCertificateSubject,
    /// Tokens that are bound to a key and to a certificate.
    #[error("Its tokens can be bound to a key (DPoP) or to its certificate, not to both.")]
    BoundTwice,
    /// Pairwise subjects without a sector (OpenID Connect Core §8.1).
    #[error("Its redirect URIs do not have one host that is its own. Type the host whose clients are to have one name for a user.")]
    WithoutSector,
}

impl ClientSettings {
    /// Returns whether a client with these settings authenticates by the same as one with others: by the same method, the same keys and the same
    /// subject of a certificate. Whoever changes that can act as the client, or let others do so.
    pub fn authenticates_like(&self, other: &Self) -> bool {
        let same_method = self.token_endpoint_auth_method == other.token_endpoint_auth_method;
        let same_keys = self.keys.jwks == other.keys.jwks && self.keys.jwks_uri == other.keys.jwks_uri;
        same_method && same_keys && self.tls_client_auth_subject == other.tls_client_auth_subject
    }

    /// Returns the same settings for another client, of this name: without keys and without the subject of a certificate, because whoever has the
    /// private half would be both. One that authenticates by a key or a certificate has a secret instead, and one that had to sign its requests does
    /// not have to any more: nothing could verify them.
    #[must_use]
    pub fn for_another(self, name: Name) -> Self {
        let method = self.token_endpoint_auth_method;
        let has_its_own = method.uses_keys() || method.uses_certificate();
        let token_endpoint_auth_method = if has_its_own { TokenEndpointAuthMethod::ClientSecretBasic } else { method };
        let (keys, require_signed_request_object) = (ClientKeys::default(), false);
        Self { name, keys, tls_client_auth_subject: None, token_endpoint_auth_method, require_signed_request_object, ..self }
    }

    /// Checks whether the settings fit together.
    pub fn check(&self) -> Result<(), ClientSettingsError> {
        if self.client_type.is_confidential() {
            if self.client_type == ClientType::Service && self.is_public() {
                return Err(ClientSettingsError::ServiceWithoutAuthentication);
            }
        } else if !self.is_public() {
            return Err(ClientSettingsError::PublicTypeWithSecret);
        }
        if self.is_public() && self.grant_types.iter().any(|grant| grant.needs_authentication()) {
            return Err(ClientSettingsError::PublicClientCredentials);
        }
        if !self.client_type.has_users() && self.grant_types.iter().any(|grant| grant.needs_users()) {
            return Err(ClientSettingsError::ServiceWithUserGrant);
        }
        if !self.client_type.has_users() && self.backchannel_logout_uri.is_some() {
            return Err(ClientSettingsError::ServiceWithLogout);
        }
        let ClientKeys { jwks, jwks_uri, .. } = &self.keys;
        match (jwks, jwks_uri) {
            (Some(_), Some(_)) => return Err(ClientSettingsError::KeysTwice),
            (None, None) if self.token_endpoint_auth_method == TokenEndpointAuthMethod::PrivateKeyJwt => {
                return Err(ClientSettingsError::WithoutKeys);
            }
            (None, None) if self.token_endpoint_auth_method == TokenEndpointAuthMethod::SelfSignedTlsClientAuth => {
                return Err(ClientSettingsError::WithoutCertificateKeys);
            }
            (None, None) if self.require_signed_request_object => return Err(ClientSettingsError::WithoutRequestKeys),
            _ => {}
        }
        if self.token_endpoint_auth_method == TokenEndpointAuthMethod::TlsClientAuth && self.tls_client_auth_subject.is_none() {
            return Err(ClientSettingsError::WithoutCertificateSubject);
        }
        if self.dpop_bound_access_tokens && self.tls_client_certificate_bound_access_tokens {
            return Err(ClientSettingsError::BoundTwice);
        }
        if self.subject_type == SubjectType::Pairwise && self.sector().is_none() {
            return Err(ClientSettingsError::WithoutSector);
        }
        Ok(())
    }
}
