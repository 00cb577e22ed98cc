//! The protocol's routes for those who may not, and for requests that are not right.

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};

use crate::shop::{REDIRECT_URI, Shop, VERIFIER, encode};

/// Clauses: 71.
#[tokio::test]
async fn metadata_is_found_at_all_three_addresses() {
    let shop = Shop::open().await;
    for path in [
        "/acme/shop/.well-known/openid-configuration",
        "/.well-known/openid-configuration/acme/shop",
        "/.well-known/oauth-authorization-server/acme/shop",
    ] {
        let metadata = shop.server.get(path).await;
        assert_eq!(metadata.text("issuer").as_deref(), Some("http://127.0.0.1:8080/acme/shop"), "{path}");
    }
}

/// Clauses: 2.
#[tokio::test]
async fn a_client_that_does_not_prove_who_it_is_is_refused_alike() {
    let shop = Shop::open().await;
    let id = shop.client.id.to_string();
    let form = [("grant_type", "client_credentials")];
    let unknown = "01a20bd2-753d-7210-b1d6-0f56f6342524";
    let mut answers = Vec::new();
    for (id, secret) in [(id.as_str(), "wrong"), (unknown, shop.secret.as_str()), ("nonsense", "wrong"), (id.as_str(), "")] {
        let answer = shop.ask_as((id, secret), "/oauth2/token", &form).await;
        assert!(answer.header("www-authenticate").starts_with("Basic "), "RFC 6749 section 5.2: {answer:?}");
        answers.push((answer.refusal(), answer.body.clone()));
    }
    assert_eq!(answers.first().unwrap().0, (401, "invalid_client".to_owned()));
    assert!(answers.windows(2).all(|pair| pair[0] == pair[1]), "nobody learns which names there are: {answers:?}");
}

/// Clauses: 10, 36.
#[tokio::test]
async fn a_request_that_is_not_right_is_refused_by_the_name_the_standard_gives_it() {
    let shop = Shop::open().await;
    let refused = async |form: &[(&str, &str)]| shop.ask("/oauth2/token", form).await.refusal();
    let bad = |error: &str| (400, error.to_owned());
    assert_eq!(refused(&[]).await, bad("invalid_request"));
    assert_eq!(refused(&[("grant_type", "password")]).await, bad("unsupported_grant_type"));
    assert_eq!(refused(&[("grant_type", "authorization_code")]).await, bad("invalid_request"));
    assert_eq!(refused(&[("grant_type", "refresh_token"), ("grant_type", "refresh_token")]).await, bad("invalid_request"));
    assert_eq!(refused(&[("grant_type", "refresh_token"), ("refresh_token", "a"), ("refresh_token", "b")]).await, bad("invalid_request"));
    assert_eq!(refused(&[("grant_type", "client_credentials")]).await, bad("unauthorized_client"));
    assert_eq!(refused(&[("grant_type", "authorization_code"), ("code", "x"), ("redirect_uri", REDIRECT_URI)]).await.0, 400);
}

/// Clauses: 23.
#[tokio::test]
async fn a_code_needs_its_verifier_its_address_and_its_client() {
    let shop = Shop::open().await;
    let (other, other_secret) = shop.another_client().await;
    let right = (shop.client.id.to_string(), shop.secret.clone());
    for (verifier, redirect_uri, client) in [
        ("wrong-wrong-wrong-wrong-wrong-wrong-wrong-wrong", REDIRECT_URI, &right),
        ("", REDIRECT_URI, &right),
        (VERIFIER, "https://shop.example.com/other", &right),
        (VERIFIER, REDIRECT_URI, &(other, other_secret)),
    ] {
        let code = shop.code("openid").await;
        let form =
            [("grant_type", "authorization_code"), ("code", code.as_str()), ("redirect_uri", redirect_uri), ("code_verifier", verifier)];
        let answer = shop.ask_as((&client.0, &client.1), "/oauth2/token", &form).await;
        assert_eq!(answer.refusal(), (400, "invalid_grant".to_owned()), "{verifier} {redirect_uri}");
    }
}

/// Clauses: 35.
#[tokio::test]
async fn a_browser_is_never_sent_to_an_address_that_is_not_registered() {
    let shop = Shop::open().await;
    let id = shop.client.id.to_string();
    for uri in [
        "https://evil.example.com/callback",
        "https://shop.example.com/callback/",
        "https://shop.example.com/callback?x=1",
        "https://shop.example.com.evil.example/callback",
        "https://shop.example.com:443/callback",
        "http://shop.example.com/callback",
        "javascript:alert(1)",
    ] {
        let query = encode(&[("response_type", "code"), ("client_id", &id), ("redirect_uri", uri), ("scope", "openid")]);
        let answer = shop.server.get(&format!("{}?{query}", shop.path("/oauth2/authorize"))).await;
        assert_eq!((answer.status, answer.header("location")), (StatusCode::BAD_REQUEST, ""), "{uri}");
    }
}

/// Clauses: 15.
#[tokio::test]
async fn credentials_in_an_address_are_refused() {
    let shop = Shop::open().await;
    let query = encode(&[("client_secret", &shop.secret)]);
    let answer = shop.ask(&format!("/oauth2/token?{query}"), &[("grant_type", "client_credentials")]).await;
    assert_eq!(answer.refusal(), (400, "invalid_request".to_owned()));
}

#[tokio::test]
async fn a_body_that_is_no_form_or_too_large_is_refused() {
    let shop = Shop::open().await;
    let send = async |content_type: &str, body: Vec<u8>| {
        let request = Request::post(shop.path("/oauth2/token")).header(header::CONTENT_TYPE, content_type).body(Body::from(body)).unwrap();
        shop.server.send(request).await.refusal()
    };
    let invalid_request = (400, "invalid_request".to_owned());
    assert_eq!(send("application/json", b"{}".to_vec()).await, invalid_request);
    assert_eq!(send("application/x-www-form-urlencoded", vec![b'a'; 100_000]).await, (413, "invalid_request".to_owned()));
    assert_eq!(send("application/x-www-form-urlencoded", vec![0xff, 0xfe]).await, invalid_request);
}

/// Clauses: 39.
#[tokio::test]
async fn the_users_pages_are_framed_by_nobody_and_run_no_script() {
    let shop = Shop::open().await;
    let page = shop.server.get(&shop.authorization("openid")).await;
    let policy = page.header("content-security-policy");
    assert!(
        policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'") && !policy.contains("script-src"),
        "{policy}"
    );
    assert_eq!(page.header("cache-control"), "no-store");
    assert!(!page.body.contains("<script"));
}

#[tokio::test]
async fn a_failed_form_is_a_bad_request_and_a_failed_header_is_challenged() {
    let shop = Shop::open().await;
    let id = shop.client.id.to_string();
    let wrong = encode(&[("grant_type", "client_credentials"), ("client_id", &id), ("client_secret", "wrong")]);
    let failed = shop.server.post(&shop.path("/oauth2/token"), "", &wrong).await;
    assert_eq!((failed.status, failed.header("www-authenticate")), (StatusCode::BAD_REQUEST, ""));
    assert!(failed.body.contains("invalid_client") && failed.body.contains("error_description"), "{failed:?}");
    let mut tried = shop.server.form(&shop.path("/oauth2/token"), "none", "", "grant_type=client_credentials");
    tried.headers_mut().insert("authorization", "Basic eDp5".parse().unwrap());
    let challenged = shop.server.send(tried).await;
    assert_eq!((challenged.status, challenged.header("www-authenticate")), (StatusCode::UNAUTHORIZED, "Basic realm=\"regrant\""));
}
