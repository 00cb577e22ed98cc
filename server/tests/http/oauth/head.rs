//! `HEAD`: it has no effect, whatever a `GET` has.

use axum::{
    body::Body,
    http::{Method, Request, StatusCode, header},
};
use server::paths::{ConsoleRoute, ServerRoute, WorkspaceRoute};

use super::pushed_requests::{code, pushed};
use crate::{
    shop::{Shop, encode},
    support::Answer,
};

async fn head(shop: &Shop, path: &str, cookies: &str) -> Answer {
    let request = Request::builder().method(Method::HEAD).uri(path).header(header::COOKIE, cookies).body(Body::empty());
    shop.server.send(request.unwrap()).await
}

/// Clauses: 174.
#[tokio::test]
async fn a_program_that_looks_at_a_reference_by_head_gets_no_code_and_uses_nothing_up() {
    let mut shop = Shop::open().await;
    shop.set_client(|settings| settings.trusted = true).await;
    let alice = encode(&[("identifier", "alice@example.com"), ("password", "alice-likes-tokens")]);
    let cookies = shop.server.post(&shop.path("/account/sign-in"), "", &alice).await.cookies();
    let reference = pushed(&shop).await;
    for _ in 0..2 {
        let answer = head(&shop, &reference, &cookies).await;
        assert_eq!((answer.status, answer.header("allow")), (StatusCode::METHOD_NOT_ALLOWED, "GET"), "{answer:?}");
        assert_eq!((answer.header("location"), answer.header("set-cookie")), ("", ""), "{answer:?}");
    }
    let answered = shop.server.get_with(&reference, &cookies).await;
    assert_eq!(answered.status, StatusCode::SEE_OTHER, "{answered:?}");
    code(answered.header("location"));
}

#[tokio::test]
async fn head_is_answered_where_a_get_tells_everybody_the_same() {
    let shop = Shop::open().await;
    let documents = [WorkspaceRoute::Metadata, WorkspaceRoute::OauthMetadata, WorkspaceRoute::OpenidMetadata, WorkspaceRoute::Jwks];
    for route in WorkspaceRoute::ALL {
        let status = head(&shop, &route.in_workspace(&shop.path), "").await.status;
        let expected = if documents.contains(route) { StatusCode::OK } else { StatusCode::METHOD_NOT_ALLOWED };
        assert_eq!(status, expected, "{route:?}");
    }
    for route in [ServerRoute::Live, ServerRoute::Stylesheet] {
        assert_eq!(head(&shop, route.template(), "").await.status, StatusCode::OK, "{route:?}");
    }
    let cookies = shop.server.sign_in().await.cookies();
    for path in [ConsoleRoute::Home.template(), "/console/acme/shop/clients", "/console/acme/shop/tokens/export.csv"] {
        assert_eq!(head(&shop, path, &cookies).await.status, StatusCode::METHOD_NOT_ALLOWED, "{path}");
    }
    assert_eq!(head(&shop, "/nothing", "").await.status, StatusCode::NOT_FOUND);
}
