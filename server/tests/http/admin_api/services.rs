//! Services and their scopes over the admin API.

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::world::World;

const SERVICES: &str = "/admin/acme/servers/shop/services";

#[tokio::test]
async fn a_service_is_created_with_its_scopes_and_changed_whole() {
    let world = World::new().await;
    let program = world.program(None).await;
    let (description, german) = ("Read your invoices", "Ihre Rechnungen lesen");
    let scopes = json!([{ "scope_name": "invoices", "display_name": "Invoices", "description": description, "description_de": german }]);
    let body = json!({ "name": "Invoices", "resource": "https://invoices.example.com/", "scopes": scopes });
    let created = program.post(SERVICES, &body).await;
    assert_eq!(created.status, StatusCode::CREATED, "{created:?}");
    let path = created.header("location").trim_start_matches("/api").to_owned();
    assert_eq!(program.get(&path).await.json()["scopes"], scopes);

    let taken = program.post(SERVICES, &json!({ "name": "invoices", "scopes": [] })).await;
    assert_eq!(taken.faults(), [("/name".to_owned(), "taken".to_owned())]);
    let renamed = program.patch(&path, &json!({ "name": "Bills" })).await;
    assert_eq!(renamed.faults(), [("/name".to_owned(), "fixed".to_owned())]);
    let emptied = program.patch(&path, &json!({ "resource": null, "scopes": [] })).await.json();
    assert_eq!((&emptied["resource"], &emptied["scopes"]), (&Value::Null, &json!([])));
}

#[tokio::test]
async fn a_scope_is_added_and_taken_away_from_the_clients_too() {
    let world = World::new().await;
    let program = world.program(None).await;
    let service = world.address("/{service}");
    let scopes = format!("{SERVICES}{service}/scopes");
    let client = world.address("/admin/{tenant}/servers/{workspace}/clients/{client}");
    let added = program.post(&scopes, &json!({ "scope_name": "orders:write", "display_name": "Write" })).await;
    assert_eq!(added.status, StatusCode::CREATED, "{added:?}");
    let held = program.get(&client).await.json()["scopes"].as_array().cloned().unwrap();
    let held: Vec<Value> = held.into_iter().chain([json!("orders:write")]).collect();
    assert_eq!(program.patch(&client, &json!({ "scopes": held })).await.status, StatusCode::OK);
    let path = added.header("location").trim_start_matches("/api").to_owned();
    let removed = program.send("DELETE", &path, &[("if-match", "*")], &Value::Null).await;
    assert_eq!(removed.status, StatusCode::NO_CONTENT, "{removed:?}");
    assert!(!program.get(&client).await.body.contains("orders:write"));
    let gone = program.send("DELETE", &path, &[("if-match", "*")], &Value::Null).await;
    assert_eq!(gone.problem(), (404, "not_found".to_owned()));
}

#[tokio::test]
async fn a_built_in_service_stays_as_it_is() {
    let world = World::new().await;
    let program = world.program(None).await;
    let all = program.get(SERVICES).await.json();
    let id = all["services"].as_array().unwrap().iter().find(|one| one["kind"] == "oauth2").unwrap()["id"].clone();
    let path = format!("{SERVICES}/{}", id.as_str().unwrap());
    let refused = program.patch(&path, &json!({ "scopes": [] })).await;
    assert_eq!((refused.problem().0, refused.faults()[0].1.as_str()), (422, "built_in"));
}
