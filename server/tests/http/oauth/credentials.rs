//! The `Authorization` header: of two none counts, at every endpoint that reads it.

use axum::{
    body::Body,
    http::{Method, Request, StatusCode, header, request},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use control::TypedApiToken;

use crate::{
    shop::{Shop, encode},
    support::{ADMINISTRATOR, Answer},
};

/// Sends a request with each of these in a header of its own.
async fn send(shop: &Shop, request: request::Builder, credentials: &[&str], form: &[(&str, &str)]) -> Answer {
    let request = credentials.iter().fold(request, |request, one| request.header(header::AUTHORIZATION, *one));
    let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    shop.server.send(request.body(Body::from(encode(form))).unwrap()).await
}

/// Clauses: 14.
#[tokio::test]
async fn a_client_that_authenticates_twice_has_not_authenticated() {
    let shop = Shop::open().await;
    let right = format!("Basic {}", STANDARD.encode(format!("{}:{}", shop.client.id, shop.secret)));
    let other = format!("Basic {}", STANDARD.encode("somebody:else"));
    for endpoint in ["/oauth2/introspect", "/oauth2/revoke", "/oauth2/token", "/oauth2/par", "/device/authorization"] {
        let post = || Request::post(shop.path(endpoint));
        for several in [[&*right, &*other], [&*right, &*right], [&*other, &*right], [&*right, ""]] {
            let answer = send(&shop, post(), &several, &[("token", "x"), ("grant_type", "client_credentials")]).await;
            assert_eq!(answer.refusal(), (401, "invalid_client".to_owned()), "{endpoint}: {several:?}");
            assert!(answer.header("www-authenticate").starts_with("Basic"), "{answer:?}");
        }
    }
    assert_eq!(send(&shop, Request::post(shop.path("/oauth2/introspect")), &[&*right], &[("token", "x")]).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_resource_takes_one_token_alone() {
    let shop = Shop::open().await;
    let tokens = shop.exchange(&shop.code("openid").await).await;
    let right = format!("Bearer {}", tokens.text("access_token").unwrap());
    for method in [Method::GET, Method::POST] {
        let request = || Request::builder().method(method.clone()).uri(shop.path("/userinfo"));
        let answer = send(&shop, request(), &[&*right, "Bearer x"], &[]).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{answer:?}");
        assert!(answer.header("www-authenticate").contains("invalid_request"), "{answer:?}");
        assert_eq!(send(&shop, request(), &[&*right], &[]).await.status, StatusCode::OK);
    }
}

#[tokio::test]
async fn the_admin_api_takes_one_token_alone() {
    let shop = Shop::open().await;
    shop.server.one_time_token().await;
    let typed = TypedApiToken { email: ADMINISTRATOR.to_owned(), name: "ci".to_owned(), ttl: "1h".to_owned(), scope: None };
    let token = shop.operator().create_api_token(typed).await.unwrap().value.expose().clone();
    let right = format!("Bearer {token}");
    let ask = async |credentials: &[&str]| send(&shop, Request::get("/api/admin/acme/servers"), credentials, &[]).await.status;
    assert_eq!(ask(&[&*right]).await, StatusCode::OK);
    for several in [[&*right, "Bearer x"], [&*right, &*right], ["Bearer x", &*right]] {
        assert_eq!(ask(&several).await, StatusCode::UNAUTHORIZED, "{several:?}");
    }
}
