//! Users over the admin API.

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::world::World;

const USERS: &str = "/admin/acme/servers/shop/users";

#[tokio::test]
async fn a_user_is_created_with_a_password_that_is_never_told() {
    let world = World::new().await;
    let program = world.program(None).await;
    let bob = json!({ "identifier": "bob", "name": "Bob", "email": "bob@example.com", "password": "violet-canyon-marble-47" });
    let created = program.post(USERS, &bob).await;
    assert_eq!(created.status, StatusCode::CREATED, "{created:?}");
    assert!(!created.body.contains("password"), "{created:?}");
    let taken = program.post(USERS, &bob).await;
    assert_eq!(taken.faults(), [("/identifier".to_owned(), "taken".to_owned()), ("/email".to_owned(), "taken".to_owned())]);
    let weak = program.post(USERS, &json!({ "identifier": "eve", "name": "", "password": "short" })).await;
    assert_eq!(weak.faults().into_iter().map(|(place, _)| place).collect::<Vec<_>>(), ["/name", "/password"]);
}

#[tokio::test]
async fn a_profile_is_changed_whole_or_in_part() {
    let world = World::new().await;
    let program = world.program(None).await;
    let path = world.address("/admin/{tenant}/servers/{workspace}/users/{user}");
    let patched = program.patch(&path, &json!({ "address": { "locality": "Bern" }, "phone_number": "+41 31 000 00 00" })).await.json();
    assert_eq!((&patched["address"]["locality"], &patched["name"]), (&json!("Bern"), &json!("Alice")));
    let read = program.get(&path).await;
    let same = program.send("PUT", &path, &[("if-match", read.header("etag"))], &read.json()).await;
    assert_eq!((same.status, same.json()), (StatusCode::OK, read.json()));
    let whole = program.with_version("PUT", &path, &path, &json!({ "identifier": "alice@example.com", "name": "Alice" })).await.json();
    assert_eq!((&whole["address"], &whole["email"]), (&Value::Null, &Value::Null), "what is not sent is not known any more");
    let password = program.patch(&path, &json!({ "password": "amber-rocket-thistle-92" })).await;
    assert_eq!(password.faults(), [("/password".to_owned(), "fixed".to_owned())]);
    let nobody = program.patch(&path, &json!({ "email_verified": true })).await;
    assert_eq!(nobody.faults()[0].0, "/email_verified");
}

#[tokio::test]
async fn a_user_is_signed_out_disabled_and_deleted() {
    let world = World::new().await;
    let program = world.program(None).await;
    let path = world.address("/admin/{tenant}/servers/{workspace}/users/{user}");
    let session = world.address("/admin/{tenant}/servers/{workspace}/users/{user}/sessions/{session}");
    let sessions = async || program.get(&format!("{path}/sessions")).await.json()["sessions"].as_array().unwrap().len();
    assert_eq!(sessions().await, 1);
    let ended = program.send("DELETE", &session, &[("if-match", "*")], &Value::Null).await;
    assert_eq!((ended.status, sessions().await), (StatusCode::NO_CONTENT, 0));
    let nothing = program.post(&format!("{path}/signOut"), &json!({})).await;
    assert_eq!(nothing.problem().0, 422);
    assert_eq!(program.post(&format!("{path}/signOut"), &json!({ "tokens": true })).await.status, StatusCode::NO_CONTENT);
    let live = world.address("/admin/{tenant}/servers/{workspace}/tokens/count?state=live");
    assert_eq!(program.get(&live).await.json()["count"], json!(0));
    let disabled = program.with_version("POST", &format!("{path}/disable"), &path, &Value::Null).await;
    assert_eq!(disabled.text("status").as_deref(), Some("disabled"));
    assert_eq!(program.with_version("DELETE", &path, &path, &Value::Null).await.status, StatusCode::NO_CONTENT);
    assert_eq!(program.get(&path).await.problem(), (404, "not_found".to_owned()));
}
