//! What clients are told of the end of their refresh tokens, after draft-ietf-oauth-refresh-token-expiration-02.

use domain::lifetime::{AccessTokenTtl, IdleTtl, RefreshTokenTtl};
use engine::{
    Refusal,
    token::{ExpiresIn, TokenResponse},
};
use serde_json::{Value, json};

use crate::world::{World, access_token, claims, refresh_token};

const DAY: i64 = 24 * 60 * 60;

/// Refresh tokens that have to be used within 7 days, and a user who has to sign in again after 10.
fn world() -> World {
    let mut world = World::new();
    world.workspace(|workspace| {
        workspace.tokens.ttls.refresh_token_ttl = Some(RefreshTokenTtl::from_seconds(10 * DAY).unwrap());
        workspace.tokens.refresh.refresh_token_idle_ttl = IdleTtl::from_seconds(7 * DAY).unwrap();
    });
    world
}

fn days(response: &TokenResponse) -> (i64, i64) {
    let ExpiresIn { refresh_token_timeout, authorization_expires_in } = response.expiration.unwrap();
    assert_eq!((refresh_token_timeout % DAY, authorization_expires_in % DAY), (0, 0));
    (refresh_token_timeout / DAY, authorization_expires_in / DAY)
}

async fn metadata(world: &World) -> Value {
    serde_json::to_value(world.engine.metadata(&world.realm().await).await.unwrap()).unwrap()
}

/// The example of section 6.4.
///
/// Clauses: 146, 147, 148, 150.
#[tokio::test]
async fn each_response_with_a_refresh_token_says_when_it_and_its_authorization_expire() {
    let world = world();
    let first = world.login().await;
    assert_eq!(days(&first), (7, 10));
    let unused = world.login().await;

    world.clock.advance_seconds(2 * DAY);
    let second = world.refresh(&refresh_token(&first)).await.unwrap();
    assert_eq!(days(&second), (7, 8));
    let retried = world.refresh(&refresh_token(&first)).await.unwrap();
    assert_eq!(days(&retried), (7, 8), "a lost answer says the same");

    world.clock.advance_seconds(5 * DAY);
    let third = world.refresh(&refresh_token(&second)).await.unwrap();
    assert_eq!(days(&third), (3, 3));
    let narrowed = [("grant_type", "refresh_token"), ("refresh_token", &refresh_token(&third)), ("scope", "openid")];
    world.clock.advance_seconds(DAY);
    assert_eq!(days(&world.token(&narrowed).await.unwrap()), (2, 2));

    let refused = world.refresh(&refresh_token(&unused)).await.unwrap_err();
    assert_eq!((refused, refused.code().name()), (Refusal::ExpiredRefreshToken, "invalid_grant"));
    assert!(!world.is_active(&refresh_token(&unused)).await);
}

/// Clauses: 149.
#[tokio::test]
async fn an_access_token_does_not_outlive_its_authorization() {
    let mut world = world();
    world.workspace(|workspace| workspace.tokens.ttls.access_token_ttl = AccessTokenTtl::from_seconds(3600).unwrap());
    let mut last = world.login().await;
    assert_eq!(last.expires_in, 3600);
    world.clock.advance_seconds(5 * DAY);
    last = world.refresh(&refresh_token(&last)).await.unwrap();
    assert_eq!(last.expires_in, 3600);
    world.clock.advance_seconds(5 * DAY - 600);
    last = world.refresh(&refresh_token(&last)).await.unwrap();
    let access = claims(access_token(&last).as_str());
    assert_eq!((last.expires_in, access["exp"].as_i64().unwrap() - access["iat"].as_i64().unwrap()), (600, 600));
    assert_eq!(last.expiration.unwrap().authorization_expires_in, 600);

    // Nor does the one that comes with the code.
    world.workspace(|workspace| {
        workspace.tokens.ttls.refresh_token_ttl = Some(RefreshTokenTtl::from_seconds(900).unwrap());
        workspace.tokens.refresh.refresh_token_idle_ttl = IdleTtl::from_seconds(0).unwrap();
    });
    let short = world.login().await;
    assert_eq!((short.expires_in, short.expiration.unwrap().refresh_token_timeout), (900, 900));
}

/// Clauses: 151.
#[tokio::test]
async fn introspection_says_the_same_and_is_no_use_of_the_token() {
    let world = world();
    let token = refresh_token(&world.login().await);
    for (day, told) in [(0, (7, 10)), (3, (4, 7)), (3, (1, 4))] {
        world.clock.advance_seconds(day * DAY);
        let answer = world.introspect(&token).await.unwrap();
        assert_eq!([&answer["refresh_token_timeout"], &answer["authorization_expires_in"]], [told.0 * DAY, told.1 * DAY], "{answer}");
    }
    let access = access_token(&world.refresh(&token).await.unwrap());
    assert!(world.introspect(&access).await.unwrap().get("refresh_token_timeout").is_none());
}

/// Clauses: 152.
#[tokio::test]
async fn what_is_said_is_declared_and_a_workspace_that_does_not_say_it_does_not_declare_it() {
    let mut world = world();
    assert_eq!(metadata(&world).await["refresh_token_expiration_types_supported"], json!(["authorization", "token_timeout"]));
    world.workspace(|workspace| workspace.tokens.announce_refresh_token_expiration = false);
    assert!(metadata(&world).await.get("refresh_token_expiration_types_supported").is_none());
    let silent = world.login().await;
    assert!(silent.refresh_token.is_some() && silent.expiration.is_none());
    assert!(world.introspect(&refresh_token(&silent)).await.unwrap().get("authorization_expires_in").is_none());
}
