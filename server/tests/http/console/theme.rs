//! The colours of the console, which a browser keeps.

use axum::http::{StatusCode, header};

use crate::{
    shop::{Shop, encode},
    support::{Answer, TestServer},
};

/// Where a form is sent that chooses a theme.
const SET: &str = "/console/api/set_theme";

/// Sends the form of the theme from a page.
async fn choose(server: &TestServer, cookies: &str, theme: &str, page: Option<&str>) -> Answer {
    let form = encode(&[("form_token", &server.form_token(cookies).await), ("theme", theme)]);
    let mut request = server.form(SET, "same-origin", cookies, &form);
    request.headers_mut().remove(header::REFERER);
    if let Some(page) = page {
        request.headers_mut().insert(header::REFERER, page.parse().unwrap());
    }
    server.send(request).await
}

#[tokio::test]
async fn a_theme_is_kept_by_the_browser_and_all_pages_are_shown_in_it() {
    let shop = Shop::open().await;
    let cookies = shop.server.sign_in().await.cookies();
    let first = shop.server.get_with("/console/acme/shop", &cookies).await;
    assert!(!first.body.contains("data-theme") && first.body.contains("content=\"light dark\""), "the system decides");

    let chosen = choose(&shop.server, &cookies, "dark", Some("http://127.0.0.1:8080/console/acme/shop/clients?q=a")).await;
    assert_eq!((chosen.status, chosen.header("location")), (StatusCode::FOUND, "/console/acme/shop/clients?q=a"));
    let theme = chosen.cookies();
    assert!(theme.contains("regrant-console-theme=dark"), "{theme}");
    let with = format!("{cookies}; {theme}");
    for page in ["/console/acme/shop", "/console/-/account", "/console/nobody"] {
        let shown = shop.server.get_with(page, &with).await;
        assert!(shown.body.contains("data-theme=\"dark\"") && shown.body.contains("content=\"dark\""), "{page}");
    }
    let sign_in = shop.server.get_with("/console/sign-in", &theme).await;
    assert!(sign_in.body.contains("data-theme=\"dark\""), "before anybody is signed in, too");
    let of_users = shop.server.get_with("/acme/shop/account", &theme).await;
    assert!(!of_users.body.contains("data-theme"), "what an administrator likes is nothing to users");

    let ended = choose(&shop.server, &with, "system", None).await;
    assert_eq!(ended.header("location"), "/console/-/account");
    assert!(ended.header("set-cookie").contains("Max-Age=0"), "{ended:?}");
}

#[tokio::test]
async fn nonsense_is_no_theme_and_leads_nowhere_else() {
    let server = TestServer::on_loopback().await;
    let cookies = server.sign_in().await.cookies();
    let purple = choose(&server, &cookies, "purple", None).await;
    assert!(purple.status.is_client_error() || purple.status.is_redirection(), "{purple:?}");
    assert!(!purple.header("set-cookie").contains("regrant-console-theme"), "{purple:?}");
    for elsewhere in ["https://evil.example/", "//evil.example", "http://127.0.0.1:8080/console/api/sign_out", "nonsense", ""] {
        let led = choose(&server, &cookies, "light", Some(elsewhere)).await;
        assert_eq!(led.header("location"), "/console/-/account", "{elsewhere}");
    }
    let kept = format!("{cookies}; regrant-console-theme=%22%3E%3Cscript%3E");
    assert!(!server.get_with("/console/-/account", &kept).await.body.contains("data-theme"));
}
