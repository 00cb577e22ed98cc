//! The user's own account.

use axum::http::StatusCode;

use crate::{
    shop::{Shop, encode, hidden},
    support::Answer,
};

const ALICE: [(&str, &str); 2] = [("identifier", "alice@example.com"), ("password", "alice-likes-tokens")];

/// Signs Alice in at her account; the cookies that come of it.
async fn sign_in(shop: &Shop) -> String {
    let page = shop.server.get(&shop.path("/account")).await;
    assert!(page.body.contains("<h1>Sign in</h1>"), "{page:?}");
    let signed_in = shop.server.post(&shop.path("/account/sign-in"), "", &encode(&ALICE)).await;
    assert_eq!(
        (signed_in.status, signed_in.header("location")),
        (StatusCode::SEE_OTHER, "http://127.0.0.1:8080/acme/shop/account?after=sign-in")
    );
    signed_in.cookies()
}

async fn account(shop: &Shop, query: &str, cookies: &str) -> Answer {
    let page = shop.server.get_with(&shop.path(&format!("/account{query}")), cookies).await;
    assert!(page.body.contains("<h1>Your account</h1>"), "{page:?}");
    page
}

/// Clauses: 39.
#[tokio::test]
async fn the_page_is_kept_by_nobody_and_framed_by_nobody() {
    let shop = Shop::open().await;
    let cookies = sign_in(&shop).await;
    for cookies in ["", &cookies] {
        let page = shop.server.get_with(&shop.path("/account"), cookies).await;
        assert_eq!((page.status, page.header("cache-control")), (StatusCode::OK, "no-store"));
        let policy = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
        assert_eq!(page.header("content-security-policy"), policy);
        assert!(!page.body.contains(" style=") && !page.body.contains("<script"));
    }
}

#[tokio::test]
async fn a_revoked_application_is_named_and_only_where_it_is_true() {
    let shop = Shop::open().await;
    let token = shop.refresh_token().await;
    let cookies = sign_in(&shop).await;
    let client = shop.client.id.to_string();
    for query in [format!("?revoked={client}"), "?revoked=nobody".to_owned(), "?revoked=".to_owned()] {
        assert!(!account(&shop, &query, &cookies).await.body.contains("role=\"status\""), "{query}: nothing was revoked");
    }
    let page = account(&shop, "", &cookies).await;
    let form = encode(&[("form", &hidden(&page, "form")), ("client_id", &client)]);
    let revoked = shop.server.post(&shop.path("/account/revoke"), &cookies, &form).await;
    let location = format!("http://127.0.0.1:8080/acme/shop/account?revoked={client}");
    assert_eq!((revoked.status, revoked.header("location")), (StatusCode::SEE_OTHER, location.as_str()));
    let page = account(&shop, &format!("?revoked={client}"), &cookies).await;
    assert!(page.body.contains("role=\"status\"><bdi>Shop</bdi> has no access to your account any more.<"), "{}", page.body);
    assert!(page.body.contains("No application has access to your account."));
    assert_eq!(shop.refresh(&token).await.refusal(), (400, "invalid_grant".to_owned()));
}

#[tokio::test]
async fn whoever_ends_everything_is_signed_out_here_too_and_no_application_keeps_anything() {
    let shop = Shop::open().await;
    let token = shop.refresh_token().await;
    let (cookies, elsewhere) = (sign_in(&shop).await, sign_in(&shop).await);
    let page = account(&shop, "", &cookies).await;
    let (_, last) = page.body.rsplit_once("/account/end-everything\"").unwrap();
    let form = last.split("name=\"form\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    let path = shop.path("/account/end-everything");
    let without = shop.server.post(&path, &cookies, "").await;
    assert_eq!(without.status, StatusCode::CONFLICT, "{without:?}");
    assert_eq!(shop.server.get_with(&path, &cookies).await.status, StatusCode::METHOD_NOT_ALLOWED);
    let ended = shop.server.post(&path, &cookies, &encode(&[("form", form)])).await;
    assert!(ended.status == StatusCode::OK && ended.body.contains("You are signed out everywhere"), "{ended:?}");
    assert_ne!(ended.header("set-cookie"), "", "the cookie goes: {ended:?}");
    for cookies in [&cookies, &elsewhere] {
        assert!(shop.server.get_with(&shop.path("/account"), cookies).await.body.contains("<h1>Sign in</h1>"));
    }
    assert_eq!(shop.refresh(&token).await.refusal(), (400, "invalid_grant".to_owned()));
    let page = account(&shop, "", &sign_in(&shop).await).await;
    assert!(page.body.contains("No application has access to your account."), "{page:?}");
}

#[tokio::test]
async fn no_other_site_and_nobody_without_the_page_ends_anything() {
    let shop = Shop::open().await;
    let token = shop.refresh_token().await;
    let cookies = sign_in(&shop).await;
    let page = account(&shop, "", &cookies).await;
    let client = shop.client.id.to_string();
    let form = encode(&[("form", &hidden(&page, "form")), ("client_id", &client)]);
    for below in ["/account/revoke", "/account/sign-out-elsewhere", "/account/end-everything", "/account/sign-in"] {
        let path = shop.path(below);
        for site in ["cross-site", "same-site", "none"] {
            let answer = shop.server.send(shop.server.form(&path, site, &cookies, &form)).await;
            assert_eq!((answer.status, answer.header("set-cookie")), (StatusCode::FORBIDDEN, ""), "{below} from {site}");
        }
        assert_eq!(shop.server.get_with(&path, &cookies).await.status, StatusCode::METHOD_NOT_ALLOWED, "{below}");
    }
    let without = encode(&[("client_id", &client)]);
    let answer = shop.server.post(&shop.path("/account/revoke"), &cookies, &without).await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    assert!(answer.body.contains("role=\"alert\">Nothing was changed"), "{}", answer.body);
    let answer = shop.server.post(&shop.path("/account/revoke"), "", &form).await;
    assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, "http://127.0.0.1:8080/acme/shop/account"));
    assert_eq!(shop.refresh(&token).await.status, StatusCode::OK, "nothing has happened");
}

#[tokio::test]
async fn passwords_are_tried_there_as_often_as_on_the_sign_in_page() {
    let shop = Shop::open().await;
    let wrong = encode(&[("identifier", "alice@example.com"), ("password", "not it")]);
    for _ in 0..10 {
        let answer = shop.server.post(&shop.path("/account/sign-in"), "", &wrong).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.body.contains("value=\"alice@example.com\"") && !answer.body.contains("not it"));
    }
    let answer = shop.server.post(&shop.path("/account/sign-in"), "", &encode(&ALICE)).await;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(answer.header("retry-after").parse::<u32>().unwrap() > 0);
}
