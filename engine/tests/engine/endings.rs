//! What ends what, and what is decided anew because something was changed meanwhile.

use domain::{client::ClientType, clock::Clock as _, grant_type::GrantType, user::UserStatus};
use engine::{
    Refusal,
    endpoint::{authorize::Authorization, sign_in::SigningIn},
    storage::Directory as _,
};

use crate::world::{World, access_token, parameter, refresh_token};

const WITHOUT_OFFLINE: [(&str, &str); 1] = [("scope", "openid profile")];

/// An access token without a refresh token, from this session.
async fn access_token_alone(world: &World, session: &str) -> String {
    let code = parameter(&world.answer_in(&WITHOUT_OFFLINE, session).await, "code").unwrap();
    let response = world.exchange(&code).await.unwrap();
    assert!(response.refresh_token.is_none());
    access_token(&response)
}

async fn is_dead(world: &World, token: &str) -> bool {
    !world.is_active(token).await && world.userinfo(token).await.unwrap_err() == Refusal::InvalidToken
}

/// Clauses: 120.
#[tokio::test]
async fn an_access_token_without_a_refresh_token_ends_with_its_session_alone() {
    let world = World::new();
    let (here, there) = (world.sign_in().await, world.sign_in().await);
    let (ended, other) = (access_token_alone(&world, &here).await, access_token_alone(&world, &there).await);
    world.sign_out(&here).await;
    assert!(is_dead(&world, &ended).await);
    assert!(world.is_active(&other).await);
}

/// Clauses: 120.
#[tokio::test]
async fn an_access_token_without_a_refresh_token_is_dead_after_a_new_password_and_stays_so() {
    let mut world = World::new();
    let token = access_token_alone(&world, &world.sign_in().await).await;
    world.storage.set_password(world.user.id, None, world.clock.now());
    assert!(is_dead(&world, &token).await);
    world.user = world.storage.find_user(world.workspace.id, world.user.id).await.unwrap().unwrap();
    for status in [UserStatus::Disabled, UserStatus::Active] {
        world.user(|user| user.status = status);
        assert!(is_dead(&world, &token).await, "{status:?}");
    }
}

/// Clauses: 120.
#[tokio::test]
async fn a_session_that_is_over_by_the_clock_cuts_no_access_token_short() {
    let world = World::new();
    let session = world.sign_in().await;
    world.clock.advance_seconds(12 * 3600 - 60);
    let token = access_token_alone(&world, &session).await;
    world.clock.advance_seconds(120);
    assert!(world.session_has_ended(&session).await);
    assert!(world.is_active(&token).await, "it lives as long as it says");
}

/// Clauses: 121.
#[tokio::test]
async fn tokens_of_a_client_itself_are_dead_after_all_of_them_were_ended() {
    let mut world = World::with(ClientType::Service);
    let realm = world.realm().await;
    let before = access_token(&world.own_token_at(&realm).await.unwrap());
    assert!(world.is_active(&before).await);
    world.client.epoch += 1;
    world.settings(|_| {});
    assert!(!world.is_active(&before).await);
    assert!(world.is_active(&access_token(&world.own_token_at(&realm).await.unwrap())).await);
}

/// Clauses: 122.
#[tokio::test]
async fn signing_in_again_ends_the_session_that_the_browser_had() {
    let mut world = World::new();
    world.workspace(|workspace| workspace.tokens.refresh.without_offline_access = true);
    let earlier = world.sign_in().await;
    let bound = world.exchange(&parameter(&world.answer_in(&WITHOUT_OFFLINE, &earlier).await, "code").unwrap()).await.unwrap();
    let lasting = world.exchange(&parameter(&world.answer_in(&[], &earlier).await, "code").unwrap()).await.unwrap();
    let next = world.sign_in_after(&earlier).await.unwrap();
    assert!(world.session_has_ended(&earlier).await);
    assert!(!world.session_has_ended(&next).await);
    assert_eq!(world.refresh(&refresh_token(&bound)).await.unwrap_err(), Refusal::RevokedRefreshToken);
    assert!(world.refresh(&refresh_token(&lasting)).await.is_ok(), "offline access outlives its session");
}

/// Clauses: 123.
#[tokio::test]
async fn a_sign_in_whose_password_was_changed_meanwhile_begins_nothing() {
    let mut world = World::new();
    let realm = world.realm().await;
    for change in [0, 1] {
        let candidate = world.candidate().await;
        if change == 0 {
            world.storage.set_password(world.user.id, None, world.clock.now());
        } else {
            world.user(|user| user.status = UserStatus::Disabled);
            // Enabled again, it does not live again.
            world.user(|user| user.status = UserStatus::Active);
        }
        assert!(world.engine.sign_in(&realm, candidate, true, SigningIn::default()).await.unwrap().started().is_none());
        world.user = world.storage.find_user(world.workspace.id, world.user.id).await.unwrap().unwrap();
    }
}

/// Clauses: 124.
#[tokio::test]
async fn a_code_whose_session_was_ended_brings_what_outlives_sessions_alone() {
    let world = World::new();
    let session = world.sign_in().await;
    let alone = parameter(&world.answer_in(&WITHOUT_OFFLINE, &session).await, "code").unwrap();
    let offline = parameter(&world.answer_in(&[], &session).await, "code").unwrap();
    world.sign_out(&session).await;
    assert_eq!(world.exchange(&alone).await.unwrap_err(), Refusal::SessionEnded);
    assert!(world.exchange(&offline).await.unwrap().refresh_token.is_some());
}

/// Clauses: 124.
#[tokio::test]
async fn an_authorization_request_that_had_read_the_settings_before_they_were_changed_is_answered_by_those_after() {
    let mut world = World::new();
    let session = world.sign_in().await;
    world.answer_in(&[], &session).await;
    let before = world.realm().await;
    world.workspace(|workspace| {
        workspace.authorization.grant_types.remove(&GrantType::AuthorizationCode);
    });
    let answered = world.engine.authorize(&before, &world.query(&[]), Some(&session)).await.unwrap();
    let Authorization::Answer(answer) = answered else { panic!("{answered:?}") };
    assert_eq!(parameter(&answer, "code"), None);
    assert_eq!(parameter(&answer, "error").as_deref(), Some("unauthorized_client"));
}

/// Clauses: 108.
#[tokio::test]
async fn a_refresh_that_had_read_the_settings_before_they_were_changed_moves_nothing_by_them() {
    let mut world = World::new();
    let token = refresh_token(&world.login().await);
    let before = world.realm().await;
    world.workspace(|workspace| {
        workspace.authorization.grant_types.remove(&GrantType::RefreshToken);
    });
    assert_eq!(world.refresh_at(&before, &token).await.unwrap_err(), Refusal::WorkspaceGrant);
    world.workspace(|workspace| {
        workspace.authorization.grant_types.insert(GrantType::RefreshToken);
    });
    assert!(world.refresh_at(&before, &token).await.is_ok(), "a change that allows it is no reason to refuse");
}

/// Clauses: 108.
#[tokio::test]
async fn a_client_that_had_read_the_settings_before_they_were_changed_gets_nothing_by_them() {
    let mut world = World::with(ClientType::Service);
    let before = world.realm().await;
    world.workspace(|workspace| {
        workspace.authorization.grant_types.remove(&GrantType::ClientCredentials);
    });
    assert_eq!(world.own_token_at(&before).await.unwrap_err(), Refusal::WorkspaceGrant);
}
