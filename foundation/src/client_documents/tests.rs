//! What is taken for a document, how often an address is asked, and what becomes of a document whose address fails. 127.0.0.2 is a network that the
//! configuration allows.

use std::{
    net::{IpAddr, Ipv4Addr},
    sync::{Arc, Mutex},
};

use axum::{
    Router,
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse as _, Response},
};
use domain::{
    client_document::ClientIdUrl,
    clock::{FixedClock, Timestamp},
    id::{TenantId, WorkspaceId},
};
use engine::{
    Site,
    client_document::{DocumentFault, DocumentSource as _},
    client_keys::{KeyOwner, Standing},
};
use serde_json::{Value, json};
use tokio::{net::TcpListener, task::JoinSet};

use super::{AGAIN_AFTER, FRESH, KEPT, PublishedDocumentSource, PublishedDocuments};
use crate::{config::AddressRange, fetch::Fetcher};

/// What a server answers, and how often it was asked.
#[derive(Default)]
struct Answers {
    asked: usize,
    status: Option<StatusCode>,
    cache: Option<&'static str>,
    body: String,
}

type Publisher = Arc<Mutex<Answers>>;

struct World {
    publisher: Publisher,
    clock: Arc<FixedClock>,
    documents: PublishedDocuments,
    source: Arc<PublishedDocumentSource>,
    url: ClientIdUrl,
}

async fn publish(State(publisher): State<Publisher>) -> Response {
    let mut answers = publisher.lock().unwrap();
    answers.asked += 1;
    let mut response = answers.body.clone().into_response();
    *response.status_mut() = answers.status.unwrap_or(StatusCode::OK);
    if answers.status.is_some_and(|status| status.is_redirection()) {
        response.headers_mut().insert(header::LOCATION, "/other.json".parse().unwrap());
    }
    if let Some(cache) = answers.cache {
        response.headers_mut().insert(header::CACHE_CONTROL, cache.parse().unwrap());
    }
    response
}

impl World {
    async fn new() -> Self {
        Self::allowing("127.0.0.2").await
    }

    async fn allowing(networks: &str) -> Self {
        let publisher = Publisher::default();
        let listener = TcpListener::bind("127.0.0.2:0").await.unwrap();
        let url = ClientIdUrl::parse(&format!("http://{}/client.json", listener.local_addr().unwrap())).unwrap();
        let router = Router::new().fallback(publish).with_state(Arc::clone(&publisher));
        tokio::spawn(async move { axum::serve(listener, router).await });
        let clock = Arc::new(FixedClock::at(Timestamp::from_millis(1_767_225_600_000)));
        let fetcher = Fetcher::open(&AddressRange::parse_list(networks).unwrap());
        let documents = PublishedDocuments::default();
        let source = Arc::new(PublishedDocumentSource::new(documents.clone(), fetcher, Arc::clone(&clock) as _));
        let world = Self { publisher, clock, documents, source, url };
        world.publish(&json!({}));
        world
    }

    /// Publishes a document with these members beside what it has to have.
    fn publish(&self, of: &Value) {
        let mut document = json!({ "client_id": self.url.as_str(), "redirect_uris": ["https://app.example.com/callback"] });
        document.as_object_mut().unwrap().extend(of.as_object().cloned().unwrap());
        self.answers(|answers| answers.body = document.to_string());
    }

    fn answers<T>(&self, change: impl FnOnce(&mut Answers) -> T) -> T {
        change(&mut self.publisher.lock().unwrap())
    }

    fn asked(&self) -> usize {
        self.answers(|answers| answers.asked)
    }

    /// The name in the document.
    async fn name(&self) -> Result<Option<String>, DocumentFault> {
        let document = self.source.document(owner(), &self.url).await?;
        Ok(document.members().get("client_name").and_then(Value::as_str).map(str::to_owned))
    }
}

fn owner() -> KeyOwner {
    let now = Timestamp::from_millis(0);
    KeyOwner { tenant: TenantId::new(now, [1; 10]), workspace: WorkspaceId::new(now, [1; 10]), standing: Standing::Known }
}

/// Clauses: 315.
#[tokio::test]
async fn a_document_is_read_once_and_again_when_it_is_old() {
    let world = World::new().await;
    for _ in 0..3 {
        assert_eq!(world.name().await, Ok(None));
    }
    assert_eq!(world.asked(), 1);
    world.publish(&json!({ "client_name": "Renamed" }));
    world.clock.advance_seconds(FRESH - 1);
    assert_eq!(world.name().await, Ok(None));
    world.clock.advance_seconds(1);
    assert_eq!(world.name().await, Ok(Some("Renamed".to_owned())));
    assert_eq!(world.asked(), 2);
}

#[tokio::test]
async fn its_server_says_for_how_long_within_bounds() {
    let world = World::new().await;
    for (says, seconds) in [("max-age=5", 60), ("public, max-age=120", 120), ("no-store", 60), ("max-age=99999999", 86_400)] {
        world.answers(|answers| answers.cache = Some(says));
        let before = world.asked();
        assert_eq!(world.name().await, Ok(None));
        world.clock.advance_seconds(seconds - 1);
        assert_eq!(world.name().await, Ok(None));
        assert_eq!(world.asked(), before + 1, "{says}");
        world.clock.advance_seconds(1);
    }
}

#[tokio::test]
async fn however_many_want_a_document_its_address_is_asked_once() {
    let world = World::new().await;
    let mut all = JoinSet::new();
    for _ in 0..20 {
        let (source, url) = (Arc::clone(&world.source), world.url.clone());
        all.spawn(async move { source.document(owner(), &url).await.is_ok() });
    }
    assert_eq!(all.join_all().await, [true; 20]);
    assert_eq!(world.asked(), 1);
}

/// Clauses: 314.
#[tokio::test]
async fn what_is_no_document_of_its_address_is_none_and_is_not_remembered() {
    let world = World::new().await;
    let fine = world.answers(|answers| answers.body.clone());
    let wrong = [
        json!({ "client_id": format!("{}?", world.url) }),
        json!({ "client_id": null }),
        json!({ "client_secret": "s3cret" }),
        json!({ "token_endpoint_auth_method": "client_secret_post" }),
        json!({ "redirect_uris": [] }),
        json!({ "redirect_uris": ["http://app.example.com/callback"] }),
        json!({ "client_name": "x".repeat(70_000) }),
    ];
    for document in wrong {
        world.publish(&document);
        let fault = if document["client_name"].is_null() { DocumentFault::Unfit } else { DocumentFault::Unavailable };
        assert_eq!(world.name().await, Err(fault), "{document}");
        world.clock.advance_seconds(AGAIN_AFTER);
    }
    for body in ["", "[]", "null", "{", "<html>"] {
        world.answers(|answers| answers.body = body.to_owned());
        assert_eq!(world.name().await, Err(DocumentFault::Unfit), "{body}");
        world.clock.advance_seconds(AGAIN_AFTER);
    }
    world.answers(|answers| answers.body = fine);
    for status in [StatusCode::FOUND, StatusCode::NOT_FOUND, StatusCode::CREATED, StatusCode::INTERNAL_SERVER_ERROR] {
        world.answers(|answers| answers.status = Some(status));
        let before = world.asked();
        assert_eq!(world.name().await, Err(DocumentFault::Unavailable), "{status}");
        assert_eq!(world.asked(), before + 1, "no redirect is followed");
        world.clock.advance_seconds(AGAIN_AFTER);
    }
    world.answers(|answers| answers.status = None);
    assert_eq!(world.name().await, Ok(None));
}

#[tokio::test]
async fn a_document_outlives_an_outage_of_an_hour() {
    let world = World::new().await;
    assert_eq!(world.name().await, Ok(None));
    world.answers(|answers| answers.status = Some(StatusCode::BAD_GATEWAY));
    world.clock.advance_seconds(KEPT - 1);
    assert_eq!(world.name().await, Ok(None));
    assert_eq!(world.asked(), 2);
    // Not by each who comes.
    assert_eq!(world.name().await, Ok(None));
    assert_eq!(world.asked(), 2);
    world.clock.advance_seconds(1);
    assert_eq!(world.name().await, Err(DocumentFault::Unavailable));
}

/// Clauses: 314.
#[tokio::test]
async fn an_address_on_this_machine_is_asked_where_the_configuration_allows_it_alone() {
    let world = World::allowing("192.0.2.1").await;
    assert_eq!(world.name().await, Err(DocumentFault::Unavailable));
    assert_eq!(world.asked(), 0);
}

#[tokio::test]
async fn what_is_not_read_of_a_document_takes_no_room_and_a_long_one_takes_what_it_is_long() {
    let world = World::new().await;
    let junk: Vec<_> = (0..9_000).map(|_| json!({ "": 0 })).collect();
    world.publish(&json!({ "x": junk }));
    assert_eq!(world.name().await, Ok(None));
    let bytes = world.documents.0.bytes();
    assert!(bytes < 8 * 1024, "{bytes}");
    world.clock.advance_seconds(FRESH);
    world.publish(&json!({ "jwks": { "keys": [], "x": junk } }));
    let _ = world.name().await;
    let bytes = world.documents.0.bytes();
    assert!(bytes < 80 * 1024, "{bytes}");
}

#[tokio::test]
async fn a_document_that_says_something_else_by_now_is_none_at_once() {
    let world = World::new().await;
    assert_eq!(world.name().await, Ok(None));
    world.publish(&json!({ "client_id": "https://app.example.com/other.json" }));
    world.clock.advance_seconds(FRESH);
    assert_eq!(world.name().await, Err(DocumentFault::Unfit));
}

#[tokio::test]
async fn strangers_from_one_site_do_not_make_a_host_be_asked_without_end() {
    let world = World::new().await;
    let site = Site::from(IpAddr::V4(Ipv4Addr::new(203, 0, 113, 7)));
    let stranger = KeyOwner { standing: Standing::Stranger(Some(site)), ..owner() };
    world.answers(|answers| answers.status = Some(StatusCode::NOT_FOUND));
    for number in 0..200 {
        let url = ClientIdUrl::parse(&format!("{}?{number}", world.url)).unwrap();
        assert_eq!(world.source.document(stranger, &url).await, Err(DocumentFault::Unavailable));
    }
    assert_eq!(world.asked(), 30);
    // What the workspace knows is asked all the same.
    world.answers(|answers| answers.status = None);
    assert_eq!(world.name().await, Ok(None));
}
