//! Workspaces: the authorization servers of a tenant.

use crate::{
    activity::Figures,
    claim_mapping,
    clock::Timestamp,
    grant_type::GrantType,
    lifetime::RotationPeriod,
    name::{Name, Slug},
    policy::{SentPolicy, SentTtls},
    settings::{
        authorization::AuthorizationSettings,
        retention::{self, KeptFor},
        security::SecuritySettings,
        sign_in::{PasswordStrength, SignInSettings},
        tokens::{AccessTokenFormat, TokenSettings},
    },
    signing::{SigningAlgorithm, SigningSettings},
    view::{Overview, WorkspaceSummary},
    wire::{
        authorization_details::{AuthorizationDetailsType, details_types},
        claim_mapping::ClaimMapping,
        policy_fields::policy_pointer,
        reading::{Misfit, Reading},
        resource::Resource,
        sent::Sent,
        server_registration::ServerRegistration,
        trusted_issuer::TrustedIssuer,
        types::{sent, told},
    },
    workspace::{Workspace, WorkspaceSettings},
};

sent! {
    /// A workspace: an authorization server with its own issuer, clients, users, keys and settings. What is not sent is as in a new one.
    pub struct Server told [issuer_url created_at] needed [id name] {
        /// Its part of the issuer and of addresses; it stays as it was made.
        pub id: Sent<Slug>,
        /// Its name.
        pub name: Sent<Name>,
        /// The issuer: the address that its tokens carry, and that clients find its metadata by.
        pub issuer_url: String,
        /// When it was made.
        pub created_at: Sent<Timestamp>,
        /// The grant types that clients may use. Each client must also have the grant type itself.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub grant_types: Option<Vec<Sent<GrantType>>>,
        /// Whether each authorization request has to be pushed first (RFC 9126). A client can be held to it by itself, too.
        pub require_pushed_authorization_requests: bool,
        /// Whether each authorization request has to be signed by its client (RFC 9101). A client can be held to it by itself, too.
        pub require_signed_request_object: bool,
        /// Whether other systems may end all sessions and tokens of a user in one call (draft-parecki-oauth-global-token-revocation).
        pub global_token_revocation: bool,
        /// Whether the metadata name the resource servers of the services (`protected_resources`, RFC 9728).
        pub announce_protected_resources: bool,
        /// Whether each authorization request needs PKCE, also that of a client that authenticates.
        pub require_pkce: bool,
        /// Whether each authorization request names its redirect URI, also where the client has but one.
        pub require_redirect_uri: bool,
        /// Whether clients authenticate by a key or a certificate: neither by a secret nor not at all.
        pub require_asymmetric_client_authentication: bool,
        /// Whether access tokens are bound to a key (RFC 9449) or a certificate (RFC 8705).
        pub require_bound_access_tokens: bool,
        /// Whether what clients sign is taken by the rules of FAPI 2.0 alone: `ES256`, `EdDSA` and `PS256`, and assertions whose `aud` is the issuer.
        pub require_strict_client_jwts: bool,
        /// Whether clients ask for authorization responses that are signed (JARM).
        pub require_signed_authorization_response: bool,
        /// Who may register clients (RFC 7591), and what those can ask for.
        pub client_registration: ServerRegistration,
        /// The types of authorization details that clients can be let ask for (RFC 9396); at most 20. One that is taken away is taken from the
        /// clients that may ask for it, too.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        pub authorization_details_types: Vec<AuthorizationDetailsType>,
        /// How long tokens live. A client can have others.
        pub token_ttls: SentTtls,
        /// How access tokens are written.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub access_token_format: Option<Sent<AccessTokenFormat>>,
        /// The algorithms that clients may choose.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub signing_algorithms: Option<Vec<Sent<SigningAlgorithm>>>,
        /// What signs ID tokens, unless a client has another.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub id_token_signed_response_alg: Option<Sent<SigningAlgorithm>>,
        /// What signs access tokens, unless a client has another.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub access_token_signing_alg: Option<Sent<SigningAlgorithm>>,
        /// After how long the key of each algorithm is replaced by its next one: 1 day to 2 years, or `0s` where that is only done by hand.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub signing_keys_rotate_every: Option<Sent<Option<RotationPeriod>>>,
        /// How refresh tokens rotate and end. A client can have its own values.
        pub refresh_token_policy: SentPolicy,
        /// Whether a proof of possession must have a nonce of this server (RFC 9449, section 8).
        pub dpop_nonce_required: bool,
        /// Whether clients are told when a refresh token and its authorization expire (draft-ietf-oauth-refresh-token-expiration).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub announce_refresh_token_expiration: Option<bool>,
        /// Claims of its own, beside those of the standard scopes: at most 50, each name once.
        pub claim_mappings: Vec<ClaimMapping>,
        /// How long its history is kept.
        pub retention: Retention,
        /// How its users sign in.
        pub sign_in: SignIn,
        /// Issuers whose assertions are taken for the authorization of users; at most 20.
        pub trusted_issuers: Vec<TrustedIssuer>,
    }

    /// How the users of a workspace sign in.
    pub struct SignIn {
        /// What a new password must reach.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub minimum_password_strength: Option<Sent<PasswordStrength>>,
        /// Whether who has forgotten their password gets a link to a new one by e-mail.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub password_reset: Option<bool>,
        /// Whether whoever has an e-mail address can become a user.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub registration: Option<bool>,
        /// Whether users who register confirm their address before they first sign in.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub confirm_registrations: Option<bool>,
        /// Whether users can delete their own account.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub account_deletion: Option<bool>,
    }

    /// How long a workspace keeps what has happened.
    pub struct Retention {
        /// Events of refreshes, and of access tokens that clients got for themselves.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub refreshes_kept_for: Option<Sent<KeptFor>>,
        /// Decisions, refusals and revocations.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub decisions_kept_for: Option<Sent<KeptFor>>,
        /// Refresh tokens after their absolute end.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub ended_tokens_kept_for: Option<Sent<KeptFor>>,
    }
}

told! {
    /// A workspace in a list.
    pub struct ServerSummary {
        /// Its part of the issuer and of addresses.
        pub id: Sent<Slug>,
        /// Its name.
        pub name: Sent<Name>,
        /// When it was made.
        pub created_at: Sent<Timestamp>,
        /// How many clients it has, up to 10,000; a larger number stands for more.
        pub clients: u64,
        /// Whether it is the tenant's system workspace, whose clients act at this API.
        pub system: bool,
    }

    /// The figures of a workspace.
    pub struct ServerOverview {
        /// The issuer.
        pub issuer_url: String,
        /// Whether it is the tenant's system workspace, whose clients act at this API.
        pub system: bool,
        /// How many clients it has, up to 10,000; a larger number stands for more.
        pub clients: u64,
        /// How many users it has, up to 10,000; a larger number stands for more.
        pub users: u64,
        /// How many refresh tokens are active, up to 10,000; a larger number stands for more.
        pub live_tokens: u64,
        /// How often a refresh token was used in the last day.
        pub refreshes_last_day: u64,
        /// How often a superseded refresh token came back in the last day.
        pub reuses_last_day: u64,
        /// How many reuses of the last day nobody has marked as handled, up to 10,000; a larger number stands for more.
        pub open_reuses_last_day: u64,
    }
}

impl Resource for Server {
    fn pointer(field: &str) -> String {
        match field {
            "slug" => "/id".to_owned(),
            // Of the list it is told which member does not fit, and not of which one.
            "issuer" | "algorithms" | "assertion_kinds" | "clients" | "subject_claim" | "scopes" | "jwks" => "/trusted_issuers".to_owned(),
            "pinned_client_documents" => "/client_registration/pinned_documents".to_owned(),
            "client_document_hosts" => "/client_registration/document_hosts".to_owned(),
            "registration_scopes" => "/client_registration/scopes".to_owned(),
            field => policy_pointer(field).unwrap_or_else(|| format!("/{field}")),
        }
    }
}

impl Server {
    /// Returns a workspace with its issuer.
    pub fn of(workspace: &Workspace, issuer: String) -> Self {
        let TokenSettings {
            ttls,
            access_token_format,
            signing,
            refresh,
            dpop_nonce_required,
            announce_refresh_token_expiration,
            claim_mappings,
            retention,
        } = &workspace.tokens;
        let SecuritySettings {
            require_pkce,
            require_redirect_uri,
            require_asymmetric_client_authentication,
            require_bound_access_tokens,
            require_strict_client_jwts,
            require_signed_authorization_response,
        } = workspace.authorization.security;
        Self {
            id: Sent::of(&workspace.slug),
            name: Sent::of(&workspace.name),
            issuer_url: issuer,
            created_at: Sent::of(&workspace.created_at),
            grant_types: Some(workspace.authorization.grant_types.iter().map(Sent::of).collect()),
            require_pushed_authorization_requests: workspace.authorization.require_pushed_authorization_requests,
            require_signed_request_object: workspace.authorization.require_signed_request_object,
            global_token_revocation: workspace.authorization.global_token_revocation,
            announce_protected_resources: workspace.authorization.announce_protected_resources,
            require_pkce,
            require_redirect_uri,
            require_asymmetric_client_authentication,
            require_bound_access_tokens,
            require_strict_client_jwts,
            require_signed_authorization_response,
            client_registration: ServerRegistration::from(&workspace.authorization.registration),
            authorization_details_types: workspace.authorization.authorization_details_types.iter().map(Into::into).collect(),
            token_ttls: SentTtls::of(ttls),
            access_token_format: Some(Sent::of(access_token_format)),
            signing_algorithms: Some(signing.signing_algorithms.iter().map(Sent::of).collect()),
            id_token_signed_response_alg: Some(Sent::of(&signing.id_token_signed_response_alg)),
            access_token_signing_alg: Some(Sent::of(&signing.access_token_signing_alg)),
            signing_keys_rotate_every: Some(Sent::of(&signing.signing_keys_rotate_every)),
            refresh_token_policy: SentPolicy::of(refresh),
            dpop_nonce_required: *dpop_nonce_required,
            announce_refresh_token_expiration: Some(*announce_refresh_token_expiration),
            claim_mappings: claim_mappings.iter().map(ClaimMapping::from).collect(),
            retention: Retention::of(retention),
            sign_in: SignIn::of(&workspace.sign_in),
            trusted_issuers: workspace.trusted_issuers.iter().map(TrustedIssuer::from).collect(),
        }
    }

    /// Reads its address and its settings.
    ///
    /// # Errors
    /// All that does not fit.
    pub fn read(&self) -> Result<(Slug, WorkspaceSettings), Vec<Misfit>> {
        let mut reading = Reading::default();
        let (id, name) = (reading.take("/id", &self.id), reading.take("/name", &self.name));
        let usual = TokenSettings::default();
        let authorization = AuthorizationSettings {
            grant_types: reading.all("/grant_types", self.grant_types.as_ref(), AuthorizationSettings::default().grant_types),
            require_pushed_authorization_requests: self.require_pushed_authorization_requests,
            require_signed_request_object: self.require_signed_request_object,
            global_token_revocation: self.global_token_revocation,
            announce_protected_resources: self.announce_protected_resources,
            security: SecuritySettings {
                require_pkce: self.require_pkce,
                require_redirect_uri: self.require_redirect_uri,
                require_asymmetric_client_authentication: self.require_asymmetric_client_authentication,
                require_bound_access_tokens: self.require_bound_access_tokens,
                require_strict_client_jwts: self.require_strict_client_jwts,
                require_signed_authorization_response: self.require_signed_authorization_response,
            },
            registration: self.client_registration.read("/client_registration", &mut reading),
            authorization_details_types: details_types("/authorization_details_types", &self.authorization_details_types, &mut reading),
        };
        let algorithm = usual.signing;
        let signing = SigningSettings {
            signing_algorithms: reading.all("/signing_algorithms", self.signing_algorithms.as_ref(), algorithm.signing_algorithms),
            id_token_signed_response_alg: reading.or(
                "/id_token_signed_response_alg",
                self.id_token_signed_response_alg.as_ref(),
                algorithm.id_token_signed_response_alg,
            ),
            access_token_signing_alg: reading.or(
                "/access_token_signing_alg",
                self.access_token_signing_alg.as_ref(),
                algorithm.access_token_signing_alg,
            ),
            signing_keys_rotate_every: reading.or(
                "/signing_keys_rotate_every",
                self.signing_keys_rotate_every.as_ref(),
                algorithm.signing_keys_rotate_every,
            ),
        };
        let tokens = TokenSettings {
            ttls: self.token_ttls.read(|name, error| reading.note(format!("/token_ttls/{name}"), error)),
            access_token_format: reading.or("/access_token_format", self.access_token_format.as_ref(), usual.access_token_format),
            signing,
            refresh: self.refresh_token_policy.read(|name, error| reading.note(format!("/refresh_token_policy/{name}"), error)),
            dpop_nonce_required: self.dpop_nonce_required,
            announce_refresh_token_expiration: self.announce_refresh_token_expiration.unwrap_or(usual.announce_refresh_token_expiration),
            claim_mappings: self.claim_mappings(&mut reading),
            retention: self.retention.read(&mut reading),
        };
        let sign_in = self.sign_in.read(&mut reading);
        let trusted_issuers = self.trusted_issuers.iter().enumerate();
        let trusted_issuers =
            trusted_issuers.filter_map(|(index, issuer)| issuer.read(&format!("/trusted_issuers/{index}"), &mut reading)).collect();
        let settings = name.map(|name| WorkspaceSettings { name, authorization, tokens, sign_in, trusted_issuers });
        reading.done(id.zip(settings))
    }
}

impl Server {
    fn claim_mappings(&self, reading: &mut Reading) -> Vec<claim_mapping::ClaimMapping> {
        let mut mappings = Vec::new();
        for (place, sent) in self.claim_mappings.iter().enumerate() {
            mappings.extend(sent.read(&format!("/claim_mappings/{place}"), reading));
        }
        mappings
    }
}

impl Retention {
    fn of(retention: &retention::Retention) -> Self {
        let retention::Retention { refreshes_kept_for, decisions_kept_for, ended_tokens_kept_for } = retention;
        Self {
            refreshes_kept_for: Some(Sent::of(refreshes_kept_for)),
            decisions_kept_for: Some(Sent::of(decisions_kept_for)),
            ended_tokens_kept_for: Some(Sent::of(ended_tokens_kept_for)),
        }
    }

    fn read(&self, reading: &mut Reading) -> retention::Retention {
        let usual = retention::Retention::default();
        let mut kept = |name: &str, sent: &Option<Sent<KeptFor>>, usual| reading.or(&format!("/retention/{name}"), sent.as_ref(), usual);
        retention::Retention {
            refreshes_kept_for: kept("refreshes_kept_for", &self.refreshes_kept_for, usual.refreshes_kept_for),
            decisions_kept_for: kept("decisions_kept_for", &self.decisions_kept_for, usual.decisions_kept_for),
            ended_tokens_kept_for: kept("ended_tokens_kept_for", &self.ended_tokens_kept_for, usual.ended_tokens_kept_for),
        }
    }
}

impl SignIn {
    fn of(settings: &SignInSettings) -> Self {
        let SignInSettings { minimum_password_strength, password_reset, registration, confirm_registrations, account_deletion } = settings;
        Self {
            minimum_password_strength: Some(Sent::of(minimum_password_strength)),
            password_reset: Some(*password_reset),
            registration: Some(*registration),
            confirm_registrations: Some(*confirm_registrations),
            account_deletion: Some(*account_deletion),
        }
    }

    fn read(&self, reading: &mut Reading) -> SignInSettings {
        let usual = SignInSettings::default();
        let strength = self.minimum_password_strength.as_ref();
        SignInSettings {
            minimum_password_strength: reading.or("/sign_in/minimum_password_strength", strength, usual.minimum_password_strength),
            password_reset: self.password_reset.unwrap_or(usual.password_reset),
            registration: self.registration.unwrap_or(usual.registration),
            confirm_registrations: self.confirm_registrations.unwrap_or(usual.confirm_registrations),
            account_deletion: self.account_deletion.unwrap_or(usual.account_deletion),
        }
    }
}

impl From<&WorkspaceSummary> for ServerSummary {
    fn from(summary: &WorkspaceSummary) -> Self {
        let WorkspaceSummary { slug, name, created_at, clients, is_system, .. } = summary;
        Self { id: Sent::of(slug), name: Sent::of(name), created_at: Sent::of(created_at), clients: *clients, system: *is_system }
    }
}

impl From<Overview> for ServerOverview {
    fn from(overview: Overview) -> Self {
        let Overview { issuer, is_system, clients, users, live_families, last_day, open_reuses, .. } = overview;
        let Figures { refreshes, reuses, .. } = last_day.total();
        Self {
            issuer_url: issuer,
            system: is_system,
            clients,
            users,
            live_tokens: live_families,
            refreshes_last_day: refreshes,
            reuses_last_day: reuses,
            open_reuses_last_day: open_reuses,
        }
    }
}
