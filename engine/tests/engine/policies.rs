//! Each policy, from a login to its effect.

use domain::{
    client::ClientType,
    decision::{Condition, Grounds},
    family::{EndRule, RevocationReason},
    lifetime::{AccessTokenTtl, AuthorizationCodeTtl, IdTokenTtl, IdleTtl, RefreshTokenTtl},
    policy::{FamilyLimit, LimitRule, RefreshPolicy, RetryWindow, Rotation},
    settings::tokens::{TokenTtls, TtlOverrides},
    token_event::TokenEventKind,
};
use engine::{
    Refusal,
    endpoint::{account::LastingAccess, sign_in::SESSION_LIFETIME},
    token::TokenResponse,
};

use crate::world::{World, access_token, claims, parameter, refresh_token};

/// A login that does not ask for offline access.
const ONLINE: [(&str, &str); 1] = [("scope", "openid profile")];

fn world_with(change: impl FnOnce(&mut RefreshPolicy)) -> World {
    let mut world = World::new();
    world.workspace(|workspace| change(&mut workspace.tokens.refresh));
    world
}

async fn login_in(world: &World, session: &str, parameters: &[(&str, &str)]) -> TokenResponse {
    world.exchange(&code_in(world, session, parameters).await).await.unwrap()
}

async fn code_in(world: &World, session: &str, parameters: &[(&str, &str)]) -> String {
    parameter(&world.answer_in(parameters, session).await, "code").unwrap()
}

/// What the user's account says of the only application.
async fn lasting(world: &World, session: &str) -> LastingAccess {
    let account = world.engine.account(&world.realm().await, Some(session)).await.unwrap().unwrap();
    account.applications[0].lasting.unwrap()
}

fn has_ended(world: &World, reason: RevocationReason) -> usize {
    world.storage.token_events().iter().filter(|event| event.kind == TokenEventKind::Revoked { reason }).count()
}

/// Clauses: 30.
#[tokio::test]
async fn a_family_that_is_not_used_for_its_idle_lifetime_ends_with_its_access_tokens() {
    let mut world = world_with(|policy| policy.refresh_token_idle_ttl = IdleTtl::from_seconds(600).unwrap());
    let mut last = world.login().await;
    for _ in 0..3 {
        world.clock.advance_seconds(599);
        last = world.refresh(&refresh_token(&last)).await.unwrap();
    }
    world.clock.advance_seconds(599);
    assert!(world.is_active(&access_token(&last)).await && world.is_active(&refresh_token(&last)).await);
    world.clock.advance_seconds(1);
    assert!(!world.is_active(&access_token(&last)).await && !world.is_active(&refresh_token(&last)).await);
    assert_eq!(world.refresh(&refresh_token(&last)).await.unwrap_err(), Refusal::ExpiredRefreshToken);

    // A client may have one of its own; those that live keep theirs.
    let token = refresh_token(&world.login().await);
    world.settings(|settings| settings.refresh.refresh_token_idle_ttl = Some(IdleTtl::from_seconds(60).unwrap()));
    let shorter = refresh_token(&world.login().await);
    world.clock.advance_seconds(60);
    assert_eq!(world.refresh(&shorter).await.unwrap_err(), Refusal::ExpiredRefreshToken);
    assert!(world.refresh(&token).await.is_ok());
}

#[tokio::test]
async fn a_client_s_own_lifetimes_are_those_of_its_tokens() {
    let mut world = World::new();
    let of_workspace = world.login().await;
    world.settings(|settings| {
        settings.token_ttls = TtlOverrides::from(TokenTtls {
            access_token_ttl: AccessTokenTtl::from_seconds(300).unwrap(),
            refresh_token_ttl: Some(RefreshTokenTtl::from_seconds(7200).unwrap()),
            id_token_ttl: IdTokenTtl::from_seconds(120).unwrap(),
            authorization_code_ttl: AuthorizationCodeTtl::from_seconds(30).unwrap(),
        });
    });
    let session = world.sign_in().await;
    let late = code_in(&world, &session, &[]).await;
    world.clock.advance_seconds(30);
    assert_eq!(world.exchange(&late).await.unwrap_err(), Refusal::ExpiredCode);

    let response = login_in(&world, &session, &[]).await;
    assert_eq!((of_workspace.expires_in, response.expires_in), (3600, 300));
    let id_token = claims(response.id_token.as_ref().unwrap().expose());
    assert_eq!(id_token["exp"].as_i64().unwrap() - id_token["iat"].as_i64().unwrap(), 120);
    world.clock.advance_seconds(7199);
    let last = world.refresh(&refresh_token(&response)).await.unwrap();
    world.clock.advance_seconds(1);
    assert_eq!(world.refresh(&refresh_token(&last)).await.unwrap_err(), Refusal::ExpiredRefreshToken);
    assert!(world.refresh(&refresh_token(&of_workspace)).await.is_ok(), "it began before the client had its own");

    world.settings(|settings| settings.token_ttls.refresh_token_ttl = Some(None));
    assert!(world.login().await.refresh_token.is_none());
    assert_eq!(world.last_event(), TokenEventKind::Withheld { conditions: vec![Condition::Lifetime] });
}

/// Clauses: 111.
#[tokio::test]
async fn a_login_that_is_one_too_many_ends_the_oldest_or_the_least_recently_used() {
    for (rule, ended) in [(LimitRule::EvictOldest, 0), (LimitRule::EvictLeastRecentlyUsed, 1)] {
        let world = world_with(|policy| {
            policy.family_limit = FamilyLimit::try_from(2).unwrap();
            policy.family_limit_rule = rule;
        });
        let mut tokens = [refresh_token(&world.login().await), refresh_token(&world.login().await)];
        world.clock.advance_seconds(60);
        tokens[0] = refresh_token(&world.refresh(&tokens[0]).await.unwrap());
        let new = refresh_token(&world.login().await);
        assert_eq!(has_ended(&world, RevocationReason::FamilyLimit), 1);
        assert_eq!(world.refresh(&tokens[ended]).await.unwrap_err(), Refusal::RevokedRefreshToken, "{rule:?}");
        assert!(world.refresh(&tokens[1 - ended]).await.is_ok() && world.refresh(&new).await.is_ok(), "{rule:?}");
    }
}

/// Clauses: 111, 112.
#[tokio::test]
async fn where_none_is_to_end_the_login_goes_on_without_a_refresh_token_and_the_event_says_why() {
    let mut world = World::new();
    world.settings(|settings| {
        settings.refresh.family_limit = Some(FamilyLimit::try_from(1).unwrap());
        settings.refresh.family_limit_rule = Some(LimitRule::Refuse);
    });
    let first = refresh_token(&world.login().await);
    let code = world.code(&[]).await;
    let second = world.exchange(&code).await.unwrap();
    assert!(second.refresh_token.is_none() && second.id_token.is_some());
    assert_eq!(second.scopes.to_string(), "openid profile", "offline access was not given, and is not said to be");
    assert!(world.is_active(&access_token(&second)).await);
    assert_eq!(world.last_event(), TokenEventKind::Withheld { conditions: vec![Condition::Limit] });
    // The code was redeemed all the same.
    assert_eq!(world.exchange(&code).await.unwrap_err(), Refusal::ReusedCode);
    assert!(!world.is_active(&access_token(&second)).await);
    assert!(world.refresh(&first).await.is_ok());

    // One of another client, or of another user, does not count; and one that has ended makes room.
    let (client, secret) = (world.client.clone(), world.secret.clone());
    world.as_other_client(ClientType::ServerSideWeb);
    world.login().await.refresh_token.expect("another client");
    (world.client, world.secret) = (client, secret);
    world.revoke(&first).await.unwrap();
    world.login().await.refresh_token.expect("there is room again");
}

/// Clauses: 49.
#[tokio::test]
async fn without_offline_access_a_refresh_token_lives_as_long_as_the_session() {
    let mut world = world_with(|policy| policy.without_offline_access = true);
    let session = world.sign_in().await;
    world.clock.advance_seconds(3600);
    let response = login_in(&world, &session, &ONLINE).await;
    assert_eq!(world.last_event(), TokenEventKind::Issued { grounds: Grounds::LoginSession });
    assert_eq!(response.scopes.to_string(), "openid profile");
    let access = lasting(&world, &session).await;
    assert_eq!((access.ends_by, access.ends_with_session), (EndRule::Session, true));
    world.clock.advance_seconds(SESSION_LIFETIME - 3601);
    let last = world.refresh(&refresh_token(&response)).await.unwrap();
    assert!(!world.session_has_ended(&session).await);
    world.clock.advance_seconds(1);
    assert!(world.session_has_ended(&session).await);
    assert_eq!(world.refresh(&refresh_token(&last)).await.unwrap_err(), Refusal::ExpiredRefreshToken);
    assert!(!world.is_active(&access_token(&last)).await);

    // A lifetime that is shorter than the session is over before it.
    world.workspace(|workspace| workspace.tokens.ttls.refresh_token_ttl = Some(RefreshTokenTtl::from_seconds(600).unwrap()));
    let session = world.sign_in().await;
    login_in(&world, &session, &ONLINE).await;
    assert_eq!(lasting(&world, &session).await.ends_by, EndRule::Absolute);
}

/// Clauses: 49.
#[tokio::test]
async fn the_switch_suspends_what_it_gave_and_nothing_else() {
    let mut world = world_with(|policy| policy.without_offline_access = true);
    let (online, offline) = (world.exchange(&world.code(&ONLINE).await).await.unwrap(), world.login().await);
    world.workspace(|workspace| workspace.tokens.refresh.without_offline_access = false);
    assert_eq!(world.refresh(&refresh_token(&online)).await.unwrap_err(), Refusal::WithoutOfflineAccessEnded);
    let offline = world.refresh(&refresh_token(&offline)).await.unwrap();
    world.settings(|settings| settings.refresh.without_offline_access = Some(true));
    assert!(world.refresh(&refresh_token(&online)).await.is_ok(), "nothing was spent by the refusal");
    // The other way round: what was issued for offline access does not live on as something else.
    world.settings(|settings| settings.scopes = "openid profile".parse().unwrap());
    assert_eq!(world.refresh(&refresh_token(&offline)).await.unwrap_err(), Refusal::OfflineAccessEnded);
}

/// Clauses: 31, 100.
#[tokio::test]
async fn a_logout_ends_what_is_bound_to_its_session_and_leaves_offline_access() {
    let world = world_with(|policy| policy.without_offline_access = true);
    let (here, there) = (world.sign_in().await, world.sign_in().await);
    let (online, offline, elsewhere) =
        (login_in(&world, &here, &ONLINE).await, login_in(&world, &here, &[]).await, login_in(&world, &there, &ONLINE).await);
    world.sign_out(&here).await;
    assert_eq!(has_ended(&world, RevocationReason::Logout), 1);
    assert_eq!(world.refresh(&refresh_token(&online)).await.unwrap_err(), Refusal::RevokedRefreshToken);
    assert!(!world.is_active(&access_token(&online)).await);
    for response in [offline, elsewhere] {
        assert!(world.refresh(&refresh_token(&response)).await.is_ok());
    }
}

/// Clauses: 31.
#[tokio::test]
async fn a_policy_may_end_offline_access_at_logout_too() {
    let mut world = World::new();
    let session = world.sign_in().await;
    let before = login_in(&world, &session, &[]).await;
    world.settings(|settings| settings.refresh.end_on_logout = Some(true));
    let response = login_in(&world, &session, &[]).await;
    world.clock.advance_seconds(SESSION_LIFETIME - 1);
    let response = world.refresh(&refresh_token(&response)).await.unwrap();
    world.sign_out(&session).await;
    assert_eq!(world.refresh(&refresh_token(&response)).await.unwrap_err(), Refusal::RevokedRefreshToken);
    assert!(world.refresh(&refresh_token(&before)).await.is_ok(), "it began under another policy");

    // It ends with a logout, and not with the session's time.
    let session = world.sign_in().await;
    let response = login_in(&world, &session, &[]).await;
    world.clock.advance_seconds(SESSION_LIFETIME);
    assert!(world.refresh(&refresh_token(&response)).await.is_ok());
}

#[tokio::test]
async fn a_code_whose_session_was_ended_begins_nothing_that_would_end_with_it() {
    let world = world_with(|policy| policy.without_offline_access = true);
    let session = world.sign_in().await;
    let (online, offline) = (code_in(&world, &session, &ONLINE).await, code_in(&world, &session, &[]).await);
    world.sign_out(&session).await;
    assert_eq!(world.exchange(&online).await.unwrap_err(), Refusal::SessionEnded);
    let response = world.exchange(&offline).await.unwrap();
    assert!(world.refresh(&refresh_token(&response)).await.is_ok(), "offline access outlives the session");

    let world = world_with(|policy| policy.end_on_logout = true);
    let session = world.sign_in().await;
    let code = code_in(&world, &session, &[]).await;
    world.sign_out(&session).await;
    assert_eq!(world.exchange(&code).await.unwrap_err(), Refusal::SessionEnded);
}

#[tokio::test]
async fn a_code_that_outlives_its_session_begins_nothing_that_would_be_over_at_once() {
    let switches: [fn(&mut RefreshPolicy); 2] = [|policy| policy.without_offline_access = true, |policy| policy.end_on_logout = true];
    for change in switches {
        let world = world_with(change);
        let session = world.sign_in().await;
        world.clock.advance_seconds(SESSION_LIFETIME - 1);
        let parameters: &[_] = if world.workspace.tokens.refresh.end_on_logout { &[] } else { &ONLINE };
        let (in_time, late) = (code_in(&world, &session, parameters).await, code_in(&world, &session, parameters).await);
        assert!(world.exchange(&in_time).await.unwrap().refresh_token.is_some());
        world.clock.advance_seconds(1);
        assert_eq!(world.exchange(&late).await.unwrap_err(), Refusal::SessionEnded);
    }
}

/// Clauses: 101.
#[tokio::test]
async fn until_first_use_a_client_that_authenticates_may_come_back_at_any_time() {
    let world = world_with(|policy| policy.retry_until_first_use = true);
    let first = refresh_token(&world.login().await);
    let second = refresh_token(&world.refresh(&first).await.unwrap());
    for seconds in [30, 3600, 29 * 86_400] {
        world.clock.advance_seconds(seconds);
        let again = world.refresh(&first).await.unwrap();
        assert_eq!(refresh_token(&again), second, "after {seconds} seconds more");
    }
    let third = refresh_token(&world.refresh(&second).await.unwrap());
    assert_eq!(world.refresh(&first).await.unwrap_err(), Refusal::ReusedRefreshToken, "its successor was used");
    assert_eq!(world.refresh(&third).await.unwrap_err(), Refusal::RevokedRefreshToken);

    // The access token that came with it is a use too: then the client is known to have the answer.
    let first = refresh_token(&world.login().await);
    let second = world.refresh(&first).await.unwrap();
    assert!(world.is_active(&access_token(&second)).await);
    world.clock.advance_seconds(30);
    assert_eq!(world.refresh(&first).await.unwrap_err(), Refusal::ReusedRefreshToken);
}

/// Clauses: 101.
#[tokio::test]
async fn without_rotation_the_same_token_works_30_seconds_later_and_every_time() {
    let mut world = World::new();
    world.settings(|settings| settings.refresh.rotation = Some(Rotation::Never));
    let token = refresh_token(&world.login().await);
    for _ in 0..4 {
        let response = world.refresh(&token).await.unwrap();
        assert_eq!(refresh_token(&response), token);
        assert!(world.is_active(&access_token(&response)).await);
        world.clock.advance_seconds(30);
    }
    assert_eq!(world.events(), ["issued", "kept", "kept", "kept", "kept"]);
    // Where it rotates again, the token that was kept is the first of a new chain.
    world.settings(|settings| settings.refresh.rotation = None);
    let next = refresh_token(&world.refresh(&token).await.unwrap());
    assert_ne!(next, token);
    world.clock.advance_seconds(30);
    assert_eq!(world.refresh(&token).await.unwrap_err(), Refusal::ReusedRefreshToken);
}

#[tokio::test]
async fn a_client_s_own_window_is_in_force() {
    let mut world = World::new();
    world.settings(|settings| {
        settings.refresh.retry_window = Some(RetryWindow::from_seconds(300).unwrap());
    });
    let first = refresh_token(&world.login().await);
    world.refresh(&first).await.unwrap();
    world.clock.advance_seconds(299);
    assert!(world.refresh(&first).await.is_ok());
    world.clock.advance_seconds(1);
    assert_eq!(world.refresh(&first).await.unwrap_err(), Refusal::ReusedRefreshToken);

    world.settings(|settings| settings.refresh.retry_window = Some(RetryWindow::from_seconds(0).unwrap()));
    let first = refresh_token(&world.login().await);
    let second = refresh_token(&world.refresh(&first).await.unwrap());
    assert_ne!(refresh_token(&world.refresh(&second).await.unwrap()), second, "each use replaces it");
    assert_eq!(world.refresh(&first).await.unwrap_err(), Refusal::ReusedRefreshToken, "no window, no retry, not even at once");
}

/// Clauses: 110.
#[tokio::test]
async fn a_clock_that_jumps_neither_ends_a_family_nor_makes_it_live_longer() {
    let world = world_with(|policy| policy.refresh_token_idle_ttl = IdleTtl::from_seconds(600).unwrap());
    let session = world.sign_in().await;
    let mut response = login_in(&world, &session, &[]).await;
    world.clock.advance_seconds(500);
    response = world.refresh(&refresh_token(&response)).await.unwrap();
    let end = lasting(&world, &session).await.ends_at;
    // Back by an hour, and used there: neither the end by idleness nor that of the window comes nearer or goes further.
    world.clock.advance_seconds(-400);
    let previous = refresh_token(&response);
    response = world.refresh(&previous).await.unwrap();
    assert_eq!(lasting(&world, &session).await.ends_at, end);
    assert_eq!(refresh_token(&world.refresh(&previous).await.unwrap()), refresh_token(&response));
    world.clock.advance_seconds(400 + 599);
    assert!(world.is_active(&refresh_token(&response)).await);
    world.clock.advance_seconds(1);
    assert_eq!(world.refresh(&refresh_token(&response)).await.unwrap_err(), Refusal::ExpiredRefreshToken);

    // What was ended stays ended, whatever the clock says.
    let first = refresh_token(&world.login().await);
    let second = refresh_token(&world.refresh(&first).await.unwrap());
    world.clock.advance_seconds(31);
    world.refresh(&first).await.unwrap_err();
    for seconds in [-31, -3600, 7200] {
        world.clock.advance_seconds(seconds);
        assert_eq!(world.refresh(&second).await.unwrap_err(), Refusal::RevokedRefreshToken);
    }
}

/// Clauses: 22.
#[tokio::test]
async fn a_code_that_comes_back_ends_a_family_of_any_policy_also_30_seconds_later() {
    for (change, parameters) in [
        ((|_| {}) as fn(&mut RefreshPolicy), &[][..]),
        (|policy| policy.without_offline_access = true, &ONLINE[..]),
        (|policy| policy.rotation = Rotation::Never, &[][..]),
        (|policy| policy.retry_until_first_use = true, &[][..]),
        (|policy| policy.family_limit = FamilyLimit::try_from(1).unwrap(), &[][..]),
    ] {
        let world = world_with(change);
        let code = world.code(parameters).await;
        let first = world.exchange(&code).await.unwrap();
        let second = world.refresh(&refresh_token(&first)).await.unwrap();
        world.clock.advance_seconds(30);
        assert_eq!(world.exchange(&code).await.unwrap_err(), Refusal::ReusedCode);
        assert_eq!(world.refresh(&refresh_token(&second)).await.unwrap_err(), Refusal::RevokedRefreshToken);
        for response in [first, second] {
            assert!(!world.is_active(&access_token(&response)).await);
        }
        assert_eq!(has_ended(&world, RevocationReason::CodeReuse), 1);
    }
}
