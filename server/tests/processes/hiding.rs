//! Secrets sent to every place that takes them, and to places where they do not belong: none is found anywhere afterwards.

use reqwest::{StatusCode, header};

use crate::{
    browser::{Browser, encode},
    database::Database,
    on_both_databases,
    process::{PUBLIC_URL, Process},
    proved,
    shop::{DeployedShop, PASSWORD, USER},
};

on_both_databases! {
    whatever_is_sent_to_whatever_place_is_found_nowhere
}

/// What an administrator chooses, and what they mistype.
const CHOSEN: &str = "zeppelin-over-quartz-lake";
const MISTYPED: &str = "zebra-under-copper-roof";

/// Clauses: 18.
async fn whatever_is_sent_to_whatever_place_is_found_nowhere(database: Database) {
    let shop = DeployedShop::open(database).await;
    for secret in [CHOSEN, MISTYPED] {
        shop.remember(secret);
    }
    let server = Process::start(&shop);
    let mut browser = Browser::new(&shop);
    let login = browser.login(&server).await;
    let tokens = browser.refresh(server.address(), &login.refresh).await.unwrap().tokens();
    let (id, secret) = (shop.client_id.as_str(), shop.client_secret.as_deref().unwrap());

    // The places that the standards know.
    let userinfo = browser.http.get(at(&server, "/acme/shop/userinfo")).bearer_auth(&tokens.access).send().await.unwrap();
    assert_eq!(userinfo.status(), StatusCode::OK);
    assert!(browser.is_active(server.address(), &tokens.refresh).await);
    let in_the_form = [("client_id", id), ("client_secret", secret), ("grant_type", "refresh_token"), ("refresh_token", &tokens.refresh)];
    post(&browser, &server, "/acme/shop/oauth2/token", &in_the_form).await;
    let wrong = [("client_id", id), ("client_secret", MISTYPED), ("grant_type", "client_credentials")];
    assert_eq!(post(&browser, &server, "/acme/shop/oauth2/token", &wrong).await, StatusCode::BAD_REQUEST);

    // Addresses, where nothing of the kind belongs.
    for parameters in [
        [("access_token", tokens.access.as_str()), ("refresh_token", &tokens.refresh)],
        [("id_token_hint", &tokens.access), ("client_secret", secret)],
        [("code", &tokens.refresh), ("password", PASSWORD)],
    ] {
        for path in ["/acme/shop/oauth2/token", "/acme/shop/oauth2/authorize", "/acme/shop/userinfo", "/acme/shop/oidc/logout", "/console"]
        {
            let address = format!("{}?{}", at(&server, path), encode(&parameters));
            browser.http.get(&address).send().await.unwrap();
            browser.http.post(&address).header(header::CONTENT_LENGTH, 0).send().await.unwrap();
        }
    }

    // People who mistype, also a password where their name belongs.
    let page =
        browser.http.get(format!("{}?{}", at(&server, "/acme/shop/oauth2/authorize"), browser.authorization())).send().await.unwrap();
    let interaction = Browser::interaction(&page.text().await.unwrap());
    for (identifier, password) in [(USER, MISTYPED), (PASSWORD, MISTYPED), (PASSWORD, "")] {
        let form = [("interaction", interaction.as_str()), ("identifier", identifier), ("password", password)];
        assert_ne!(post(&browser, &server, "/acme/shop/login", &form).await, StatusCode::SEE_OTHER);
    }

    // The console.
    let once = [("token", shop.one_time_token()), ("password", CHOSEN)];
    post(&browser, &server, "/console/api/use_one_time_sign_in", &once).await;
    for (email, password) in [("admin@example.com", CHOSEN), ("admin@example.com", MISTYPED), (CHOSEN, MISTYPED)] {
        post(&browser, &server, "/console/api/sign_in", &[("typed[email]", email), ("password", password)]).await;
    }
    assert_eq!(shop.database().count("console_sessions").await, 2, "both ways in were open");

    assert!(browser.revoke(server.address(), &tokens.refresh).await.unwrap().status.is_success());
    drop(server);
    shop.its_secrets_are_nowhere().await;
    proved("secrets in database and log", shop.database().name(), 1, format!("none of {} forms of them found", shop.secrets()));
}

fn at(server: &Process, path: &str) -> String {
    format!("http://{}{path}", server.address())
}

/// Posts a form as a page of the server's own does; the cookies it gets are secrets.
async fn post(browser: &Browser, server: &Process, path: &str, form: &[(&str, &str)]) -> StatusCode {
    let request = browser.http.post(at(server, path)).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    let request = request.header(header::ACCEPT, "text/html").header("sec-fetch-site", "same-origin");
    let request = request.header(header::REFERER, format!("{PUBLIC_URL}/console/sign-in")).body(encode(form));
    let response = request.send().await.unwrap();
    browser.clone().remember_cookies(&response);
    response.status()
}
