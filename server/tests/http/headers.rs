//! What every answer says to the browser.

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};

use crate::support::{Answer, TestServer};

fn policy(answer: &Answer) -> Vec<(&str, &str)> {
    let policy = answer.header("content-security-policy");
    policy.split("; ").map(|directive| directive.split_once(' ').unwrap_or((directive, ""))).collect()
}

#[tokio::test]
async fn a_page_allows_its_own_scripts_by_nonce_and_nothing_inline() {
    let server = TestServer::on_loopback().await;
    let page = server.get("/console/sign-in").await;
    assert_eq!(page.status, StatusCode::OK);
    let policy = policy(&page);
    let script = policy.iter().find(|(name, _)| *name == "script-src").unwrap().1;
    let nonce = script.split("'nonce-").nth(1).unwrap().split('\'').next().unwrap();
    assert!(nonce.len() >= 22, "at least 128 bits: {nonce}");
    assert!(page.body.contains(&format!("nonce=\"{nonce}\"")), "the page's scripts carry it");
    assert_eq!(script, format!("'self' 'nonce-{nonce}' 'wasm-unsafe-eval'"));
    let rest: Vec<_> = policy.iter().filter(|(name, _)| *name != "script-src").copied().collect();
    assert_eq!(
        rest,
        [
            ("default-src", "'self'"),
            ("style-src", "'self'"),
            ("object-src", "'none'"),
            ("base-uri", "'none'"),
            ("frame-ancestors", "'none'"),
            ("form-action", "'self'"),
        ]
    );
    assert_ne!(server.get("/console/sign-in").await.header("content-security-policy"), page.header("content-security-policy"));
}

#[tokio::test]
async fn the_pages_have_no_inline_styles_and_no_script_without_the_nonce() {
    let server = TestServer::on_loopback().await;
    server.set_up_shop().await;
    let cookies = server.sign_in().await.cookies();
    for path in ["/console/sign-in", "/console/acme", "/console/acme/shop", "/console/acme/shop/nothing"] {
        let page = server.get_with(path, &cookies).await;
        assert!(!page.body.contains(" style=\"") && !page.body.contains("<style"), "{path}");
        for script in page.body.split("<script").skip(1) {
            assert!(script.split('>').next().unwrap().contains("nonce=\""), "{path}: <script{}", script.split('>').next().unwrap());
        }
    }
}

#[tokio::test]
async fn every_answer_keeps_to_itself() {
    let server = TestServer::on_loopback().await;
    server.set_up_shop().await;
    for path in [
        "/",
        "/console",
        "/console/sign-in",
        "/pkg/favicon.svg",
        "/pkg/nothing",
        "/health/live",
        "/nothing",
        "/acme/shop/.well-known/openid-configuration",
        "/acme/shop/oauth2/authorize",
    ] {
        let answer = server.get(path).await;
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("x-frame-options"), "DENY", "{path}");
        assert!(answer.header("content-security-policy").contains("frame-ancestors 'none'"), "{path}");
        assert!(["same-origin", "no-referrer"].contains(&answer.header("referrer-policy")), "{path}");
        assert!(answer.header("permissions-policy").contains("camera=()"), "{path}");
        assert_eq!(answer.header("x-request-id").len(), 32, "{path}");
        assert_eq!(answer.header("strict-transport-security"), "", "{path}: there is no TLS on loopback");
    }
}

#[tokio::test]
async fn console_answers_are_kept_by_no_cache() {
    let server = TestServer::on_loopback().await;
    let cookies = server.sign_in().await.cookies();
    for path in ["/console/sign-in", "/console", "/console/nothing/at/all"] {
        for cookies in ["", &cookies] {
            assert_eq!(server.get_with(path, cookies).await.header("cache-control"), "no-store", "{path}");
        }
    }
}

#[tokio::test]
async fn over_tls_the_cookie_is_bound_to_the_host() {
    let server = TestServer::over_tls().await;
    let answer = server.sign_in().await;
    let cookie = answer.header("set-cookie");
    assert!(cookie.starts_with("__Host-regrant-console="), "{cookie}");
    let mut attributes: Vec<_> = cookie.split("; ").skip(1).collect();
    attributes.sort_unstable();
    assert_eq!(attributes, ["HttpOnly", "Max-Age=28800", "Path=/", "SameSite=Lax", "Secure"]);
    assert_eq!(answer.header("strict-transport-security"), "max-age=31536000");
}

#[tokio::test]
async fn on_loopback_the_cookie_has_a_plain_name() {
    let server = TestServer::on_loopback().await;
    let answer = server.sign_in().await;
    let cookie = answer.header("set-cookie");
    assert!(cookie.starts_with("regrant-console="), "{cookie}");
    let mut attributes: Vec<_> = cookie.split("; ").skip(1).collect();
    attributes.sort_unstable();
    assert_eq!(attributes, ["HttpOnly", "Max-Age=28800", "Path=/", "SameSite=Lax"]);
}

#[tokio::test]
async fn a_file_with_its_hash_in_the_name_is_kept_for_ever_and_comes_compressed() {
    let server = TestServer::on_loopback().await;
    let path = "/pkg/console.0123456789abcdef.js";
    let plain = server.get(path).await;
    assert_eq!(plain.status, StatusCode::OK);
    assert_eq!(plain.header("cache-control"), "public, max-age=31536000, immutable");
    assert_eq!(plain.header("content-type"), "text/javascript");
    let compressed = server.send(Request::get(path).header(header::ACCEPT_ENCODING, "gzip").body(Body::empty()).unwrap()).await;
    assert_eq!(compressed.header("content-encoding"), "gzip");
    assert_eq!(compressed.header("vary"), "accept-encoding");
}

#[tokio::test]
async fn other_files_are_asked_for_again_and_nothing_else_is_given_out() {
    let server = TestServer::on_loopback().await;
    assert_eq!(server.get("/pkg/favicon.svg").await.header("cache-control"), "no-cache");
    for path in ["/pkg/console.fedcba9876543210.js", "/pkg/", "/pkg/../hash.txt", "/pkg/%2e%2e/hash.txt", "/hash.txt"] {
        let answer = server.get(path).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        assert!(!answer.header("cache-control").contains("immutable"), "{path}");
    }
}

#[tokio::test]
async fn health_tells_of_the_process_and_of_the_database() {
    let server = TestServer::on_loopback().await;
    assert_eq!(server.get("/health/live").await.body, "ok\n");
    assert_eq!(server.get("/health/ready").await.status, StatusCode::OK);
    let closed = TestServer::on_loopback().await;
    closed.installation.store.clone().close().await.unwrap();
    assert_eq!(closed.get("/health/live").await.status, StatusCode::OK);
    let answer = closed.get("/health/ready").await;
    assert_eq!((answer.status, answer.body.as_str()), (StatusCode::SERVICE_UNAVAILABLE, "not ready: unreachable\n"));
}
