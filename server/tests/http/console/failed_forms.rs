//! A form that failed without JavaScript: its page shows what was typed, and nobody else's address does.

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE};

use crate::{
    shop::{Shop, encode},
    support::Answer,
};

/// Sends the OAuth page of the shop's client with a redirect URI that cannot be saved; the answer.
async fn failing(shop: &Shop, cookies: &str, page: &str) -> Answer {
    let (id, version) = (shop.client.id.to_string(), shop.client.version.to_string());
    let form = encode(&[
        ("form_token", &shop.server.form_token(cookies).await),
        ("path[tenant]", "acme"),
        ("path[workspace]", "shop"),
        ("client", &id),
        ("version", &version),
        ("typed[redirect_uris]", "http://what-i-typed.example/"),
        ("typed[token_endpoint_auth_method]", "client_secret_basic"),
    ]);
    let mut request = shop.server.form("/console/api/set_client_oauth", "same-origin", cookies, &form);
    request.headers_mut().insert(header::REFERER, shop.server.installation.configuration.public_url.join(page).parse().unwrap());
    shop.server.send(request).await
}

#[tokio::test]
async fn what_was_typed_comes_back_once_on_its_page_and_nothing_of_it_in_an_address() {
    let shop = Shop::open().await;
    let cookies = shop.server.sign_in().await.cookies();
    let page = format!("/console/acme/shop/clients/{}/oauth", shop.client.id);
    let failed = failing(&shop, &cookies, &format!("{page}?done=saved&version=3&__err=x&__path=y")).await;
    assert_eq!((failed.status, failed.header("location"), failed.body.as_str()), (StatusCode::SEE_OTHER, page.as_str(), ""));
    let elsewhere = shop.server.get_with(&format!("/console/acme/shop/clients/{}", shop.client.id), &cookies).await;
    assert!(!elsewhere.body.contains("what-i-typed"), "another page");
    let stranger = shop.server.sign_in_elsewhere().await.cookies();
    assert!(!shop.server.get_with(&page, &stranger).await.body.contains("what-i-typed"), "another session");
    let shown = shop.server.get_with(&page, &cookies).await;
    assert!(shown.body.contains("what-i-typed") && shown.body.contains("Plain http is for this machine alone"), "{}", shown.body);
    let again = shop.server.get_with(&page, &cookies).await;
    assert!(again.status == StatusCode::OK && !again.body.contains("what-i-typed"), "a reload");

    failing(&shop, &cookies, &page).await;
    shop.server.clock.advance_seconds(61);
    assert!(!shop.server.get_with(&page, &cookies).await.body.contains("what-i-typed"), "whoever comes later");
}

#[tokio::test]
async fn a_script_that_called_is_told_what_is_wrong_also_where_answers_are_compressed() {
    let shop = Shop::open().await;
    let cookies = shop.server.sign_in().await.cookies();
    let form = encode(&[
        ("form_token", &shop.server.form_token(&cookies).await),
        ("tenant", "acme"),
        ("typed[name]", &"x".repeat(300)),
        ("typed[slug]", "a slug that is none"),
    ]);
    let mut request = shop.server.form("/console/api/create_workspace", "same-origin", &cookies, &form);
    request.headers_mut().insert(header::ACCEPT, "application/json".parse().unwrap());
    request.headers_mut().insert(header::ACCEPT_ENCODING, "gzip, br".parse().unwrap());
    let answer = shop.server.send(request).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{answer:?}");
}

#[tokio::test]
async fn an_address_of_somebody_else_s_fills_no_form_and_claims_nothing() {
    let shop = Shop::open().await;
    let cookies = shop.server.sign_in().await.cookies();
    let page = format!("/console/acme/shop/clients/{}/oauth", shop.client.id);
    let typed = r#"{"invalid":{"problems":[],"typed":[["redirect_uris","https://evil.example/"],["trusted","true"]]}}"#;
    let forged = encode(&[("__path", "/console/api/set_client_oauth"), ("__err", &URL_SAFE.encode(typed))]);
    for query in [forged.as_str(), "__err=%25", "done=client_deleted", "done=saved&version=1"] {
        let answer = shop.server.get_with(&format!("{page}?tab=x&{query}"), &cookies).await;
        assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, format!("{page}?tab=x").as_str()), "{query}");
    }
    let request = Request::get(format!("{page}?done=client_enabled"))
        .header(header::COOKIE, &cookies)
        .header("sec-fetch-site", "same-origin")
        .body(Body::empty())
        .unwrap();
    assert_eq!(shop.server.send(request).await.status, StatusCode::SEE_OTHER, "a page of ours led here, and nothing was done");
}

#[tokio::test]
async fn a_sign_in_that_failed_comes_back_in_a_sealed_cookie_and_without_the_password() {
    let shop = Shop::open().await;
    let form = "typed%5Bemail%5D=ada%40example.com&typed%5Bnext%5D=%2Fconsole%2Facme&password=not-the-password";
    let failed = shop.server.post("/console/api/sign_in", "", form).await;
    assert_eq!((failed.status, failed.header("location")), (StatusCode::SEE_OTHER, "/console/sign-in"), "{failed:?}");
    let cookies = failed.cookies();
    let shown = shop.server.get_with("/console/sign-in", &cookies).await;
    assert!(shown.body.contains("ada@example.com") && shown.body.contains("do not belong together"), "{}", shown.body);
    assert!(!shown.body.contains("not-the-password"));
    assert!(shown.header("set-cookie").starts_with("regrant-failed-form=; ") && shown.header("set-cookie").contains("Max-Age=0"));
    for made_up in ["regrant-failed-form=e30", "regrant-failed-form="] {
        assert!(!shop.server.get_with("/console/sign-in", made_up).await.body.contains("ada@example.com"), "{made_up}");
    }
}

#[tokio::test]
async fn a_body_that_is_no_form_is_a_bad_request() {
    let shop = Shop::open().await;
    let cookies = shop.server.sign_in().await.cookies();
    let token = shop.server.form_token(&cookies).await;
    for body in ["{bad body}", "", "path=x", "path[tenant]=%00", "path%5Btenant%5D=%ff"] {
        let request = Request::post("/console/api/set_client_oauth")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::ACCEPT, "application/json")
            .header("sec-fetch-site", "same-origin")
            .header("x-form-token", &token)
            .header(header::COOKIE, &cookies)
            .body(Body::from(body))
            .unwrap();
        let answer = shop.server.send(request).await;
        assert_eq!((answer.status, answer.body.as_str()), (StatusCode::BAD_REQUEST, "\"transport\""), "{body}");
    }
}
