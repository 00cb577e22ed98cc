//! What is answered while the database is silent, in use, started again or read-only.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use axum::{
    body::{Body, to_bytes},
    http::{Request, StatusCode, header},
};
use control::Actor;
use domain::view::NewWorkspace;
use engine::{
    keys::{KeyRing, MasterKeys},
    random::SystemRandom,
};
use server::{
    clock::SystemClock,
    config::{Configuration, Key, Sources},
    installation::Installation,
};
use store::testing::{TestStore, black_hole::BlackHole};
use tower::ServiceExt as _;

const METADATA: &str = "/acme/shop/.well-known/openid-configuration";

/// A server on PostgreSQL, behind whatever stands before it, with a tenant and a workspace and small deadlines.
async fn installation(url: &str) -> Installation {
    let mut sources = Sources::default();
    sources.set(Key::PublicUrl, "http://127.0.0.1:8080".to_owned());
    sources.set(Key::DatabaseUrl, url.to_owned());
    for (key, seconds) in [
        (Key::DatabaseAcquireTimeout, "1"),
        (Key::DatabaseStatementTimeout, "3"),
        (Key::DatabaseLockTimeout, "1"),
        (Key::RequestTimeout, "2"),
    ] {
        sources.set(key, seconds.to_owned());
    }
    sources.set(Key::MasterKey, MasterKeys::new_file(&SystemRandom));
    let directory = std::env::temp_dir().join(format!("regrant-standing-{}", std::process::id()));
    sources.set(Key::DataDir, directory.display().to_string());
    let configuration = Configuration::from_sources(&sources).unwrap();
    let installation = Installation::open(configuration, Arc::new(SystemClock), Arc::new(SystemRandom)).await.unwrap();
    installation.migrate().await.unwrap();
    let operator = installation.control().acting_as(Actor::CommandLine);
    let tenant = operator.create_tenant("acme", "Acme").await.unwrap();
    operator.create_workspace(&tenant.slug, NewWorkspace { name: "Shop".to_owned(), slug: "shop".to_owned() }).await.unwrap();
    installation
}

/// The answer, and how long it took.
async fn get(router: &axum::Router, path: &str) -> (StatusCode, String, Duration) {
    let began = Instant::now();
    let response = router.clone().oneshot(Request::get(path).body(Body::empty()).unwrap()).await.unwrap();
    let (parts, body) = response.into_parts();
    if parts.status == StatusCode::SERVICE_UNAVAILABLE && !path.starts_with("/health") {
        assert!(parts.headers.get(header::RETRY_AFTER).is_some_and(|seconds| seconds == "1"));
    }
    let body = String::from_utf8_lossy(&to_bytes(body, usize::MAX).await.unwrap()).into_owned();
    (parts.status, body, began.elapsed())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_silent_database_is_answered_with_503_in_time_and_is_well_again_by_itself() {
    let store = TestStore::postgres().await.unwrap();
    let hole = BlackHole::before(&store.url()).await.unwrap();
    let router = server::router(&installation(hole.url()).await);
    assert_eq!(get(&router, METADATA).await.0, StatusCode::OK);
    assert_eq!(get(&router, "/health/ready").await.0, StatusCode::OK);
    hole.swallow(true);
    tokio::time::sleep(Duration::from_millis(1100)).await;
    let (status, body, took) = get(&router, METADATA).await;
    assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE, "{body}");
    assert!(body.contains("temporarily_unavailable") && took < Duration::from_millis(2500), "{body} after {took:?}");
    let (status, body, took) = get(&router, "/health/ready").await;
    assert_eq!((status, body.as_str()), (StatusCode::SERVICE_UNAVAILABLE, "not ready: timeout\n"));
    assert!(took < Duration::from_millis(1100), "{took:?}");
    assert_eq!(get(&router, "/health/live").await.0, StatusCode::OK);
    hole.swallow(false);
    assert_eq!(get(&router, METADATA).await.0, StatusCode::OK);
    tokio::time::sleep(Duration::from_millis(1100)).await;
    assert_eq!(get(&router, "/health/ready").await.0, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_restart_of_the_database_no_request_is_refused() {
    let store = TestStore::postgres().await.unwrap();
    let installation = installation(&store.url()).await;
    let router = server::router(&installation);
    let mut refused = 0;
    for _ in 0..3 {
        let mut open = Vec::new();
        for _ in 0..12 {
            open.push(installation.store.begin().await.unwrap());
        }
        drop(open);
        assert_eq!(get(&router, "/health/ready").await.0, StatusCode::OK);
        store.end_connections().await.unwrap();
        for _ in 0..40 {
            refused += usize::from(get(&router, METADATA).await.0 != StatusCode::OK);
        }
        tokio::time::sleep(Duration::from_millis(1100)).await;
        assert_eq!(get(&router, "/health/ready").await.0, StatusCode::OK);
    }
    assert_eq!(refused, 0, "of 120");
}

#[tokio::test(flavor = "multi_thread")]
async fn writes_that_wait_keep_nobody_from_reading() {
    let store = TestStore::postgres().await.unwrap();
    let installation = installation(&store.url()).await;
    let router = server::router(&installation);
    let mut open = Vec::new();
    for _ in 0..12 {
        open.push(installation.store.begin().await.unwrap());
    }
    assert!(installation.store.begin().await.is_err(), "all writers are in use");
    let (status, _, took) = get(&router, METADATA).await;
    assert!(status == StatusCode::OK && took < Duration::from_secs(1), "{status} after {took:?}");
    let (status, _, took) = get(&router, "/health/ready").await;
    assert!(status == StatusCode::OK && took < Duration::from_secs(1), "{status} after {took:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn with_all_connections_in_use_requests_are_told_and_readiness_answers_within_a_second() {
    let store = TestStore::postgres().await.unwrap();
    let router = server::router(&installation(&store.url()).await);
    let connection = store.store().connection_for_migrations();
    sea_orm::ConnectionTrait::execute_unprepared(connection, "BEGIN; LOCK TABLE workspaces").await.unwrap();
    let asking: Vec<_> =
        (0..30).map(|_| (router.clone(), METADATA)).map(|(router, path)| tokio::spawn(async move { get(&router, path).await })).collect();
    tokio::time::sleep(Duration::from_millis(200)).await;
    let (status, _, took) = get(&router, "/health/ready").await;
    assert!(status == StatusCode::OK && took < Duration::from_secs(1), "{status} after {took:?}");
    for asked in asking {
        let (status, body, took) = asked.await.unwrap();
        assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE, "{body}");
        assert!(body.contains("temporarily_unavailable") && took < Duration::from_millis(2500), "{body} after {took:?}");
    }
    sea_orm::ConnectionTrait::execute_unprepared(connection, "ROLLBACK").await.unwrap();
    assert_eq!(get(&router, METADATA).await.0, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn readiness_looks_at_what_answers_need() {
    let store = TestStore::postgres().await.unwrap();
    let mut installation = installation(&store.url()).await;
    let execute = async |statement: &str| {
        let connection = store.store().connection_for_migrations();
        sea_orm::ConnectionTrait::execute_unprepared(connection, statement).await.unwrap();
    };
    let ready = async |installation: &Installation| {
        let (status, body, _) = get(&server::router(installation), "/health/ready").await;
        assert_eq!(status == StatusCode::OK, body == "ok\n");
        body
    };
    assert_eq!(ready(&installation).await, "ok\n");
    execute("INSERT INTO seaql_migrations (version, applied_at) VALUES ('m9999_later', 1)").await;
    assert_eq!(ready(&installation).await, "ok\n", "a later version has extended the schema, and this node goes on");
    execute("DELETE FROM seaql_migrations WHERE version = 'm9999_later'").await;
    execute("UPDATE seaql_migrations SET version = 'elsewhere' WHERE version = 'm0002_tokens'").await;
    assert_eq!(ready(&installation).await, "not ready: schema\n");
    execute("UPDATE seaql_migrations SET version = 'm0002_tokens' WHERE version = 'elsewhere'").await;
    execute("ALTER TABLE health_probes RENAME TO elsewhere").await;
    assert_eq!(ready(&installation).await, "not ready: database\n");
    execute("ALTER TABLE elsewhere RENAME TO health_probes").await;
    assert_eq!(ready(&installation).await, "ok\n");
    let own = installation.keys.clone();
    installation.keys = KeyRing::new(MasterKeys::parse(&MasterKeys::new_file(&SystemRandom)).unwrap());
    assert_eq!(ready(&installation).await, "not ready: master_key\n");
    installation.keys = own;
    let database = store.url().rsplit('/').next().unwrap_or_default().to_owned();
    execute(&format!("ALTER DATABASE {database} SET default_transaction_read_only = on")).await;
    store.end_connections().await.unwrap();
    assert_eq!(ready(&installation).await, "not ready: read_only\n");
}

#[tokio::test(flavor = "multi_thread")]
async fn strangers_who_ask_for_readiness_make_one_look_a_second() {
    let store = TestStore::postgres().await.unwrap();
    let router = server::router(&installation(&store.url()).await);
    let transactions = async || {
        let connection = store.store().connection_for_migrations();
        let question = "SELECT pg_stat_clear_snapshot(), xact_rollback FROM pg_stat_database WHERE datname = current_database()";
        let question = sea_orm::Statement::from_string(sea_orm::DbBackend::Postgres, question);
        let row = sea_orm::ConnectionTrait::query_one_raw(connection, question).await.unwrap().unwrap();
        row.try_get::<i64>("", "xact_rollback").unwrap()
    };
    get(&router, "/health/ready").await;
    let before = transactions().await;
    for asking in (0..200)
        .map(|_| {
            tokio::spawn({
                let router = router.clone();
                async move { get(&router, "/health/ready").await.0 }
            })
        })
        .collect::<Vec<_>>()
    {
        assert_eq!(asking.await.unwrap(), StatusCode::OK);
    }
    tokio::time::sleep(Duration::from_millis(1200)).await;
    let looks = transactions().await - before;
    assert!(looks <= 3, "{looks} looks for 200 questions");
}
