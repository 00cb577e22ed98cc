//! The engine as a library: no HTTP, no SQL, a clock that is turned by hand. A user signs in at a native application, whose refresh token
//! is used, lost on the way, and stolen.
//!
//! `cargo run -p engine --example library`
#![expect(clippy::print_stdout, reason = "it gives an account of what happens")]

use std::{error::Error, net::Ipv4Addr, sync::Arc};

use aws_lc_rs::digest;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{
    client::{Client, ClientSettings, ClientStatus, ClientType},
    clock::{Clock, FixedClock, Timestamp},
    grant_type::GrantType,
    id::{ClientId, ServiceId, TenantId, UserId, WorkspaceId},
    name::{Name, Slug},
    redirect_uri::RedirectUri,
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
        authorize::Authorization,
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

const CALLBACK: &str = "com.example.notes:/callback";
const PASSWORD: &str = "correct horse battery staple";

#[tokio::main]
async fn main() -> Result<()> {
    let notes = Application::new().await?;

    println!("Alice signs in at Notes and agrees to offline access.");
    let first = refresh_token(notes.sign_in().await?)?;
    println!("  Notes has a refresh token: {}", shown(&first));

    notes.clock.advance_seconds(3600);
    println!("An hour later the access token has expired, and Notes refreshes.");
    let second = refresh_token(notes.refresh(&first).await?)?;
    println!("  It has a new one: {}", shown(&second));

    notes.clock.advance_seconds(3600);
    println!("It refreshes again, and loses the answer in a tunnel.");
    let lost = refresh_token(notes.refresh(&second).await?)?;
    notes.clock.advance_seconds(20);
    println!("Twenty seconds later it asks once more, with the token that it still has.");
    let third = refresh_token(notes.refresh(&second).await?)?;
    println!("  It gets the one that was lost: {} is {}", shown(&third), shown(&lost));

    notes.clock.advance_seconds(14 * 24 * 3600);
    println!("Two weeks later somebody finds the very first token in an old backup, and tries it.");
    println!("  {}", outcome(notes.refresh(&first).await));
    println!("Whoever it was, two had the same token. So it has ended for both of them, and Notes asks Alice to sign in again:");
    println!("  {}", outcome(notes.refresh(&third).await));

    println!("\nWhat the engine wrote down:");
    for event in notes.storage.token_events() {
        println!("  {}  {:?}", event.at, event.kind);
    }
    Ok(())
}

/// An application with a user, a server for them, and a clock.
struct Application {
    engine: Engine<MemoryStorage>,
    storage: MemoryStorage,
    clock: Arc<FixedClock>,
    client_id: ClientId,
}

impl Application {
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

    /// The authorization code flow with PKCE (RFC 8252), as browser and application walk it.
    async fn sign_in(&self) -> Result<TokenResponse> {
        let realm = self.engine.realm("acme", "main").await?.ok_or("the workspace")?;
        let visitor = Visitor { name: "alice@example.com", address: Ipv4Addr::LOCALHOST.into(), device: None };
        let mut candidate = match self.engine.sign_in_candidate(&realm, visitor).await? {
            SignInAttempt::Candidate(candidate) => *candidate,
            SignInAttempt::TooMany(too_many) => return Err(too_many.into()),
        };
        let matches = candidate.check(Secret::new(PASSWORD.to_owned())).await?;
        let session = self.engine.sign_in(&realm, candidate, matches, SigningIn::default()).await?.started().ok_or("the right password")?;

        let verifier = random::new_secret(&SystemRandom);
        let challenge = URL_SAFE_NO_PAD.encode(digest::digest(&digest::SHA256, verifier.expose().as_bytes()));
        let query = form(&[
            ("response_type", "code"),
            ("client_id", &self.client_id.to_string()),
            ("redirect_uri", CALLBACK),
            ("scope", "openid offline_access"),
            ("code_challenge", &challenge),
            ("code_challenge_method", "S256"),
        ]);
        let cookie = Some(session.cookie.expose().as_str());
        let Authorization::Consent(page) = self.engine.authorize(&realm, &query, cookie).await? else {
            return Err("Alice is asked".into());
        };
        let Authorization::Answer(answer) = self.engine.consent(&realm, &page.interaction, Browser::of(cookie), true).await? else {
            return Err("Alice agreed".into());
        };
        let code = answer.parameters.iter().find(|(name, _)| *name == "code").ok_or("a code")?;
        self.token(&[
            ("grant_type", "authorization_code"),
            ("code", &code.1),
            ("redirect_uri", CALLBACK),
            ("code_verifier", verifier.expose()),
        ])
        .await
    }

    async fn refresh(&self, token: &Secret<String>) -> Result<TokenResponse> {
        self.token(&[("grant_type", "refresh_token"), ("refresh_token", token.expose())]).await
    }

    async fn token(&self, parameters: &[(&str, &str)]) -> Result<TokenResponse> {
        let realm = self.engine.realm("acme", "main").await?.ok_or("the workspace")?;
        let client_id = self.client_id.to_string();
        let parameters = [parameters, &[("client_id", client_id.as_str())]].concat();
        let form = Form::parse(&form(&parameters))?;
        Ok(self.engine.token(&realm, ClientRequest { authorization: None, certificate: None, form: &form }, ProofHeader::Absent).await?)
    }
}

/// What an administrator would set up: a workspace, a user, and a client with everything that a refresh token needs.
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

    let mut settings = ClientSettings::defaults(Name::parse("Notes")?, ClientType::MobileDesktop);
    settings.grant_types.insert(GrantType::RefreshToken);
    settings.scopes.insert(Scope::parse(OFFLINE_ACCESS)?);
    settings.redirect_uris = vec![RedirectUri::parse(CALLBACK)?];
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

fn form(parameters: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(parameters).finish()
}

fn refresh_token(response: TokenResponse) -> Result<Secret<String>> {
    response.refresh_token.ok_or_else(|| "a refresh token".into())
}

/// The end of a token, which tells one from another.
fn shown(token: &Secret<String>) -> String {
    token
        .expose()
        .char_indices()
        .rev()
        .nth(5)
        .and_then(|(at, _)| token.expose().get(at..))
        .map_or_else(String::new, |end| format!("…{end}"))
}

fn outcome(answer: Result<TokenResponse>) -> String {
    match answer {
        Ok(_) => "It works.".to_owned(),
        Err(refusal) => format!("Refused: {refusal}"),
    }
}
