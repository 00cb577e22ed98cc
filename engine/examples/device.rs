//! The device authorization grant (RFC 8628) by the engine alone: a television shows a code, and its owner allows it on a telephone.
//!
//! `cargo run -p engine --example device`
#![expect(clippy::print_stdout, reason = "it gives an account of what happens")]

use std::{error::Error, net::Ipv4Addr, sync::Arc};

use domain::{
    client::{Client, ClientSettings, ClientStatus, ClientType},
    clock::{Clock, FixedClock, Timestamp},
    grant_type::GrantType,
    id::{ClientId, ServiceId, TenantId, UserId, WorkspaceId},
    name::{Name, Slug},
    scope::{OFFLINE_ACCESS, Scope},
    secret::Secret,
    service::{self, Service},
    settings::{authorization::AuthorizationSettings, sign_in::SignInSettings, tokens::TokenSettings},
    signing::SigningAlgorithm,
    tenant::Tenant,
    trusted_issuer::TrustedIssuers,
    user::{User, UserIdentifier, UserProfile, UserStatus},
    workspace::Workspace,
};
use engine::{
    Door, Engine,
    browser::Browser,
    client_auth::ClientRequest,
    dpop::ProofHeader,
    endpoint::{
        authorize::{Authorization, DeviceEnd, UserCodeAnswer},
        device_authorization::{DeviceAuthorization, INTERVAL},
        sign_in::{SignInAttempt, SigningIn},
    },
    form::Form,
    gate::Visitor,
    keys::{KeyRing, MasterKeys},
    memory::MemoryStorage,
    password::{Lane, Pool},
    random::{self, Random, SystemRandom},
    storage::{ClientRecord, UserRecord},
    token::TokenResponse,
};
use url::{Url, form_urlencoded};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

const PASSWORD: &str = "correct horse battery staple";
const GRANT: &str = "urn:ietf:params:oauth:grant-type:device_code";

#[tokio::main]
async fn main() -> Result<()> {
    let cinema = Cinema::new().await?;

    println!("A television asks for its codes.");
    let device = cinema.begin().await?;
    println!("  It shows {}, and the address {}", device.user_code, device.verification_uri);
    println!("It asks whether somebody has come.");
    println!("  {}", outcome(cinema.ask(&device).await));
    println!("It asks again at once.");
    println!("  {}", outcome(cinema.ask(&device).await));

    println!("Alice types the code on her telephone, signs in, and allows it.");
    cinema.allow(&device.user_code.to_lowercase()).await?;
    cinema.clock.advance_seconds(2 * INTERVAL);
    println!("The television asks again.");
    let tokens = cinema.ask(&device).await?;
    println!(
        "  It has an access token for {} seconds, and {}",
        tokens.expires_in,
        if tokens.refresh_token.is_some() { "a refresh token." } else { "no refresh token." }
    );
    println!("Its code is good once.");
    println!("  {}", outcome(cinema.ask(&device).await));

    println!("\nWhat the engine wrote down:");
    for event in cinema.storage.token_events() {
        println!("  {}  {:?}", event.at, event.kind);
    }
    Ok(())
}

/// An application for televisions with a user, a server for them, and a clock.
struct Cinema {
    engine: Engine<MemoryStorage>,
    storage: MemoryStorage,
    clock: Arc<FixedClock>,
    client_id: ClientId,
}

impl Cinema {
    async fn new() -> Result<Self> {
        let random = SystemRandom;
        let clock = Arc::new(FixedClock::at(Timestamp::from_millis(1_767_225_600_000)));
        let keys = KeyRing::new(MasterKeys::parse(&MasterKeys::new_file(&random))?);
        let storage = MemoryStorage::new();
        let client_id = fill(&storage, &keys, clock.now(), &random).await?;
        let base = Url::parse("https://id.example.com")?;
        let engine = Engine::new(storage.clone(), keys, Arc::clone(&clock) as Arc<dyn Clock>, Arc::new(random), &base);
        Ok(Self { engine, storage, clock, client_id })
    }

    fn form(&self, parameters: &[(&str, &str)]) -> Result<Form> {
        let client_id = self.client_id.to_string();
        let parameters = [parameters, &[("client_id", client_id.as_str())]].concat();
        Ok(Form::parse(&form_urlencoded::Serializer::new(String::new()).extend_pairs(parameters).finish())?)
    }

    /// The television begins (§3.1).
    async fn begin(&self) -> Result<DeviceAuthorization> {
        let realm = self.engine.realm("acme", "main").await?.ok_or("the workspace")?;
        let form = self.form(&[("scope", "openid offline_access")])?;
        let request = ClientRequest { authorization: None, certificate: None, form: &form };
        Ok(self.engine.authorize_device(&realm, request, Ipv4Addr::LOCALHOST.into()).await?)
    }

    /// The television asks (§3.4).
    async fn ask(&self, device: &DeviceAuthorization) -> Result<TokenResponse> {
        let realm = self.engine.realm("acme", "main").await?.ok_or("the workspace")?;
        let form = self.form(&[("grant_type", GRANT), ("device_code", device.device_code.expose())])?;
        Ok(self.engine.token(&realm, ClientRequest { authorization: None, certificate: None, form: &form }, ProofHeader::Absent).await?)
    }

    /// Alice at her telephone (§3.3).
    async fn allow(&self, typed: &str) -> Result<()> {
        let realm = self.engine.realm("acme", "main").await?.ok_or("the workspace")?;
        let visitor = Visitor { name: "alice@example.com", address: Ipv4Addr::LOCALHOST.into(), device: None };
        let mut candidate = match self.engine.sign_in_candidate(&realm, visitor).await? {
            SignInAttempt::Candidate(candidate) => *candidate,
            SignInAttempt::TooMany(too_many) => return Err(too_many.into()),
        };
        let matches = candidate.check(Secret::new(PASSWORD.to_owned())).await?;
        let session = self.engine.sign_in(&realm, candidate, matches, SigningIn::default()).await?.started().ok_or("the right password")?;
        let cookie = Some(session.cookie.expose().as_str());
        let found = self.engine.enter_user_code(&realm, typed, Ipv4Addr::LOCALHOST.into(), Browser::of(cookie)).await?;
        let UserCodeAnswer::Found { outcome: Authorization::Device(page), code_entry } = found else {
            return Err("Alice is asked".into());
        };
        let telephone = Browser { code_entry: Some(code_entry.expose()), ..Browser::of(cookie) };
        let decided = self.engine.consent(&realm, &page.interaction, telephone, true).await?;
        let Authorization::DeviceEnd(DeviceEnd::Allowed { client_name }) = decided else {
            return Err("Alice agreed".into());
        };
        println!("  {client_name} goes on at the television.");
        Ok(())
    }
}

/// What an administrator would set up: a workspace, a user, and a client whose devices may ask for refresh tokens.
async fn fill(storage: &MemoryStorage, keys: &KeyRing, now: Timestamp, random: &dyn Random) -> Result<ClientId> {
    let tenant = Tenant {
        id: TenantId::new(now, random::bytes(random)),
        slug: Slug::parse("acme")?,
        name: Name::parse("Acme")?,
        created_at: now,
        version: 1,
    };
    let workspace = Workspace {
        id: WorkspaceId::new(now, random::bytes(random)),
        tenant_id: tenant.id,
        slug: Slug::parse("main")?,
        name: Name::parse("Main")?,
        created_at: now,
        version: 1,
        authorization: AuthorizationSettings::default(),
        tokens: TokenSettings::default(),
        sign_in: SignInSettings::default(),
        trusted_issuers: TrustedIssuers::none(),
    };
    for (kind, name, scopes) in service::defaults() {
        let id = ServiceId::new(now, random::bytes(random));
        storage.put_service(Service { id, workspace_id: workspace.id, name: Name::parse(name)?, kind, scopes, resource: None, version: 1 });
    }
    for algorithm in [SigningAlgorithm::Rs256, SigningAlgorithm::Es256] {
        storage.put_signing_key(keys.new_signing_key(workspace.id, algorithm, now, random)?);
    }

    let mut settings = ClientSettings::defaults(Name::parse("Cinema")?, ClientType::MobileDesktop);
    settings.grant_types = [GrantType::DeviceCode, GrantType::RefreshToken].into();
    settings.scopes.insert(Scope::parse(OFFLINE_ACCESS)?);
    let client_id = ClientId::new(now, random::bytes(random));
    let client = Client {
        id: client_id,
        workspace_id: workspace.id,
        created_at: now,
        version: 1,
        epoch: 0,
        document: None,
        registered_itself: false,
        status: ClientStatus::Active,
        settings,
    };
    storage.put_client(ClientRecord { client, secret_hash: None, secret_used_at: None, previous_secret: None });

    let user = User {
        id: UserId::new(now, random::bytes(random)),
        workspace_id: workspace.id,
        identifier: UserIdentifier::parse("alice@example.com")?,
        status: UserStatus::Active,
        created_at: now,
        version: 1,
        profile: UserProfile::named(Name::parse("Alice")?),
    };
    let lane = Lane { door: Door::Operator(tenant.id), network: None };
    let password_hash = Pool::default().hash(lane, Secret::new(PASSWORD.to_owned()), random).await?;
    storage.put_user(UserRecord { user, password_hash: Some(password_hash) });
    storage.put_tenant(tenant);
    storage.put_workspace(workspace);
    Ok(client_id)
}

fn outcome(answer: Result<TokenResponse>) -> String {
    match answer {
        Ok(_) => "It has tokens.".to_owned(),
        Err(refusal) => format!("No tokens: {refusal}"),
    }
}
