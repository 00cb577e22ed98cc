//! Signing keys are rotated and revoked while two nodes serve: whoever verifies tokens by a set of keys that they keep for as long as they may
//! always knows the key, and each node accepts what the other one signs.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use control::{Actor, Operator};
use domain::{
    audit::{ActorKind, AuditAction},
    client::ClientType,
    name::Slug,
    problem::Problem,
    signing::SigningAlgorithm::{self, Es256, Rs256},
    signing_key::{JWKS_MAX_AGE, PUBLICATION, Urgency},
    view::{AuditFilter, NewWorkspace, SigningKeyView},
    workspace::WorkspacePath,
};
use reqwest::{Client, header};
use serde_json::Value;
use tokio::{task::JoinSet, time::sleep};

use crate::{
    browser::{Answer, Browser},
    database::Database,
    load::Load,
    process::Process,
    proved,
    shop::DeployedShop,
    trials,
};

/// So many workspaces at most rotate in one wave: each wave lasts as long as a key is published before it signs.
const WORKSPACES: usize = 250;
/// So many verifiers of each workspace, each of which reads the keys at another time.
const VERIFIERS: usize = 3;
/// So many tokens are asked for at each node before a rotation, and as many while it happens.
const AT_ONCE: usize = 2;
/// What is remembered of the configuration counts for so long.
const BOUND: Duration = Duration::from_secs(1);
/// A condition is waited for at most so long.
const PATIENCE: Duration = Duration::from_secs(30);

/// Two nodes, and what an administrator does beside them.
struct Nodes {
    shop: Arc<DeployedShop>,
    servers: Arc<[Process; 2]>,
    operator: Operator,
    http: Client,
}

impl Nodes {
    async fn open() -> Self {
        let shop = DeployedShop::open(Database::postgresql().await).await;
        let servers = Arc::new([(); 2].map(|()| Process::start(&shop)));
        let operator = shop.installation().await.control().acting_as(Actor::CommandLine);
        Self { shop, servers, operator, http: Client::builder().no_proxy().build().unwrap() }
    }

    async fn keys(&self, path: &WorkspacePath, algorithm: SigningAlgorithm) -> Vec<SigningKeyView> {
        let keys = self.operator.list_signing_keys(path).await.unwrap().keys;
        keys.into_iter().filter(|key| key.algorithm == algorithm).collect()
    }

    async fn current(&self, path: &WorkspacePath, algorithm: SigningAlgorithm) -> SigningKeyView {
        self.keys(path, algorithm).await.into_iter().find(|key| key.life.is_current()).unwrap()
    }

    /// Publishes a next key, if a server has not done so.
    async fn publish(&self, path: &WorkspacePath, algorithm: SigningAlgorithm) {
        match self.operator.publish_signing_key(path, algorithm).await {
            Ok(_) => {}
            Err(control::Error::Invalid(problems)) => assert_eq!(problems[0].problem, Problem::NextKeyThere),
            Err(error) => panic!("{error}"),
        }
    }

    async fn rotate(&self, path: &WorkspacePath, algorithm: SigningAlgorithm) {
        let current = self.current(path, algorithm).await.id;
        self.operator.rotate_signing_key(path, current, Urgency::Usual).await.unwrap();
    }
}

fn shop_path() -> WorkspacePath {
    WorkspacePath::new(Slug::parse("acme").unwrap(), Slug::parse("shop").unwrap())
}

/// A client of a workspace of its own, which gets tokens for itself.
struct Service {
    path: WorkspacePath,
    id: String,
    secret: String,
    http: Client,
    verifiers: [Arc<Verifier>; VERIFIERS],
}

impl Service {
    async fn open(nodes: &Nodes, number: usize) -> Arc<Self> {
        let path = WorkspacePath::new(Slug::parse("acme").unwrap(), Slug::parse(&format!("keys-{number}")).unwrap());
        let new = NewWorkspace { name: format!("Keys {number}"), slug: path.workspace.to_string() };
        nodes.operator.create_workspace(&path.tenant, new).await.unwrap();
        let made = nodes.operator.create_client(&path, "Service", ClientType::Service).await.unwrap();
        let secret = made.secret.unwrap().expose().clone();
        nodes.shop.remember(&secret);
        let verifiers = [(); VERIFIERS].map(|()| Arc::new(Verifier::default()));
        Arc::new(Self { path, id: made.client.id.to_string(), secret, http: nodes.http.clone(), verifiers })
    }

    async fn post(&self, server: &Process, endpoint: &str, form: &'static str, token: Option<&str>) -> Answer {
        let body = token.map_or_else(|| form.to_owned(), |token| format!("{form}{token}"));
        let request = self
            .http
            .post(format!("http://{}/{}/oauth2/{endpoint}", server.address(), self.path))
            .basic_auth(&self.id, Some(&self.secret))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(body);
        Answer::read(request.send().await.unwrap()).await.unwrap()
    }

    /// A token by one node, which the other one and every verifier must accept at once.
    async fn token(&self, by: &Process, other: &Process) -> String {
        let answer = self.post(by, "token", "grant_type=client_credentials", None).await;
        assert!(answer.status.is_success(), "{answer:?}");
        let token = answer.body["access_token"].as_str().unwrap().to_owned();
        for verifier in &self.verifiers {
            verifier.verify(&token);
        }
        assert!(self.is_active(other, &token).await, "{}: the other node refuses a token of {}", self.path, kid(&token));
        token
    }

    async fn is_active(&self, server: &Process, token: &str) -> bool {
        self.post(server, "introspect", "token=", Some(token)).await.body["active"] == true
    }
}

/// Whoever verifies tokens by the public keys, and keeps these for as long as the server allows.
#[derive(Default)]
struct Verifier {
    /// The points of the keys (SEC 1 §2.3.3), by their identifiers.
    keys: Mutex<HashMap<String, Vec<u8>>>,
}

impl Verifier {
    /// Reads the keys. Returns for how long they may be kept.
    async fn read(&self, http: &Client, server: &Process, path: &WorkspacePath) -> Duration {
        let response = http.get(format!("http://{}/{path}/.well-known/jwks.json", server.address())).send().await.unwrap();
        let cached = response.headers()[header::CACHE_CONTROL].to_str().unwrap().to_owned();
        let body: Value = serde_json::from_str(&response.text().await.unwrap()).unwrap();
        let part = |key: &Value, name: &str| URL_SAFE_NO_PAD.decode(key[name].as_str().unwrap()).unwrap();
        let keys = body["keys"].as_array().unwrap().iter().filter(|key| key["alg"] == Es256.name());
        let keys = keys.map(|key| (key["kid"].as_str().unwrap().to_owned(), [vec![4], part(key, "x"), part(key, "y")].concat()));
        *self.keys.lock().unwrap() = keys.collect();
        Duration::from_secs(cached.strip_prefix("public, max-age=").unwrap().parse().unwrap())
    }

    fn verify(&self, token: &str) {
        let (signed, signature) = token.rsplit_once('.').unwrap();
        let point = self.keys.lock().unwrap().get(&kid(token)).cloned();
        let point = point.unwrap_or_else(|| panic!("a verifier does not know the key {}", kid(token)));
        let signature = URL_SAFE_NO_PAD.decode(signature).unwrap();
        UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point).verify(signed.as_bytes(), &signature).unwrap();
    }
}

fn kid(token: &str) -> String {
    let header: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(token.split('.').next().unwrap()).unwrap()).unwrap();
    header["kid"].as_str().unwrap().to_owned()
}

/// Lets each verifier read the keys again when it has kept them for as long as it may, and the first time after a part of that, so that at
/// any moment there are sets of every age.
async fn keep_reading(nodes: &Nodes, services: &[Arc<Service>]) -> JoinSet<()> {
    let mut reading = JoinSet::new();
    let all = u32::try_from(services.len() * VERIFIERS).unwrap();
    let mut phase = Duration::ZERO;
    for service in services {
        for (turn, verifier) in service.verifiers.iter().enumerate() {
            let max_age = verifier.read(&nodes.http, &nodes.servers[turn % 2], &service.path).await;
            phase += max_age / all;
            let (service, verifier, servers, first) = (Arc::clone(service), Arc::clone(verifier), Arc::clone(&nodes.servers), phase);
            reading.spawn(async move {
                sleep(first).await;
                let mut turn = turn;
                loop {
                    turn += 1;
                    let kept_for = verifier.read(&service.http, &servers[turn % 2], &service.path).await;
                    sleep(kept_for).await;
                }
            });
        }
    }
    reading
}

/// Rotates the key of a workspace while its tokens are asked for at both nodes. Returns how many tokens there were.
async fn rotate_under_load(nodes: &Nodes, service: &Arc<Service>) -> usize {
    let ask = |asking: &mut JoinSet<String>| {
        for turn in 0..2 * AT_ONCE {
            let (service, servers) = (Arc::clone(service), Arc::clone(&nodes.servers));
            asking.spawn(async move { service.token(&servers[turn % 2], &servers[(turn + 1) % 2]).await });
        }
    };
    let mut asking = JoinSet::new();
    ask(&mut asking);
    let before = asking.join_all().await;
    let mut asking = JoinSet::new();
    ask(&mut asking);
    nodes.rotate(&service.path, Es256).await;
    ask(&mut asking);
    let during = asking.join_all().await;
    for token in before.iter().chain(&during) {
        for server in &*nodes.servers {
            assert!(service.is_active(server, token).await, "{}: a token of {} is refused", service.path, kid(token));
        }
    }
    before.len() + during.len()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn keys_are_rotated_under_load_and_no_token_is_refused() {
    let nodes = Nodes::open().await;
    let (mut services, shop) = (Vec::new(), shop_path());
    for number in 0..trials().min(WORKSPACES) {
        services.push(Service::open(&nodes, number).await);
    }
    // Logins go on all the while, with ID tokens of the other algorithm.
    let mut browser = Browser::new(&nodes.shop);
    let mut load = Load::begin(&mut browser, nodes.servers.as_slice(), 2).await;
    for path in services.iter().map(|service| &service.path) {
        nodes.publish(path, Es256).await;
    }
    for algorithm in [Es256, Rs256] {
        nodes.publish(&shop, algorithm).await;
    }
    let mut reading = keep_reading(&nodes, &services).await;
    let (mut tokens, mut rotations) = (0, 0);
    while rotations < trials() {
        // The rule holds for real: nothing else makes a key old enough.
        sleep(Duration::from_secs(u64::try_from(PUBLICATION).unwrap())).await;
        for algorithm in [Es256, Rs256] {
            nodes.rotate(&shop, algorithm).await;
        }
        for service in services.iter().take(trials() - rotations) {
            tokens += rotate_under_load(&nodes, service).await;
            rotations += 1;
        }
        if let Some(ended) = reading.try_join_next() {
            panic!("a verifier ended: {ended:?}");
        }
        // Some refreshes after each wave, at both nodes.
        let so_far = load.seen().succeeded();
        load.reach(so_far + 20).await;
    }
    let (refreshes, again) = (load.seen().succeeded(), load.seen().asked_again());
    load.end().await;
    // The next key waits, and every one that was retired is still published.
    let waves = rotations.div_ceil(services.len());
    let keys = nodes.keys(&services[0].path, Es256).await;
    assert_eq!(keys.iter().filter(|key| key.published).count(), waves + 2);
    let told = format!(
        "0 of {tokens} tokens refused by the other node, 0 unknown to {} verifiers that keep keys for {JWKS_MAX_AGE} s, 0 of {refreshes} \
         refreshes refused ({again} asked again)",
        services.len() * VERIFIERS
    );
    proved("signing keys rotated under load", "PostgreSQL", rotations, told);
    drop(reading);
    let Nodes { shop, servers, .. } = nodes;
    drop(servers);
    shop.its_secrets_are_nowhere().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_revoked_key_is_followed_by_the_other_node_and_what_signs_at_once_is_known_there() {
    let nodes = Nodes::open().await;
    let service = Service::open(&nodes, 0).await;
    let [here, there] = &*nodes.servers;
    let own = async |server: &Process| {
        let answer = service.post(server, "token", "grant_type=client_credentials", None).await;
        answer.body["access_token"].as_str().unwrap().to_owned()
    };
    let (mut latest, rounds) = (Duration::ZERO, trials().div_ceil(10));
    for round in 0..rounds {
        let tokens = [own(here).await, own(there).await];
        for server in &*nodes.servers {
            for token in &tokens {
                assert!(service.is_active(server, token).await, "round {round}");
            }
        }
        let revoked = nodes.current(&service.path, Es256).await.id;
        nodes.operator.revoke_signing_key(&service.path, revoked).await.unwrap();
        let moment = Instant::now();
        for server in &*nodes.servers {
            for token in &tokens {
                loop {
                    let asked = moment.elapsed();
                    if !service.is_active(server, token).await {
                        break;
                    }
                    latest = latest.max(asked);
                    sleep(Duration::from_millis(10)).await;
                }
            }
            let verifier = Verifier::default();
            verifier.read(&nodes.http, server, &service.path).await;
            assert!(!verifier.keys.lock().unwrap().contains_key(&revoked.to_string()), "round {round}: it is still published");
        }
        assert!(latest <= BOUND, "a token of a revoked key was active {latest:?} after");

        // In an emergency a key signs that was published by nobody yet: the other node accepts it from the first token on.
        let before = nodes.current(&service.path, Es256).await.id;
        let at_once = nodes.operator.rotate_signing_key(&service.path, before, Urgency::AtOnce).await.unwrap().id.to_string();
        let (began, mut turn) = (Instant::now(), 0);
        loop {
            let [by, other] = [turn % 2, (turn + 1) % 2].map(|node| &nodes.servers[node]);
            let token = own(by).await;
            assert!(service.is_active(other, &token).await, "round {round}: {} is not known", kid(&token));
            if kid(&token) == at_once {
                break;
            }
            assert!(began.elapsed() < PATIENCE, "round {round}: the key never signs");
            turn += 1;
        }
    }
    let told = format!("tokens of a revoked key refused at both nodes within {} ms", latest.as_millis());
    proved("a signing key revoked at one node", "PostgreSQL", rounds, told);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_starts_rotates_what_is_due() {
    let shop = DeployedShop::open(Database::sqlite()).await;
    let operator = shop.installation().await.control().acting_as(Actor::CommandLine);
    let path = shop_path();
    let keys = async || operator.list_signing_keys(&path).await.unwrap().keys;
    operator.publish_signing_key(&path, Es256).await.unwrap();
    let before = keys().await;
    let [current, next] =
        [true, false].map(|signs| before.iter().find(|key| key.algorithm == Es256 && key.life.is_current() == signs).unwrap().id);
    // As if the keys had been made a hundred days ago.
    let age = 100 * 24 * 3600 * 1000_i64;
    let database = shop.database();
    database.execute(&format!("UPDATE signing_keys SET created_at = created_at - {age} WHERE created_at > 0")).await;
    database.execute(&format!("UPDATE signing_keys SET published_at = published_at - {age}")).await;
    let server = Process::start(&shop);
    let began = Instant::now();
    while keys().await.iter().find(|key| key.id == next).unwrap().life.is_next() {
        assert!(began.elapsed() < PATIENCE, "{:?}", keys().await);
        sleep(Duration::from_millis(50)).await;
    }
    let after = keys().await;
    let at = |id| after.iter().find(|key| key.id == id).unwrap().life;
    assert_eq!([at(next), at(current)].map(|life| life.state.name()), ["current", "retired"]);
    assert!(after.iter().any(|key| key.algorithm == Es256 && key.life.is_next()), "another one waits");
    // The other algorithm had no next key: it gets one, which does not sign yet.
    let is_there = async || keys().await.iter().any(|key| key.algorithm == Rs256 && key.life.is_next());
    while !is_there().await {
        assert!(began.elapsed() < PATIENCE, "{:?}", keys().await);
        sleep(Duration::from_millis(50)).await;
    }
    let filter = AuditFilter { action: Some(AuditAction::SigningKeyRotated), ..AuditFilter::default() };
    let lines = operator.list_audit_events(&path.tenant, Some(&path.workspace), filter, None).await.unwrap().items;
    assert_eq!(lines.len(), 1, "{lines:?}");
    assert_eq!((lines[0].actor_kind, lines[0].target_id.clone()), (ActorKind::Server, next.to_string()));
    let mut browser = Browser::new(&shop);
    let token = browser.login(&server).await.access;
    assert_eq!(kid(&token), next.to_string());
    drop(server);
    shop.its_secrets_are_nowhere().await;
}
