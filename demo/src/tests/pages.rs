//! The pages through the router, without a server behind them.

use std::sync::Arc;

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{
        Request, StatusCode,
        header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, COOKIE, HOST, ORIGIN, SET_COOKIE},
    },
    response::Response,
};
use domain::{
    clock::{FixedClock, Timestamp},
    secret::Secret,
};
use tower::ServiceExt as _;

use crate::{Configuration, Error, router};

const SECRET: &str = "the-secret-of-the-shop";

fn configuration(issuer: &str) -> Configuration {
    Configuration {
        issuer: issuer.parse().unwrap(),
        client_id: "shop".to_owned(),
        client_secret: Secret::new(SECRET.to_owned()),
        public_url: "http://127.0.0.1:9000".parse().unwrap(),
        api: None,
    }
}

fn shop() -> Router {
    // Port 9 (discard) of this machine: nobody listens there.
    router(configuration("http://127.0.0.1:9/acme/main"), Arc::new(FixedClock::at(Timestamp::from_millis(0)))).unwrap()
}

fn get(path: &str) -> axum::http::request::Builder {
    Request::get(path).header(HOST, "127.0.0.1:9000")
}

fn post(path: &str) -> axum::http::request::Builder {
    Request::post(path).header(HOST, "127.0.0.1:9000").header(CONTENT_TYPE, "application/x-www-form-urlencoded")
}

async fn send(request: axum::http::request::Builder, body: &str) -> Response {
    shop().oneshot(request.body(Body::from(body.to_owned())).unwrap()).await.unwrap()
}

async fn text(response: Response) -> String {
    String::from_utf8(to_bytes(response.into_body(), 1_000_000).await.unwrap().to_vec()).unwrap()
}

#[tokio::test]
async fn a_stranger_is_offered_to_sign_in() {
    let response = send(get("/"), "").await;
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(response.headers()[CACHE_CONTROL], "no-store");
    assert!(response.headers()[CONTENT_SECURITY_POLICY].to_str().unwrap().contains("form-action 'self' http://127.0.0.1:9;"));
    assert!(response.headers().get(SET_COOKIE).is_none(), "no session before there is something to remember");
    let page = text(response).await;
    assert!(page.contains(r#"<form class="sign-in" method="post" action="sign-in">"#));
    assert!(page.contains(r#"<input type="checkbox" name="offline" value="on" checked>"#));
    assert!(page.contains("http://127.0.0.1:9000/callback") && page.contains("http://127.0.0.1:9000/signed-out"));
    assert!(!page.contains(SECRET) && !page.contains("<script") && !page.contains("style="));
}

#[tokio::test]
async fn a_server_that_is_not_there_is_told_in_words() {
    let response = send(post("/sign-in"), "offline=on").await;
    assert_eq!(response.status(), StatusCode::BAD_GATEWAY);
    let page = text(response).await;
    assert!(page.contains("The authorization server did not answer"), "{page}");
}

#[tokio::test]
async fn every_button_without_a_session_says_that_nobody_is_signed_in() {
    for (path, body) in [
        ("/refresh", ""),
        ("/userinfo", ""),
        ("/replay", "number=1"),
        ("/introspect", "token=access_token"),
        ("/revoke", "token=refresh_token"),
    ] {
        let response = send(post(path).header(COOKIE, "demo-shop=unknown"), body).await;
        assert_eq!(response.status(), StatusCode::FORBIDDEN, "{path}");
        assert!(text(response).await.contains("Nobody is signed in"), "{path}");
    }
}

#[tokio::test]
async fn an_incomplete_form_does_nothing() {
    for (path, body) in [("/replay", ""), ("/replay", "number=x"), ("/introspect", "token=password"), ("/revoke", "")] {
        assert_eq!(send(post(path), body).await.status(), StatusCode::BAD_REQUEST, "{path} {body}");
    }
}

#[tokio::test]
async fn an_authorization_response_that_nobody_waits_for_is_not_accepted() {
    let response = send(get("/callback?code=a&state=b"), "").await;
    assert_eq!(response.status(), StatusCode::BAD_REQUEST);
    assert!(text(response).await.contains("No sign-in was waiting in this browser"));
}

#[tokio::test]
async fn a_form_of_another_origin_is_refused() {
    let response = send(post("/sign-out").header(ORIGIN, "http://evil.example"), "").await;
    assert_eq!(response.status(), StatusCode::FORBIDDEN);
    assert!(response.headers().get(SET_COOKIE).is_none());
    assert!(text(response).await.contains("nothing was done"));
}

#[tokio::test]
async fn no_page_is_blank() {
    for (request, status) in [
        (get("/nowhere"), StatusCode::NOT_FOUND),
        (get("/refresh"), StatusCode::METHOD_NOT_ALLOWED),
        (get("/signed-out"), StatusCode::OK),
        (post("/sign-out"), StatusCode::OK),
    ] {
        let response = send(request, "").await;
        assert_eq!(response.status(), status);
        assert!(text(response).await.contains("<h1>"));
    }
}

#[tokio::test]
async fn style_sheet_and_icon_are_served() {
    for (path, content_type) in [("/demo.css", "text/css; charset=utf-8"), ("/icon.svg", "image/svg+xml")] {
        let response = send(get(path), "").await;
        assert_eq!((response.status(), response.headers()[CONTENT_TYPE].to_str().unwrap()), (StatusCode::OK, content_type));
    }
}

#[test]
fn a_configuration_that_cannot_work_is_refused_with_a_sentence() {
    let start = |configuration: Configuration| router(configuration, Arc::new(FixedClock::at(Timestamp::from_millis(0)))).err();
    assert!(matches!(start(configuration("ftp://op.example")), Some(Error::Issuer(_))));
    assert_eq!(matches!(start(configuration("https://op.example")), Some(Error::WithoutTls(_))), !cfg!(feature = "tls"));
    let elsewhere = Configuration { public_url: "mailto:a@b.example".parse().unwrap(), ..configuration("http://op.example") };
    assert!(matches!(start(elsewhere), Some(Error::PublicUrl(_))));
}

#[test]
fn the_secret_does_not_show_in_the_configuration() {
    assert!(!format!("{:?}", configuration("http://op.example")).contains(SECRET));
}
