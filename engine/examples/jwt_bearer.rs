//! The JWT bearer grant (RFC 7523) by the engine alone: an application brings what an identity provider has signed, and gets an access token of the
//! user.
//!
//! `cargo run -p engine --example jwt_bearer`
#![expect(clippy::print_stdout, reason = "it gives an account of what happens")]

use std::{collections::BTreeSet, error::Error, sync::Arc};

use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair as _};
use base64::{
    Engine as _,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use domain::{
    client::{Client, ClientSettings, ClientStatus, ClientType},
    client_keys::JwkSet,
    clock::{Clock, FixedClock, Timestamp},
    grant_type::GrantType,
    id::{ClientId, TenantId, UserId, WorkspaceId},
    name::{Name, Slug},
    settings::{authorization::AuthorizationSettings, sign_in::SignInSettings, tokens::TokenSettings},
    signing::SigningAlgorithm,
    tenant::Tenant,
    trusted_issuer::{AssertionIssuer, ClaimName, IssuerKeys, SubjectMatch, TrustedIssuer},
    user::{User, UserIdentifier, UserProfile, UserStatus},
    workspace::Workspace,
};
use engine::{
    Engine,
    client_auth::ClientRequest,
    dpop::ProofHeader,
    form::Form,
    keys::{KeyRing, MasterKeys},
    memory::MemoryStorage,
    random::{self, Random, SystemRandom},
    storage::{ClientRecord, UserRecord},
    token::TokenResponse,
};
use serde_json::{Value, json};
use url::{Url, form_urlencoded};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

const SECRET: &str = "a-secret-of-the-application";
const IDP: &str = "https://idp.example.com";
const ISSUER: &str = "https://id.example.com/acme/main";
const SCOPES: &str = "orders.see orders.write";
const NOW: Timestamp = Timestamp::from_millis(1_767_225_600_000);

#[tokio::main]
async fn main() -> Result<()> {
    let provider = Provider(Ed25519KeyPair::generate()?);
    let works = Works::new(&provider)?;

    println!("The identity provider lets the application see Ann's orders.");
    let assertion = provider.sign(&works.identity_assertion("one", "orders.see"));
    let token = works.take(&assertion).await?;
    println!("  It may {}, for {} seconds.", token.scopes, token.expires_in);
    println!("  A refresh token: {}.", if token.refresh_token.is_some() { "yes" } else { "no" });

    println!("An assertion is used once.");
    println!("  {}", outcome(works.take(&assertion).await));

    println!("The provider cannot grant what it is not trusted for, and nobody else can sign for it.");
    println!("  {}", outcome(works.take(&provider.sign(&works.identity_assertion("two", "invoices.see"))).await));
    let stranger = Provider(Ed25519KeyPair::generate()?);
    println!("  {}", outcome(works.take(&stranger.sign(&works.identity_assertion("three", "orders.see"))).await));

    println!("\nWhat the engine wrote down:");
    for event in works.storage.token_events() {
        println!("  {}  {:?}", event.at, event.kind);
    }
    Ok(())
}

/// An identity provider with its key.
struct Provider(Ed25519KeyPair);

impl Provider {
    fn keys(&self) -> Result<JwkSet> {
        let point = URL_SAFE_NO_PAD.encode(self.0.public_key().as_ref());
        Ok(JwkSet::of(&[json!({ "kty": "OKP", "crv": "Ed25519", "x": point })])?)
    }

    fn sign(&self, claims: &Value) -> String {
        let header = json!({ "typ": "oauth-id-jag+jwt", "alg": "EdDSA" });
        let [header, claims] = [&header, claims].map(|part| URL_SAFE_NO_PAD.encode(part.to_string()));
        let message = format!("{header}.{claims}");
        let signature = URL_SAFE_NO_PAD.encode(self.0.sign(message.as_bytes()));
        format!("{message}.{signature}")
    }
}

/// An application, and the server that it gets its tokens from.
struct Works {
    engine: Engine<MemoryStorage>,
    storage: MemoryStorage,
    application: ClientId,
}

impl Works {
    fn new(provider: &Provider) -> Result<Self> {
        let random = SystemRandom;
        let clock = Arc::new(FixedClock::at(NOW));
        let keys = KeyRing::new(MasterKeys::parse(&MasterKeys::new_file(&random))?);
        let storage = MemoryStorage::new();
        let now = clock.now();
        let workspace_id = fill(&storage, &keys, &random, provider)?;
        let usual = ClientSettings::defaults(Name::parse("Application")?, ClientType::Service);
        let settings = ClientSettings { grant_types: [GrantType::JwtBearer].into(), scopes: SCOPES.parse()?, ..usual };
        let id = ClientId::new(now, random::bytes(&random));
        let status = ClientStatus::Active;
        let client =
            Client { id, workspace_id, created_at: now, version: 1, epoch: 0, document: None, registered_itself: false, status, settings };
        let secret_hash = Some(keys.hash_client_secret(workspace_id, SECRET).hash);
        storage.put_client(ClientRecord { client, secret_hash, secret_used_at: None, previous_secret: None });
        let base = Url::parse("https://id.example.com")?;
        let engine = Engine::new(storage.clone(), keys, clock as Arc<dyn Clock>, Arc::new(random), &base);
        Ok(Self { engine, storage, application: id })
    }

    /// What the provider says of Ann and the application.
    fn identity_assertion(&self, jti: &str, scope: &str) -> Value {
        let (client_id, now) = (self.application.to_string(), NOW.as_seconds());
        json!({
            "iss": IDP, "sub": "ann", "aud": ISSUER, "client_id": client_id, "jti": jti, "iat": now, "exp": now + 60, "scope": scope
        })
    }

    /// The application brings an assertion (§2.1).
    async fn take(&self, assertion: &str) -> Result<TokenResponse> {
        let realm = self.engine.realm("acme", "main").await?.ok_or("the workspace")?;
        let parameters = [("grant_type", GrantType::JwtBearer.name()), ("assertion", assertion)];
        let form = Form::parse(&form_urlencoded::Serializer::new(String::new()).extend_pairs(parameters).finish())?;
        let header = format!("Basic {}", STANDARD.encode(format!("{}:{SECRET}", self.application)));
        let request = ClientRequest { authorization: Some(&header), certificate: None, form: &form };
        Ok(self.engine.token(&realm, request, ProofHeader::Absent).await?)
    }
}

/// What an administrator would set up beside the client: a workspace with a user, which trusts the provider.
fn fill(storage: &MemoryStorage, keys: &KeyRing, random: &dyn Random, provider: &Provider) -> Result<WorkspaceId> {
    let tenant = Tenant {
        id: TenantId::new(NOW, random::bytes(random)),
        slug: Slug::parse("acme")?,
        name: Name::parse("Acme")?,
        created_at: NOW,
        version: 1,
    };
    let trusted = TrustedIssuer {
        id: Slug::parse("idp")?,
        issuer: AssertionIssuer::parse(IDP)?,
        enabled: true,
        keys: IssuerKeys::Jwks(provider.keys()?),
        algorithms: TrustedIssuer::usual_algorithms(),
        kinds: TrustedIssuer::usual_kinds(),
        any_client: true,
        clients: BTreeSet::new(),
        subject_claim: ClaimName::default(),
        subject_match: SubjectMatch::UserName,
        scopes: SCOPES.parse()?,
        assertion_ttl: TrustedIssuer::USUAL_TTL,
        access_token_ttl: None,
    };
    let workspace = Workspace {
        id: WorkspaceId::new(NOW, random::bytes(random)),
        tenant_id: tenant.id,
        slug: Slug::parse("main")?,
        name: Name::parse("Main")?,
        created_at: NOW,
        version: 1,
        authorization: AuthorizationSettings::default(),
        tokens: TokenSettings::default(),
        sign_in: SignInSettings::default(),
        trusted_issuers: [trusted].into_iter().collect(),
    };
    let user = User {
        id: UserId::new(NOW, random::bytes(random)),
        workspace_id: workspace.id,
        identifier: UserIdentifier::parse("ann")?,
        status: UserStatus::Active,
        created_at: NOW,
        version: 1,
        profile: UserProfile::named(Name::parse("Ann")?),
    };
    storage.put_user(UserRecord { user, password_hash: None });
    for algorithm in [SigningAlgorithm::Rs256, SigningAlgorithm::Es256] {
        storage.put_signing_key(keys.new_signing_key(workspace.id, algorithm, NOW, random)?);
    }
    let id = workspace.id;
    storage.put_tenant(tenant);
    storage.put_workspace(workspace);
    Ok(id)
}

fn outcome(answer: Result<TokenResponse>) -> String {
    match answer {
        Ok(_) => "It has a token.".to_owned(),
        Err(refusal) => format!("No token: {refusal}"),
    }
}
