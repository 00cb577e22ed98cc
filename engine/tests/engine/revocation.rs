use domain::client::ClientType;
use engine::Refusal;

use crate::world::{World, access_token, refresh_token};

/// Clauses: 58, 60.
#[tokio::test]
async fn a_revoked_refresh_token_takes_its_access_tokens_with_it() {
    let world = World::new();
    let response = world.login().await;
    let refreshed = world.refresh(&refresh_token(&response)).await.unwrap();
    world.revoke(&refresh_token(&refreshed)).await.unwrap();
    assert_eq!(world.refresh(&refresh_token(&refreshed)).await.unwrap_err(), Refusal::RevokedRefreshToken);
    assert!(!world.is_active(&access_token(&response)).await);
    assert!(!world.is_active(&access_token(&refreshed)).await);
    assert_eq!(world.events(), ["issued", "rotated", "revoked", "refused"]);
}

/// Clauses: 64.
#[tokio::test]
async fn any_generation_revokes_the_family() {
    let world = World::new();
    let first = refresh_token(&world.login().await);
    let second = refresh_token(&world.refresh(&first).await.unwrap());
    let third = refresh_token(&world.refresh(&second).await.unwrap());
    world.revoke(&first).await.unwrap();
    assert_eq!(world.refresh(&third).await.unwrap_err(), Refusal::RevokedRefreshToken);
}

#[tokio::test]
async fn an_access_token_is_revoked_alone() {
    let world = World::new();
    let response = world.login().await;
    world.revoke(&access_token(&response)).await.unwrap();
    assert!(!world.is_active(&access_token(&response)).await);
    assert!(world.refresh(&refresh_token(&response)).await.is_ok());
}

/// Clauses: 59.
#[tokio::test]
async fn a_token_of_another_client_is_not_revoked() {
    let mut world = World::new();
    let response = world.login().await;
    let (owner, secret) = (world.client.clone(), world.secret.clone());
    world.as_other_client(ClientType::ServerSideWeb);
    assert_eq!(world.revoke(&refresh_token(&response)).await.unwrap_err(), Refusal::ForeignToken);
    assert_eq!(world.revoke(&access_token(&response)).await.unwrap_err(), Refusal::ForeignToken);
    (world.client, world.secret) = (owner, secret);
    assert!(world.is_active(&access_token(&response)).await);
    assert!(world.refresh(&refresh_token(&response)).await.is_ok());
}

/// Clauses: 61.
#[tokio::test]
async fn what_is_unknown_or_has_ended_is_no_error() {
    let world = World::new();
    let token = refresh_token(&world.login().await);
    for text in ["nonsense", "rt1.AAAA", &token, &token] {
        assert_eq!(world.revoke(text).await, Ok(()), "{text}");
    }
    assert_eq!(world.revoke("").await, Err(Refusal::MissingToken));
    assert_eq!(world.events(), ["issued", "revoked"], "revoked once");
}

/// Clauses: 65.
#[tokio::test]
async fn revocation_leaves_the_consent_as_it_was() {
    let world = World::new();
    let token = refresh_token(&world.login().await);
    world.revoke(&token).await.unwrap();
    let session = world.sign_in().await;
    let again = world.authorize(&[], Some(&session)).await;
    assert!(matches!(again, engine::endpoint::authorize::Authorization::Answer(_)), "{again:?}");
}
