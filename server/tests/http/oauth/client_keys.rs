//! Clients that authenticate by their private key, from the console and the admin API to the endpoints.

use std::sync::{Arc, Mutex};

use axum::{
    Router,
    body::Body,
    extract::State,
    http::{Request, StatusCode, header},
    routing::get,
};
use domain::{
    client::{Client, TokenEndpointAuthMethod},
    client_keys::JwkSet,
    client_uri::JwksUri,
};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use super::dpop::Key;
use crate::{
    shop::{REDIRECT_URI, Shop, VERIFIER, encode},
    support::{Answer, TestServer},
};

const TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// Posts a form without a header, with what this key signed for the shop's client.
async fn ask(shop: &Shop, key: &Key, endpoint: &str, form: &[(&str, &str)]) -> Answer {
    let assertion = key.assertion(shop, &shop.client.id.to_string());
    send(shop, endpoint, &[form, &[("client_assertion_type", TYPE), ("client_assertion", &assertion)]].concat()).await
}

async fn send(shop: &Shop, endpoint: &str, form: &[(&str, &str)]) -> Answer {
    let request = Request::post(shop.path(endpoint)).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    shop.server.send(request.body(Body::from(encode(form))).unwrap()).await
}

pub(crate) fn set(keys: &[&Key]) -> Value {
    let named = (0..).zip(keys).map(|(place, key)| {
        let mut jwk = key.jwk();
        jwk.as_object_mut().unwrap().insert("kid".to_owned(), format!("key-{place}").into());
        jwk
    });
    json!({ "keys": named.collect::<Vec<_>>() })
}

/// A refresh token of a new login.
async fn login(shop: &Shop, key: &Key) -> Answer {
    let code = shop.code("openid offline_access").await;
    let form = [("grant_type", "authorization_code"), ("code", &code), ("redirect_uri", REDIRECT_URI), ("code_verifier", VERIFIER)];
    ask(shop, key, "/oauth2/token", &form).await
}

/// Clauses: 154, 160, 164.
#[tokio::test]
async fn a_client_with_registered_keys_signs_in_refreshes_introspects_and_revokes() {
    let mut shop = Shop::open().await;
    let key = Key::new();
    shop.set_client(|settings| {
        settings.token_endpoint_auth_method = TokenEndpointAuthMethod::PrivateKeyJwt;
        settings.keys.jwks = Some(JwkSet::parse(&set(&[&key]).to_string()).unwrap());
    })
    .await;
    let first = login(&shop, &key).await.text("refresh_token").unwrap();
    let second = ask(&shop, &key, "/oauth2/token", &[("grant_type", "refresh_token"), ("refresh_token", &first)]).await;
    let second = second.text("refresh_token").unwrap();
    assert_ne!(first, second);
    let introspected = ask(&shop, &key, "/oauth2/introspect", &[("token", &second)]).await;
    assert_eq!(introspected.json()["active"], true);

    let assertion = key.assertion(&shop, &shop.client.id.to_string());
    let form = [("client_assertion_type", TYPE), ("client_assertion", &assertion), ("token", &second)];
    assert_eq!(send(&shop, "/oauth2/revoke", &form).await.status, StatusCode::OK);
    let replayed = send(&shop, "/oauth2/revoke", &form).await;
    assert_eq!(replayed.refusal(), (400, "invalid_client".to_owned()));
    assert!(replayed.text("error_uri").unwrap().ends_with("/errors/client_assertion_replayed"), "{replayed:?}");
    // Its secret ended with the change.
    assert_eq!(shop.refresh(&second).await.refusal(), (401, "invalid_client".to_owned()));

    let metadata = shop.server.get(&shop.path("/.well-known/openid-configuration")).await.json();
    assert!(metadata["token_endpoint_auth_methods_supported"].as_array().unwrap().contains(&json!("private_key_jwt")));
    assert_eq!(metadata["token_endpoint_auth_signing_alg_values_supported"][0], "ES256");
}

/// Clauses: 156, 157, 158, 161, 162.
#[tokio::test]
async fn what_a_wrong_assertion_is_told_depends_on_whether_the_client_signed_it() {
    let mut shop = Shop::open().await;
    let (key, stranger) = (Key::new(), Key::new());
    shop.set_client(|settings| {
        settings.token_endpoint_auth_method = TokenEndpointAuthMethod::PrivateKeyJwt;
        settings.keys.jwks = Some(JwkSet::parse(&set(&[&key]).to_string()).unwrap());
    })
    .await;
    let reason = async |assertion: &str| {
        let form = [("client_assertion_type", TYPE), ("client_assertion", assertion), ("token", "x")];
        let answer = send(&shop, "/oauth2/introspect", &form).await;
        assert_eq!(answer.refusal(), (400, "invalid_client".to_owned()));
        answer.text("error_uri").unwrap().rsplit('/').next().unwrap().to_owned()
    };
    let id = shop.client.id.to_string();
    let claims = json!({ "iss": id, "sub": id, "aud": "https://other.example.com", "exp": 1_767_225_660, "jti": "a" });
    let header = json!({ "alg": "ES256" });
    assert_eq!(reason(&key.sign(&header, &claims)).await, "client_assertion_audience");
    assert_eq!(reason(&stranger.sign(&header, &claims)).await, "client_authentication_failed");
    assert_eq!(
        reason(&key.assertion(&shop, "01a20bd2-753d-7210-b1d6-0f56f6342524")).await,
        "client_authentication_failed",
        "nobody has it"
    );
    let old = json!({ "iss": id, "sub": id, "aud": "http://127.0.0.1:8080/acme/shop", "exp": 1_767_220_000, "jti": "a" });
    assert_eq!(reason(&key.sign(&header, &old)).await, "client_assertion_untimely");
    assert_eq!(reason("nonsense").await, "client_assertion_malformed");
    let of_secret = json!({ "alg": "HS256" });
    assert_eq!(reason(&key.sign(&of_secret, &old)).await, "client_assertion_algorithm");
}

/// Keys that are published, and how often they were asked for.
#[derive(Clone, Default)]
pub(crate) struct Published(Arc<Mutex<(Value, usize)>>);

async fn read(State(published): State<Published>) -> String {
    let mut published = published.0.lock().unwrap();
    published.1 += 1;
    published.0.to_string()
}

impl Published {
    /// Publishes them on this machine.
    pub(crate) async fn open(keys: &[&Key]) -> (Self, JwksUri) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = JwksUri::parse(&format!("http://{}/jwks.json", listener.local_addr().unwrap())).unwrap();
        let published = Self(Arc::new(Mutex::new((set(keys), 0))));
        let router = Router::new().route("/jwks.json", get(read)).with_state(published.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        (published, address)
    }

    /// Publishes others in their place.
    pub(crate) fn publish(&self, keys: &[&Key]) {
        self.0.lock().unwrap().0 = set(keys);
    }

    fn asked(&self) -> usize {
        self.0.lock().unwrap().1
    }
}

async fn shop_with(server: TestServer, address: &JwksUri) -> Shop {
    let mut shop = Shop::at(server).await;
    shop.set_client(|settings| {
        settings.token_endpoint_auth_method = TokenEndpointAuthMethod::PrivateKeyJwt;
        settings.keys.jwks_uri = Some(address.clone());
    })
    .await;
    shop
}

/// Clauses: 167.
#[tokio::test]
async fn a_client_that_publishes_its_keys_replaces_them_by_itself() {
    let (before, after) = (Key::new(), Key::new());
    let (published, address) = Published::open(&[&before]).await;
    let shop = shop_with(TestServer::with_own_network().await, &address).await;
    assert_eq!(login(&shop, &before).await.status, StatusCode::OK);
    assert_eq!(published.asked(), 1);
    published.0.lock().unwrap().0 = set(&[&after]);
    assert_eq!(login(&shop, &after).await.refusal(), (400, "invalid_client".to_owned()), "they were read a moment ago");
    shop.server.clock.advance_seconds(60);
    assert_eq!(login(&shop, &after).await.status, StatusCode::OK);
    assert_eq!(login(&shop, &before).await.refusal(), (400, "invalid_client".to_owned()));
    assert_eq!(published.asked(), 2);
    // What is published no longer is a key set: the last one goes on.
    published.0.lock().unwrap().0 = json!("under maintenance");
    shop.server.clock.advance_seconds(700);
    assert_eq!(login(&shop, &after).await.status, StatusCode::OK);
    assert_eq!(published.asked(), 3);
    // A set without a key that can be used is an answer: the client has none.
    published.0.lock().unwrap().0 = json!({ "keys": [{ "kty": "oct", "k": "AAAA" }] });
    shop.server.clock.advance_seconds(700);
    assert_eq!(login(&shop, &after).await.refusal(), (400, "invalid_client".to_owned()));
}

#[tokio::test]
async fn an_address_on_this_machine_is_not_asked_unless_that_is_allowed() {
    let key = Key::new();
    let (published, address) = Published::open(&[&key]).await;
    let shop = shop_with(TestServer::on_loopback().await, &address).await;
    assert_eq!(login(&shop, &key).await.refusal(), (400, "invalid_client".to_owned()));
    assert_eq!(published.asked(), 0);
    let cookies = shop.server.sign_in().await.cookies();
    let page = shop.server.get_with(&format!("/console/acme/shop/clients/{}/explain", shop.client.id), &cookies).await;
    assert!(page.body.contains("keys could not be read at their address"), "{}", page.body);
}

/// Clauses: 165.
#[tokio::test]
async fn the_console_takes_public_keys_and_says_at_the_field_what_is_wrong() {
    let shop = Shop::open().await;
    let cookies = shop.server.sign_in().await.cookies();
    let key = Key::new();
    let page = format!("/console/acme/shop/clients/{}/oauth", shop.client.id);
    let (id, version) = (shop.client.id.to_string(), shop.client.version.to_string());
    let press = async |jwks: &str, jwks_uri: &str| {
        let fields = [
            ("client", id.as_str()),
            ("version", version.as_str()),
            ("typed[grant_types][]", "authorization_code"),
            ("typed[grant_types][]", "refresh_token"),
            ("typed[redirect_uris]", REDIRECT_URI),
            ("typed[token_endpoint_auth_method]", "private_key_jwt"),
            ("typed[jwks]", jwks),
            ("typed[jwks_uri]", jwks_uri),
        ];
        let pressed = shop.press(&cookies, &page, "set_client_oauth", &fields).await;
        assert!(pressed.status.is_redirection(), "{pressed:?}");
        pressed.header("location").to_owned()
    };
    let public = set(&[&key]).to_string();
    let private = public.replacen("\"kty\"", "\"d\":\"AA\",\"kty\"", 1);
    for (jwks, jwks_uri, sentence) in [
        ("", "", "give its public keys, or the address where it publishes them"),
        ("{}", "", "This is not a JSON Web Key Set"),
        (private.as_str(), "", "Key 1: this is a private key"),
        ("", "http://app.example.com/jwks", "Type an address that begins with https://"),
        (public.as_str(), "https://app.example.com/jwks", "Give the keys or the address where they are published"),
    ] {
        let shown = shop.server.get_with(&press(jwks, jwks_uri).await, &cookies).await;
        assert!(shown.body.contains(sentence), "{sentence}: {shown:?}");
    }
    let saved = press(&public, "").await;
    assert!(saved.contains("done=saved"), "{saved}");
    let client: Client = shop.operator().load_client(&shop.path, shop.client.id).await.unwrap().client;
    assert_eq!(client.settings.keys.jwks, Some(JwkSet::parse(&public).unwrap()));
    let overview = shop.server.get_with(&format!("/console/acme/shop/clients/{id}"), &cookies).await;
    assert!(!overview.body.contains("Only hashes are stored"), "it has no secret any more");
}

#[tokio::test]
async fn a_key_in_pem_is_registered_and_listed_by_its_thumbprint() {
    let shop = Shop::open().await;
    let cookies = shop.server.sign_in().await.cookies();
    let page = format!("/console/acme/shop/clients/{}/oauth", shop.client.id);
    let (id, version) = (shop.client.id.to_string(), shop.client.version.to_string());
    let pem = rcgen::KeyPair::generate().unwrap().public_key_pem();
    let fields = [
        ("client", id.as_str()),
        ("version", version.as_str()),
        ("typed[grant_types][]", "authorization_code"),
        ("typed[grant_types][]", "refresh_token"),
        ("typed[redirect_uris]", REDIRECT_URI),
        ("typed[token_endpoint_auth_method]", "private_key_jwt"),
        ("typed[jwks]", pem.as_str()),
    ];
    let before = shop.server.get_with(&page, &cookies).await;
    assert!(before.body.contains("ends the client’s secret at once") && !before.body.contains("Registered public keys"), "{before:?}");
    let saved = shop.press(&cookies, &page, "set_client_oauth", &fields).await.header("location").to_owned();
    assert!(saved.contains("done=saved"), "{saved}");
    let keys = shop.operator().load_client(&shop.path, shop.client.id).await.unwrap().client.settings.keys.jwks.unwrap();
    let thumbprint = control::thumbprint(&keys.keys()[0]).unwrap().to_string();
    let listed = shop.server.get_with(&page, &cookies).await;
    for told in ["Registered public keys", "ES256", thumbprint.as_str()] {
        assert!(listed.body.contains(told), "{told}: {listed:?}");
    }
}
