//! Sign-in, refresh and replay, and what must not be accepted on the way.

use std::{collections::HashMap, sync::Arc};

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{
        Request, StatusCode,
        header::{CONTENT_TYPE, COOKIE, HOST, LOCATION, SET_COOKIE},
    },
};
use domain::{
    clock::{FixedClock, Timestamp},
    secret::Secret,
};
use tower::ServiceExt as _;
use url::Url;

use super::stub::{self, CODE, SECRET, refresh_token};
use crate::{Configuration, router, text::shorten};

/// A browser with one cookie.
struct Browser {
    shop: Router,
    stub: stub::Shared,
    cookie: Option<String>,
}

struct Page {
    status: StatusCode,
    location: Option<String>,
    text: String,
}

impl Browser {
    async fn open() -> Self {
        let stub = stub::start().await;
        let configuration = Configuration {
            issuer: stub.lock().unwrap().issuer.parse().unwrap(),
            client_id: "shop".to_owned(),
            client_secret: Secret::new(SECRET.to_owned()),
            public_url: "http://127.0.0.1:9000".parse().unwrap(),
            api: None,
        };
        let shop = router(configuration, Arc::new(FixedClock::at(Timestamp::from_millis(1_795_491_720_000)))).unwrap();
        Self { shop, stub, cookie: None }
    }

    async fn send(&mut self, mut request: Request<Body>) -> Page {
        let headers = request.headers_mut();
        headers.insert(HOST, "127.0.0.1:9000".parse().unwrap());
        if let Some(cookie) = &self.cookie {
            headers.insert(COOKIE, cookie.parse().unwrap());
        }
        let response = self.shop.clone().oneshot(request).await.unwrap();
        if let Some(cookie) = response.headers().get(SET_COOKIE) {
            self.cookie = cookie.to_str().unwrap().split(';').next().map(str::to_owned);
        }
        let location = response.headers().get(LOCATION).map(|location| location.to_str().unwrap().to_owned());
        let status = response.status();
        let body = to_bytes(response.into_body(), 1_000_000).await.unwrap();
        Page { status, location, text: String::from_utf8(body.to_vec()).unwrap() }
    }

    async fn get(&mut self, path: &str) -> Page {
        self.send(Request::get(path).body(Body::empty()).unwrap()).await
    }

    async fn post(&mut self, path: &str, form: &str) -> Page {
        let request = Request::post(path).header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request.body(Body::from(form.to_owned())).unwrap()).await
    }

    /// Presses a button and looks at the page that it leads to.
    async fn press(&mut self, path: &str, form: &str) -> String {
        let page = self.post(path, form).await;
        assert_eq!((page.status, page.location.as_deref()), (StatusCode::SEE_OTHER, Some("./#outcome")), "{}", page.text);
        self.get("/").await.text
    }

    /// Begins to sign in; the parameters of the authorization request.
    async fn begin(&mut self, form: &str) -> HashMap<String, String> {
        let page = self.post("/sign-in", form).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text);
        let url: Url = page.location.unwrap().parse().unwrap();
        let parameters: HashMap<_, _> = url.query_pairs().into_owned().collect();
        let mut stub = self.stub.lock().unwrap();
        stub.nonce.clone_from(&parameters["nonce"]);
        stub.challenge.clone_from(&parameters["code_challenge"]);
        parameters
    }

    /// Comes back from the authorization server.
    async fn come_back(&mut self, state: &str, iss: &str) -> Page {
        let query = form_urlencoded::Serializer::new(String::new()).extend_pairs([("code", CODE), ("state", state), ("iss", iss)]).finish();
        self.get(&format!("/callback?{query}")).await
    }

    fn issuer(&self) -> String {
        self.stub.lock().unwrap().issuer.clone()
    }

    async fn sign_in(&mut self) -> String {
        let parameters = self.begin("offline=on").await;
        let page = self.come_back(&parameters["state"], &self.issuer()).await;
        assert_eq!((page.status, page.location.as_deref()), (StatusCode::SEE_OTHER, Some("./")), "{}", page.text);
        self.get("/").await.text
    }

    async fn is_signed_in(&mut self) -> bool {
        self.get("/").await.text.contains("Signed in as Ada Lovelace")
    }
}

#[tokio::test]
async fn the_authorization_request_asks_for_what_was_ticked() {
    let mut browser = Browser::open().await;
    let offline = browser.begin("offline=on").await;
    assert_eq!(offline["scope"], "openid profile email offline_access");
    assert_eq!((offline["prompt"].as_str(), offline["code_challenge_method"].as_str()), ("consent", "S256"));
    assert_eq!(offline["redirect_uri"], "http://127.0.0.1:9000/callback");
    let online = browser.begin("").await;
    assert_eq!((online["scope"].as_str(), online.get("prompt")), ("openid profile email", None));
    assert!(online["state"] != offline["state"] && online["nonce"] != offline["nonce"]);
}

#[tokio::test]
async fn signing_in_changes_the_name_of_the_session_and_shows_the_tokens() {
    let mut browser = Browser::open().await;
    let parameters = browser.begin("offline=on").await;
    let before = browser.cookie.clone();
    let page = browser.come_back(&parameters["state"], &browser.issuer()).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text);
    assert_ne!(browser.cookie, before);
    let page = browser.get("/").await.text;
    assert!(page.contains("Signed in as Ada Lovelace") && page.contains(&refresh_token(0)) && page.contains("2026-11-24 04:42:00 UTC"));
    let log = page.split_once("What went over the wire").unwrap().1;
    assert!(log.contains("/acme/main/token") && log.contains("code_verifier"));
    assert!(!log.contains(&refresh_token(0)) && !log.contains(CODE) && !log.contains(SECRET));
    browser.cookie = before;
    assert!(!browser.is_signed_in().await);
}

#[tokio::test]
async fn a_refresh_rotates_and_a_replay_ends_the_family() {
    let mut browser = Browser::open().await;
    browser.sign_in().await;
    let page = browser.press("/refresh", "").await;
    assert!(page.contains("The refresh token was rotated"));
    assert!(page.contains(&shorten(&refresh_token(0))) && page.contains(&shorten(&refresh_token(1))));
    assert!(page.contains("<mark>0</mark>") && page.contains("<mark>1</mark>"), "what differs is marked");
    let page = browser.press("/replay", "number=1").await;
    assert!(page.contains("The replay of token 1 was refused") && page.contains("“invalid_grant: as the stub says” (status 400)"));
    assert!(page.contains("Try the current token") && page.contains("current, in doubt"));
    let page = browser.press("/refresh", "").await;
    assert!(page.contains("The current refresh token no longer works") && page.contains("no longer works"));
}

#[tokio::test]
async fn without_a_refresh_token_the_page_says_so_and_why() {
    let mut browser = Browser::open().await;
    browser.stub.lock().unwrap().gives_refresh_tokens = false;
    let page = browser.sign_in().await;
    assert!(page.contains("The token response carried no refresh token.") && page.contains("Allowed grant types › Refresh token"));
    assert!(browser.press("/refresh", "").await.contains("There is no refresh token"));
}

#[tokio::test]
async fn another_state_is_not_accepted_and_the_sign_in_may_still_be_finished() {
    let mut browser = Browser::open().await;
    let parameters = browser.begin("").await;
    let page = browser.come_back("another", &browser.issuer()).await;
    assert_eq!(page.status, StatusCode::BAD_REQUEST);
    assert!(page.text.contains("its state is another one"));
    assert!(!browser.is_signed_in().await);
    browser.come_back(&parameters["state"], &browser.issuer()).await;
    assert!(browser.is_signed_in().await);
}

#[tokio::test]
async fn a_response_of_another_issuer_or_of_none_is_not_accepted() {
    for query in ["&iss=http%3A%2F%2Fevil.example", ""] {
        let mut browser = Browser::open().await;
        let state = browser.begin("").await.remove("state").unwrap();
        let page = browser.get(&format!("/callback?code={CODE}&state={state}{query}")).await;
        assert_eq!(page.status, StatusCode::BAD_REQUEST);
        assert!(page.text.contains("RFC 9207"), "{}", page.text);
        assert!(!browser.is_signed_in().await);
    }
}

#[tokio::test]
async fn an_id_token_with_another_nonce_or_signature_is_not_accepted() {
    for spoil in [|stub: &mut stub::Stub| stub.nonce = "another".to_owned(), |stub: &mut stub::Stub| stub.signing_secret = "another key"] {
        let mut browser = Browser::open().await;
        let parameters = browser.begin("").await;
        spoil(&mut browser.stub.lock().unwrap());
        let page = browser.come_back(&parameters["state"], &browser.issuer()).await;
        assert_eq!(page.status, StatusCode::BAD_GATEWAY);
        assert!(page.text.contains("The ID token was not accepted"), "{}", page.text);
        assert!(!browser.is_signed_in().await);
    }
}

#[tokio::test]
async fn what_the_server_refuses_is_said_in_its_words() {
    let mut browser = Browser::open().await;
    let state = browser.begin("").await.remove("state").unwrap();
    let iss: String = form_urlencoded::byte_serialize(browser.issuer().as_bytes()).collect();
    let page = browser.get(&format!("/callback?error=access_denied&error_description=Ada+said+no&state={state}&iss={iss}")).await;
    assert_eq!(page.status, StatusCode::BAD_REQUEST);
    assert!(page.text.contains("“access_denied”: Ada said no"));
}

#[tokio::test]
async fn a_refresh_about_another_person_changes_nothing() {
    let mut browser = Browser::open().await;
    browser.sign_in().await;
    browser.stub.lock().unwrap().subject = "mallory";
    let page = browser.press("/refresh", "").await;
    assert!(page.contains("is about another person") && page.contains("Subject <code>ada</code>"));
    assert!(!page.contains(&refresh_token(1)));
}

#[tokio::test]
async fn userinfo_about_another_person_and_an_endpoint_that_is_not_there_are_told() {
    let mut browser = Browser::open().await;
    browser.sign_in().await;
    assert!(browser.press("/userinfo", "").await.contains("Userinfo answered about somebody else"));
    assert!(browser.press("/introspect", "token=access_token").await.contains("names no introspection endpoint"));
    assert!(browser.press("/replay", "number=7").await.contains("no refresh token with the number 7"));
}

#[tokio::test]
async fn signing_out_forgets_the_session_and_tells_the_server() {
    let mut browser = Browser::open().await;
    browser.sign_in().await;
    let cookie = browser.cookie.clone();
    let page = browser.post("/sign-out", "").await;
    let url: Url = page.location.unwrap().parse().unwrap();
    let parameters: HashMap<_, _> = url.query_pairs().into_owned().collect();
    assert!(url.as_str().starts_with(&format!("{}/logout?", browser.issuer())));
    assert_eq!(parameters["post_logout_redirect_uri"], "http://127.0.0.1:9000/signed-out");
    assert!(parameters["id_token_hint"].starts_with("ey"));
    browser.cookie = cookie;
    assert!(!browser.is_signed_in().await);
}

#[tokio::test]
async fn whoever_has_lost_the_refresh_token_may_sign_in_again_at_once() {
    let mut browser = Browser::open().await;
    browser.stub.lock().unwrap().gives_refresh_tokens = false;
    assert!(browser.sign_in().await.contains("Sign in again"));
    browser.stub.lock().unwrap().gives_refresh_tokens = true;
    let page = browser.sign_in().await;
    assert!(page.contains(&refresh_token(0)) && !page.contains("Sign in again"));
}
