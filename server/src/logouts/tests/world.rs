//! An installation with a user, its clients, and their servers on this machine.

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex},
};

use base64::{
    Engine as _,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use control::{Actor, Operator};
use domain::{
    audit::{AuditAction, AuditEvent},
    client::{Client, ClientSettings, ClientType},
    client_uri::BackchannelLogoutUri,
    clock::{Clock as _, FixedClock, Timestamp},
    id::ClientId,
    logout::LogoutDelivery,
    name::Slug,
    redirect_uri::RedirectUri,
    user::User,
    view::{AuditFilter, NewUser, NewWorkspace},
    workspace::WorkspacePath,
};
use engine::{
    Engine, Realm,
    client_auth::ClientRequest,
    endpoint::{
        authorize::Authorization,
        sign_in::{SignInAttempt, SigningIn},
    },
    form::Form,
    gate::{Gate, Visitor},
    keys::{KeyRing, MasterKeys},
    random::{SeededRandom, SystemRandom},
};
use serde_json::Value;
use store::{EngineStorage, testing::TestStore};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpListener,
};

use crate::{
    PublishedDocuments, PublishedKeys,
    client_authorities::ClientAuthorities,
    config::{AddressRange, Configuration, Sources},
    delivery::Deliverer,
    fetch::Fetcher,
    installation::Installation,
    logouts::Logouts,
    node::Node,
};

/// RFC 7636 appendix B.
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
const REDIRECT_URI: &str = "https://shop.example.com/callback";
const PASSWORD: &str = "violet-canyon-marble-47";

/// A logout token that was posted.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Received {
    pub(super) header: Value,
    pub(super) claims: Value,
    pub(super) answered: u16,
}

/// The server of an application, which answers with a status that can be changed.
#[derive(Clone)]
pub(super) struct Receiver {
    pub(super) uri: BackchannelLogoutUri,
    status: Arc<Mutex<(u16, &'static str)>>,
    received: Arc<Mutex<Vec<Received>>>,
}

pub(super) fn part(token: &str, place: usize) -> Value {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(token.split('.').nth(place).unwrap()).unwrap()).unwrap()
}

pub(super) async fn listen() -> (TcpListener, BackchannelLogoutUri) {
    let listener = TcpListener::bind(SocketAddr::new("127.0.0.2".parse().unwrap(), 0)).await.unwrap();
    let uri = BackchannelLogoutUri::parse(&format!("http://{}/logout?of=shop", listener.local_addr().unwrap())).unwrap();
    (listener, uri)
}

impl Receiver {
    pub(super) async fn open() -> Self {
        let (listener, uri) = listen().await;
        let receiver = Self { uri, status: Arc::new(Mutex::new((200, ""))), received: Arc::default() };
        let own = receiver.clone();
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let mut head = Vec::new();
                while !head.ends_with(b"\r\n\r\n") {
                    head.push(stream.read_u8().await.unwrap());
                }
                let head = String::from_utf8(head).unwrap();
                let header = |name: &str| {
                    let line = head.lines().find_map(|line| line.strip_prefix(&format!("{name}: ")));
                    line.unwrap_or_else(|| panic!("{name} in {head}")).to_owned()
                };
                assert!(head.starts_with("POST /logout?of=shop HTTP/1.1\r\n"), "{head}");
                assert_eq!(header("content-type"), "application/x-www-form-urlencoded");
                let mut body = vec![0; header("content-length").parse().unwrap()];
                stream.read_exact(&mut body).await.unwrap();
                let form: Vec<(String, String)> = form_urlencoded::parse(&body).into_owned().collect();
                let [(name, token)] = form.as_slice() else { panic!("{form:?}") };
                assert_eq!(name, "logout_token");
                let (status, more) = *own.status.lock().unwrap();
                own.received.lock().unwrap().push(Received { header: part(token, 0), claims: part(token, 1), answered: status });
                let _ = stream.write_all(format!("HTTP/1.1 {status} X\r\n{more}content-length: 5\r\n\r\nhello").as_bytes()).await;
            }
        });
        receiver
    }

    pub(super) fn answers(&self, status: u16) {
        *self.status.lock().unwrap() = (status, "");
    }

    pub(super) fn received(&self) -> Vec<Received> {
        self.received.lock().unwrap().clone()
    }

    /// The sessions that it was told of, in their order.
    pub(super) fn sessions(&self) -> Vec<Value> {
        self.received().iter().map(|received| received.claims["sid"].clone()).collect()
    }
}

/// A client, and the secret that it authenticates by.
pub(super) struct App {
    pub(super) id: ClientId,
    secret: String,
}

/// An installation with a workspace and a user.
pub(super) struct World {
    pub(super) installation: Installation,
    pub(super) engine: Engine<EngineStorage>,
    pub(super) clock: Arc<FixedClock>,
    pub(super) path: WorkspacePath,
    pub(super) user: User,
    _store: TestStore,
}

impl World {
    pub(super) async fn on(store: TestStore) -> Self {
        let clock = Arc::new(FixedClock::at(Timestamp::from_millis(1_795_000_000_000)));
        let installation = Installation {
            configuration: Arc::new(Configuration::from_sources(&Sources::default()).unwrap()),
            store: store.store().clone(),
            keys: KeyRing::new(MasterKeys::parse(&MasterKeys::new_file(&SystemRandom)).unwrap()),
            clock: clock.clone(),
            random: Arc::new(SeededRandom::new(7)),
            gate: Gate::default(),
            node: Node::default(),
            published_keys: PublishedKeys::default(),
            published_documents: PublishedDocuments::default(),
            client_authorities: ClientAuthorities::default(),
        };
        let path = WorkspacePath::new(Slug::parse("acme").unwrap(), Slug::parse("shop").unwrap());
        let operator = installation.control().acting_as(Actor::CommandLine);
        operator.create_tenant("acme", "Acme").await.unwrap();
        operator.create_workspace(&path.tenant, NewWorkspace { name: "Shop".to_owned(), slug: "shop".to_owned() }).await.unwrap();
        let [identifier, name, password] = ["alice@example.com", "Alice", PASSWORD].map(str::to_owned);
        let user = operator.create_user(&path, NewUser { identifier, name, email: String::new(), password }).await.unwrap();
        Self { engine: installation.engine(), installation, clock, path, user, _store: store }
    }

    pub(super) async fn new() -> Self {
        Self::on(TestStore::sqlite().await.unwrap()).await
    }

    pub(super) fn operator(&self) -> Operator {
        self.installation.control().acting_as(Actor::CommandLine)
    }

    /// A client that is told of sign-outs at this address, of each session by its name.
    pub(super) async fn app(&self, name: &str, uri: &BackchannelLogoutUri) -> App {
        let made = self.operator().create_client(&self.path, name, ClientType::ServerSideWeb).await.unwrap();
        let (id, secret) = (made.client.id, made.secret.unwrap().expose().clone());
        self.set(id, |settings| {
            settings.trusted = true;
            settings.redirect_uris = vec![RedirectUri::parse(REDIRECT_URI).unwrap()];
            settings.backchannel_logout_uri = Some(uri.clone());
            settings.backchannel_logout_session_required = true;
        })
        .await;
        App { id, secret }
    }

    async fn client(&self, id: ClientId) -> Client {
        self.operator().load_client(&self.path, id).await.unwrap().client
    }

    pub(super) async fn set(&self, id: ClientId, change: impl FnOnce(&mut ClientSettings)) {
        let Client { mut settings, version, .. } = self.client(id).await;
        change(&mut settings);
        self.operator().set_client(&self.path, id, version, settings).await.unwrap();
    }

    pub(super) async fn realm(&self) -> Arc<Realm> {
        self.engine.realm("acme", "shop").await.unwrap().unwrap()
    }

    /// Signs the user in; the cookie of the session.
    pub(super) async fn sign_in(&self) -> String {
        let visitor = Visitor { name: "alice@example.com", address: "203.0.113.7".parse().unwrap(), device: None };
        let realm = self.realm().await;
        let SignInAttempt::Candidate(candidate) = self.engine.sign_in_candidate(&realm, visitor).await.unwrap() else { panic!("too many") };
        let outcome = self.engine.sign_in(&realm, *candidate, true, SigningIn::default()).await.unwrap();
        outcome.started().unwrap().cookie.expose().clone()
    }

    /// Signs in to an application in a session. Returns the session's name and the ID token.
    pub(super) async fn log_in(&self, app: &App, session: &str) -> (Value, String) {
        let (realm, id) = (self.realm().await, app.id.to_string());
        let query = encoded(&[
            ("response_type", "code"),
            ("client_id", &id),
            ("redirect_uri", REDIRECT_URI),
            ("scope", "openid"),
            ("code_challenge", CHALLENGE),
            ("code_challenge_method", "S256"),
        ]);
        let answer = match self.engine.authorize(&realm, &query, Some(session)).await.unwrap() {
            Authorization::Answer(answer) => answer,
            other => panic!("no answer: {other:?}"),
        };
        let code = answer.parameters.iter().find(|(name, _)| *name == "code").unwrap().1.clone();
        let exchange = [("grant_type", "authorization_code"), ("code", &code), ("redirect_uri", REDIRECT_URI), ("code_verifier", VERIFIER)];
        let form = Form::parse(&encoded(&exchange)).unwrap();
        let header = format!("Basic {}", STANDARD.encode(format!("{id}:{}", app.secret)));
        let request = ClientRequest { authorization: Some(&header), certificate: None, form: &form };
        let tokens = self.engine.token(&realm, request, std::iter::empty::<&str>().collect()).await.unwrap();
        let id_token = tokens.id_token.unwrap().expose().clone();
        (part(&id_token, 1)["sid"].clone(), id_token)
    }

    /// Signs the user in and into an application; the cookie and the name of the session.
    pub(super) async fn session_with(&self, app: &App) -> (String, Value) {
        let session = self.sign_in().await;
        let (sid, _) = self.log_in(app, &session).await;
        (session, sid)
    }

    /// The user signs out on the server's own page.
    pub(super) async fn sign_out(&self, session: &str) {
        self.engine.logout(&*self.realm().await, &Form::parse("").unwrap(), Some(session), true).await.unwrap();
    }

    pub(super) fn deliverer(&self) -> Deliverer<Logouts> {
        Deliverer::new(Logouts::with(&self.installation, Fetcher::open(&AddressRange::parse_list("127.0.0.2").unwrap())))
    }

    /// Delivers until nothing is due at this time.
    pub(super) async fn settle(&self) {
        while !self.installation.store.list_due_logout_receivers(self.clock.now(), 8).await.unwrap().is_empty() {
            self.deliverer().pass().await.unwrap();
        }
    }

    /// How an application takes what it is told, as its page shows it.
    pub(super) async fn delivery(&self, app: &App) -> LogoutDelivery {
        self.operator().load_client(&self.path, app.id).await.unwrap().logouts.unwrap()
    }

    /// The lines about sign-outs that were not delivered, in no order: they are written at once.
    pub(super) async fn undelivered(&self) -> Vec<AuditEvent> {
        let filter = AuditFilter { action: Some(AuditAction::ClientLogoutUndelivered), ..AuditFilter::default() };
        self.operator().list_audit_events(&self.path.tenant, Some(&self.path.workspace), filter, None).await.unwrap().items
    }
}

pub(super) fn encoded(pairs: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}
