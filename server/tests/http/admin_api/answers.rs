//! The whole answers of the admin API, for review.

use axum::http::Method;
use domain::{grant_type::GrantType, role::BuiltInRole};
use insta::assert_snapshot;
use serde_json::json;

use super::explain::{api_token, call, send};
use crate::{shop::Shop, snapshot::shown};

#[tokio::test]
async fn explanations() {
    let mut shop = Shop::open().await;
    let token = api_token(&shop, BuiltInRole::Auditor).await;
    let refresh_token = shop.refresh_token().await;
    assert_snapshot!("a_refresh_token", shown(&call(&shop, Method::GET, "?user=alice%40example.com", &token, &json!(null)).await));
    let question = json!({ "refresh_token": refresh_token });
    assert_snapshot!("a_refresh", shown(&call(&shop, Method::POST, "", &token, &question).await));
    shop.ask("/oauth2/revoke", &[("token", &refresh_token)]).await;
    assert_snapshot!("a_refused_refresh", shown(&call(&shop, Method::POST, "", &token, &question).await));
    shop.set_client(|settings| {
        settings.grant_types.remove(&GrantType::RefreshToken);
    })
    .await;
    assert_snapshot!("no_refresh_token", shown(&call(&shop, Method::GET, "", &token, &json!(null)).await));
}

#[tokio::test]
async fn problems() {
    let shop = Shop::open().await;
    let token = api_token(&shop, BuiltInRole::Auditor).await;
    let ask = async |method, query: &str, token: &str, body| shown(&call(&shop, method, query, token, &body).await);
    assert_snapshot!("problem_unauthenticated", ask(Method::GET, "", "", json!(null)).await);
    assert_snapshot!("problem_invalid_token", ask(Method::GET, "", "rga_wrong", json!(null)).await);
    assert_snapshot!("problem_invalid", ask(Method::GET, "?user=bob", &token, json!(null)).await);
    assert_snapshot!("problem_malformed_query", ask(Method::GET, "?colour=red", &token, json!(null)).await);
    assert_snapshot!("problem_malformed_body", ask(Method::POST, "", &token, json!([1, 2])).await);
    assert_snapshot!("problem_method_not_allowed", ask(Method::DELETE, "", &token, json!(null)).await);
    assert_snapshot!("problem_not_found", shown(&send(&shop, Method::GET, "/api/admin/acme/nothing", &token, &json!(null)).await));
}
