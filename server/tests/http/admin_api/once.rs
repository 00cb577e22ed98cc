//! `Idempotency-Key`: a creation is done once, however often it is sent, and so is the application of a configuration.

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::{program::Program, world::World};
use crate::support::Answer;

const CLIENTS: &str = "/admin/acme/servers/shop/clients";

async fn create(program: &Program<'_>, key: &str, body: &Value) -> Answer {
    program.send("POST", CLIENTS, &[("idempotency-key", key)], body).await
}

async fn count(program: &Program<'_>) -> Value {
    program.get(&format!("{CLIENTS}?count=true")).await.json().get("total").cloned().unwrap_or_default()
}

fn job() -> Value {
    json!({ "client_name": "Job", "application_types": ["service"] })
}

#[tokio::test]
async fn a_request_that_is_sent_again_is_answered_as_before_with_the_secret() {
    let world = World::new().await;
    let program = world.program(None).await;
    let first = create(&program, "\"8e03978e-40d5\"", &job()).await;
    let again = create(&program, "\"8e03978e-40d5\"", &job()).await;
    assert_eq!((first.status, again.status), (StatusCode::CREATED, StatusCode::CREATED));
    assert_eq!(
        (&again.body, again.header("location"), again.header("etag")),
        (&first.body, first.header("location"), first.header("etag"))
    );
    assert_eq!((first.header("idempotency-replayed"), again.header("idempotency-replayed")), ("", "true"));
    assert_eq!(count(&program).await, json!(2), "the shop's own and one more");
    assert!(again.text("client_secret").is_some(), "whoever lost the answer has the secret now");
}

#[tokio::test]
async fn a_key_is_for_one_request_of_one_program() {
    let world = World::new().await;
    let program = world.program(None).await;
    create(&program, "k", &job()).await;
    let other = json!({ "client_name": "Other", "application_types": ["service"] });
    assert_eq!(create(&program, "k", &other).await.problem(), (422, "idempotency_key_reused".to_owned()));
    let elsewhere = program.send("POST", "/admin/acme/servers/shop/services", &[("idempotency-key", "k")], &json!({ "name": "S" })).await;
    assert_eq!(elsewhere.problem(), (422, "idempotency_key_reused".to_owned()));
    let second = world.program(None).await;
    assert_eq!(create(&second, "k", &other).await.status, StatusCode::CREATED, "each program has keys of its own");
    assert_eq!(create(&program, "", &job()).await.problem(), (400, "malformed".to_owned()));
}

#[tokio::test]
async fn what_was_refused_can_be_sent_again_by_the_same_key() {
    let world = World::new().await;
    let program = world.program(None).await;
    let wrong = json!({ "client_name": "Job", "application_types": ["service"], "scopes": ["nothing"] });
    assert_eq!(create(&program, "k", &wrong).await.problem().0, 422);
    assert_eq!(create(&program, "k", &job()).await.status, StatusCode::CREATED);
}

#[tokio::test]
async fn requests_that_are_sent_at_once_by_one_key_create_one() {
    let world = World::new().await;
    let program = world.program(None).await;
    let body = job();
    let all = tokio::join!(create(&program, "k", &body), create(&program, "k", &body), create(&program, "k", &body));
    let all = [all.0, all.1, all.2];
    for answer in &all {
        let (status, retry) = (answer.status.as_u16(), answer.header("retry-after"));
        assert!(status == 201 || (status == 409 && retry == "1"), "{answer:?}");
    }
    let created: Vec<_> = all.iter().filter_map(|answer| answer.text("client_id")).collect();
    assert!(created.windows(2).all(|two| two[0] == two[1]), "{created:?}");
    assert_eq!(count(&program).await, json!(2));
}

#[tokio::test]
async fn a_key_is_forgotten_after_a_day() {
    let world = World::new().await;
    let program = world.program(None).await;
    create(&program, "k", &job()).await;
    world.shop.server.clock.advance_seconds(24 * 3600);
    let later = world.program(None).await;
    assert_eq!(count(&later).await, json!(2));
    assert_eq!(create(&later, "k", &job()).await.status, StatusCode::CREATED);
}

#[tokio::test]
async fn a_configuration_that_is_applied_again_by_its_key_is_answered_with_the_secrets_of_the_first_time() {
    let world = World::new().await;
    let program = world.program(None).await;
    let client = json!({ "client_name": "Job", "application_types": ["service"] });
    let server = json!({ "id": "shop", "name": "Shop", "clients": [client] });
    let body = json!({ "configuration": { "tenant": { "id": "acme" }, "servers": [server] } });
    let apply = async || program.send("POST", "/admin/acme/configuration/apply", &[("idempotency-key", "k")], &body).await;
    let (first, again) = (apply().await, apply().await);
    assert_eq!((first.status, again.header("idempotency-replayed")), (StatusCode::OK, "true"), "{first:?}");
    assert!(first.json()["clients"][0]["client_secret"].is_string(), "{first:?}");
    assert_eq!(again.body, first.body);
    // What is not that plan any more is stale, by a key as well.
    let mut stale = body.clone();
    stale["plan"] = json!("0000000000000000");
    stale["configuration"]["servers"][0]["name"] = json!("Renamed");
    let stale = program.send("POST", "/admin/acme/configuration/apply", &[("idempotency-key", "other")], &stale).await;
    assert_eq!(stale.problem(), (412, "stale".to_owned()));
}
