//! The whole answers of the protocol's endpoints, for review.

use axum::{
    body::Body,
    http::{Request, header},
};
use insta::assert_snapshot;

use crate::{
    shop::Shop,
    snapshot::{jwt, shown},
    support::Answer,
};

async fn userinfo(shop: &Shop, authorization: &str) -> Answer {
    let request = Request::get(shop.path("/userinfo")).header(header::AUTHORIZATION, authorization).body(Body::empty()).unwrap();
    shop.server.send(request).await
}

#[tokio::test]
async fn tokens() {
    let shop = Shop::open().await;
    let tokens = shop.exchange(&shop.code("openid offline_access").await).await;
    assert_snapshot!("token_response_of_a_code", shown(&tokens));
    assert_snapshot!("id_token", jwt(&tokens.text("id_token").unwrap()));
    assert_snapshot!("access_token", jwt(&tokens.text("access_token").unwrap()));
    let refreshed = shop.refresh(&tokens.text("refresh_token").unwrap()).await;
    assert_snapshot!("token_response_of_a_refresh", shown(&refreshed));
    let without = shop.exchange(&shop.code("openid").await).await;
    assert_snapshot!("token_response_without_refresh_token", shown(&without));
}

#[tokio::test]
async fn what_is_said_of_tokens() {
    let shop = Shop::open().await;
    let tokens = shop.exchange(&shop.code("openid offline_access").await).await;
    let (access_token, refresh_token) = (tokens.text("access_token").unwrap(), tokens.text("refresh_token").unwrap());
    assert_snapshot!("userinfo", shown(&userinfo(&shop, &format!("Bearer {access_token}")).await));
    assert_snapshot!("introspection_of_a_refresh_token", shown(&shop.ask("/oauth2/introspect", &[("token", &refresh_token)]).await));
    assert_snapshot!("introspection_of_nothing", shown(&shop.ask("/oauth2/introspect", &[("token", "nothing")]).await));
    assert_snapshot!("revocation", shown(&shop.ask("/oauth2/revoke", &[("token", &refresh_token)]).await));
}

#[tokio::test]
async fn discovery() {
    let shop = Shop::open().await;
    let metadata = shop.server.get(&shop.path("/.well-known/openid-configuration")).await;
    assert_snapshot!("metadata", shown(&metadata));
    assert_snapshot!("jwks", shown(&shop.server.get(&shop.path("/.well-known/jwks.json")).await));
}

#[tokio::test]
async fn refusals() {
    let shop = Shop::open().await;
    assert_snapshot!("refusal_of_an_unknown_code", shown(&shop.exchange("no-code").await));
    assert_snapshot!("refusal_of_an_unknown_refresh_token", shown(&shop.refresh("rt1.forged").await));
    assert_snapshot!(
        "refusal_of_a_wrong_secret",
        shown(&shop.ask_as(("nobody", "x"), "/oauth2/token", &[("grant_type", "client_credentials")]).await)
    );
    assert_snapshot!("refusal_without_a_token", shown(&shop.server.get(&shop.path("/userinfo")).await));
    assert_snapshot!("refusal_of_a_bearer_token", shown(&userinfo(&shop, "Bearer nothing").await));
    assert_snapshot!("refusal_of_a_token_without_its_proof", shown(&userinfo(&shop, "DPoP nothing").await));
}
