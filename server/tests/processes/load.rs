//! Clients that refresh without a pause at all nodes in turns, and ask again where they get no answer.

use std::{
    net::SocketAddr,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::Duration,
};

use tokio::{
    task::JoinSet,
    time::{Instant, sleep, timeout},
};

use crate::{browser::Browser, process::Process};

/// So many clients at once.
const CLIENTS: usize = 8;
/// A client gives up after so long, and asks again so much later.
const PATIENCE: Duration = Duration::from_secs(5);
const PAUSE: Duration = Duration::from_millis(20);

/// A load on servers.
pub(crate) struct Load {
    clients: JoinSet<Vec<String>>,
    seen: Arc<Seen>,
}

/// What the clients of a load have seen.
#[derive(Default)]
pub(crate) struct Seen {
    is_over: AtomicBool,
    asked_again: AtomicUsize,
    /// When each refresh that succeeded began and ended.
    succeeded: Mutex<Vec<(Instant, Instant)>>,
}

impl Seen {
    /// How many refreshes succeeded.
    pub(crate) fn succeeded(&self) -> usize {
        self.succeeded.lock().unwrap().len()
    }

    /// How often a client got no answer, or one that told it to come again.
    pub(crate) fn asked_again(&self) -> usize {
        self.asked_again.load(Ordering::Relaxed)
    }

    /// When the first success came of those that began after this.
    pub(crate) fn first_success_after(&self, moment: Instant) -> Option<Instant> {
        self.succeeded.lock().unwrap().iter().filter(|(begun, _)| *begun >= moment).map(|(_, ended)| *ended).min()
    }
}

impl Load {
    /// Signs in so many times, and refreshes all of these logins in turns from now on.
    pub(crate) async fn begin(browser: &mut Browser, servers: &[Process], logins: usize) -> Self {
        let mut tokens = vec![Vec::new(); CLIENTS];
        for login in 0..logins {
            tokens[login % CLIENTS].push(browser.login(&servers[login % servers.len()]).await.refresh);
        }
        let addresses: Vec<SocketAddr> = servers.iter().map(Process::address).collect();
        let (mut clients, seen) = (JoinSet::new(), Arc::new(Seen::default()));
        for (client, tokens) in tokens.into_iter().enumerate().filter(|(_, tokens)| !tokens.is_empty()) {
            clients.spawn(refresh(browser.reconnected(), addresses.clone(), client, tokens, Arc::clone(&seen)));
        }
        Self { clients, seen }
    }

    pub(crate) fn seen(&self) -> &Arc<Seen> {
        &self.seen
    }

    /// Waits until so many refreshes have succeeded. Fails where a client has lost a login.
    pub(crate) async fn reach(&mut self, succeeded: usize) {
        while self.seen.succeeded() < succeeded {
            if let Some(ended) = self.clients.try_join_next() {
                panic!("a client ended: {:?}", ended.map(drop));
            }
            sleep(PAUSE).await;
        }
    }

    /// Ends it. Returns the token that each login has by now.
    pub(crate) async fn end(self) -> Vec<String> {
        self.seen.is_over.store(true, Ordering::Relaxed);
        self.clients.join_all().await.concat()
    }
}

async fn refresh(browser: Browser, servers: Vec<SocketAddr>, mut turn: usize, mut tokens: Vec<String>, seen: Arc<Seen>) -> Vec<String> {
    let mut login = 0;
    while !seen.is_over.load(Ordering::Relaxed) {
        let begun = Instant::now();
        let answer = timeout(PATIENCE, browser.refresh(servers[turn % servers.len()], &tokens[login])).await;
        turn += 1;
        match answer {
            Ok(Ok(answer)) if !answer.status.is_server_error() => {
                assert!(answer.status.is_success(), "a login is lost: {answer:?}");
                tokens[login] = answer.tokens().refresh;
                login = (login + 1) % tokens.len();
                seen.succeeded.lock().unwrap().push((begun, Instant::now()));
            }
            _ => {
                seen.asked_again.fetch_add(1, Ordering::Relaxed);
                sleep(PAUSE).await;
            }
        }
    }
    tokens
}
