//! Signed introspection answers (RFC 9701), from the console and the admin API to the endpoint.

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use base64::{
    Engine as _,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use serde_json::{Value, json};

use crate::{
    admin_api::world::World,
    shop::{REDIRECT_URI, Shop, encode},
    support::Answer,
};

const MEDIA_TYPE: &str = "application/token-introspection+jwt";

/// Asks about a token as the shop's client, which accepts this.
async fn introspect(shop: &Shop, accept: &str, token: &str) -> Answer {
    let credentials = STANDARD.encode(format!("{}:{}", shop.client.id, shop.secret));
    let request = Request::post(shop.path("/oauth2/introspect"))
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(header::AUTHORIZATION, format!("Basic {credentials}"))
        .header(header::ACCEPT, accept)
        .body(Body::from(encode(&[("token", token)])));
    shop.server.send(request.unwrap()).await
}

/// The header and the claims of a JWT.
fn parts(jwt: &str) -> [Value; 2] {
    let part = |place: usize| serde_json::from_slice(&URL_SAFE_NO_PAD.decode(jwt.split('.').nth(place).unwrap()).unwrap()).unwrap();
    [part(0), part(1)]
}

/// Clauses: 291, 292.
#[tokio::test]
async fn the_accept_header_says_in_which_form_an_answer_comes() {
    let shop = Shop::open().await;
    let token = shop.refresh_token().await;
    let answer = introspect(&shop, MEDIA_TYPE, &token).await;
    assert_eq!((answer.status, answer.header("content-type")), (StatusCode::OK, MEDIA_TYPE), "{answer:?}");
    assert_eq!(answer.header("cache-control"), "no-store");
    let [head, claims] = parts(&answer.body);
    assert_eq!(head["typ"], "token-introspection+jwt");
    assert_eq!((&claims["iss"], &claims["aud"]), (&json!("http://127.0.0.1:8080/acme/shop"), &json!(shop.client.id)));
    for accept in ["application/json", "*/*", "text/html"] {
        let plain = introspect(&shop, accept, &token).await;
        assert_eq!((plain.status, plain.header("content-type")), (StatusCode::OK, "application/json"), "{accept}: {plain:?}");
        assert_eq!(plain.json(), claims["token_introspection"], "{accept}");
    }
    let nothing = introspect(&shop, MEDIA_TYPE, "nothing").await;
    assert_eq!(parts(&nothing.body)[1]["token_introspection"], json!({ "active": false }));
    let wrong = shop.ask_as((&shop.client.id.to_string(), "wrong"), "/oauth2/introspect", &[("token", &token)]).await;
    assert_eq!(wrong.refusal(), (401, "invalid_client".to_owned()));
}

/// Clauses: 293, 295.
#[tokio::test]
async fn the_console_lets_a_client_have_signed_answers_only_and_chooses_what_signs_them() {
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
        ("typed[introspection_signed_response_alg]", "ES256"),
        ("typed[require_signed_introspection]", "true"),
    ];
    let saved = shop.press(&cookies, &page, "set_client_oauth", &fields).await;
    assert!(saved.header("location").contains("done=saved"), "{saved:?}");
    let client = shop.operator().load_client(&shop.path, shop.client.id).await.unwrap().client;
    assert!(client.settings.require_signed_introspection);
    let shown = shop.server.get_with(&page, &cookies).await;
    assert!(shown.body.contains("Signed introspection answers only"), "{shown:?}");

    let answer = introspect(&shop, "*/*", "nothing").await;
    assert_eq!(answer.header("content-type"), MEDIA_TYPE, "{answer:?}");
    assert_eq!(parts(&answer.body)[0]["alg"], "ES256");
    let refused = introspect(&shop, "application/json", "nothing").await;
    assert_eq!(refused.refusal(), (406, "invalid_request".to_owned()));
    let uri = refused.text("error_uri").unwrap();
    assert!(uri.ends_with("/errors/introspection_answer_unsigned"), "{uri}");
    let log = shop.server.get_with("/console/acme/shop/logs", &cookies).await;
    assert!(log.body.contains("Introspection answers are signed by"), "the log says what was changed: {log:?}");
}

/// Clauses: 293, 295.
#[tokio::test]
async fn the_admin_api_lets_a_client_have_signed_answers_only_and_chooses_what_signs_them() {
    let world = World::new().await;
    let program = world.program(None).await;
    let client = format!("/admin/acme/servers/shop/clients/{}", world.shop.client.id);
    assert_eq!(program.get(&client).await.json()["require_signed_introspection"], false);
    let change = json!({ "require_signed_introspection": true, "introspection_signed_response_alg": "PS256" });
    let patched = program.patch(&client, &change).await;
    assert_eq!((patched.status, &patched.json()["require_signed_introspection"]), (StatusCode::OK, &json!(true)), "{patched:?}");
    assert_eq!(patched.json()["introspection_signed_response_alg"], "PS256");
    assert_eq!(parts(&introspect(&world.shop, MEDIA_TYPE, "nothing").await.body)[0]["alg"], "PS256");
    let wrong = program.patch(&client, &json!({ "introspection_signed_response_alg": "none" })).await;
    let pointer = json!("/introspection_signed_response_alg");
    assert_eq!((wrong.status, &wrong.json()["errors"][0]["pointer"]), (StatusCode::UNPROCESSABLE_ENTITY, &pointer), "{wrong:?}");
}
