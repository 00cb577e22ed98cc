//! Where browsers are sent, and what their policies are told of it.

use axum::http::StatusCode;
use domain::{
    client::{ClientType, TokenEndpointAuthMethod},
    redirect_uri::RedirectUri,
};

use crate::shop::{REDIRECT_URI, Shop, encode, hidden};

fn uri(text: &str) -> RedirectUri {
    RedirectUri::parse(text).unwrap()
}

/// Clauses: 125.
#[tokio::test]
async fn the_server_s_own_address_is_refused_at_its_field() {
    let shop = Shop::open().await;
    for own in [
        "http://127.0.0.1:8080/demo/shop/oidc/logout/confirm",
        "http://localhost:8080/console/api/sign_out",
        "http://[::1]:8080/",
        "HTTP://127.0.0.1:8080",
        "https://shop.localhost:8080/",
    ] {
        for post_logout in [false, true] {
            let mut settings = shop.client.settings.clone();
            if post_logout { &mut settings.post_logout_redirect_uris } else { &mut settings.redirect_uris }.push(uri(own));
            let saved = shop.operator().set_client(&shop.path, shop.client.id, shop.client.version, settings).await;
            let problem = saved.unwrap_err().to_string();
            assert!(!problem.is_empty(), "{own}");
        }
    }
    let mut settings = shop.client.settings.clone();
    settings.redirect_uris.push(uri("http://127.0.0.1:9000/callback"));
    let saved = shop.operator().set_client(&shop.path, shop.client.id, shop.client.version, settings).await;
    assert!(saved.is_ok(), "another program of this machine");
}

/// Clauses: 125.
#[tokio::test]
async fn a_native_client_s_open_port_is_not_ours() {
    let shop = Shop::open().await;
    let operator = shop.operator();
    let made = operator.create_client(&shop.path, "Native", ClientType::MobileDesktop).await.unwrap().client;
    let mut settings = made.settings.clone();
    settings.redirect_uris = vec![uri("http://127.0.0.1/callback")];
    operator.set_client(&shop.path, made.id, made.version, settings).await.unwrap();
    let status = async |port: &str| {
        let request = shop.authorization("openid").replace(&shop.client.id.to_string(), &made.id.to_string());
        let address = encode(&[("redirect_uri", &format!("http://127.0.0.1:{port}/callback"))]);
        let request = request.replace(&encode(&[("redirect_uri", REDIRECT_URI)]), &address);
        shop.server.get(&request).await.status
    };
    assert_eq!((status("51004").await, status("8080").await), (StatusCode::OK, StatusCode::BAD_REQUEST));
}

/// Clauses: 132, 138.
#[tokio::test]
async fn an_answer_that_is_posted_comes_from_a_page_apart_from_ours() {
    let shop = Shop::open().await;
    let request = shop.authorization("openid").replace("openid", "openid&response_mode=form_post&prompt=none");
    let page = shop.server.get(&request).await;
    assert_eq!(page.status, StatusCode::OK, "{page:?}");
    let policy = page.header("content-security-policy");
    assert!(policy.contains("sandbox allow-forms allow-scripts;") && !policy.contains("allow-same-origin"), "{policy}");
    assert!(!policy.contains("form-action"), "clause 138: where the client leads on to is not ours to say: {policy}");
    // And what such a page posts is refused by each of our own.
    for path in ["/login", "/consent", "/oidc/logout/confirm", "/account/revoke", "/account/sign-out-elsewhere", "/account/sign-in"] {
        let mut request = shop.server.form(&shop.path(path), "same-origin", "", "");
        request.headers_mut().remove("sec-fetch-site");
        request.headers_mut().insert("origin", "null".parse().unwrap());
        assert_eq!(shop.server.send(request).await.status, StatusCode::FORBIDDEN, "{path}");
    }
}

/// Clauses: 126.
#[tokio::test]
async fn a_refused_request_is_shown_with_its_destination_before_anybody_is_sent_there() {
    let shop = Shop::open().await;
    for (mode, directive) in [("query", "form-action 'none';"), ("form_post", "sandbox allow-forms;")] {
        let request = format!("{}&response_mode={mode}", shop.authorization("unknown"));
        let page = shop.server.get(&request).await;
        assert_eq!((page.status, page.header("location")), (StatusCode::BAD_REQUEST, ""), "{page:?}");
        assert!(page.body.contains("Continue to shop.example.com") && page.body.contains("invalid_scope"), "{}", page.body);
        assert!(!page.body.contains("<script"), "nobody is sent on by a script");
        assert!(page.header("content-security-policy").contains(directive), "{page:?}");
    }
    let silent = shop.server.get(&format!("{}&prompt=none", shop.authorization("openid"))).await;
    assert!(silent.header("location").contains("error=login_required"), "{silent:?}");
}

#[tokio::test]
async fn the_logout_page_s_policy_names_no_address() {
    let mut shop = Shop::open().await;
    shop.set_client(|settings| settings.post_logout_redirect_uris = vec![uri("https://shop.example.com/bye")]).await;
    let form = encode(&[("identifier", "alice@example.com"), ("password", "alice-likes-tokens")]);
    let cookies = shop.server.post(&shop.path("/account/sign-in"), "", &form).await.cookies();
    let client = shop.client.id.to_string();
    for address in [
        "https://shop.example.com/bye",
        "https://evil.example/",
        "https://a;script-src 'unsafe-inline'/",
        "x:; script-src * 'unsafe-inline'",
    ] {
        let query = encode(&[("client_id", &client), ("post_logout_redirect_uri", address)]);
        let page = shop.server.get_with(&shop.path(&format!("/oidc/logout?{query}")), &cookies).await;
        let policy = page.header("content-security-policy");
        let expected = "default-src 'none'; style-src 'self'; img-src 'self'; frame-ancestors 'none'; base-uri 'none'";
        assert_eq!(policy, expected, "{address}");
    }
    let query = encode(&[("client_id", &client), ("post_logout_redirect_uri", "https://shop.example.com/bye")]);
    let page = shop.server.get(&shop.path(&format!("/oidc/logout?{query}"))).await;
    assert_eq!(
        (page.status, page.header("location")),
        (StatusCode::OK, ""),
        "clause 127: nobody has signed out, and nobody is sent anywhere"
    );
    assert!(page.body.contains("Continue to shop.example.com"), "{}", page.body);
}

/// Clauses: 129.
#[tokio::test]
async fn a_public_client_on_the_user_s_device_is_confirmed_each_time() {
    let mut shop = Shop::open().await;
    let native = "com.example.shop:/callback";
    shop.set_client(|settings| {
        settings.token_endpoint_auth_method = TokenEndpointAuthMethod::None;
        settings.trusted = true;
        settings.redirect_uris = vec![uri(native)];
    })
    .await;
    let form = encode(&[("identifier", "alice@example.com"), ("password", "alice-likes-tokens")]);
    let cookies = shop.server.post(&shop.path("/account/sign-in"), "", &form).await.cookies();
    let request = shop.authorization("openid").replace(&encode(&[("redirect_uri", REDIRECT_URI)]), &encode(&[("redirect_uri", native)]));
    for _ in 0..2 {
        let page = shop.server.get_with(&request, &cookies).await;
        assert_eq!(page.status, StatusCode::OK, "{page:?}");
        assert!(page.body.contains("Continue to <bdi>Shop</bdi>?") && page.body.contains("com.example.shop:"), "{}", page.body);
        let form = [("form", hidden(&page, "form")), ("interaction", hidden(&page, "interaction")), ("decision", "allow".to_owned())];
        let form = form.each_ref().map(|(name, value)| (*name, value.as_str()));
        let answer = shop.server.post(&shop.path("/consent"), &cookies, &encode(&form)).await;
        assert!(answer.header("location").starts_with("com.example.shop:/callback?code="), "{answer:?}");
    }
    let silent = shop.server.get_with(&format!("{request}&prompt=none"), &cookies).await;
    assert!(silent.header("location").contains("error=interaction_required"), "{silent:?}");
}
