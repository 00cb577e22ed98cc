//! Token exchange (RFC 8693) by the engine alone: a job calls the resource server of orders, and that calls the one of billing in its name.
//!
//! `cargo run -p engine --example token_exchange`
#![expect(clippy::print_stdout, reason = "it gives an account of what happens")]

use std::{error::Error, sync::Arc};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use domain::{
    client::{Client, ClientSettings, ClientStatus, ClientType},
    clock::{Clock, FixedClock, Timestamp},
    grant_type::GrantType,
    id::{ClientId, ServiceId, TenantId, WorkspaceId},
    name::{Name, Slug},
    resource::{Resource, Resources},
    scope::Scopes,
    service::{Service, ServiceKind},
    settings::{authorization::AuthorizationSettings, sign_in::SignInSettings, tokens::TokenSettings},
    signing::SigningAlgorithm,
    tenant::Tenant,
    token_exchange::TokenExchangePolicy,
    trusted_issuer::TrustedIssuers,
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
    storage::ClientRecord,
    token::TokenResponse,
};
use url::{Url, form_urlencoded};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

const SECRET: &str = "a-secret-of-each-of-them";
const ACCESS_TOKEN: &str = "urn:ietf:params:oauth:token-type:access_token";
const ORDERS: &str = "https://orders.example.com/";
const BILLING: &str = "https://billing.example.com/";

#[tokio::main]
async fn main() -> Result<()> {
    let works = Works::new()?;

    println!("A job gets an access token for the orders.");
    let own = [("grant_type", "client_credentials"), ("resource", ORDERS), ("scope", "orders.see invoices.see")];
    let token = works.tokens(works.job, &own).await?.access_token.expose().clone();
    println!("  {}", works.seen(works.job, &token).await?);

    println!("The orders exchange it for one with which they call the billing.");
    let target = [("audience", BILLING), ("scope", "invoices.see")];
    let exchanged = works.exchange(&token, &target).await?.access_token.expose().clone();
    println!("  {}", works.seen(works.orders, &exchanged).await?);

    println!("They may ask for what their policy names, and nothing else.");
    println!("  {}", outcome(works.exchange(&token, &[("audience", "https://bank.example.com/")]).await));
    println!("  {}", outcome(works.exchange(&token, &[("scope", "invoices.write")]).await));

    println!("The job revokes its token. What came of it ends, too.");
    works.revoke(works.job, &token).await?;
    println!("  {}", works.seen(works.orders, &exchanged).await?);
    println!("  {}", outcome(works.exchange(&token, &[]).await));

    println!("\nWhat the engine wrote down:");
    for event in works.storage.token_events() {
        println!("  {}  {:?}", event.at, event.kind);
    }
    Ok(())
}

/// A job and a resource server, and the server that they get their tokens from.
struct Works {
    engine: Engine<MemoryStorage>,
    storage: MemoryStorage,
    job: ClientId,
    orders: ClientId,
}

impl Works {
    fn new() -> Result<Self> {
        let random = SystemRandom;
        let clock = Arc::new(FixedClock::at(Timestamp::from_millis(1_767_225_600_000)));
        let keys = KeyRing::new(MasterKeys::parse(&MasterKeys::new_file(&random))?);
        let storage = MemoryStorage::new();
        let now = clock.now();
        let workspace = fill(&storage, &keys, now, &random)?;
        let client = |name: &str, grant: GrantType, token_exchange: TokenExchangePolicy| -> Result<ClientId> {
            let usual = ClientSettings::defaults(Name::parse(name)?, ClientType::Service);
            let scopes: Scopes = "orders.see invoices.see".parse()?;
            let settings = ClientSettings { grant_types: [grant].into(), scopes, token_exchange, ..usual };
            let id = ClientId::new(now, random::bytes(&random));
            let status = ClientStatus::Active;
            let client = Client {
                id,
                workspace_id: workspace,
                created_at: now,
                version: 1,
                epoch: 0,
                document: None,
                registered_itself: false,
                status,
                settings,
            };
            let secret_hash = Some(keys.hash_client_secret(workspace, SECRET).hash);
            storage.put_client(ClientRecord { client, secret_hash, secret_used_at: None, previous_secret: None });
            Ok(id)
        };
        let job = client("Job", GrantType::ClientCredentials, TokenExchangePolicy::default())?;
        // It is the resource server of orders, and calls that of billing.
        let [subject_audiences, exchange_targets]: [Resources; 2] = [ORDERS.parse()?, BILLING.parse()?];
        let policy = TokenExchangePolicy { subject_audiences, exchange_targets, ..TokenExchangePolicy::default() };
        let orders = client("Orders", GrantType::TokenExchange, policy)?;
        let base = Url::parse("https://id.example.com")?;
        let engine = Engine::new(storage.clone(), keys, clock as Arc<dyn Clock>, Arc::new(random), &base);
        Ok(Self { engine, storage, job, orders })
    }

    /// Asks for tokens as a client.
    async fn tokens(&self, client: ClientId, parameters: &[(&str, &str)]) -> Result<TokenResponse> {
        let realm = self.engine.realm("acme", "main").await?.ok_or("the workspace")?;
        let (form, header) = (form(parameters)?, basic(client));
        let request = ClientRequest { authorization: Some(&header), certificate: None, form: &form };
        Ok(self.engine.token(&realm, request, ProofHeader::Absent).await?)
    }

    /// The orders exchange a token (§2.1).
    async fn exchange(&self, token: &str, more: &[(&str, &str)]) -> Result<TokenResponse> {
        let subject = [("grant_type", GrantType::TokenExchange.name()), ("subject_token", token), ("subject_token_type", ACCESS_TOKEN)];
        self.tokens(self.orders, &[&subject[..], more].concat()).await
    }

    /// What introspection tells a client about a token.
    async fn seen(&self, client: ClientId, token: &str) -> Result<String> {
        let realm = self.engine.realm("acme", "main").await?.ok_or("the workspace")?;
        let (form, header) = (form(&[("token", token)])?, basic(client));
        let seen = self.engine.introspect(&realm, ClientRequest { authorization: Some(&header), certificate: None, form: &form }).await?;
        Ok(serde_json::to_string(&seen)?)
    }

    async fn revoke(&self, client: ClientId, token: &str) -> Result<()> {
        let realm = self.engine.realm("acme", "main").await?.ok_or("the workspace")?;
        let (form, header) = (form(&[("token", token)])?, basic(client));
        Ok(self.engine.revoke(&realm, ClientRequest { authorization: Some(&header), certificate: None, form: &form }).await?)
    }
}

fn form(parameters: &[(&str, &str)]) -> Result<Form> {
    Ok(Form::parse(&form_urlencoded::Serializer::new(String::new()).extend_pairs(parameters).finish())?)
}

fn basic(client: ClientId) -> String {
    format!("Basic {}", STANDARD.encode(format!("{client}:{SECRET}")))
}

/// What an administrator would set up beside the clients: a workspace with two resource servers.
fn fill(storage: &MemoryStorage, keys: &KeyRing, now: Timestamp, random: &dyn Random) -> Result<WorkspaceId> {
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
    let workspace_id = workspace.id;
    for (name, resource) in [("Orders", ORDERS), ("Billing", BILLING)] {
        let (id, name) = (ServiceId::new(now, random::bytes(random)), Name::parse(name)?);
        let resource = Some(Resource::parse(resource)?);
        storage.put_service(Service { id, workspace_id, name, kind: ServiceKind::Custom, scopes: Vec::new(), resource, version: 1 });
    }
    for algorithm in [SigningAlgorithm::Rs256, SigningAlgorithm::Es256] {
        storage.put_signing_key(keys.new_signing_key(workspace_id, algorithm, now, random)?);
    }
    storage.put_tenant(tenant);
    storage.put_workspace(workspace);
    Ok(workspace_id)
}

fn outcome(answer: Result<TokenResponse>) -> String {
    match answer {
        Ok(_) => "It has a token.".to_owned(),
        Err(refusal) => format!("No token: {refusal}"),
    }
}
