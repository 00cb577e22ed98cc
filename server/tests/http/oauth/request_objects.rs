//! Signed requests (RFC 9101) and signed answers (JARM), from the console and the admin API to the endpoints.

use axum::http::StatusCode;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{client_keys::JwkSet, clock::Clock as _};
use serde_json::{Map, Value, json};
use url::{Url, form_urlencoded};

use super::dpop::Key;
use crate::{
    admin_api::world::World,
    shop::{REDIRECT_URI, Shop, encode, hidden},
};

const ISSUER: &str = "http://127.0.0.1:8080/acme/shop";

fn set(key: &Key) -> String {
    json!({ "keys": [key.jwk()] }).to_string()
}

/// A shop whose client authenticates by its secret, and has this key.
async fn shop_with(key: &Key) -> Shop {
    let mut shop = Shop::open().await;
    shop.set_client(|settings| settings.keys.jwks = Some(JwkSet::parse(&set(key)).unwrap())).await;
    shop
}

/// The usual request of the shop's client, signed, with these members in place of or beside its own.
fn object(shop: &Shop, key: &Key, more: &[(&str, Value)]) -> String {
    let request = shop.authorization("openid offline_access");
    let usual = form_urlencoded::parse(request.split_once('?').unwrap().1.as_bytes());
    let mut claims: Map<String, Value> = usual.map(|(name, value)| (name.into_owned(), value.into_owned().into())).collect();
    let now = shop.server.clock.now().as_seconds();
    let id = shop.client.id.to_string();
    let own = [("iss", json!(id)), ("aud", json!(ISSUER)), ("nbf", json!(now)), ("exp", json!(now + 300))];
    for (name, value) in own.iter().chain(more) {
        claims.insert((*name).to_owned(), value.clone());
    }
    key.sign(&json!({ "typ": "oauth-authz-req+jwt", "alg": "ES256" }), &Value::Object(claims))
}

/// Where the client sends the browser with an object, and with these parameters beside it.
fn address(shop: &Shop, object: &str, beside: &[(&str, &str)]) -> String {
    let id = shop.client.id.to_string();
    let own = [("client_id", id.as_str()), ("request", object)];
    format!("{}?{}", shop.path("/oauth2/authorize"), encode(&[&own[..], beside].concat()))
}

/// A parameter of an address that the browser was sent to.
fn parameter(location: &str, name: &str) -> Option<String> {
    Url::parse(location).unwrap().query_pairs().find(|(found, _)| found == name).map(|(_, value)| value.into_owned())
}

/// What a signed answer says.
fn claims(jwt: &str) -> Value {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(jwt.split('.').nth(1).unwrap()).unwrap()).unwrap()
}

/// Clauses: 89, 191, 198.
#[tokio::test]
async fn a_client_signs_its_request_and_the_user_signs_in() {
    let key = Key::new();
    let shop = shop_with(&key).await;
    let signed = address(&shop, &object(&shop, &key, &[]), &[("scope", "openid"), ("state", "another")]);
    let location = shop.answer_to(&signed).await;
    assert_eq!(parameter(&location, "state").as_deref(), Some("state-of-the-client"), "{location}");
    let tokens = shop.exchange(&parameter(&location, "code").unwrap()).await;
    assert!(tokens.text("refresh_token").is_some(), "{tokens:?}");

    let pushed = shop.ask("/oauth2/par", &[("request", &object(&shop, &key, &[("prompt", json!("consent"))]))]).await;
    assert_eq!(pushed.status, StatusCode::CREATED, "{pushed:?}");
    let id = shop.client.id.to_string();
    let reference = encode(&[("client_id", &id), ("request_uri", &pushed.text("request_uri").unwrap())]);
    let location = shop.answer_to(&format!("{}?{reference}", shop.path("/oauth2/authorize"))).await;
    assert_eq!(shop.exchange(&parameter(&location, "code").unwrap()).await.status, StatusCode::OK);
}

#[tokio::test]
async fn the_language_that_was_signed_counts_for_more_than_the_address() {
    let (key, stranger) = (Key::new(), Key::new());
    let shop = shop_with(&key).await;
    let german = [("ui_locales", json!("fr de"))];
    for signer in [&key, &stranger] {
        let page = shop.server.get(&address(&shop, &object(&shop, signer, &german), &[("ui_locales", "en")])).await;
        assert!(page.body.contains("<html lang=\"de\">"), "{page:?}");
    }
}

/// Clauses: 191, 196.
#[tokio::test]
async fn a_wrong_object_is_shown_to_the_user_and_leads_to_no_address_that_is_not_registered() {
    let (key, stranger) = (Key::new(), Key::new());
    let shop = shop_with(&key).await;
    let forged = shop.server.get(&address(&shop, &object(&shop, &stranger, &[]), &[])).await;
    assert_eq!((forged.status, forged.header("location")), (StatusCode::BAD_REQUEST, ""), "{forged:?}");
    assert!(
        forged.body.contains("/errors/request_object_signature_wrong") && forged.body.contains("error=invalid_request_object"),
        "{forged:?}"
    );
    let elsewhere = object(&shop, &stranger, &[("redirect_uri", json!("https://evil.example.com/"))]);
    let elsewhere = shop.server.get(&address(&shop, &elsewhere, &[])).await;
    assert!(elsewhere.status == StatusCode::BAD_REQUEST && !elsewhere.body.contains("evil.example.com"), "{elsewhere:?}");
    let silent = object(&shop, &key, &[("exp", json!(1)), ("prompt", json!("none"))]);
    let silent = shop.server.get(&address(&shop, &silent, &[])).await;
    assert_eq!(parameter(silent.header("location"), "error").as_deref(), Some("invalid_request_object"), "{silent:?}");
    let refused = shop.ask("/oauth2/par", &[("request", "nonsense")]).await;
    assert_eq!(refused.refusal(), (400, "invalid_request_object".to_owned()));
    assert!(refused.text("error_uri").unwrap().ends_with("/errors/request_object_malformed"), "{refused:?}");
}

/// Clauses: 199, 200.
#[tokio::test]
async fn a_signed_answer_comes_in_the_query_the_fragment_or_a_form() {
    let key = Key::new();
    let shop = shop_with(&key).await;
    for mode in ["jwt", "query.jwt", "fragment.jwt"] {
        let location = shop.answer_to(&format!("{}&response_mode={mode}", shop.authorization("openid offline_access"))).await;
        let mark = if mode == "fragment.jwt" { '#' } else { '?' };
        let response = location.strip_prefix(&format!("{REDIRECT_URI}{mark}response=")).unwrap_or_else(|| panic!("{mode}: {location}"));
        let said = claims(response);
        assert_eq!((&said["iss"], &said["state"]), (&json!(ISSUER), &json!("state-of-the-client")), "{said}");
        assert_eq!(said["aud"], shop.client.id.to_string());
        assert_eq!(shop.exchange(said["code"].as_str().unwrap()).await.status, StatusCode::OK, "{mode}");
    }
    let posted = shop.server.get(&format!("{}&prompt=none&response_mode=form_post.jwt", shop.authorization("openid"))).await;
    assert_eq!(posted.status, StatusCode::OK, "{posted:?}");
    assert!(posted.body.contains(&format!("action=\"{REDIRECT_URI}\"")) && !posted.body.contains("name=\"error\""), "{posted:?}");
    assert_eq!(claims(&hidden(&posted, "response"))["error"], "login_required");
    let refused = shop.server.get(&format!("{}&response_mode=fragment.jwt", shop.authorization("unknown"))).await;
    assert!(refused.status == StatusCode::BAD_REQUEST && refused.body.contains(&format!("{REDIRECT_URI}#response=")), "{refused:?}");
}

/// Clauses: 197.
#[tokio::test]
async fn the_console_requires_signed_requests_of_a_workspace_or_of_a_client() {
    const FIELD: &str = "typed[require_signed_request_object]";
    let key = Key::new();
    let shop = Shop::open().await;
    let cookies = shop.server.sign_in().await.cookies();
    let (id, version) = (shop.client.id.to_string(), shop.client.version.to_string());
    let page = format!("/console/acme/shop/clients/{id}/oauth");
    let press = async |jwks: &str| {
        let fields = [
            ("client", id.as_str()),
            ("version", version.as_str()),
            ("typed[grant_types][]", "authorization_code"),
            ("typed[grant_types][]", "refresh_token"),
            ("typed[redirect_uris]", REDIRECT_URI),
            ("typed[token_endpoint_auth_method]", "client_secret_basic"),
            ("typed[jwks]", jwks),
            ("typed[authorization_signed_response_alg]", "ES256"),
            (FIELD, "true"),
        ];
        shop.press(&cookies, &page, "set_client_oauth", &fields).await.header("location").to_owned()
    };
    let shown = shop.server.get_with(&press("").await, &cookies).await;
    assert!(shown.body.contains("Its signed request objects are verified by its keys"), "{shown:?}");
    let saved = press(&set(&key)).await;
    assert!(saved.contains("done=saved"), "{saved}");
    let client = shop.operator().load_client(&shop.path, shop.client.id).await.unwrap().client;
    assert!(client.settings.require_signed_request_object && client.settings.token_endpoint_auth_method.uses_secret());
    let overview = shop.server.get_with(&format!("/console/acme/shop/clients/{id}"), &cookies).await;
    assert!(overview.body.contains("P-256"), "its keys are shown: {overview:?}");

    let unsigned = shop.server.get(&shop.authorization("openid")).await;
    assert_eq!(unsigned.status, StatusCode::BAD_REQUEST);
    assert!(unsigned.body.contains("/errors/signed_request_required"), "{unsigned:?}");
    let location = shop.answer_to(&address(&shop, &object(&shop, &key, &[("response_mode", json!("jwt"))]), &[])).await;
    let response = parameter(&location, "response").unwrap();
    let header: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(response.split('.').next().unwrap()).unwrap()).unwrap();
    assert_eq!(header["alg"], "ES256");

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
    assert_eq!(metadata["require_signed_request_object"], true);
    let shown = shop.server.get_with(&page, &cookies).await;
    assert!(shown.body.contains("It needs keys below"), "{shown:?}");
    let log = shop.server.get_with("/console/acme/shop/logs", &cookies).await;
    assert!(log.body.contains("Require signed request objects"), "the log says what was changed: {log:?}");
}

/// Clauses: 197, 201.
#[tokio::test]
async fn the_admin_api_requires_signed_requests_and_chooses_what_signs_answers() {
    const FIELD: &str = "require_signed_request_object";
    let world = World::new().await;
    let program = world.program(None).await;
    let server = "/admin/acme/servers/shop";
    let client = format!("{server}/clients/{}", world.shop.client.id);
    let without = program.patch(&client, &json!({ FIELD: true })).await;
    assert_eq!(
        (without.status, &without.json()["errors"][0]["pointer"]),
        (StatusCode::UNPROCESSABLE_ENTITY, &json!("/jwks")),
        "{without:?}"
    );
    let keys = json!({ "keys": [Key::new().jwk()] });
    let change = json!({ FIELD: true, "jwks": keys, "authorization_signed_response_alg": "PS256" });
    let patched = program.patch(&client, &change).await;
    assert_eq!((patched.status, &patched.json()[FIELD]), (StatusCode::OK, &json!(true)), "{patched:?}");
    assert_eq!(patched.json()["authorization_signed_response_alg"], "PS256");
    assert_eq!(program.get(server).await.json()[FIELD], false);
    let patched = program.patch(server, &json!({ FIELD: true })).await;
    assert_eq!((patched.status, &patched.json()[FIELD]), (StatusCode::OK, &json!(true)), "{patched:?}");
    let wrong = program.patch(&client, &json!({ "authorization_signed_response_alg": "HS256" })).await;
    let pointer = json!("/authorization_signed_response_alg");
    assert_eq!((wrong.status, &wrong.json()["errors"][0]["pointer"]), (StatusCode::UNPROCESSABLE_ENTITY, &pointer), "{wrong:?}");
}
