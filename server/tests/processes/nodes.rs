//! Two nodes on one database: what is switched off is off at every node from its commit on, and what no write passes through within a second.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use control::{Actor, Operator};
use domain::{client::ClientStatus, grant_type::GrantType, id::ClientId, name::Slug, workspace::WorkspacePath};
use reqwest::StatusCode;
use tokio::{task::JoinSet, time::sleep};

use crate::{
    browser::{Answer, Browser},
    database::Database,
    process::Process,
    proved,
    shop::DeployedShop,
    trials,
};

/// So many logins, and as many codes, meet each change.
const AT_ONCE: usize = 10;
/// What is remembered of the configuration counts for so long.
const BOUND: Duration = Duration::from_secs(1);

struct Nodes {
    shop: Arc<DeployedShop>,
    servers: [Arc<Process>; 2],
    operator: Operator,
    path: WorkspacePath,
}

/// A request of a client that ended.
struct Ended {
    begun: Instant,
    answer: Answer,
}

impl Nodes {
    async fn open() -> Self {
        let shop = DeployedShop::open(Database::postgresql().await).await;
        let servers = [(); 2].map(|()| Arc::new(Process::start(&shop)));
        let operator = shop.installation().await.control().acting_as(Actor::CommandLine);
        let path = WorkspacePath::new(Slug::parse("acme").unwrap(), Slug::parse("shop").unwrap());
        Self { shop, servers, operator, path }
    }

    /// Switches the two grants of a login on or off. It has happened when this returns.
    async fn switch(&self, on: bool) -> Instant {
        let workspace = self.operator.load_workspace(&self.path).await.unwrap();
        let mut authorization = workspace.authorization.clone();
        for grant in [GrantType::AuthorizationCode, GrantType::RefreshToken] {
            if on {
                authorization.grant_types.insert(grant);
            } else {
                authorization.grant_types.remove(&grant);
            }
        }
        self.operator.set_authorization_settings(&self.path, workspace.version, authorization).await.unwrap();
        Instant::now()
    }

    /// Asks both nodes again and again until the answer is as it is to be. Returns how long after a moment the last wrong answer was asked for.
    async fn until(&self, moment: Instant, is_right: impl AsyncFn(&Process) -> bool) -> Duration {
        let mut latest = Duration::ZERO;
        for server in &self.servers {
            loop {
                let asked = moment.elapsed();
                if is_right(server).await {
                    break;
                }
                latest = latest.max(asked);
                sleep(Duration::from_millis(10)).await;
            }
        }
        latest
    }
}

/// Asks for tokens at both nodes in turns: with each refresh token, and with each code where there are any.
fn ask(browser: &Browser, servers: &[Arc<Process>; 2], tokens: &[String], codes: &[String], into: &mut JoinSet<Ended>) {
    for (turn, server) in [0, 1].into_iter().zip(servers) {
        for token in tokens {
            let (browser, address, token) = (browser.clone(), server.address(), token.clone());
            into.spawn(async move {
                let begun = Instant::now();
                Ended { begun, answer: browser.refresh(address, &token).await.unwrap() }
            });
        }
        for code in codes.iter().skip(turn).step_by(2) {
            let (browser, address, code) = (browser.clone(), server.address(), code.clone());
            into.spawn(async move {
                let begun = Instant::now();
                Ended { begun, answer: browser.exchange(address, &code).await }
            });
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_switched_off_brings_no_token_at_any_node_after_its_commit() {
    let nodes = Nodes::open().await;
    let mut browser = Browser::new(&nodes.shop);
    let (mut after, mut before, mut issued, mut latest) = (0, 0, 0, Duration::ZERO);
    for _ in 0..trials().div_ceil(AT_ONCE) {
        let (mut tokens, mut codes) = (Vec::new(), Vec::new());
        for login in 0..AT_ONCE {
            tokens.push(browser.login(&nodes.servers[login % 2]).await.refresh);
            let response = browser.authorize(&nodes.servers[login % 2]).await;
            codes.push(browser.code_of(&response).unwrap());
        }
        // Both nodes know the settings by heart, and are asked while these change: with half of the codes before, and half after.
        let (early, late) = codes.split_at(AT_ONCE / 2);
        let mut asking = JoinSet::new();
        ask(&browser, &nodes.servers, &tokens, early, &mut asking);
        let off = nodes.switch(false).await;
        ask(&browser, &nodes.servers, &tokens, late, &mut asking);
        for Ended { begun, answer } in asking.join_all().await {
            let brings_tokens = answer.status.is_success();
            if begun > off {
                after += 1;
                assert!(!brings_tokens, "{:?} after the commit: {answer:?}", begun - off);
                assert!(answer.status.is_client_error(), "{answer:?}");
            } else {
                before += 1;
                issued += usize::from(brings_tokens);
            }
        }
        let discovers = async |server: &Process, listed: bool| {
            let address = format!("http://{}/acme/shop/.well-known/openid-configuration", server.address());
            let document = browser.http.get(address).send().await.unwrap().text().await.unwrap();
            let document: serde_json::Value = serde_json::from_str(&document).unwrap();
            document["grant_types_supported"].as_array().unwrap().iter().any(|grant| grant == "refresh_token") == listed
        };
        latest = latest.max(nodes.until(off, async |server| discovers(server, false).await).await);
        let on = nodes.switch(true).await;
        latest = latest.max(nodes.until(on, async |server| discovers(server, true).await).await);
    }
    // A client that is disabled is told nothing any more.
    let access = browser.login(&nodes.servers[0]).await.access;
    for server in &nodes.servers {
        assert!(browser.is_active(server.address(), &access).await);
    }
    let id: ClientId = nodes.shop.client_id.parse().unwrap();
    let version = nodes.operator.load_client(&nodes.path, id).await.unwrap().client.version;
    nodes.operator.set_client_status(&nodes.path, id, version, ClientStatus::Inactive).await.unwrap();
    let off = Instant::now();
    let is_refused =
        async |server: &Process| browser.introspect(server.address(), &access).await.unwrap().status == StatusCode::UNAUTHORIZED;
    latest = latest.max(nodes.until(off, is_refused).await);
    assert!(latest <= BOUND, "a request that began {latest:?} after a change was answered by the earlier settings");
    let told = format!(
        "0 of {after} requests that began after the commit brought tokens (of {before} that began before it, {issued} did); discovery and \
         introspection followed within {} ms",
        latest.as_millis()
    );
    proved("switched off at one node", "PostgreSQL", trials(), told);
}
