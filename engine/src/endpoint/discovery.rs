//! Metadata (OpenID Connect Discovery §3, RFC 8414 §2): what this workspace does, read from what does it.

use domain::{
    authorization_details::DetailsTypeName,
    claim_mapping::ClaimMapping,
    client::TokenEndpointAuthMethod,
    grant_type::GrantType,
    resource::Resource,
    scope::{OFFLINE_ACCESS, Scope},
    settings::registration::RegistrationMode,
    sign_in_method::Acr,
    signing::SigningAlgorithm,
    subject_type::SubjectType,
    trusted_issuer::AssertionKind,
};
use serde::Serialize;

use crate::{
    endpoint::{authorize::ResponseMode, device_authorization, userinfo},
    engine::Engine,
    error::Error,
    grant::jwt_bearer::ID_JAG_PROFILE,
    pkce,
    public_key::algorithms_of,
    realm::Realm,
    storage::Storage,
    token::{TokenType, UserClaims, expires_in},
};

/// Where all of a user is ended, below the issuer (draft-parecki-oauth-global-token-revocation §3.1).
const GLOBAL_REVOCATION: &str = "/oauth2/global-token-revocation";

/// The metadata document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "the standard has them")]
#[expect(missing_docs, reason = "the fields are those of RFC 8414 §2, its extensions and OpenID Connect Discovery §3, by their own names")]
pub struct Metadata {
    pub issuer: String,
    pub authorization_endpoint: String,
    pub token_endpoint: String,
    pub userinfo_endpoint: String,
    pub jwks_uri: String,
    pub introspection_endpoint: String,
    pub revocation_endpoint: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub global_token_revocation_endpoint: Option<String>,
    pub end_session_endpoint: String,
    pub backchannel_logout_supported: bool,
    pub backchannel_logout_session_supported: bool,
    pub pushed_authorization_request_endpoint: String,
    pub require_pushed_authorization_requests: bool,
    pub require_signed_request_object: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device_authorization_endpoint: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registration_endpoint: Option<String>,
    pub client_id_metadata_document_supported: bool,
    pub scopes_supported: Vec<Scope>,
    pub response_types_supported: Vec<&'static str>,
    pub response_modes_supported: Vec<&'static str>,
    pub grant_types_supported: Vec<GrantType>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub authorization_grant_profiles_supported: Option<[&'static str; 1]>,
    pub subject_types_supported: Vec<&'static str>,
    pub acr_values_supported: Vec<&'static str>,
    pub id_token_signing_alg_values_supported: Vec<SigningAlgorithm>,
    pub authorization_signing_alg_values_supported: Vec<SigningAlgorithm>,
    pub introspection_signing_alg_values_supported: Vec<SigningAlgorithm>,
    pub request_object_signing_alg_values_supported: &'static [&'static str],
    pub token_endpoint_auth_methods_supported: Vec<TokenEndpointAuthMethod>,
    pub token_endpoint_auth_signing_alg_values_supported: &'static [&'static str],
    pub introspection_endpoint_auth_methods_supported: Vec<TokenEndpointAuthMethod>,
    pub introspection_endpoint_auth_signing_alg_values_supported: &'static [&'static str],
    pub revocation_endpoint_auth_methods_supported: Vec<TokenEndpointAuthMethod>,
    pub revocation_endpoint_auth_signing_alg_values_supported: &'static [&'static str],
    #[serde(skip_serializing_if = "Option::is_none")]
    pub global_token_revocation_endpoint_auth_methods_supported: Option<[&'static str; 2]>,
    pub code_challenge_methods_supported: Vec<&'static str>,
    pub dpop_signing_alg_values_supported: &'static [&'static str],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub authorization_details_types_supported: Vec<DetailsTypeName>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tls_client_certificate_bound_access_tokens: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mtls_endpoint_aliases: Option<Aliases>,
    pub claims_supported: Vec<String>,
    pub prompt_values_supported: Vec<&'static str>,
    pub authorization_response_iss_parameter_supported: bool,
    pub claims_parameter_supported: bool,
    pub request_parameter_supported: bool,
    pub request_uri_parameter_supported: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub protected_resources: Vec<Resource>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refresh_token_expiration_types_supported: Option<[&'static str; 2]>,
}

/// The other addresses of the endpoints, which ask for certificates (RFC 8705 §5).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "the fields are those of the metadata")]
pub struct Aliases {
    pub token_endpoint: String,
    pub userinfo_endpoint: String,
    pub introspection_endpoint: String,
    pub revocation_endpoint: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub global_token_revocation_endpoint: Option<String>,
    pub pushed_authorization_request_endpoint: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device_authorization_endpoint: Option<String>,
}

impl<S: Storage> Engine<S> {
    /// The metadata of a workspace.
    pub async fn metadata(&self, realm: &Realm) -> Result<Metadata, Error> {
        let workspace = &realm.workspace;
        let grants = &workspace.authorization.grant_types;
        // What cannot be had is not advertised.
        let offline = GrantType::OF_USERS.iter().any(|grant| grants.contains(grant))
            && grants.contains(&GrantType::RefreshToken)
            && workspace.tokens.ttls.refresh_token_ttl.is_some();
        let announced = grants.contains(&GrantType::RefreshToken) && workspace.tokens.announce_refresh_token_expiration;
        let services = self.services(workspace.id).await?;
        let scopes = services.iter().flat_map(|service| &service.scopes).map(|scope| scope.scope.clone());
        let resources: Vec<_> = services.iter().filter_map(|service| service.resource.clone()).collect();
        let details_types = workspace.authorization.authorization_details_types.iter().filter(|kind| kind.enabled);
        let at = |path: &str| format!("{}{path}", realm.issuer);
        let signing_algorithms: Vec<_> = workspace.tokens.signing.signing_algorithms.iter().copied().collect();
        let security = workspace.authorization.security;
        let of_clients = algorithms_of(security);
        let can_be_used =
            |method: &TokenEndpointAuthMethod| security.takes(*method) && (!method.uses_certificate() || self.offers(*method));
        let methods: Vec<_> = TokenEndpointAuthMethod::ALL.into_iter().filter(can_be_used).collect();
        let confidential: Vec<_> = methods.iter().copied().filter(|method| *method != TokenEndpointAuthMethod::None).collect();
        let is_global = workspace.authorization.global_token_revocation;
        // It takes access tokens, and no client authentication.
        let schemes = [TokenType::Bearer, TokenType::Dpop].map(TokenType::name);
        let registration = workspace.authorization.registration.client_registration;
        let takes_id_jags = grants.contains(&GrantType::JwtBearer)
            && workspace.trusted_issuers.iter().any(|issuer| issuer.enabled && issuer.kinds.contains(&AssertionKind::IdJag));
        // RFC 8628 §4.
        let device_authorization_endpoint = grants.contains(&GrantType::DeviceCode).then(|| at(device_authorization::PATH));
        Ok(Metadata {
            issuer: realm.issuer.clone(),
            authorization_endpoint: at("/oauth2/authorize"),
            token_endpoint: realm.token_endpoint(),
            userinfo_endpoint: at(userinfo::PATH),
            jwks_uri: at("/.well-known/jwks.json"),
            introspection_endpoint: at("/oauth2/introspect"),
            revocation_endpoint: at("/oauth2/revoke"),
            global_token_revocation_endpoint: is_global.then(|| at(GLOBAL_REVOCATION)),
            end_session_endpoint: at("/oidc/logout"),
            backchannel_logout_supported: true,
            backchannel_logout_session_supported: true,
            pushed_authorization_request_endpoint: realm.pushed_authorization_request_endpoint(),
            require_pushed_authorization_requests: workspace.authorization.require_pushed_authorization_requests,
            require_signed_request_object: workspace.authorization.require_signed_request_object,
            mtls_endpoint_aliases: self.aliases(realm, device_authorization_endpoint.as_deref()),
            device_authorization_endpoint,
            registration_endpoint: (registration != RegistrationMode::Closed).then(|| at("/oauth2/register")),
            client_id_metadata_document_supported: workspace.authorization.registration.takes_documents(),
            // Those that a user can be asked for.
            scopes_supported: scopes.filter(Scope::is_for_users).filter(|scope| offline || scope.as_str() != OFFLINE_ACCESS).collect(),
            response_types_supported: vec!["code"],
            response_modes_supported: ResponseMode::names(security.require_signed_authorization_response),
            grant_types_supported: grants.iter().copied().collect(),
            authorization_grant_profiles_supported: takes_id_jags.then_some([ID_JAG_PROFILE]),
            subject_types_supported: SubjectType::ALL.map(SubjectType::name).to_vec(),
            acr_values_supported: Acr::ALL.map(Acr::name).to_vec(),
            id_token_signing_alg_values_supported: signing_algorithms.clone(),
            authorization_signing_alg_values_supported: signing_algorithms.clone(),
            introspection_signing_alg_values_supported: signing_algorithms,
            request_object_signing_alg_values_supported: of_clients,
            token_endpoint_auth_methods_supported: methods.clone(),
            token_endpoint_auth_signing_alg_values_supported: of_clients,
            introspection_endpoint_auth_methods_supported: confidential,
            introspection_endpoint_auth_signing_alg_values_supported: of_clients,
            revocation_endpoint_auth_methods_supported: methods,
            revocation_endpoint_auth_signing_alg_values_supported: of_clients,
            global_token_revocation_endpoint_auth_methods_supported: is_global.then_some(schemes),
            code_challenge_methods_supported: vec![pkce::METHOD],
            dpop_signing_alg_values_supported: of_clients,
            authorization_details_types_supported: details_types.map(|kind| kind.name.clone()).collect(),
            tls_client_certificate_bound_access_tokens: self.mutual_tls().map(|_| true),
            claims_supported: UserClaims::NAMES
                .into_iter()
                .chain(["acr", "amr", "auth_time", "sid"])
                .chain(workspace.tokens.claim_mappings.iter().map(ClaimMapping::name))
                .map(ToOwned::to_owned)
                .collect(),
            prompt_values_supported: vec!["none", "login", "consent", "select_account"],
            authorization_response_iss_parameter_supported: true,
            claims_parameter_supported: true,
            request_parameter_supported: true,
            // Of a request_uri nothing is fetched: there are those alone that pushing a request brings.
            request_uri_parameter_supported: false,
            // RFC 9728 §4.
            protected_resources: if workspace.authorization.announce_protected_resources { resources } else { Vec::new() },
            refresh_token_expiration_types_supported: announced.then_some(expires_in::TYPES),
        })
    }

    fn aliases(&self, realm: &Realm, device_authorization_endpoint: Option<&str>) -> Option<Aliases> {
        let alias = |address: &str| self.alias_of(address);
        let at = |path: &str| alias(&format!("{}{path}", realm.issuer));
        let is_global = realm.workspace.authorization.global_token_revocation;
        Some(Aliases {
            token_endpoint: alias(&realm.token_endpoint())?,
            userinfo_endpoint: at(userinfo::PATH)?,
            introspection_endpoint: at("/oauth2/introspect")?,
            revocation_endpoint: at("/oauth2/revoke")?,
            global_token_revocation_endpoint: if is_global { at(GLOBAL_REVOCATION) } else { None },
            pushed_authorization_request_endpoint: alias(&realm.pushed_authorization_request_endpoint())?,
            device_authorization_endpoint: device_authorization_endpoint.and_then(alias),
        })
    }
}
