//! Tokens that are exchanged (RFC 8693), by a whole engine in memory: who presents one that it did not get gets nothing.

use std::sync::{Arc, LazyLock};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use domain::{
    client::{Client, ClientSettings, ClientStatus, ClientType},
    clock::{Clock, FixedClock, Timestamp},
    grant_type::GrantType,
    id::{ClientId, ServiceId, TenantId, WorkspaceId},
    name::{Name, Slug},
    resource::Resource,
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
    random::SystemRandom,
    storage::ClientRecord,
    token::TokenResponse,
};
use tokio::runtime::Runtime;
use url::Url;

const SECRET: &str = "a-secret-of-each-of-them";
const ORDERS: &str = "https://orders.example.com/";
const ACCESS_TOKEN: &str = "urn:ietf:params:oauth:token-type:access_token";
const NOW: Timestamp = Timestamp::from_millis(1_767_225_600_000);

/// A server that two clients get tokens from, and an access token of the first that the second may exchange.
struct Works {
    runtime: Runtime,
    engine: Engine<MemoryStorage>,
    job: ClientId,
    orders: ClientId,
    token: String,
}

static WORKS: LazyLock<Works> = LazyLock::new(Works::new);

/// A token is exchanged where it is the one that was issued, to the letter, and nothing else is. In the text, `~` stands for that one.
pub fn exchanged_token(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let works = &*WORKS;
    let text = text.replace('~', &works.token);
    let subject = [("grant_type", GrantType::TokenExchange.name()), ("subject_token", &text), ("subject_token_type", ACCESS_TOKEN)];
    let answer = works.tokens(works.orders, &subject);
    assert_eq!(answer.is_some(), text == works.token, "{text}");
}

impl Works {
    fn new() -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        let keys = KeyRing::new(MasterKeys::parse(&MasterKeys::new_file(&SystemRandom)).expect("a master key"));
        let storage = MemoryStorage::new();
        let workspace = fill(&storage, &keys);
        let client = |number: u8, name: &str, grant: GrantType, token_exchange: TokenExchangePolicy| {
            let usual = ClientSettings::defaults(Name::parse(name).expect("a name"), ClientType::Service);
            let scopes = "orders.see".parse().expect("a scope");
            let settings = ClientSettings { grant_types: [grant].into(), scopes, token_exchange, ..usual };
            let (id, status) = (ClientId::new(NOW, [number; 10]), ClientStatus::Active);
            let client = Client {
                id,
                workspace_id: workspace,
                created_at: NOW,
                version: 1,
                epoch: 0,
                document: None,
                registered_itself: false,
                status,
                settings,
            };
            let secret_hash = Some(keys.hash_client_secret(workspace, SECRET).hash);
            storage.put_client(ClientRecord { client, secret_hash, secret_used_at: None, previous_secret: None });
            id
        };
        let job = client(1, "Job", GrantType::ClientCredentials, TokenExchangePolicy::default());
        let subject_audiences = ORDERS.parse().expect("a resource server");
        let orders =
            client(2, "Orders", GrantType::TokenExchange, TokenExchangePolicy { subject_audiences, ..TokenExchangePolicy::default() });
        let base = Url::parse("https://id.example.com").expect("an address");
        let clock: Arc<dyn Clock> = Arc::new(FixedClock::at(NOW));
        let engine = Engine::new(storage, keys, clock, Arc::new(SystemRandom), &base);
        let mut works = Self { runtime, engine, job, orders, token: String::new() };
        let own = [("grant_type", "client_credentials"), ("resource", ORDERS), ("scope", "orders.see")];
        works.token = works.tokens(works.job, &own).expect("a token").access_token.expose().clone();
        works
    }

    /// Asks for tokens as a client; there are none where it is refused.
    fn tokens(&self, client: ClientId, parameters: &[(&str, &str)]) -> Option<TokenResponse> {
        let form = Form::of(parameters.iter().copied()).ok()?;
        let header = format!("Basic {}", STANDARD.encode(format!("{client}:{SECRET}")));
        self.runtime.block_on(async {
            let realm = self.engine.realm("acme", "main").await.expect("storage").expect("the workspace");
            let request = ClientRequest { authorization: Some(&header), certificate: None, form: &form };
            self.engine.token(&realm, request, ProofHeader::Absent).await.ok()
        })
    }
}

fn fill(storage: &MemoryStorage, keys: &KeyRing) -> WorkspaceId {
    let (slug, name) = (Slug::parse("acme").expect("a slug"), Name::parse("Acme").expect("a name"));
    let tenant = Tenant { id: TenantId::new(NOW, [0; 10]), slug, name, created_at: NOW, version: 1 };
    let workspace = Workspace {
        id: WorkspaceId::new(NOW, [0; 10]),
        tenant_id: tenant.id,
        slug: Slug::parse("main").expect("a slug"),
        name: Name::parse("Main").expect("a name"),
        created_at: NOW,
        version: 1,
        authorization: AuthorizationSettings::default(),
        tokens: TokenSettings::default(),
        sign_in: SignInSettings::default(),
        trusted_issuers: TrustedIssuers::none(),
    };
    let workspace_id = workspace.id;
    let (id, name) = (ServiceId::new(NOW, [0; 10]), Name::parse("Orders").expect("a name"));
    let resource = Some(Resource::parse(ORDERS).expect("a resource server"));
    storage.put_service(Service { id, workspace_id, name, kind: ServiceKind::Custom, scopes: Vec::new(), resource, version: 1 });
    for algorithm in SigningAlgorithm::ALL {
        storage.put_signing_key(keys.new_signing_key(workspace_id, algorithm, NOW, &SystemRandom).expect("a key"));
    }
    storage.put_tenant(tenant);
    storage.put_workspace(workspace);
    workspace_id
}
