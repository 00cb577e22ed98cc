use domain::{
    client::ClientType, family::RevocationReason, grant_type::GrantType, lifetime::RefreshTokenTtl, policy::Rotation,
    scope::OFFLINE_ACCESS, token_event::TokenEventKind, user::UserStatus,
};
use engine::Refusal;

use crate::world::{World, access_token, claims, refresh_token};

#[tokio::test]
async fn a_refresh_brings_new_tokens_and_the_next_one_works_too() {
    let world = World::new();
    let mut token = refresh_token(&world.login().await);
    for _ in 0..5 {
        let response = world.refresh(&token).await.unwrap();
        assert_ne!(refresh_token(&response), token);
        assert!(world.is_active(&access_token(&response)).await);
        token = refresh_token(&response);
        world.clock.advance_seconds(30);
    }
    assert_eq!(world.events(), ["issued", "rotated", "rotated", "rotated", "rotated", "rotated"]);
}

/// Clauses: 1.
#[tokio::test]
async fn a_refresh_without_a_refresh_token_is_an_invalid_request() {
    let refusal = World::new().token(&[("grant_type", "refresh_token")]).await.unwrap_err();
    assert_eq!((refusal, refusal.code().name()), (Refusal::MissingRefreshToken, "invalid_request"));
}

/// Clauses: 2, 103.
#[tokio::test]
async fn a_confidential_client_must_authenticate_to_refresh() {
    let mut world = World::new();
    let token = refresh_token(&world.login().await);
    let secret = world.secret.take();
    assert_eq!(world.refresh(&token).await.unwrap_err().code().name(), "invalid_client");
    world.secret = Some("wrong".to_owned());
    assert_eq!(world.refresh(&token).await.unwrap_err().code().name(), "invalid_client");
    world.secret = secret;
    assert!(world.refresh(&token).await.is_ok(), "a failed authentication consumed nothing");
}

/// Clauses: 3.
#[tokio::test]
async fn a_refresh_token_of_another_client_is_refused_and_its_owner_unharmed() {
    let mut world = World::new();
    let token = refresh_token(&world.login().await);
    let (owner, secret) = (world.client.clone(), world.secret.clone());
    world.as_other_client(ClientType::ServerSideWeb);
    assert_eq!(world.refresh(&token).await.unwrap_err(), Refusal::ForeignRefreshToken);
    (world.client, world.secret) = (owner, secret);
    assert!(world.refresh(&token).await.is_ok());
}

/// Clauses: 4, 6.
#[tokio::test]
async fn a_scope_is_narrowed_for_one_access_token_and_never_widened() {
    let world = World::new();
    let token = refresh_token(&world.login().await);
    let with_scope =
        async |token: &str, scope: &str| world.token(&[("grant_type", "refresh_token"), ("refresh_token", token), ("scope", scope)]).await;
    assert_eq!(with_scope(&token, "openid email").await.unwrap_err(), Refusal::InvalidScope);
    assert_eq!(with_scope(&token, "openid \"").await.unwrap_err(), Refusal::InvalidScope);
    let narrow = with_scope(&token, "profile").await.unwrap();
    assert_eq!(narrow.scopes.to_string(), "profile");
    assert_eq!(claims(&access_token(&narrow))["scope"], "profile");
    assert!(narrow.id_token.is_none(), "without openid there is no ID token");
    let wide = world.refresh(&refresh_token(&narrow)).await.unwrap();
    assert_eq!(wide.scopes.to_string(), "offline_access openid profile");
}

/// Clauses: 9.
#[tokio::test]
async fn an_unknown_or_malformed_refresh_token_is_an_invalid_grant() {
    let world = World::new();
    let token = refresh_token(&world.login().await);
    let mut mangled = token.clone();
    mangled.replace_range(10..11, if &token[10..11] == "A" { "B" } else { "A" });
    for text in ["", "x", "rt1.", "rt1.AAAA", &mangled, &token[..token.len() - 1]] {
        let refusal = world.refresh(text).await.unwrap_err();
        assert_eq!(refusal.code().name(), if text.is_empty() { "invalid_request" } else { "invalid_grant" }, "{text}");
    }
    assert!(world.refresh(&token).await.is_ok());
}

/// Clauses: 10.
#[tokio::test]
async fn a_grant_that_was_switched_off_refuses_live_tokens_and_spends_none() {
    let mut world = World::new();
    let token = refresh_token(&world.login().await);
    world.workspace(|workspace| {
        workspace.authorization.grant_types.remove(&GrantType::RefreshToken);
    });
    assert_eq!(world.refresh(&token).await.unwrap_err(), Refusal::WorkspaceGrant);
    world.workspace(|workspace| {
        workspace.authorization.grant_types.insert(GrantType::RefreshToken);
    });
    world.settings(|settings| {
        settings.grant_types.remove(&GrantType::RefreshToken);
    });
    assert_eq!(world.refresh(&token).await.unwrap_err(), Refusal::ClientGrant);
    world.settings(|settings| {
        settings.grant_types.insert(GrantType::RefreshToken);
    });
    let scopes = world.client.settings.scopes.clone();
    world.settings(|settings| settings.scopes = settings.scopes.without(OFFLINE_ACCESS));
    assert_eq!(world.refresh(&token).await.unwrap_err(), Refusal::OfflineAccessEnded);
    world.settings(|settings| settings.scopes = scopes);
    assert!(world.refresh(&token).await.is_ok());
}

/// Clauses: 27, 28, 29, 107.
#[tokio::test]
async fn an_old_token_ends_the_family_however_late_it_comes() {
    let world = World::new();
    let stolen = refresh_token(&world.login().await);
    let mut token = stolen.clone();
    for _ in 0..100 {
        world.clock.advance_seconds(60);
        token = refresh_token(&world.refresh(&token).await.unwrap());
    }
    assert_eq!(world.refresh(&stolen).await.unwrap_err(), Refusal::ReusedRefreshToken);
    assert_eq!(world.refresh(&token).await.unwrap_err(), Refusal::RevokedRefreshToken);
    assert_eq!(world.events().into_iter().filter(|code| *code == "reused").count(), 1);
    let audit: Vec<_> = world.storage.audit_events().iter().map(|event| event.action.code()).collect();
    assert_eq!(audit.last(), Some(&"refresh_token.reused"));
}

#[tokio::test]
async fn a_client_that_lost_the_answer_gets_the_same_successor_again() {
    let world = World::new();
    let first = refresh_token(&world.login().await);
    let lost = refresh_token(&world.refresh(&first).await.unwrap());
    world.clock.advance_seconds(29);
    let again = world.refresh(&first).await.unwrap();
    assert_eq!(refresh_token(&again), lost);
    assert!(world.is_active(&access_token(&again)).await);
    world.clock.advance_seconds(1);
    assert_ne!(refresh_token(&world.refresh(&lost).await.unwrap()), lost);
    assert_eq!(world.events(), ["issued", "rotated", "retried", "rotated"]);
}

/// Clauses: 106.
#[tokio::test]
async fn a_token_that_was_current_within_the_window_is_answered_with_the_current_one_in_whatever_order_they_come() {
    for client in [ClientType::ServerSideWeb, ClientType::SinglePage] {
        let world = World::with(client);
        let first = refresh_token(&world.login().await);
        // The smallest burst that lost a login: one worker refreshes, another with the new token, a third still holds the old one.
        let second = refresh_token(&world.refresh(&first).await.unwrap());
        assert_eq!(refresh_token(&world.refresh(&second).await.unwrap()), second, "there is one rotation in a window");
        for _ in 0..20 {
            let straggler = world.refresh(&first).await.unwrap();
            assert_eq!(refresh_token(&straggler), second);
            assert!(world.userinfo(&access_token(&straggler)).await.is_ok(), "its use says nothing of those who still hold the first");
            world.clock.advance_millis(1_499);
        }
        world.clock.advance_seconds(1);
        let third = refresh_token(&world.refresh(&second).await.unwrap());
        assert_ne!(third, second, "{client:?}: after the window it is replaced");
        assert_eq!(world.refresh(&first).await.unwrap_err(), Refusal::ReusedRefreshToken, "two generations back is no straggler");
    }
}

/// Clauses: 27.
#[tokio::test]
async fn outside_the_window_the_previous_token_ends_the_family() {
    let world = World::new();
    let first = refresh_token(&world.login().await);
    let second = refresh_token(&world.refresh(&first).await.unwrap());
    world.clock.advance_seconds(30);
    assert_eq!(world.refresh(&first).await.unwrap_err(), Refusal::ReusedRefreshToken);
    assert_eq!(world.refresh(&second).await.unwrap_err(), Refusal::RevokedRefreshToken);
}

#[tokio::test]
async fn without_rotation_the_same_token_is_returned_and_goes_on_working() {
    let mut world = World::new();
    world.workspace(|workspace| workspace.tokens.refresh.rotation = Rotation::PublicClients);
    let token = refresh_token(&world.login().await);
    for _ in 0..3 {
        world.clock.advance_seconds(3600);
        assert_eq!(refresh_token(&world.refresh(&token).await.unwrap()), token);
    }
    assert_eq!(world.events(), ["issued", "kept", "kept", "kept"]);
}

#[tokio::test]
async fn a_public_client_rotates_where_confidential_ones_need_not() {
    let mut world = World::with(ClientType::SinglePage);
    world.workspace(|workspace| workspace.tokens.refresh.rotation = Rotation::PublicClients);
    let token = refresh_token(&world.login().await);
    assert_ne!(refresh_token(&world.refresh(&token).await.unwrap()), token);
}

/// Clauses: 109, 110.
#[tokio::test]
async fn rotation_never_extends_the_end_and_no_clock_step_moves_it() {
    let mut world = World::new();
    world.workspace(|workspace| workspace.tokens.ttls.refresh_token_ttl = Some(RefreshTokenTtl::parse("1h").unwrap()));
    let mut token = refresh_token(&world.login().await);
    for _ in 0..3 {
        world.clock.advance_seconds(1100);
        token = refresh_token(&world.refresh(&token).await.unwrap());
    }
    world.clock.advance_seconds(-86_400);
    token = refresh_token(&world.refresh(&token).await.unwrap());
    world.clock.advance_seconds(86_400 + 301);
    assert_eq!(world.refresh(&token).await.unwrap_err(), Refusal::ExpiredRefreshToken);
    world.workspace(|workspace| workspace.tokens.ttls.refresh_token_ttl = Some(RefreshTokenTtl::parse("10y").unwrap()));
    assert_eq!(world.refresh(&token).await.unwrap_err(), Refusal::ExpiredRefreshToken, "a longer lifetime is for new families");
}

#[tokio::test]
async fn a_refresh_token_may_live_for_years() {
    let mut world = World::new();
    world.workspace(|workspace| workspace.tokens.ttls.refresh_token_ttl = Some(RefreshTokenTtl::LONGEST));
    let token = refresh_token(&world.login().await);
    world.clock.advance_seconds(RefreshTokenTtl::LONGEST.as_seconds() - 1);
    let token = refresh_token(&world.refresh(&token).await.unwrap());
    world.clock.advance_seconds(1);
    assert_eq!(world.refresh(&token).await.unwrap_err(), Refusal::ExpiredRefreshToken);
}

/// Clauses: 52, 53, 54, 92.
#[tokio::test]
async fn the_id_token_of_a_refresh_speaks_of_the_original_authentication() {
    let world = World::new();
    let code = world.code(&[("nonce", "n-0S6")]).await;
    let first = world.exchange(&code).await.unwrap();
    let original = claims(first.id_token.as_ref().unwrap().expose());
    world.clock.advance_seconds(600);
    let refreshed = world.refresh(&refresh_token(&first)).await.unwrap();
    let renewed = claims(refreshed.id_token.as_ref().unwrap().expose());
    assert_eq!(original["nonce"], "n-0S6");
    assert_eq!(renewed.get("nonce"), None);
    for claim in ["iss", "sub", "aud", "auth_time", "sid"] {
        assert_eq!(renewed[claim], original[claim], "{claim}");
    }
    assert_eq!(renewed["iat"].as_i64().unwrap(), original["iat"].as_i64().unwrap() + 600);
    assert_ne!(renewed["at_hash"], original["at_hash"]);
    assert_eq!(claims(&access_token(&refreshed))["auth_time"], original["auth_time"]);
}

/// Clauses: 56.
#[tokio::test]
async fn a_scope_that_was_taken_from_the_client_does_not_come_back() {
    let mut world = World::new();
    let token = refresh_token(&world.login().await);
    world.settings(|settings| settings.scopes = settings.scopes.without("profile"));
    assert_eq!(world.refresh(&token).await.unwrap().scopes.to_string(), "offline_access openid");
}

#[tokio::test]
async fn a_disabled_user_or_client_gets_nothing_more() {
    let mut world = World::new();
    let token = refresh_token(&world.login().await);
    world.user(|user| user.status = UserStatus::Disabled);
    assert_eq!(world.refresh(&token).await.unwrap_err(), Refusal::UserInactive);
    world.user(|user| user.status = UserStatus::Active);
    world.disable_client();
    assert_eq!(world.refresh(&token).await.unwrap_err(), Refusal::InvalidClient);
}

/// Clauses: 105.
#[tokio::test]
async fn of_64_refreshes_at_once_all_winners_hold_the_same_successor() {
    let world = std::sync::Arc::new(World::new());
    let token = refresh_token(&world.login().await);
    let tasks: Vec<_> = (0..64)
        .map(|_| {
            let (world, token) = (std::sync::Arc::clone(&world), token.clone());
            tokio::spawn(async move { refresh_token(&world.refresh(&token).await.unwrap()) })
        })
        .collect();
    let mut successors = Vec::new();
    for task in tasks {
        successors.push(task.await.unwrap());
    }
    successors.dedup();
    assert_eq!(successors.len(), 1);
    assert_eq!(world.events().iter().filter(|code| **code == "rotated").count(), 1);
}

#[tokio::test]
async fn the_family_s_events_name_what_happened_and_to_which_generation() {
    let world = World::new();
    let first = refresh_token(&world.login().await);
    let second = refresh_token(&world.refresh(&first).await.unwrap());
    assert_eq!(world.last_event(), TokenEventKind::Rotated { generation: 1 });
    world.refresh(&second).await.unwrap();
    assert_eq!(world.last_event(), TokenEventKind::Repeated { generation: 1 });
    world.refresh(&first).await.unwrap();
    assert_eq!(world.last_event(), TokenEventKind::Retried { generation: 1 });
    world.clock.advance_seconds(30);
    world.refresh(&second).await.unwrap();
    world.refresh(&first).await.unwrap_err();
    let kinds: Vec<_> = world.storage.token_events().into_iter().map(|event| event.kind).collect();
    assert!(kinds.contains(&TokenEventKind::Reused { presented: 0, generation: 2 }), "{kinds:?}");
    assert_eq!(RevocationReason::RefreshTokenReuse.code(), "refresh_token_reuse");
}
