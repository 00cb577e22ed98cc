//! Clauses of the standards that are a matter of HTTP, and of no other module here.

use axum::{
    body::Body,
    http::{Method, Request, StatusCode, header},
};

use crate::{
    shop::{Shop, encode},
    support::Answer,
};

/// Clauses: 8.
#[tokio::test]
async fn no_cache_keeps_an_answer_of_the_token_endpoint() {
    let shop = Shop::open().await;
    let tokens = shop.exchange(&shop.code("openid offline_access").await).await;
    let refreshed = shop.refresh(&tokens.text("refresh_token").unwrap()).await;
    let refused = shop.refresh("rt1.nonsense").await;
    let unauthenticated = shop.ask_as(("nobody", "nothing"), "/oauth2/token", &[("grant_type", "refresh_token")]).await;
    let statuses = [&tokens, &refreshed, &refused, &unauthenticated].map(|answer| answer.status.as_u16());
    assert_eq!(statuses, [200, 200, 400, 401]);
    for answer in [tokens, refreshed, refused, unauthenticated] {
        assert_eq!((answer.header("cache-control"), answer.header("pragma")), ("no-store", "no-cache"), "{answer:?}");
    }
}

/// What a script of another origin is told about this address.
async fn preflight(shop: &Shop, path: &str, method: &str) -> Answer {
    let request = Request::builder()
        .method(Method::OPTIONS)
        .uri(shop.path(path))
        .header(header::ORIGIN, "https://spa.example.com")
        .header(header::ACCESS_CONTROL_REQUEST_METHOD, method)
        .body(Body::empty())
        .unwrap();
    shop.server.send(request).await
}

/// Clauses: 37.
#[tokio::test]
async fn scripts_of_other_origins_reach_the_tokens_and_not_the_user() {
    let shop = Shop::open().await;
    let allowed = |answer: &Answer| answer.header("access-control-allow-origin").to_owned();
    for path in [
        "/oauth2/token",
        "/oauth2/par",
        "/oauth2/register",
        "/oauth2/revoke",
        "/device/authorization",
        "/userinfo",
        "/.well-known/openid-configuration",
        "/.well-known/jwks.json",
    ] {
        let answer = preflight(&shop, path, "POST").await;
        assert_eq!((allowed(&answer).as_str(), answer.header("access-control-allow-credentials")), ("*", ""), "{path}: no cookie counts");
    }
    for path in ["/oauth2/authorize", "/login", "/consent", "/oidc/logout", "/oidc/logout/confirm"] {
        assert_eq!(allowed(&preflight(&shop, path, "GET").await), "", "{path}");
    }
    let request = Request::get(shop.authorization("openid")).header(header::ORIGIN, "https://spa.example.com").body(Body::empty()).unwrap();
    let page = shop.server.send(request).await;
    assert_eq!((page.status, allowed(&page).as_str()), (StatusCode::OK, ""));
}

/// Clauses: 38.
#[tokio::test]
async fn a_password_is_posted_to_nowhere_else() {
    let shop = Shop::open().await;
    let page = shop.server.get(&shop.authorization("openid")).await;
    let interaction = page.body.split("name=\"interaction\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    let form = encode(&[("interaction", interaction), ("identifier", "alice@example.com"), ("password", "alice-likes-tokens")]);
    let signed_in = shop.server.post(&shop.path("/login"), "", &form).await;
    assert_eq!(signed_in.status, StatusCode::SEE_OTHER, "303 makes a GET of it, 307 would post it again: {signed_in:?}");
}

/// Clauses: 55.
#[tokio::test]
async fn without_openid_there_is_no_id_token() {
    let shop = Shop::open().await;
    let tokens = shop.exchange(&shop.code("profile offline_access").await).await;
    let refreshed = shop.refresh(&tokens.text("refresh_token").unwrap()).await;
    assert_eq!((refreshed.status, tokens.text("id_token"), refreshed.text("id_token")), (StatusCode::OK, None, None));

    // The same where the grant has it and the refresh asks for less.
    let tokens = shop.exchange(&shop.code("openid profile offline_access").await).await;
    let token = tokens.text("refresh_token").unwrap();
    let narrowed = shop.ask("/oauth2/token", &[("grant_type", "refresh_token"), ("refresh_token", &token), ("scope", "profile")]).await;
    assert_eq!((narrowed.status, narrowed.text("id_token")), (StatusCode::OK, None));
    assert!(tokens.text("id_token").is_some());
}

/// Clauses: 72.
#[tokio::test]
async fn the_metadata_names_endpoints_that_are_there() {
    let shop = Shop::open().await;
    let metadata: serde_json::Value =
        serde_json::from_str(&shop.server.get(&shop.path("/.well-known/openid-configuration")).await.body).unwrap();
    let metadata = metadata.as_object().unwrap();
    let addresses = metadata.iter().filter(|(name, _)| name.ends_with("_endpoint") || *name == "jwks_uri");
    let mut found = 0;
    for (name, address) in addresses {
        let path = address.as_str().unwrap().strip_prefix("http://127.0.0.1:8080").unwrap();
        let status = shop.server.get(path).await.status;
        assert_ne!(status, StatusCode::NOT_FOUND, "{name}: {path}");
        found += 1;
    }
    assert!(found >= 7, "{metadata:?}");
    for endpoint in ["token", "introspection", "revocation"] {
        let methods = metadata.get(&format!("{endpoint}_endpoint_auth_methods_supported")).unwrap().as_array().unwrap();
        let takes = |method: &str| methods.iter().any(|found| found == method);
        assert!(takes("client_secret_basic") && takes("client_secret_post"), "{endpoint}: {methods:?}");
        assert_eq!(takes("none"), endpoint != "introspection", "{endpoint}: whoever introspects authenticates (RFC 7662 section 2.1)");
    }
}
