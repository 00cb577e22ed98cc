use domain::{client::ClientType, scope::Scope};
use engine::Refusal;
use serde_json::json;

use crate::world::{World, access_token, refresh_token};

/// Clauses: 66.
#[tokio::test]
async fn introspection_is_for_clients_that_authenticate() {
    let world = World::with(ClientType::SinglePage);
    let token = access_token(&world.login().await);
    assert_eq!(world.introspect(&token).await.unwrap_err(), Refusal::PublicIntrospection);
}

/// Clauses: 67.
#[tokio::test]
async fn whatever_does_not_work_is_said_to_be_inactive_and_nothing_else() {
    let mut world = World::new();
    let response = world.login().await;
    assert_eq!(world.introspect("nonsense").await.unwrap(), json!({"active": false}));
    world.revoke(&refresh_token(&response)).await.unwrap();
    assert_eq!(world.introspect(&refresh_token(&response)).await.unwrap(), json!({"active": false}));
    assert_eq!(world.introspect(&access_token(&response)).await.unwrap(), json!({"active": false}));
    let other = world.login().await;
    world.as_other_client(ClientType::ServerSideWeb);
    assert_eq!(world.introspect(&access_token(&other)).await.unwrap(), json!({"active": false}));
}

/// Clauses: 68.
#[tokio::test]
async fn a_superseded_refresh_token_is_inactive_even_while_a_retry_would_be_answered() {
    let world = World::new();
    let first = refresh_token(&world.login().await);
    let second = refresh_token(&world.refresh(&first).await.unwrap());
    assert!(!world.is_active(&first).await);
    assert!(world.refresh(&first).await.is_ok(), "to ask about it takes nothing from it");
    assert!(world.is_active(&second).await);
    world.clock.advance_seconds(30);
    assert!(!world.is_active(&first).await);
}

/// Clauses: 69.
#[tokio::test]
async fn a_resource_server_sees_access_tokens_of_others_and_never_refresh_tokens() {
    let mut world = World::new();
    let response = world.login().await;
    world.as_other_client(ClientType::Service);
    assert!(!world.is_active(&access_token(&response)).await);
    world.settings(|settings| settings.scopes.insert(Scope::parse("introspect_tokens").unwrap()));
    let seen = world.introspect(&access_token(&response)).await.unwrap();
    assert_eq!((&seen["active"], &seen["token_type"]), (&json!(true), &json!("Bearer")));
    assert_eq!(seen["username"], "alice@example.com");
    assert_eq!(seen["scope"], "offline_access openid profile");
    assert!(!world.is_active(&refresh_token(&response)).await);
}

#[tokio::test]
async fn a_refresh_token_introspects_as_one() {
    let world = World::new();
    let response = world.login().await;
    let seen = world.introspect(&refresh_token(&response)).await.unwrap();
    assert_eq!(seen["token_type"], "refresh_token");
    assert_eq!(seen["exp"].as_i64().unwrap() - seen["iat"].as_i64().unwrap(), 720 * 3600);
}
