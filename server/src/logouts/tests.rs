//! Back-channel logout with receivers on this machine, a real database and a clock that is turned by hand.

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex},
    time::Duration,
};

use base64::{
    Engine as _,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use control::{Actor, Operator};
use domain::{
    audit::{AuditAction, AuditEvent},
    backoff::LONGEST_PAUSE,
    client::{Client, ClientSettings, ClientType},
    client_uri::BackchannelLogoutUri,
    clock::{Clock as _, FixedClock, Timestamp},
    id::ClientId,
    logout::{LogoutDelivery, TOLD_FOR},
    name::Slug,
    redirect_uri::RedirectUri,
    user::{User, UserStatus},
    view::{AuditFilter, NewUser, NewWorkspace, SignOut},
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

use super::Logouts;
use crate::{
    client_keys::PublishedKeys,
    config::{AddressRange, Configuration, Sources},
    delivery::{Deliverer, UnderWay},
    fetch::Fetcher,
    installation::Installation,
    node::Node,
};

/// RFC 7636 appendix B.
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
const REDIRECT_URI: &str = "https://shop.example.com/callback";
const PASSWORD: &str = "violet-canyon-marble-47";

/// A logout token that was posted.
#[derive(Debug, Clone, PartialEq)]
struct Received {
    header: Value,
    claims: Value,
    answered: u16,
}

/// The server of an application, which answers with a status that can be changed.
#[derive(Clone)]
struct Receiver {
    uri: BackchannelLogoutUri,
    status: Arc<Mutex<(u16, &'static str)>>,
    received: Arc<Mutex<Vec<Received>>>,
}

fn part(token: &str, place: usize) -> Value {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(token.split('.').nth(place).unwrap()).unwrap()).unwrap()
}

async fn listen() -> (TcpListener, BackchannelLogoutUri) {
    let listener = TcpListener::bind(SocketAddr::new("127.0.0.2".parse().unwrap(), 0)).await.unwrap();
    let uri = BackchannelLogoutUri::parse(&format!("http://{}/logout?of=shop", listener.local_addr().unwrap())).unwrap();
    (listener, uri)
}

impl Receiver {
    async fn open() -> Self {
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

    fn answers(&self, status: u16) {
        *self.status.lock().unwrap() = (status, "");
    }

    fn received(&self) -> Vec<Received> {
        self.received.lock().unwrap().clone()
    }

    /// The sessions that it was told of, in their order.
    fn sessions(&self) -> Vec<Value> {
        self.received().iter().map(|received| received.claims["sid"].clone()).collect()
    }
}

/// A client, and the secret that it authenticates by.
struct App {
    id: ClientId,
    secret: String,
}

/// An installation with a workspace and a user.
struct World {
    installation: Installation,
    engine: Engine<EngineStorage>,
    clock: Arc<FixedClock>,
    path: WorkspacePath,
    user: User,
    _store: TestStore,
}

impl World {
    async fn on(store: TestStore) -> Self {
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
        };
        let path = WorkspacePath::new(Slug::parse("acme").unwrap(), Slug::parse("shop").unwrap());
        let operator = installation.control().acting_as(Actor::CommandLine);
        operator.create_tenant("acme", "Acme").await.unwrap();
        operator.create_workspace(&path.tenant, NewWorkspace { name: "Shop".to_owned(), slug: "shop".to_owned() }).await.unwrap();
        let [identifier, name, password] = ["alice@example.com", "Alice", PASSWORD].map(str::to_owned);
        let user = operator.create_user(&path, NewUser { identifier, name, email: String::new(), password }).await.unwrap();
        Self { engine: installation.engine(), installation, clock, path, user, _store: store }
    }

    async fn new() -> Self {
        Self::on(TestStore::sqlite().await.unwrap()).await
    }

    fn operator(&self) -> Operator {
        self.installation.control().acting_as(Actor::CommandLine)
    }

    /// A client that is told of sign-outs at this address, of each session by its name.
    async fn app(&self, name: &str, uri: &BackchannelLogoutUri) -> App {
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

    async fn set(&self, id: ClientId, change: impl FnOnce(&mut ClientSettings)) {
        let Client { mut settings, version, .. } = self.client(id).await;
        change(&mut settings);
        self.operator().set_client(&self.path, id, version, settings).await.unwrap();
    }

    async fn realm(&self) -> Arc<Realm> {
        self.engine.realm("acme", "shop").await.unwrap().unwrap()
    }

    /// Signs the user in; the cookie of the session.
    async fn sign_in(&self) -> String {
        let visitor = Visitor { name: "alice@example.com", address: "203.0.113.7".parse().unwrap(), device: None };
        let realm = self.realm().await;
        let SignInAttempt::Candidate(candidate) = self.engine.sign_in_candidate(&realm, visitor).await.unwrap() else { panic!("too many") };
        let outcome = self.engine.sign_in(&realm, *candidate, true, SigningIn::default()).await.unwrap();
        outcome.started().unwrap().cookie.expose().clone()
    }

    /// Signs in to an application in a session. Returns the session's name and the ID token.
    async fn log_in(&self, app: &App, session: &str) -> (Value, String) {
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
        let exchange =
            [("grant_type", "authorization_code"), ("code", &code), ("redirect_uri", REDIRECT_URI), ("code_verifier", VERIFIER)];
        let form = Form::parse(&encoded(&exchange)).unwrap();
        let header = format!("Basic {}", STANDARD.encode(format!("{id}:{}", app.secret)));
        let request = ClientRequest { authorization: Some(&header), form: &form };
        let tokens = self.engine.token(&realm, request, std::iter::empty::<&str>().collect()).await.unwrap();
        let id_token = tokens.id_token.unwrap().expose().clone();
        (part(&id_token, 1)["sid"].clone(), id_token)
    }

    /// Signs the user in and into an application; the cookie and the name of the session.
    async fn session_with(&self, app: &App) -> (String, Value) {
        let session = self.sign_in().await;
        let (sid, _) = self.log_in(app, &session).await;
        (session, sid)
    }

    /// The user signs out on the server's own page.
    async fn sign_out(&self, session: &str) {
        self.engine.logout(&self.realm().await, &Form::parse("").unwrap(), Some(session), true).await.unwrap();
    }

    fn deliverer(&self) -> Deliverer<Logouts> {
        Deliverer::new(Logouts::with(&self.installation, Fetcher::open(&AddressRange::parse_list("127.0.0.2").unwrap())))
    }

    /// Delivers until nothing is due at this time.
    async fn settle(&self) {
        while !self.installation.store.list_due_logout_receivers(self.clock.now(), 8).await.unwrap().is_empty() {
            self.deliverer().pass().await.unwrap();
        }
    }

    /// How an application takes what it is told, as its page shows it.
    async fn delivery(&self, app: &App) -> LogoutDelivery {
        self.operator().load_client(&self.path, app.id).await.unwrap().logouts.unwrap()
    }

    /// The lines about sign-outs that were not delivered, in no order: they are written at once.
    async fn undelivered(&self) -> Vec<AuditEvent> {
        let filter = AuditFilter { action: Some(AuditAction::ClientLogoutUndelivered), ..AuditFilter::default() };
        self.operator().list_audit_events(&self.path.tenant, Some(&self.path.workspace), filter, None).await.unwrap().items
    }
}

fn encoded(pairs: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}

/// Clauses: 232, 233.
#[tokio::test]
async fn who_signs_out_is_signed_out_at_the_clients_of_the_session_by_a_token_that_is_posted_to_each() {
    for store in TestStore::both().await.unwrap() {
        let world = World::on(store).await;
        let [first, second, other] = [Receiver::open().await, Receiver::open().await, Receiver::open().await];
        let apps = [world.app("Shop", &first.uri).await, world.app("Calendar", &second.uri).await, world.app("Notes", &other.uri).await];
        let session = world.sign_in().await;
        let (sid, id_token) = world.log_in(&apps[0], &session).await;
        world.log_in(&apps[1], &session).await;
        world.settle().await;
        assert!(first.received().is_empty(), "nobody has signed out");
        // The application sends its user to the end session endpoint.
        let asked = Form::parse(&encoded(&[("id_token_hint", &id_token)])).unwrap();
        world.engine.logout(&world.realm().await, &asked, Some(&session), false).await.unwrap();
        world.settle().await;
        let now = world.clock.now();
        for (receiver, app) in [&first, &second].into_iter().zip(&apps) {
            let received = receiver.received();
            let [Received { header, claims, .. }] = received.as_slice() else { panic!("{received:?}") };
            assert_eq!((&header["typ"], &header["alg"]), (&"logout+jwt".into(), &part(&id_token, 0)["alg"]));
            assert_eq!((&claims["sid"], &claims["sub"]), (&sid, &world.user.id.to_string().into()));
            assert_eq!((&claims["iss"], &claims["aud"]), (&part(&id_token, 1)["iss"], &app.id.to_string().into()));
            assert_eq!((&claims["iat"], &claims["exp"]), (&now.as_seconds().into(), &(now.as_seconds() + 120).into()));
            let delivery = world.delivery(app).await;
            assert_eq!((delivery.waiting, delivery.progress.failures, delivery.delivered_at), (0, 0, Some(now)));
            assert_eq!(delivery.last.map(|last| (last.status, last.failure)), Some((Some(200), None)));
        }
        assert!(other.received().is_empty(), "it had no part in the session");
        assert_eq!(world.operator().load_client(&world.path, apps[2].id).await.unwrap().logouts, None);
        world.clock.advance_seconds(3600);
        world.settle().await;
        assert_eq!((first.received().len(), world.undelivered().await.len()), (1, 0), "each is told once");
    }
}

/// Clauses: 234.
#[tokio::test]
async fn what_is_not_taken_is_sent_again_in_a_token_of_its_own_until_it_is() {
    for (trouble, good) in [(503, 200), (302, 204), (201, 200)] {
        let world = World::new().await;
        let receiver = Receiver::open().await;
        let app = world.app("Shop", &receiver.uri).await;
        let (session, sid) = world.session_with(&app).await;
        receiver.answers(trouble);
        world.sign_out(&session).await;
        for _ in 0..3 {
            world.settle().await;
            world.clock.advance_seconds(LONGEST_PAUSE);
        }
        let failing = world.delivery(&app).await;
        assert_eq!((failing.waiting, failing.progress.failures, failing.delivered_at), (1, 3, None), "{trouble}");
        let failure = failing.last.unwrap().failure.unwrap();
        assert_eq!(failure, format!("it was answered with status {trouble}"));
        receiver.answers(good);
        world.settle().await;
        let received = receiver.received();
        assert_eq!(received.iter().map(|one| one.answered).collect::<Vec<_>>(), [trouble, trouble, trouble, good]);
        for (one, next) in received.iter().zip(&received[1..]) {
            assert_eq!((&one.claims["sid"], &next.claims["sid"]), (&sid, &sid));
            assert!(one.claims["jti"] != next.claims["jti"] && one.claims["exp"].as_i64() < next.claims["exp"].as_i64());
        }
        let delivery = world.delivery(&app).await;
        assert_eq!((delivery.waiting, delivery.progress.failures, delivery.progress.failing_since), (0, 0, None));
        assert!(world.undelivered().await.is_empty());
    }
}

/// Clauses: 234.
#[tokio::test]
async fn a_client_that_refuses_is_not_told_again_and_the_log_says_so() {
    let world = World::new().await;
    let receiver = Receiver::open().await;
    let app = world.app("Shop", &receiver.uri).await;
    let sessions = [world.session_with(&app).await, world.session_with(&app).await];
    receiver.answers(400);
    for (session, _) in &sessions {
        world.sign_out(session).await;
    }
    world.settle().await;
    world.clock.advance_seconds(3600);
    world.settle().await;
    assert_eq!(receiver.received().len(), 2, "one refusal holds up no other session");
    let delivery = world.delivery(&app).await;
    assert_eq!((delivery.waiting, delivery.progress.failures, delivery.delivered_at), (0, 0, None));
    let last = delivery.last.unwrap();
    assert_eq!((last.status, last.answer.as_str()), (Some(400), "hello"));
    let lines = world.undelivered().await;
    let told = |line: &AuditEvent| line.changes.iter().map(|change| (change.field.clone(), change.to.clone())).collect::<Vec<_>>();
    for (_, sid) in &sessions {
        let said = [
            ("user_id", world.user.id.to_string()),
            ("session_id", sid.as_str().unwrap().to_owned()),
            ("failure", "it was answered with status 400".to_owned()),
        ]
        .map(|(field, to)| (field.to_owned(), to));
        let line = lines.iter().find(|line| told(line) == said).unwrap_or_else(|| panic!("{lines:?}"));
        assert_eq!((line.target.as_str(), &line.target_id), ("Shop", &app.id.to_string()));
    }
    assert_eq!(lines.len(), 2);
}

/// Clauses: 234.
#[tokio::test]
async fn a_client_that_does_not_answer_for_a_day_is_told_no_more_of_what_is_as_old() {
    for store in TestStore::both().await.unwrap() {
        let world = World::on(store).await;
        let receiver = Receiver::open().await;
        let app = world.app("Shop", &receiver.uri).await;
        let old = [world.session_with(&app).await, world.session_with(&app).await, world.session_with(&app).await];
        let (_, sid) = world.session_with(&app).await;
        receiver.answers(500);
        for (session, _) in &old {
            world.sign_out(session).await;
        }
        let began = world.clock.now();
        while world.clock.now().seconds_since(began) < TOLD_FOR - LONGEST_PAUSE {
            world.settle().await;
            world.clock.advance_seconds(LONGEST_PAUSE);
        }
        // Its session has expired by now; it is told all the same.
        world.operator().set_user_password(&world.path, world.user.id, "granite-harbour-lantern-93").await.unwrap();
        let tried = receiver.received().len();
        assert!((90..110).contains(&tried), "one at a time, with growing pauses: {tried}");
        assert!(old.iter().all(|(_, sid)| receiver.sessions().contains(sid)), "each in its turn");
        world.clock.advance_seconds(LONGEST_PAUSE);
        world.settle().await;
        let delivery = world.delivery(&app).await;
        assert_eq!((delivery.waiting, delivery.delivered_at), (1, None), "the young one is still to be told");
        let lines = world.undelivered().await;
        let of = |field: &str| lines.iter().flat_map(|line| &line.changes).filter(|change| change.field == field).collect::<Vec<_>>();
        assert_eq!((lines.len(), of("session_id").len(), of("failure").len()), (2, 1, 2), "one by itself, and the rest together");
        assert_eq!(of("sign_outs").iter().map(|change| change.to.as_str()).collect::<Vec<_>>(), ["2"]);
        receiver.answers(200);
        world.clock.advance_seconds(LONGEST_PAUSE);
        world.settle().await;
        assert_eq!(receiver.sessions().last(), Some(&sid));
        assert_eq!(world.delivery(&app).await.waiting, 0);
    }
}

/// Clauses: 235.
#[tokio::test]
async fn a_client_that_does_not_answer_holds_up_neither_the_user_nor_another_client() {
    let world = World::new().await;
    let (silent, uri) = listen().await;
    let receiver = Receiver::open().await;
    let (slow, quick) = (world.app("Silent", &uri).await, world.app("Shop", &receiver.uri).await);
    let session = world.sign_in().await;
    world.log_in(&slow, &session).await;
    let (deliverer, mut under_way) = (world.deliverer(), UnderWay::default());
    world.sign_out(&session).await;
    deliverer.begin_some(&mut under_way).await.unwrap();
    let held = silent.accept().await.unwrap();

    let session = world.sign_in().await;
    for app in [&slow, &quick] {
        world.log_in(app, &session).await;
    }
    // The user is signed out at once, whatever the clients do.
    world.sign_out(&session).await;
    deliverer.begin_some(&mut under_way).await.unwrap();
    tokio::time::timeout(Duration::from_secs(10), async {
        while receiver.received().is_empty() {
            tokio::task::yield_now().await;
        }
    })
    .await
    .unwrap();
    assert!(!under_way.tasks.is_empty(), "the first one still waits for its answer");
    drop(under_way);
    deliverer.let_go().await.unwrap();
    let take = world.installation.store.take_logout_receiver(slow.id, Arc::clone(&world.installation.clock));
    assert!(take.await.unwrap().is_some(), "a server that ends lets go of who it was telling");
    drop(held);
}

/// Clauses: 236.
#[tokio::test]
async fn whoever_ends_a_session_by_whatever_way_has_its_clients_told() {
    for store in TestStore::both().await.unwrap() {
        let world = World::on(store).await;
        let receiver = Receiver::open().await;
        let app = world.app("Shop", &receiver.uri).await;
        let (operator, path, user) = (world.operator(), &world.path, world.user.id);
        let mut expected = Vec::new();
        // An administrator ends one session, and then all.
        let (_, sid) = world.session_with(&app).await;
        operator.end_user_session(path, user, sid.as_str().unwrap().parse().unwrap()).await.unwrap();
        world.settle().await;
        expected.push(sid);
        assert_eq!(receiver.sessions(), expected);
        let (_, sid) = world.session_with(&app).await;
        operator.sign_out_user(path, user, SignOut { sessions: true, tokens: false, consents: false }).await.unwrap();
        world.settle().await;
        expected.push(sid);
        assert_eq!(receiver.sessions(), expected);
        // A new password.
        let (_, sid) = world.session_with(&app).await;
        operator.set_user_password(path, user, "granite-harbour-lantern-93").await.unwrap();
        world.settle().await;
        expected.push(sid);
        assert_eq!(receiver.sessions(), expected);
        // The user signs out everywhere else.
        let ((here, _), (_, sid)) = (world.session_with(&app).await, world.session_with(&app).await);
        world.engine.sign_out_elsewhere(&world.realm().await, Some(&here)).await.unwrap();
        world.settle().await;
        expected.push(sid);
        assert_eq!(receiver.sessions(), expected);
        world.sign_out(&here).await;
        world.settle().await;
        expected.extend(receiver.sessions().pop());
        // The user is disabled, and at last deleted.
        let (_, sid) = world.session_with(&app).await;
        let version = operator.find_user(path, user).await.unwrap().version;
        let disabled = operator.set_user_status(path, user, version, UserStatus::Disabled).await.unwrap();
        world.settle().await;
        expected.push(sid);
        assert_eq!(receiver.sessions(), expected);
        let enabled = operator.set_user_status(path, user, disabled.version, UserStatus::Active).await.unwrap();
        let (_, sid) = world.session_with(&app).await;
        operator.delete_user(path, user, enabled.version, "alice@example.com").await.unwrap();
        world.settle().await;
        expected.push(sid);
        assert_eq!(receiver.sessions(), expected);
        assert!(receiver.received().iter().all(|received| received.claims["sub"] == user.to_string()));
    }
}

/// Clauses: 230.
#[tokio::test]
async fn a_client_that_needs_no_session_is_told_once_of_a_user_who_is_signed_out_everywhere() {
    let world = World::new().await;
    let receiver = Receiver::open().await;
    let app = world.app("Shop", &receiver.uri).await;
    world.set(app.id, |settings| settings.backchannel_logout_session_required = false).await;
    for _ in 0..3 {
        world.session_with(&app).await;
    }
    world.operator().sign_out_user(&world.path, world.user.id, SignOut { sessions: true, tokens: false, consents: false }).await.unwrap();
    assert_eq!(world.delivery(&app).await.waiting, 3);
    world.settle().await;
    let received = receiver.received();
    let [one] = received.as_slice() else { panic!("{received:?}") };
    assert_eq!((&one.claims["sub"], &one.claims["sid"]), (&world.user.id.to_string().into(), &Value::Null));
    assert_eq!(world.delivery(&app).await.waiting, 0);
}

#[tokio::test]
async fn a_new_address_is_told_at_once_and_without_one_nothing_waits() {
    let world = World::new().await;
    let (broken, mended) = (Receiver::open().await, Receiver::open().await);
    let app = world.app("Shop", &broken.uri).await;
    broken.answers(404);
    let (session, sid) = world.session_with(&app).await;
    world.sign_out(&session).await;
    for _ in 0..5 {
        world.settle().await;
        world.clock.advance_seconds(60);
    }
    let before = world.delivery(&app).await;
    assert!(before.progress.failures > 2 && before.progress.due_at > world.clock.now());
    world.set(app.id, |settings| settings.backchannel_logout_uri = Some(mended.uri.clone())).await;
    world.settle().await;
    assert_eq!(mended.sessions(), [sid]);

    mended.answers(500);
    let (session, _) = world.session_with(&app).await;
    world.sign_out(&session).await;
    world.settle().await;
    world.set(app.id, |settings| settings.backchannel_logout_uri = None).await;
    world.settle().await;
    assert_eq!(world.operator().load_client(&world.path, app.id).await.unwrap().logouts, None);
    world.set(app.id, |settings| settings.backchannel_logout_uri = Some(mended.uri.clone())).await;
    assert_eq!((world.delivery(&app).await.waiting, mended.received().len()), (0, 2));
    assert!(world.undelivered().await.is_empty(), "nobody was to be told");
}

#[tokio::test]
async fn a_client_is_told_at_no_address_inside() {
    let world = World::new().await;
    let app = world.app("Shop", &BackchannelLogoutUri::parse("https://localhost/logout").unwrap()).await;
    let (session, _) = world.session_with(&app).await;
    world.sign_out(&session).await;
    world.settle().await;
    let last = world.delivery(&app).await.last.unwrap();
    assert!(last.status.is_none() && last.failure.unwrap().contains("is not a public address"));
}
