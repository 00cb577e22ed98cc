//! How often an address is asked, and what becomes of keys whose address fails. 127.0.0.2 is a network that the configuration allows.

use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicUsize, Ordering},
};

use axum::{Router, extract::State, http::StatusCode};
use domain::{
    client_keys::JwkSet,
    client_uri::JwksUri,
    clock::{FixedClock, Timestamp},
    id::{TenantId, WorkspaceId},
};
use engine::client_keys::{Freshness, KeyOwner, KeySource as _, KeysUnavailable, Standing};
use futures::FutureExt as _;
use tokio::{net::TcpListener, task::JoinSet};

use super::{AGAIN_AFTER, FRESH, KEPT, NEWER_AFTER, PublishedKeySource, PublishedKeys};
use crate::{config::AddressRange, fetch::Fetcher};

const KEYS: &str = r#"{"keys":[{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo","kid":"~"}]}"#;

/// A server that publishes keys, unless it is broken, and numbers them.
#[derive(Clone, Default)]
struct Publisher {
    asked: Arc<AtomicUsize>,
    broken: Arc<AtomicBool>,
    /// Whether it publishes a set without a key.
    empty: Arc<AtomicBool>,
}

struct World {
    publisher: Publisher,
    clock: Arc<FixedClock>,
    source: Arc<PublishedKeySource>,
    url: JwksUri,
}

async fn publish(State(publisher): State<Publisher>) -> Result<String, StatusCode> {
    let asked = publisher.asked.fetch_add(1, Ordering::SeqCst) + 1;
    if publisher.broken.load(Ordering::SeqCst) {
        return Err(StatusCode::INTERNAL_SERVER_ERROR);
    }
    if publisher.empty.load(Ordering::SeqCst) {
        return Ok(r#"{"keys":[]}"#.to_owned());
    }
    Ok(KEYS.replace('~', &asked.to_string()))
}

impl World {
    async fn new() -> Self {
        Self::allowing("127.0.0.2").await
    }

    async fn allowing(networks: &str) -> Self {
        let publisher = Publisher::default();
        let listener = TcpListener::bind("127.0.0.2:0").await.unwrap();
        let url = JwksUri::parse(&format!("http://{}/jwks", listener.local_addr().unwrap())).unwrap();
        let router = Router::new().fallback(publish).with_state(publisher.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        let clock = Arc::new(FixedClock::at(Timestamp::from_millis(1_767_225_600_000)));
        let fetcher = Fetcher::open(&AddressRange::parse_list(networks).unwrap());
        let source = Arc::new(PublishedKeySource::new(PublishedKeys::default(), fetcher, Arc::clone(&clock) as _));
        Self { publisher, clock, source, url }
    }

    async fn keys(&self, freshness: Freshness) -> Result<String, KeysUnavailable> {
        let keys: Arc<JwkSet> = self.source.keys(owner(), &self.url, freshness).await?;
        Ok(keys.keys()[0].kid.clone().unwrap())
    }

    fn asked(&self) -> usize {
        self.publisher.asked.load(Ordering::SeqCst)
    }

    fn is_broken(&self, broken: bool) {
        self.publisher.broken.store(broken, Ordering::SeqCst);
    }
}

fn owner() -> KeyOwner {
    let now = Timestamp::from_millis(0);
    KeyOwner { tenant: TenantId::new(now, [1; 10]), workspace: WorkspaceId::new(now, [1; 10]), standing: Standing::Known }
}

#[tokio::test]
async fn keys_are_read_once_and_again_when_they_are_old() {
    let world = World::new().await;
    for _ in 0..3 {
        assert_eq!(world.keys(Freshness::Known).await.unwrap(), "1");
    }
    world.clock.advance_seconds(FRESH - 1);
    assert_eq!(world.keys(Freshness::Known).await.unwrap(), "1");
    world.clock.advance_seconds(1);
    assert_eq!(world.keys(Freshness::Known).await.unwrap(), "2");
    assert_eq!(world.asked(), 2);
}

#[tokio::test]
async fn however_many_ask_at_once_the_address_is_asked_once() {
    let world = World::new().await;
    let mut tasks = JoinSet::new();
    for _ in 0..50 {
        let (source, url) = (Arc::clone(&world.source), world.url.clone());
        tasks.spawn(async move { source.keys(owner(), &url, Freshness::Known).await.is_ok() });
    }
    assert!(tasks.join_all().await.into_iter().all(|found| found));
    assert_eq!(world.asked(), 1);
}

#[tokio::test]
async fn a_key_that_is_not_known_has_the_address_asked_again_once_a_minute() {
    let world = World::new().await;
    assert_eq!(world.keys(Freshness::Known).await.unwrap(), "1");
    for _ in 0..100 {
        assert_eq!(world.keys(Freshness::Newer).await.unwrap(), "1", "a moment ago it was asked");
    }
    world.clock.advance_seconds(NEWER_AFTER);
    for _ in 0..100 {
        assert_eq!(world.keys(Freshness::Newer).await.unwrap(), "2");
    }
    assert_eq!(world.asked(), 2);
}

#[tokio::test]
async fn keys_go_on_working_for_an_hour_after_their_address_broke_and_are_then_gone() {
    let world = World::new().await;
    assert_eq!(world.keys(Freshness::Known).await.unwrap(), "1");
    world.is_broken(true);
    world.clock.advance_seconds(FRESH);
    for _ in 0..10 {
        assert_eq!(world.keys(Freshness::Known).await.unwrap(), "1");
    }
    assert_eq!(world.asked(), 2, "one failure is enough for a while");
    world.clock.advance_seconds(KEPT - FRESH - 1);
    assert_eq!(world.keys(Freshness::Known).await.unwrap(), "1");
    world.clock.advance_seconds(1);
    assert_eq!(world.keys(Freshness::Known).await, Err(KeysUnavailable));
    world.is_broken(false);
    assert_eq!(world.keys(Freshness::Known).await, Err(KeysUnavailable), "it failed a moment ago");
    world.clock.advance_seconds(AGAIN_AFTER);
    assert_eq!(world.keys(Freshness::Known).await.unwrap(), world.asked().to_string());
}

#[tokio::test]
async fn a_client_that_publishes_no_key_any_more_has_none() {
    let world = World::new().await;
    assert_eq!(world.keys(Freshness::Known).await.unwrap(), "1");
    world.publisher.empty.store(true, Ordering::SeqCst);
    world.clock.advance_seconds(FRESH);
    assert_eq!(world.keys(Freshness::Known).await, Err(KeysUnavailable));
    world.is_broken(true);
    world.clock.advance_seconds(AGAIN_AFTER);
    assert_eq!(world.keys(Freshness::Known).await, Err(KeysUnavailable), "what it had before does not come back");
}

#[tokio::test]
async fn an_address_that_fails_is_left_alone_for_a_while() {
    let world = World::new().await;
    world.is_broken(true);
    for _ in 0..100 {
        assert_eq!(world.keys(Freshness::Known).await, Err(KeysUnavailable));
        assert_eq!(world.keys(Freshness::Newer).await, Err(KeysUnavailable));
    }
    assert_eq!(world.asked(), 1);
    world.is_broken(false);
    world.clock.advance_seconds(AGAIN_AFTER);
    assert_eq!(world.keys(Freshness::Known).await.unwrap(), "2");
}

#[tokio::test]
async fn an_address_in_a_network_that_is_not_allowed_is_never_asked() {
    let world = World::allowing("127.0.0.3").await;
    assert_eq!(world.keys(Freshness::Known).await, Err(KeysUnavailable));
    assert_eq!(world.asked(), 0);
}

#[tokio::test]
async fn somebody_who_hangs_up_does_not_make_the_address_be_asked_anew() {
    let world = World::new().await;
    // Polled once, and dropped.
    assert!(world.source.keys(owner(), &world.url, Freshness::Known).now_or_never().is_none());
    assert_eq!(world.keys(Freshness::Known).await.unwrap(), "1");
    assert_eq!(world.asked(), 1);
}
