//! The rows of a plan.

use domain::{
    authorization_details::AuthorizationDetails,
    binding::Binding,
    client::{Client, ClientSettings, ClientStatus, ClientType},
    family::{EndRule, Revocation, RevocationReason},
    grant_type::GrantType,
    id::{KeyId, LoginSessionId, ServiceId},
    lifetime::IdleTtl,
    name::{Name, Slug},
    redirect_uri::RedirectUri,
    resource::Resources,
    scope::{INTROSPECT_TOKENS, OFFLINE_ACCESS, Scope, Scopes},
    service::{self, Service},
    settings::{authorization::AuthorizationSettings, sign_in::SignInSettings, tokens::TokenSettings},
    signing::SigningAlgorithm,
    signing_key::KeyLife,
    subject_type::SignInSector,
    tenant::Tenant,
    trusted_issuer::TrustedIssuers,
    user::{User, UserIdentifier, UserProfile, UserStatus},
    workspace::Workspace,
};
use engine::{
    family::{Authorization, Family, Position},
    granted_claims::GrantedClaims,
    keys::{HashedSecret, hash_secret},
    random::{SystemRandom, bytes},
    storage::{AuthorizationCode, SealedSigningKey, UserRecord},
};

use super::{
    plan::{KEYS, Plan, SpecialClient, tenant_slug, workspace_slug},
    pool::Pool,
};
use crate::error::Error;

/// Where the clients' users are sent back to.
const REDIRECT_URI: &str = "https://app.example.com/callback";
/// How long ago families were last used, in seconds: longer than any retry window.
const UNUSED: i64 = 3600;
/// The lifetime of families, in seconds: that of a new workspace.
const LIFETIME: i64 = 30 * 24 * 3600;
/// How long seeded codes can be exchanged, in seconds.
const CODE_LIFETIME: i64 = 24 * 3600;

impl Plan {
    pub(super) fn tenant(&self, tenant: u64) -> Result<Tenant, Error> {
        let (slug, name) = (Slug::parse(&tenant_slug(tenant))?, Name::parse(&format!("Tenant {tenant}"))?);
        Ok(Tenant { id: self.tenant_id(tenant), slug, name, created_at: self.seeded_at, version: 1 })
    }

    pub(super) fn workspace(&self, workspace: u64) -> Result<Workspace, Error> {
        Ok(Workspace {
            id: self.workspace_id(workspace),
            tenant_id: self.tenant_id(workspace % self.scale.tenants),
            slug: Slug::parse(&workspace_slug(workspace))?,
            name: Name::parse(&format!("Workspace {workspace}"))?,
            created_at: self.seeded_at,
            version: 1,
            authorization: AuthorizationSettings::default(),
            tokens: TokenSettings::default(),
            sign_in: SignInSettings::default(),
            trusted_issuers: TrustedIssuers::none(),
        })
    }

    /// Returns a service of the default ones, counted through all workspaces.
    pub(super) fn service(&self, number: u64) -> Result<(Service, i32), Error> {
        let defaults = service::defaults();
        let count = u64::try_from(defaults.len()).unwrap_or(1);
        let (workspace, position) = (number / count, number % count);
        let nth = usize::try_from(position).map_err(Error::other)?;
        let (kind, name, scopes) = defaults.into_iter().nth(nth).ok_or_else(|| Error::other("no such service"))?;
        let id = ServiceId::new(self.seeded_at, bytes(&SystemRandom));
        let workspace_id = self.workspace_id(workspace);
        let service = Service { id, workspace_id, name: Name::parse(name)?, kind, resource: None, scopes, version: 1 };
        Ok((service, i32::try_from(position).map_err(Error::other)?))
    }

    /// Makes the private keys that every workspace gets, sealed for each of them: an RSA key takes a tenth of a second to make.
    pub(super) fn signing_keys(&self) -> Result<Vec<SigningKeyPair>, Error> {
        let make = |(algorithm, life)| {
            let first = self.workspace_id(0);
            let made = self.keys.new_signing_key(first, algorithm, self.seeded_at, &SystemRandom)?;
            let private = self.keys.open(&format!("signing-key {first}"), &made.sealed_private_key)?;
            Ok(SigningKeyPair { algorithm, life, public_key: made.public_key, private })
        };
        // The housekeeping would publish the next ones, and be at it for hours.
        let lives = [KeyLife::first(self.seeded_at), KeyLife::next(self.seeded_at)];
        lives
            .into_iter()
            .flat_map(|life| [SigningAlgorithm::Rs256, SigningAlgorithm::Es256].map(|algorithm| (algorithm, life)))
            .map(make)
            .collect()
    }

    /// Returns a signing key, counted through all workspaces.
    pub(super) fn signing_key(&self, keys: &[SigningKeyPair], number: u64) -> Result<SealedSigningKey, Error> {
        let workspace_id = self.workspace_id(number / KEYS);
        let nth = usize::try_from(number % KEYS).map_err(Error::other)?;
        let SigningKeyPair { algorithm, life, public_key, private } = keys.get(nth).ok_or_else(|| Error::other("no such key"))?;
        let sealed_private_key = self.keys.seal(&format!("signing-key {workspace_id}"), private, &SystemRandom)?;
        Ok(SealedSigningKey {
            id: KeyId::new(self.seeded_at, bytes(&SystemRandom)),
            workspace_id,
            algorithm: *algorithm,
            public_key: public_key.clone(),
            sealed_private_key,
            life: *life,
        })
    }

    pub(super) fn client(&self, number: u64) -> Result<(Client, Option<HashedSecret>), Error> {
        let mut settings = web_settings(&format!("Application {number}"), ClientType::ServerSideWeb)?;
        settings.signing.id_token_signed_response_alg = Some(SigningAlgorithm::Es256);
        let workspace = number % self.scale.workspaces;
        Ok(self.record(self.client_id(number), workspace, settings))
    }

    pub(super) fn special_clients(&self) -> Result<Vec<(Client, Option<HashedSecret>)>, Error> {
        let rs256 = web_settings("RS256", ClientType::ServerSideWeb)?;
        let mut dpop = web_settings("DPoP", ClientType::SinglePage)?;
        dpop.signing.id_token_signed_response_alg = Some(SigningAlgorithm::Es256);
        dpop.dpop_bound_access_tokens = true;
        let mut service = ClientSettings::defaults(Name::parse("Service")?, ClientType::Service);
        service.scopes.insert(Scope::parse(INTROSPECT_TOKENS).map_err(Error::other)?);
        let clients = [(SpecialClient::Rs256, rs256), (SpecialClient::Dpop, dpop), (SpecialClient::Service, service)];
        Ok(clients.into_iter().map(|(client, settings)| self.record(self.special_client_id(client), 0, settings)).collect())
    }

    fn record(&self, id: domain::id::ClientId, workspace: u64, settings: ClientSettings) -> (Client, Option<HashedSecret>) {
        let workspace_id = self.workspace_id(workspace);
        let secret = settings.has_secret().then(|| self.keys.hash_client_secret(workspace_id, self.client_secret()));
        let client = Client {
            id,
            workspace_id,
            created_at: self.seeded_at,
            version: 1,
            epoch: 0,
            document: None,
            registered_itself: false,
            status: ClientStatus::Active,
            settings,
        };
        (client, secret)
    }

    pub(super) fn user(&self, number: u64) -> Result<UserRecord, Error> {
        let email = format!("user-{number}@example.com");
        let mut profile = UserProfile::named(Name::parse(&format!("User {number}"))?);
        profile.email = Some(email.clone());
        let user = User {
            id: self.user_id(number),
            workspace_id: self.workspace_id(number % self.scale.workspaces),
            identifier: UserIdentifier::parse(&email)?,
            status: UserStatus::Active,
            created_at: self.seeded_at,
            version: 1,
            profile,
        };
        Ok(UserRecord { user, password_hash: None })
    }

    pub(super) fn family(&self, pool: Pool, number: u64) -> Result<Family, Error> {
        let began = self.seeded_at.plus_seconds(-UNUSED);
        Ok(Family {
            authorization: Authorization {
                id: self.family_id(pool, number),
                workspace_id: self.workspace_id(self.workspace_of(pool, number)),
                client_id: self.client_of(pool, number),
                user_id: self.user_of(pool, number),
                login_session_id: LoginSessionId::new(began, bytes(&SystemRandom)),
                scopes: pool.scopes().parse::<Scopes>().map_err(Error::other)?,
                resources: Resources::none(),
                authorization_details: AuthorizationDetails::none(),
                auth_time: began,
                signed_in_by: None,
                acr: None,
                claims: GrantedClaims::default(),
                sector: None,
                created_at: began,
                ends_with_session: false,
                bound_to: (pool == Pool::Dpop).then(|| Binding::Key(self.proof_key.thumbprint())),
            },
            position: Position {
                generation: pool.generation(),
                confirmed: true,
                rotated_at: began,
                last_used_at: began,
                expires_at: began.plus_seconds(LIFETIME),
                expires_by: EndRule::Absolute,
                idle_ttl: IdleTtl::SHORTEST,
                revoked: (pool == Pool::Dead).then_some(Revocation { at: self.seeded_at, reason: RevocationReason::Client }),
            },
        })
    }

    /// Returns a code of a client of the first workspace, which is trusted and so needs no consent.
    pub(super) fn code(&self, number: u64) -> Result<AuthorizationCode, Error> {
        Ok(AuthorizationCode {
            hash: hash_secret("authorization-code", &self.code_text(number)),
            workspace_id: self.workspace_id(0),
            client_id: self.code_client(),
            user_id: self.user_of(Pool::Plain, number),
            login_session_id: LoginSessionId::new(self.seeded_at, bytes(&SystemRandom)),
            redirect_uri: REDIRECT_URI.to_owned(),
            redirect_uri_named: false,
            scopes: Pool::Usual.scopes().parse::<Scopes>().map_err(Error::other)?,
            left_out: Scopes::default(),
            offline_consented: true,
            offline_requested: true,
            nonce: None,
            code_challenge: None,
            dpop_jkt: None,
            resources: Resources::none(),
            authorization_details: AuthorizationDetails::none(),
            auth_time: self.seeded_at,
            signed_in_by: None,
            acr: None,
            claims: GrantedClaims::default(),
            sector: SignInSector::Kept(None),
            consent_begun_at: None,
            session_expires_at: self.seeded_at.plus_seconds(CODE_LIFETIME),
            expires_at: self.seeded_at.plus_seconds(CODE_LIFETIME),
            redeemed: None,
        })
    }
}

/// A private key, not sealed.
pub(super) struct SigningKeyPair {
    algorithm: SigningAlgorithm,
    life: KeyLife,
    public_key: Vec<u8>,
    private: Vec<u8>,
}

/// Returns the settings of a client that users sign in to, and that may have refresh tokens.
fn web_settings(name: &str, client_type: ClientType) -> Result<ClientSettings, Error> {
    let mut settings = ClientSettings::defaults(Name::parse(name)?, client_type);
    settings.grant_types.insert(GrantType::RefreshToken);
    settings.scopes.insert(Scope::parse(OFFLINE_ACCESS).map_err(Error::other)?);
    settings.redirect_uris.push(RedirectUri::parse(REDIRECT_URI).map_err(Error::other)?);
    settings.trusted = true;
    Ok(settings)
}
