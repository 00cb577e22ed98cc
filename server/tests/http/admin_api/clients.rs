//! Clients over the admin API.

use axum::http::{Method, StatusCode};
use domain::role::BuiltInRole;
use serde_json::{Value, json};

use super::explain::{api_token, problem, send};
use crate::shop::Shop;

#[tokio::test]
async fn a_client_is_duplicated_with_an_id_and_a_secret_that_work() {
    let shop = Shop::open().await;
    let token = api_token(&shop, BuiltInRole::Administrator).await;
    let path = format!("/api/admin/acme/servers/shop/clients/{}/duplicate", shop.client.id);
    let ask = async |body: Value| send(&shop, Method::POST, &path, &token, &body).await;

    let answer = ask(json!({})).await;
    assert_eq!((answer.status, answer.header("cache-control")), (StatusCode::CREATED, "no-store"), "{answer:?}");
    let copy: Value = serde_json::from_str(&answer.body).unwrap();
    let text = |name: &str| copy[name].as_str().unwrap().to_owned();
    assert_eq!((text("name"), text("client_type")), (format!("{} (copy)", shop.client.settings.name), "server_side_web".to_owned()));
    let (id, secret) = (text("client_id"), text("client_secret"));
    let introspected = shop.ask_as((&id, &secret), "/oauth2/introspect", &[("token", "x")]).await;
    assert_eq!(introspected.status, StatusCode::OK, "{introspected:?}");

    let named = ask(json!({ "name": "Second shop" })).await;
    assert_eq!(named.text("name").as_deref(), Some("Second shop"));
    assert_eq!(problem(&ask(json!({ "name": "" })).await), (422, "invalid".to_owned()));
    assert_eq!(problem(&ask(json!({ "colour": "red" })).await), (400, "malformed".to_owned()));
    let nobody = path.replace(&shop.client.id.to_string(), "00000000-0000-7000-8000-000000000000");
    assert_eq!(problem(&send(&shop, Method::POST, &nobody, &token, &json!({})).await), (404, "not_found".to_owned()));
}

#[tokio::test]
async fn an_auditor_duplicates_no_client() {
    let shop = Shop::open().await;
    let token = api_token(&shop, BuiltInRole::Auditor).await;
    let path = format!("/api/admin/acme/servers/shop/clients/{}/duplicate", shop.client.id);
    assert_eq!(problem(&send(&shop, Method::POST, &path, &token, &json!({})).await), (403, "forbidden".to_owned()));
}
