//! Signing keys over the admin API.

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::{program::Program, world::World};

const KEYS: &str = "/admin/acme/servers/shop/keys";

/// The identifier of the key of an algorithm in a state.
async fn key(program: &Program<'_>, alg: &str, state: &str) -> String {
    let all = program.get(KEYS).await.json();
    let text = |key: &Value, name: &str| key.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let is = |key: &&Value| text(key, "alg") == alg && text(key, "state") == state;
    let found = all.get("keys").and_then(Value::as_array).and_then(|keys| keys.iter().find(is));
    text(found.unwrap_or_else(|| panic!("{all}")), "kid")
}

#[tokio::test]
async fn the_next_key_is_published_before_it_signs() {
    let world = World::new().await;
    let program = world.program(None).await;
    let published = program.post(KEYS, &json!({ "alg": "ES256" })).await;
    assert_eq!((published.status, published.text("state").as_deref()), (StatusCode::CREATED, Some("next")), "{published:?}");
    let next = published.text("kid").unwrap();
    assert_eq!(published.header("location"), format!("/api{KEYS}/{next}"));
    assert!(world.shop.server.get("/acme/shop/.well-known/jwks.json").await.body.contains(&next));
    let again = program.post(KEYS, &json!({ "alg": "ES256" })).await;
    assert_eq!((again.problem().0, again.faults()[0].0.as_str()), (422, "/alg"));

    let current = key(&program, "ES256", "current").await;
    let rotate = format!("{KEYS}/{current}/rotate");
    let early = program.post(&rotate, &json!({})).await;
    assert_eq!((early.problem().0, early.faults()[0].0.as_str()), (422, "/at_once"));
    world.shop.server.clock.advance_seconds(90);
    let rotated = program.post(&rotate, &json!({})).await;
    assert_eq!((rotated.text("kid"), rotated.text("state").as_deref()), (Some(next), Some("current")), "{rotated:?}");
    assert_eq!(key(&program, "ES256", "retired").await, current);
    assert_eq!(program.post(&rotate, &json!({})).await.problem(), (412, "stale".to_owned()));
}

#[tokio::test]
async fn what_a_revocation_ends_is_said_first() {
    let world = World::new().await;
    let program = world.program(None).await;
    let token = world.shop.exchange(&world.shop.code("openid").await).await.text("access_token").unwrap();
    let introspect = async || world.shop.ask("/oauth2/introspect", &[("token", &token)]).await.json()["active"].clone();
    let path = format!("{KEYS}/{}", key(&program, "ES256", "current").await);
    let impact = program.get(&format!("{path}/impact")).await.json();
    assert_eq!((&impact["live_access_tokens"], introspect().await), (&json!(2), json!(true)), "{impact}");
    let revoked = program.post(&format!("{path}/revoke"), &Value::Null).await;
    assert_eq!((revoked.text("state").as_deref(), introspect().await), (Some("revoked"), json!(false)), "{revoked:?}");
    assert_eq!(program.post(&format!("{path}/revoke"), &Value::Null).await.problem(), (422, "invalid".to_owned()));
}
