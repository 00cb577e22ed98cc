//! Webhooks with a receiver on this machine, a real database and a clock that is turned by hand.

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex},
    time::Duration,
};

use control::{Actor, Missed, Operator};
use domain::{
    audit::AuditAction,
    backoff::LONGEST_PAUSE,
    client::ClientType,
    clock::{Clock as _, FixedClock, Timestamp},
    id::WebhookId,
    name::Slug,
    view::{AuditFilter, NewWorkspace, TypedWebhook},
    webhook::{AttemptKind, GIVEN_UP_AFTER, OVERLAP, WebhookAttempt, WebhookStatus},
    workspace::WorkspacePath,
};
use engine::{
    gate::Gate,
    keys::{KeyRing, MasterKeys},
    random::{SeededRandom, SystemRandom},
    webhook::{WebhookSecret, signatures},
};
use serde_json::Value;
use store::testing::TestStore;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpListener,
};

use super::Webhooks;
use crate::{
    PublishedDocuments, PublishedKeys,
    client_authorities::ClientAuthorities,
    config::{AddressRange, Configuration, Sources},
    delivery::{Deliverer, UnderWay},
    fetch::Fetcher,
    installation::Installation,
    node::Node,
};

/// What a receiver was sent.
#[derive(Debug, Clone, PartialEq)]
struct Received {
    id: String,
    timestamp: i64,
    signature: String,
    body: String,
    answered: u16,
}

impl Received {
    fn event(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }

    fn target(&self) -> String {
        self.event()["data"]["line"]["target"].as_str().unwrap_or_default().to_owned()
    }

    fn event_type(&self) -> String {
        self.event()["type"].as_str().unwrap().to_owned()
    }

    fn is_signed_with(&self, secrets: &[&str]) -> bool {
        let secrets: Vec<_> = secrets.iter().map(|secret| WebhookSecret::parse(secret).unwrap()).collect();
        self.signature == signatures(&secrets, &self.id, self.timestamp, self.body.as_bytes())
    }
}

/// A receiver, which answers with a status that can be changed.
#[derive(Clone)]
struct Receiver {
    url: String,
    status: Arc<Mutex<(u16, &'static str)>>,
    received: Arc<Mutex<Vec<Received>>>,
}

impl Receiver {
    async fn open() -> Self {
        let listener = TcpListener::bind(SocketAddr::new("127.0.0.2".parse().unwrap(), 0)).await.unwrap();
        let url = format!("http://{}/hook?token=x", listener.local_addr().unwrap());
        let receiver = Self { url, status: Arc::new(Mutex::new((200, ""))), received: Arc::default() };
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
                assert!(head.starts_with("POST /hook?token=x HTTP/1.1\r\n") && header("content-type") == "application/json", "{head}");
                let mut body = vec![0; header("content-length").parse().unwrap()];
                stream.read_exact(&mut body).await.unwrap();
                let (status, more) = *own.status.lock().unwrap();
                let one = Received {
                    id: header("webhook-id"),
                    timestamp: header("webhook-timestamp").parse().unwrap(),
                    signature: header("webhook-signature"),
                    body: String::from_utf8(body).unwrap(),
                    answered: status,
                };
                own.received.lock().unwrap().push(one);
                let _ = stream.write_all(format!("HTTP/1.1 {status} X\r\n{more}content-length: 5\r\n\r\nhello").as_bytes()).await;
            }
        });
        receiver
    }

    fn answers(&self, status: u16) {
        *self.status.lock().unwrap() = (status, "");
    }

    fn taken(&self) -> Vec<Received> {
        self.received.lock().unwrap().iter().filter(|received| received.answered == 200).cloned().collect()
    }

    fn attempts(&self) -> usize {
        self.received.lock().unwrap().len()
    }
}

/// An installation with a tenant, and a receiver.
struct World {
    installation: Installation,
    clock: Arc<FixedClock>,
    tenant: Slug,
    receiver: Receiver,
    store: TestStore,
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
            published_documents: PublishedDocuments::default(),
            client_authorities: ClientAuthorities::default(),
        };
        let world = Self { installation, clock, tenant: Slug::parse("acme").unwrap(), receiver: Receiver::open().await, store };
        world.operator().create_tenant("acme", "Acme").await.unwrap();
        for slug in ["one", "two"] {
            world.operator().create_workspace(&world.tenant, NewWorkspace { name: slug.to_owned(), slug: slug.to_owned() }).await.unwrap();
        }
        world.chain().await;
        world
    }

    fn operator(&self) -> Operator {
        self.installation.control().acting_as(Actor::CommandLine)
    }

    fn deliverer(&self) -> Deliverer<Webhooks> {
        Deliverer::new(Webhooks::with(&self.installation, Fetcher::open(&AddressRange::parse_list("127.0.0.2").unwrap())))
    }

    /// As the chainer does every second.
    async fn chain(&self) {
        let store = &self.installation.store;
        loop {
            let Some(work) = store.begin_chaining(Arc::clone(&self.installation.clock)).await.unwrap() else {
                self.clock.advance_seconds(16);
                continue;
            };
            while work.chain_some(Timestamp::from_millis(0), &self.installation.keys).await.unwrap() > 0 {}
            self.clock.advance_seconds(16);
            return;
        }
    }

    async fn hook(&self, typed: TypedWebhook) -> (WebhookId, String) {
        let typed = TypedWebhook { name: "Hook".to_owned(), url: self.receiver.url.clone(), ..typed };
        let (view, secret) = self.operator().create_webhook(&self.tenant, &typed).await.unwrap();
        (view.webhook.id, secret.expose().clone())
    }

    /// A webhook that is told of new clients.
    async fn hook_for_clients(&self) -> (WebhookId, String) {
        self.hook(TypedWebhook { actions: vec!["client.created".to_owned()], ..TypedWebhook::default() }).await
    }

    async fn client(&self, workspace: &str, name: &str) {
        let path = WorkspacePath::new(self.tenant.clone(), Slug::parse(workspace).unwrap());
        self.operator().create_client(&path, name, ClientType::Service).await.unwrap();
    }

    /// Chains and delivers until nothing is due at this time.
    async fn settle(&self) {
        self.chain().await;
        self.deliver_all().await;
    }

    async fn deliver_all(&self) {
        while !self.installation.store.list_due_webhooks(self.clock.now(), 8).await.unwrap().is_empty() {
            self.deliverer().pass().await.unwrap();
        }
    }

    async fn attempts(&self, id: WebhookId) -> Vec<WebhookAttempt> {
        self.operator().list_webhook_attempts(&self.tenant, id, None).await.unwrap().items
    }

    async fn told(&self, action: AuditAction) -> usize {
        let filter = AuditFilter { action: Some(action), ..AuditFilter::default() };
        self.operator().list_audit_events(&self.tenant, None, filter, None).await.unwrap().items.len()
    }
}

#[tokio::test]
async fn a_receiver_that_fails_for_an_hour_gets_every_event_once_it_is_back_in_order_and_signed() {
    for store in TestStore::both().await.unwrap() {
        let world = World::on(store).await;
        let (id, secret) = world.hook_for_clients().await;
        world.receiver.answers(503);
        let began = world.clock.now();
        let mut created = Vec::new();
        while world.clock.now().seconds_since(began) < 3600 {
            let (workspace, name) = (["one", "two"][created.len() % 2], format!("Client {}", created.len()));
            world.client(workspace, &name).await;
            created.push(name);
            world.settle().await;
            world.clock.advance_seconds(44);
        }
        assert_eq!(created.len(), 60);
        assert!(world.receiver.taken().is_empty());
        assert!(
            (8..16).contains(&world.receiver.attempts()),
            "with growing pauses, and always the first one: {}",
            world.receiver.attempts()
        );
        let failing = world.operator().load_webhook(&world.tenant, id).await.unwrap().webhook.progress;
        assert!(failing.failures > 7 && failing.failing_since.is_some());

        world.receiver.answers(200);
        // Another server of the installation goes on where this one stood.
        let another = Installation { store: world.store.another().await.unwrap(), ..world.installation.clone() };
        let world = World { installation: another, ..world };
        world.clock.advance_seconds(LONGEST_PAUSE);
        world.settle().await;
        let taken = world.receiver.taken();
        assert_eq!(taken.iter().map(Received::target).collect::<Vec<_>>(), created, "each one, once, in order");
        for received in &taken {
            assert_eq!(received.timestamp, world.clock.now().as_seconds().min(received.timestamp), "the time of the attempt");
            assert!(received.event()["data"]["hash"].as_str().is_some_and(|hash| hash.len() == 64));
        }
        assert!(taken.iter().all(|received| received.is_signed_with(&[&secret])), "signed");
        let progress = world.operator().load_webhook(&world.tenant, id).await.unwrap().webhook.progress;
        assert_eq!((progress.failures, progress.failing_since), (0, None));
        let latest = world.attempts(id).await.remove(0);
        assert_eq!((latest.kind, latest.status, latest.failure, latest.answer.as_str()), (AttemptKind::Delivery, Some(200), None, "hello"));
    }
}

#[tokio::test]
async fn a_webhook_that_fails_for_days_is_given_up_and_can_be_enabled_with_or_without_what_it_missed() {
    for missed in [Missed::Deliver, Missed::Skip] {
        let world = World::on(TestStore::sqlite().await.unwrap()).await;
        let (id, _) = world.hook_for_clients().await;
        world.receiver.answers(500);
        world.client("one", "First").await;
        world.settle().await;
        for _ in 0..GIVEN_UP_AFTER / LONGEST_PAUSE {
            world.clock.advance_seconds(LONGEST_PAUSE);
            world.deliver_all().await;
        }
        world.clock.advance_seconds(LONGEST_PAUSE);
        world.settle().await;
        let given_up = world.operator().load_webhook(&world.tenant, id).await.unwrap().webhook;
        assert_eq!((given_up.status, world.told(AuditAction::WebhookGivenUp).await), (WebhookStatus::GivenUp, 1));
        let attempts = world.receiver.attempts();
        world.client("one", "Second").await;
        world.receiver.answers(200);
        world.clock.advance_seconds(GIVEN_UP_AFTER);
        world.settle().await;
        assert_eq!(world.receiver.attempts(), attempts, "nothing is sent any more");

        world.operator().set_webhook_status(&world.tenant, id, given_up.version, true, missed).await.unwrap();
        world.settle().await;
        world.client("one", "Third").await;
        world.settle().await;
        let taken: Vec<_> = world.receiver.taken().iter().map(Received::target).collect();
        let expected: &[&str] = if missed == Missed::Deliver { &["First", "Second", "Third"] } else { &["Third"] };
        assert_eq!(taken, expected);
    }
}

#[tokio::test]
async fn a_receiver_that_is_gone_is_given_up_at_once_and_one_that_asks_for_a_pause_gets_it() {
    let world = World::on(TestStore::sqlite().await.unwrap()).await;
    let (id, _) = world.hook_for_clients().await;
    *world.receiver.status.lock().unwrap() = (429, "retry-after: 600\r\n");
    world.client("one", "First").await;
    world.settle().await;
    let progress = world.operator().load_webhook(&world.tenant, id).await.unwrap().webhook.progress;
    assert_eq!(progress.due_at.seconds_since(progress.failing_since.unwrap()), 600);
    world.receiver.answers(410);
    world.clock.advance_seconds(600);
    world.settle().await;
    assert_eq!(world.operator().load_webhook(&world.tenant, id).await.unwrap().webhook.status, WebhookStatus::GivenUp);
    assert_eq!(world.attempts(id).await[0].failure.as_deref(), Some("it was answered with status 410"));
}

#[tokio::test]
async fn a_webhook_is_told_of_what_was_chosen_from_then_on() {
    let world = World::on(TestStore::sqlite().await.unwrap()).await;
    world.client("one", "Before").await;
    world.chain().await;
    let of_two = TypedWebhook { workspaces: vec!["two".to_owned()], ..TypedWebhook::default() };
    let (id, _) = world.hook(of_two.clone()).await;
    world.client("one", "Of one").await;
    world.client("two", "Of two").await;
    world.settle().await;
    assert_eq!(world.receiver.taken().iter().map(Received::target).collect::<Vec<_>>(), ["Of two"]);
    // Its own echo.
    let version = world.operator().load_webhook(&world.tenant, id).await.unwrap().webhook.version;
    let deaf =
        TypedWebhook { name: "Hook".to_owned(), url: world.receiver.url.clone(), ignored_actors: "command line\n".to_owned(), ..of_two };
    world.operator().set_webhook(&world.tenant, id, version, &deaf).await.unwrap();
    world.client("two", "Another").await;
    world.settle().await;
    assert_eq!(world.receiver.taken().len(), 1);
    assert_eq!(world.operator().load_webhook(&world.tenant, id).await.unwrap().webhook.progress.failures, 0);
}

#[tokio::test]
async fn two_secrets_sign_for_a_day_after_a_new_one() {
    let world = World::on(TestStore::sqlite().await.unwrap()).await;
    let (id, former) = world.hook_for_clients().await;
    let new = world.operator().rotate_webhook_secret(&world.tenant, id, 1).await.unwrap().expose().clone();
    world.client("one", "Soon").await;
    world.settle().await;
    world.clock.advance_seconds(OVERLAP);
    world.client("one", "Later").await;
    world.settle().await;
    let taken = world.receiver.taken();
    assert!(taken[0].is_signed_with(&[&new, &former]) && taken[1].is_signed_with(&[&new]), "{taken:?}");
}

#[tokio::test]
async fn events_are_sent_again_one_by_one_or_since_a_time_and_a_test_reaches_a_disabled_webhook() {
    for store in TestStore::both().await.unwrap() {
        let world = World::on(store).await;
        let (id, _) = world.hook_for_clients().await;
        for name in ["A", "B", "C"] {
            world.client("one", name).await;
            world.settle().await;
        }
        let attempts = world.attempts(id).await;
        let second = &attempts[1];
        world.operator().replay_event(&world.tenant, id, second.number.unwrap()).await.unwrap();
        world.settle().await;
        let since = second.event_id.parse::<domain::id::AuditEventId>().unwrap().made_at();
        world.operator().replay_since(&world.tenant, id, since).await.unwrap();
        world.settle().await;
        let taken = world.receiver.taken();
        assert_eq!(taken.iter().map(Received::target).collect::<Vec<_>>(), ["A", "B", "C", "B", "B", "C"]);
        assert!(taken[1].id == taken[3].id && taken[1].body == taken[4].body, "by its id a receiver knows it");
        assert!(world.operator().replay_since(&world.tenant, id, world.clock.now().plus_seconds(1)).await.is_err());

        let version = world.operator().load_webhook(&world.tenant, id).await.unwrap().webhook.version;
        world.operator().set_webhook_status(&world.tenant, id, version, false, Missed::Deliver).await.unwrap();
        world.client("one", "D").await;
        world.operator().test_webhook(&world.tenant, id).await.unwrap();
        world.settle().await;
        assert_eq!(world.receiver.taken().last().unwrap().event_type(), "webhook.test");
        let latest = world.attempts(id).await.remove(0);
        assert_eq!((latest.kind, latest.number), (AttemptKind::Test, None));
        let shown = world.operator().load_webhook_attempt(&world.tenant, id, latest.id).await.unwrap().body.unwrap();
        assert_eq!(serde_json::from_str::<Value>(&shown).unwrap(), world.receiver.taken().last().unwrap().event());
    }
}

#[tokio::test]
async fn one_node_at_a_time_delivers_and_another_goes_on_when_it_is_lost() {
    for store in TestStore::both().await.unwrap() {
        let world = World::on(store).await;
        let (id, _) = world.hook_for_clients().await;
        for number in 0..20 {
            world.client("one", &number.to_string()).await;
        }
        world.chain().await;
        let lost = world.installation.store.take_webhook(id, Arc::clone(&world.installation.clock)).await.unwrap().unwrap();
        world.deliverer().pass().await.unwrap();
        assert!(world.receiver.taken().is_empty(), "it is the other one's");
        world.clock.advance_seconds(60);
        let nodes = [world.deliverer(), world.deliverer()];
        let (first, second) = tokio::join!(nodes[0].pass(), nodes[1].pass());
        first.and(second).unwrap();
        world.deliver_all().await;
        assert_eq!(
            world.receiver.taken().iter().map(Received::target).collect::<Vec<_>>(),
            (0..20).map(|n| n.to_string()).collect::<Vec<_>>()
        );
        // The one that was lost for a while records nothing any more.
        assert!(matches!(lost.record(store::Outcome::default()).await, Err(store::Error::Stale)));
    }
}

#[tokio::test]
async fn a_server_that_ends_lets_go_what_it_delivers_to() {
    for store in TestStore::both().await.unwrap() {
        let world = World::on(store).await;
        let silent = TcpListener::bind("127.0.0.2:0").await.unwrap();
        let url = format!("http://{}/", silent.local_addr().unwrap());
        let typed = TypedWebhook { name: "Silent".to_owned(), url, ..TypedWebhook::default() };
        let id = world.operator().create_webhook(&world.tenant, &typed).await.unwrap().0.webhook.id;
        let (deliverer, mut under_way) = (world.deliverer(), UnderWay::default());
        world.client("one", "First").await;
        world.chain().await;
        deliverer.begin_some(&mut under_way).await.unwrap();
        let held = silent.accept().await.unwrap();
        let take = || world.installation.store.take_webhook(id, Arc::clone(&world.installation.clock));
        assert!(take().await.unwrap().is_none(), "an attempt is under way");
        drop(under_way);
        deliverer.let_go().await.unwrap();
        let next = take().await.unwrap();
        assert!(next.is_some(), "who comes next does not wait");
        // What it let go is not taken from who has it now.
        deliverer.let_go().await.unwrap();
        assert!(take().await.unwrap().is_none());
        drop(held);
    }
}

#[tokio::test]
async fn a_webhook_never_leads_inside() {
    let world = World::on(TestStore::sqlite().await.unwrap()).await;
    let (id, _) = world.hook_for_clients().await;
    for inside in ["https://127.0.0.1/", "https://localhost/", "http://169.254.169.254/latest/meta-data", "https://[::1]/"] {
        let version = world.operator().load_webhook(&world.tenant, id).await.unwrap().webhook.version;
        let typed = TypedWebhook { name: "Hook".to_owned(), url: inside.to_owned(), ..TypedWebhook::default() };
        world.operator().set_webhook(&world.tenant, id, version, &typed).await.unwrap();
        world.settle().await;
        let latest = world.attempts(id).await.remove(0);
        let failure = latest.failure.unwrap();
        assert!(latest.status.is_none() && failure.contains("is not a public address"), "{inside}: {failure}");
    }
    assert_eq!(world.receiver.attempts(), 0);
}

#[tokio::test]
async fn a_receiver_that_does_not_answer_holds_up_nobody_else() {
    let world = World::on(TestStore::sqlite().await.unwrap()).await;
    let silent = TcpListener::bind("127.0.0.2:0").await.unwrap();
    let url = format!("http://{}/", silent.local_addr().unwrap());
    let typed = TypedWebhook { name: "Silent".to_owned(), url, ..TypedWebhook::default() };
    world.operator().create_webhook(&world.tenant, &typed).await.unwrap();
    let (deliverer, mut under_way) = (world.deliverer(), UnderWay::default());
    world.client("one", "First").await;
    world.chain().await;
    deliverer.begin_some(&mut under_way).await.unwrap();
    let held = silent.accept().await.unwrap();

    world.hook_for_clients().await;
    world.client("one", "Second").await;
    world.chain().await;
    deliverer.begin_some(&mut under_way).await.unwrap();
    tokio::time::timeout(Duration::from_secs(10), async {
        while world.receiver.taken().is_empty() {
            tokio::task::yield_now().await;
        }
    })
    .await
    .unwrap();
    assert_eq!(world.receiver.taken().iter().map(Received::target).collect::<Vec<_>>(), ["Second"]);
    assert!(!under_way.tasks.is_empty(), "the first one still waits for its answer");
    drop(held);
}

#[tokio::test]
async fn a_webhook_whose_secret_cannot_be_opened_fails_with_a_reason_and_pauses() {
    let world = World::on(TestStore::sqlite().await.unwrap()).await;
    let (id, _) = world.hook_for_clients().await;
    let keys = KeyRing::new(MasterKeys::parse(&MasterKeys::new_file(&SeededRandom::new(99))).unwrap());
    let world = World { installation: Installation { keys, ..world.installation.clone() }, ..world };
    world.client("one", "First").await;
    world.chain().await;
    world.deliver_all().await;
    let latest = world.attempts(id).await.remove(0);
    assert!(latest.failure.unwrap().contains("replace the secret"));
    assert_eq!(world.operator().load_webhook(&world.tenant, id).await.unwrap().webhook.progress.failures, 1);
    assert_eq!(world.receiver.attempts(), 0);
}

#[tokio::test]
async fn a_webhook_is_told_of_nothing_from_before_it_was_created_though_it_gets_its_number_later() {
    let world = World::on(TestStore::sqlite().await.unwrap()).await;
    world.client("one", "Before").await;
    world.clock.advance_seconds(1);
    world.hook_for_clients().await;
    world.client("one", "After").await;
    world.settle().await;
    assert_eq!(world.receiver.taken().iter().map(Received::target).collect::<Vec<_>>(), ["After"]);
}
