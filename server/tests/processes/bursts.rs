//! Bursts: many workers of one client that share one store of tokens, and answers that take their time.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use domain::client::ClientType;
use engine::random::{SeededRandom, bytes};
use tokio::{
    sync::Semaphore,
    task::JoinSet,
    time::{Instant, sleep, sleep_until},
};

use crate::{browser::Browser, database::Database, on_both_databases, process::Process, proved, shop::DeployedShop, trials};

on_both_databases! {
    no_burst_of_a_confidential_client_s_workers_on_one_store_loses_a_login
    no_burst_of_a_public_client_s_workers_on_one_store_loses_a_login
    who_comes_back_after_the_window_ends_the_login_of_a_burst
}

/// The retry window, in seconds.
const WINDOW: i64 = 3;
/// So many workers share a store.
const WORKERS: usize = 20;
/// So often all of them refresh.
const ROUNDS: usize = 4;
/// So many bursts at once: a machine that is busy must not make a delay longer than it is meant to be.
const AT_ONCE: usize = 16;

/// An answer is delayed by up to eight tenths of the window.
const LONGEST_DELAY: u64 = WINDOW.unsigned_abs() * 800;

/// Clauses: 106.
async fn no_burst_of_a_confidential_client_s_workers_on_one_store_loses_a_login(database: Database) {
    bursts(database, ClientType::ServerSideWeb, "confidential").await;
}

/// Clauses: 106.
async fn no_burst_of_a_public_client_s_workers_on_one_store_loses_a_login(database: Database) {
    bursts(database, ClientType::SinglePage, "public").await;
}

async fn bursts(database: Database, client_type: ClientType, kind: &str) {
    let shop = DeployedShop::open_with(database, client_type, WINDOW).await;
    let servers = Arc::new(shop.database().servers(&shop));
    let mut browser = Browser::new(&shop);
    let (at_once, mut bursts) = (Arc::new(Semaphore::new(AT_ONCE)), JoinSet::new());
    for trial in 0..trials() {
        let permit = Arc::clone(&at_once).acquire_owned().await.unwrap();
        let token = browser.login(&servers[0]).await.refresh;
        let (browser, servers) = (browser.clone(), Arc::clone(&servers));
        bursts.spawn(async move {
            burst(&browser, &servers, token, u64::try_from(trial).unwrap()).await;
            drop(permit);
        });
    }
    while let Some(burst) = bursts.join_next().await {
        burst.unwrap();
    }
    let count = async |kind: i16| shop.database().count(&format!("engine_events WHERE kind = {kind}")).await;
    let (rotated, repeated, retried) = (count(4).await, count(5).await, count(6).await);
    assert_eq!(count(8).await, 0, "nobody is taken for a thief");
    assert!(rotated > i64::try_from(trials()).unwrap() && retried > 0, "several generations: {rotated} rotated, {retried} retried");
    let seen = format!("0 logins lost; {rotated} rotated, {repeated} repeated, {retried} retried");
    proved(&format!("burst of {WORKERS} workers, {kind} client"), shop.database().name(), trials(), seen);
    drop(servers);
    shop.its_secrets_are_nowhere().await;
}

/// All workers read the store and refresh with what they read; each writes what it got when its answer arrives, and the last writer
/// wins. Then the next round: over several windows, so that the token is rotated in the midst of it.
async fn burst(browser: &Browser, servers: &Arc<Vec<Process>>, token: String, seed: u64) {
    let (store, random) = (Arc::new(Mutex::new(token)), SeededRandom::new(seed));
    for round in 0..ROUNDS {
        let mut workers = JoinSet::new();
        for worker in 0..WORKERS {
            let (browser, store) = (browser.clone(), Arc::clone(&store));
            let server = servers[worker % servers.len()].address();
            let delay = Duration::from_millis(u64::from_le_bytes(bytes(&random)) % LONGEST_DELAY);
            workers.spawn(async move {
                let arrives = Instant::now() + delay;
                let held = store.lock().unwrap().clone();
                let mut answer = browser.refresh(server, &held).await.unwrap();
                // A server that is busy says so, and nothing was done: whoever asks again asks with the same token.
                while answer.status.is_server_error() {
                    sleep(Duration::from_millis(100)).await;
                    answer = browser.refresh(server, &held).await.unwrap();
                }
                assert!(answer.status.is_success(), "burst {seed}, round {round}: {answer:?}");
                sleep_until(arrives).await;
                *store.lock().unwrap() = answer.tokens().refresh;
            });
        }
        while let Some(worker) = workers.join_next().await {
            worker.unwrap();
        }
    }
}

/// Clauses: 28.
async fn who_comes_back_after_the_window_ends_the_login_of_a_burst(database: Database) {
    let shop = DeployedShop::open_with(database, ClientType::SinglePage, 1).await;
    let servers = shop.database().servers(&shop);
    let mut browser = Browser::new(&shop);
    let stolen = browser.login(&servers[0]).await.refresh;
    let owner = browser.refresh(servers[0].address(), &stolen).await.unwrap().tokens();
    let in_time = browser.refresh(servers[servers.len() - 1].address(), &stolen).await.unwrap().tokens();
    assert_eq!(in_time.refresh, owner.refresh, "within the window, whoever comes gets the current token");
    sleep(Duration::from_millis(1_100)).await;
    let late = browser.refresh(servers[0].address(), &stolen).await.unwrap();
    assert!(late.is_refused_as("invalid_grant"), "{late:?}");
    for server in &servers {
        let after = browser.refresh(server.address(), &owner.refresh).await.unwrap();
        assert!(after.is_refused_as("invalid_grant"), "the login has ended: {after:?}");
    }
    proved("thief outside the window", shop.database().name(), 1, "login ended");
}
