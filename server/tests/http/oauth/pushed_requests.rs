//! Pushed authorization requests (RFC 9126), from the console and the admin API to the endpoints.

use axum::{
    body::Body,
    http::{Method, Request, StatusCode, header},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use domain::client::TokenEndpointAuthMethod;
use serde_json::json;

use super::dpop::Key;
use crate::{
    admin_api::world::World,
    shop::{REDIRECT_URI, Shop, encode},
    support::Answer,
};

/// The form of an authorization request of the shop's client, with these parameters in place of or beside its usual ones.
fn form(shop: &Shop, more: &[(&str, &str)]) -> String {
    let request = shop.authorization("openid offline_access");
    let (_, query) = request.split_once('?').unwrap();
    let usual: Vec<(String, String)> = url::form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    let kept = usual.iter().filter(|(name, _)| more.iter().all(|(other, _)| other != name));
    let kept: Vec<(&str, &str)> = kept.map(|(name, value)| (name.as_str(), value.as_str())).collect();
    encode(&[&kept[..], more].concat())
}

/// Pushes a request as the shop's client, with these headers.
async fn push_with(shop: &Shop, more: &[(&str, &str)], headers: &[(&str, &str)]) -> Answer {
    let credentials = STANDARD.encode(format!("{}:{}", shop.client.id, shop.secret));
    let request = Request::post(shop.path("/oauth2/par"))
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(header::AUTHORIZATION, format!("Basic {credentials}"));
    let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
    shop.server.send(request.body(Body::from(form(shop, more))).unwrap()).await
}

async fn push(shop: &Shop, more: &[(&str, &str)]) -> Answer {
    push_with(shop, more, &[]).await
}

/// Where a client sends the browser.
fn reference(shop: &Shop, client: &str, request_uri: &str) -> String {
    format!("{}?{}", shop.path("/oauth2/authorize"), encode(&[("client_id", client), ("request_uri", request_uri)]))
}

/// A reference of the shop's client to a request that was just pushed.
pub(super) async fn pushed(shop: &Shop) -> String {
    let answer = push(shop, &[]).await;
    let request_uri = answer.text("request_uri").unwrap_or_else(|| panic!("there is a reference: {answer:?}"));
    reference(shop, &shop.client.id.to_string(), &request_uri)
}

/// The code in an address that the browser was sent to.
pub(super) fn code(location: &str) -> String {
    assert!(location.starts_with(REDIRECT_URI), "{location}");
    let address = url::Url::parse(location).unwrap();
    let code = address.query_pairs().find(|(name, _)| name == "code");
    code.map_or_else(|| panic!("there is a code: {location}"), |(_, value)| value.into_owned())
}

/// Clauses: 88, 168, 171, 173.
#[tokio::test]
async fn a_client_pushes_its_request_and_the_user_answers_it_once() {
    let shop = Shop::open().await;
    let answer = push(&shop, &[]).await;
    assert_eq!((answer.status, answer.header("cache-control")), (StatusCode::CREATED, "no-store"), "{answer:?}");
    assert_eq!(answer.json()["expires_in"], 60);
    let request_uri = answer.text("request_uri").unwrap();
    assert!(request_uri.starts_with("urn:ietf:params:oauth:request_uri:"), "{request_uri}");

    let reference = reference(&shop, &shop.client.id.to_string(), &request_uri);
    let tokens = shop.exchange(&code(&shop.answer_to(&reference).await)).await;
    assert!(tokens.text("refresh_token").is_some(), "{tokens:?}");
    let again = shop.server.get(&reference).await;
    assert_eq!((again.status, again.header("location")), (StatusCode::BAD_REQUEST, ""), "{again:?}");
    assert!(again.body.contains("This sign-in was finished before") && again.body.contains("/errors/request_uri_used"), "{again:?}");
    assert!(!again.body.contains("Nothing was signed in"), "it does not contradict itself: {again:?}");
}

#[tokio::test]
async fn the_language_that_was_pushed_counts_for_more_than_the_address() {
    let shop = Shop::open().await;
    let request_uri = push(&shop, &[("ui_locales", "de")]).await.text("request_uri").unwrap();
    let reference = reference(&shop, &shop.client.id.to_string(), &request_uri);
    for address in [reference.clone(), format!("{reference}&ui_locales=en")] {
        let page = shop.server.get(&address).await;
        assert!(page.body.contains("<html lang=\"de\">"), "{address}: {page:?}");
    }
}

/// Clauses: 174.
#[tokio::test]
async fn the_sign_in_page_of_a_pushed_request_can_be_loaded_again() {
    let shop = Shop::open().await;
    let reference = pushed(&shop).await;
    for _ in 0..3 {
        assert_eq!(shop.server.get(&reference).await.status, StatusCode::OK);
        shop.server.clock.advance_seconds(100);
    }
    code(&shop.answer_to(&reference).await);
}

/// Clauses: 88, 173.
#[tokio::test]
async fn nobody_is_redirected_by_a_reference_that_is_not_theirs_or_has_expired() {
    let shop = Shop::open().await;
    let request_uri = push(&shop, &[]).await.text("request_uri").unwrap();
    let (other, _) = shop.another_client().await;
    let foreign = shop.server.get(&reference(&shop, &other, &request_uri)).await;
    assert_eq!((foreign.status, foreign.header("location")), (StatusCode::BAD_REQUEST, ""));
    assert!(foreign.body.contains("/errors/request_uri_unknown"), "{foreign:?}");
    shop.server.clock.advance_seconds(60);
    let late = shop.server.get(&reference(&shop, &shop.client.id.to_string(), &request_uri)).await;
    assert_eq!((late.status, late.header("location")), (StatusCode::BAD_REQUEST, ""));
    assert!(late.body.contains("/errors/request_uri_expired"), "{late:?}");
}

/// Clauses: 169, 170, 172.
#[tokio::test]
async fn what_cannot_be_pushed_is_refused_with_the_status_of_the_standard() {
    let mut shop = Shop::open().await;
    assert_eq!(shop.server.get(&shop.path("/oauth2/par")).await.status, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(push(&shop, &[("request_uri", "urn:x")]).await.refusal(), (400, "invalid_request".to_owned()));
    assert_eq!(push(&shop, &[("redirect_uri", "https://evil.example.com/")]).await.refusal(), (400, "invalid_request".to_owned()));
    assert_eq!(push(&shop, &[("scope", "nothing introspect_tokens")]).await.refusal(), (400, "invalid_scope".to_owned()));
    for length in [20_000, 100_000] {
        assert_eq!(push(&shop, &[("state", &"a".repeat(length))]).await.refusal(), (413, "invalid_request".to_owned()), "{length}");
    }
    let wrong = shop.ask_as((&shop.client.id.to_string(), "wrong"), "/oauth2/par", &[("response_type", "code")]).await;
    assert_eq!(wrong.refusal(), (401, "invalid_client".to_owned()));

    shop.set_client(|settings| settings.token_endpoint_auth_method = TokenEndpointAuthMethod::None).await;
    let form = form(&shop, &[]);
    let by_name = async || {
        let request = Request::post(shop.path("/oauth2/par")).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        shop.server.send(request.body(Body::from(form.clone())).unwrap()).await
    };
    for _ in 0..100 {
        assert_eq!(by_name().await.status, StatusCode::CREATED);
    }
    let refused = by_name().await;
    assert_eq!((refused.refusal(), refused.header("retry-after")), ((429, "temporarily_unavailable".to_owned()), "1"));
}

/// Clauses: 178.
#[tokio::test]
async fn a_proof_beside_a_pushed_request_is_asked_for_again_with_the_code() {
    let shop = Shop::open().await;
    let key = Key::new();
    let address = format!("http://127.0.0.1:8080{}", shop.path("/oauth2/par"));
    let answer = push_with(&shop, &[], &[("dpop", &key.proof_at(&shop, "POST", &address, None, None))]).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{answer:?}");
    assert_ne!(answer.header("dpop-nonce"), "", "the nonce of the next proof comes with it");
    let reference = reference(&shop, &shop.client.id.to_string(), &answer.text("request_uri").unwrap());
    let refused = shop.exchange(&code(&shop.answer_to(&reference).await)).await;
    assert_eq!(refused.refusal(), (400, "invalid_dpop_proof".to_owned()));
}

#[tokio::test]
async fn an_application_in_a_browser_may_push_with_a_proof() {
    let shop = Shop::open().await;
    let preflight = Request::builder()
        .method(Method::OPTIONS)
        .uri(shop.path("/oauth2/par"))
        .header(header::ORIGIN, "https://app.example.com")
        .header(header::ACCESS_CONTROL_REQUEST_METHOD, "POST")
        .header(header::ACCESS_CONTROL_REQUEST_HEADERS, "authorization,dpop");
    let answer = shop.server.send(preflight.body(Body::empty()).unwrap()).await;
    assert_eq!((answer.header("access-control-allow-origin"), answer.header("access-control-allow-headers")), ("*", "authorization,dpop"));
}

/// Clauses: 177.
#[tokio::test]
async fn the_console_requires_pushed_requests_of_a_workspace_or_of_a_client() {
    const FIELD: &str = "typed[require_pushed_authorization_requests]";
    let shop = Shop::open().await;
    let cookies = shop.server.sign_in().await.cookies();
    let (id, version) = (shop.client.id.to_string(), shop.client.version.to_string());
    let page = format!("/console/acme/shop/clients/{id}/oauth");
    let fields = [
        ("client", id.as_str()),
        ("version", version.as_str()),
        ("typed[grant_types][]", "authorization_code"),
        ("typed[grant_types][]", "refresh_token"),
        ("typed[redirect_uris]", REDIRECT_URI),
        ("typed[token_endpoint_auth_method]", "client_secret_basic"),
        (FIELD, "true"),
    ];
    let saved = shop.press(&cookies, &page, "set_client_oauth", &fields).await;
    assert!(saved.header("location").contains("done=saved"), "{saved:?}");
    let client = shop.operator().load_client(&shop.path, shop.client.id).await.unwrap().client;
    assert!(client.settings.require_pushed_authorization_requests);

    let unpushed = shop.server.get(&shop.authorization("openid")).await;
    assert_eq!(unpushed.status, StatusCode::BAD_REQUEST);
    assert!(unpushed.body.contains("/errors/pushed_request_required"), "{unpushed:?}");
    code(&shop.answer_to(&pushed(&shop).await).await);

    let version = shop.operator().load_workspace(&shop.path).await.unwrap().version.to_string();
    let fields = [
        ("version", version.as_str()),
        ("typed[grant_types][]", "authorization_code"),
        ("typed[grant_types][]", "refresh_token"),
        (FIELD, "true"),
    ];
    let saved = shop.press(&cookies, "/console/acme/shop/settings/authorization", "set_allowed_grant_types", &fields).await;
    assert!(saved.header("location").contains("done="), "{saved:?}");
    let metadata = shop.server.get(&shop.path("/.well-known/openid-configuration")).await.json();
    assert_eq!(metadata["require_pushed_authorization_requests"], true);
    let shown = shop.server.get_with(&page, &cookies).await;
    assert!(shown.body.contains("The workspace requires them of every client"), "{shown:?}");
    let log = shop.server.get_with("/console/acme/shop/logs", &cookies).await;
    assert!(log.body.contains("Require pushed authorization requests"), "the log says what was changed: {log:?}");
}

#[tokio::test]
async fn the_admin_api_requires_pushed_requests_of_a_workspace_or_of_a_client() {
    const FIELD: &str = "require_pushed_authorization_requests";
    let world = World::new().await;
    let program = world.program(None).await;
    let server = "/admin/acme/servers/shop";
    for path in [server.to_owned(), format!("{server}/clients/{}", world.shop.client.id)] {
        assert_eq!(program.get(&path).await.json()[FIELD], false, "{path}");
        let patched = program.patch(&path, &json!({ FIELD: true })).await;
        assert_eq!((patched.status, &patched.json()[FIELD]), (StatusCode::OK, &json!(true)), "{patched:?}");
    }
}
