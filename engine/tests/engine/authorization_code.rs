use domain::{
    client::ClientType,
    decision::{Condition, Grounds},
    grant_type::GrantType,
    lifetime::RefreshTokenTtl,
    scope::OFFLINE_ACCESS,
    settings::tokens::AccessTokenFormat,
    token_event::TokenEventKind,
};
use engine::{Refusal, token::TokenResponse};

use crate::world::{REDIRECT, VERIFIER, World, access_token, claims, header, refresh_token};

#[tokio::test]
async fn with_all_four_switches_on_a_login_brings_a_refresh_token() {
    let world = World::new();
    let response = world.login().await;
    assert!(refresh_token(&response).starts_with("rt1."));
    assert!(response.id_token.is_some());
    assert_eq!(response.expires_in, 3600);
    assert_eq!(world.last_event(), TokenEventKind::Issued { grounds: Grounds::OfflineAccess });
}

/// The token response of a login in a world with one switch off, which must be whole but for the refresh token.
async fn withheld(world: &World) -> (TokenResponse, Vec<Condition>) {
    let response = world.login().await;
    assert!(response.refresh_token.is_none());
    assert!(!response.scopes.contains(OFFLINE_ACCESS), "what was not given is not said to be");
    match world.last_event() {
        TokenEventKind::Withheld { conditions } => (response, conditions),
        other => panic!("{other:?}"),
    }
}

/// Clauses: 25, 112.
#[tokio::test]
async fn without_any_one_of_the_switches_there_is_none_and_the_event_names_it() {
    let mut world = World::new();
    world.workspace(|workspace| {
        workspace.authorization.grant_types.remove(&GrantType::RefreshToken);
    });
    assert_eq!(withheld(&world).await.1, [Condition::WorkspaceGrant]);

    let mut world = World::new();
    world.settings(|settings| {
        settings.grant_types.remove(&GrantType::RefreshToken);
    });
    assert_eq!(withheld(&world).await.1, [Condition::ClientGrant]);

    let mut world = World::new();
    world.settings(|settings| settings.scopes = settings.scopes.without(OFFLINE_ACCESS));
    assert_eq!(withheld(&world).await.1, [Condition::OfflineAccess]);

    let mut world = World::new();
    world.workspace(|workspace| workspace.tokens.ttls.refresh_token_ttl = None);
    assert_eq!(withheld(&world).await.1, [Condition::Lifetime]);
}

#[tokio::test]
async fn a_login_that_did_not_ask_for_offline_access_gets_none() {
    let world = World::new();
    let response = world.exchange(&world.code(&[("scope", "openid")]).await).await.unwrap();
    assert!(response.refresh_token.is_none());
    assert_eq!(world.last_event(), TokenEventKind::Withheld { conditions: vec![Condition::Requested] });
}

/// Clauses: 45.
#[tokio::test]
async fn a_switch_that_is_turned_on_after_the_consent_does_not_stand_for_it() {
    let mut world = World::new();
    world.workspace(|workspace| workspace.tokens.ttls.refresh_token_ttl = None);
    let code = world.code(&[]).await;
    world.workspace(|workspace| workspace.tokens.ttls.refresh_token_ttl = domain::settings::tokens::TokenTtls::default().refresh_token_ttl);
    assert!(world.exchange(&code).await.unwrap().refresh_token.is_none());
    assert_eq!(world.last_event(), TokenEventKind::Withheld { conditions: vec![Condition::Consented] });
}

/// Clauses: 22.
#[tokio::test]
async fn a_code_that_comes_back_ends_the_family_that_came_from_it() {
    let world = World::new();
    let code = world.code(&[]).await;
    let response = world.exchange(&code).await.unwrap();
    world.clock.advance_seconds(30);
    assert_eq!(world.exchange(&code).await.unwrap_err(), Refusal::ReusedCode);
    assert_eq!(world.refresh(&refresh_token(&response)).await.unwrap_err(), Refusal::RevokedRefreshToken);
    assert!(!world.is_active(&access_token(&response)).await);
}

/// Clauses: 22.
#[tokio::test]
async fn a_code_that_comes_back_ends_the_access_token_where_there_is_no_family() {
    let world = World::new();
    let code = world.code(&[("scope", "openid")]).await;
    let response = world.exchange(&code).await.unwrap();
    assert!(world.is_active(&access_token(&response)).await);
    assert_eq!(world.exchange(&code).await.unwrap_err(), Refusal::ReusedCode);
    assert!(!world.is_active(&access_token(&response)).await);
    world.exchange(&code).await.unwrap_err();
    let lines = world.storage.audit_events().iter().filter(|event| event.action.code() == "authorization_code.reused").count();
    assert_eq!(lines, 1, "a code that is replayed again and again costs one line");
}

/// Clauses: 23.
#[tokio::test]
async fn a_code_is_bound_to_its_client_redirect_uri_and_verifier_and_a_refusal_spends_nothing() {
    let mut world = World::new();
    let code = world.code(&[]).await;
    let with = |changed: &'static str, value: &'static str| {
        let mut form = vec![("grant_type", "authorization_code"), ("redirect_uri", REDIRECT), ("code_verifier", VERIFIER)];
        form.retain(|(name, _)| *name != changed);
        if !value.is_empty() {
            form.push((changed, value));
        }
        form
    };
    for (changed, value, expected) in [
        ("redirect_uri", "https://app.example.com/other", Refusal::RedirectUriMismatch),
        ("redirect_uri", "", Refusal::RedirectUriMismatch),
        ("code_verifier", "", Refusal::MissingVerifier),
        ("code_verifier", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", Refusal::WrongVerifier),
    ] {
        let mut form = with(changed, value);
        form.push(("code", &code));
        assert_eq!(world.token(&form).await.unwrap_err(), expected, "{changed}={value}");
    }
    let (owner, secret) = (world.client.clone(), world.secret.clone());
    world.as_other_client(ClientType::ServerSideWeb);
    assert_eq!(world.exchange(&code).await.unwrap_err(), Refusal::ForeignCode);
    (world.client, world.secret) = (owner, secret);
    assert!(world.exchange(&code).await.is_ok());
}

/// Clauses: 34.
#[tokio::test]
async fn a_verifier_without_a_challenge_is_refused() {
    let world = World::new();
    let code = world.code(&[("code_challenge", ""), ("code_challenge_method", "")]).await;
    assert_eq!(world.exchange(&code).await.unwrap_err(), Refusal::UnexpectedVerifier);
}

#[tokio::test]
async fn a_code_expires() {
    let world = World::new();
    let code = world.code(&[]).await;
    world.clock.advance_seconds(600);
    assert_eq!(world.exchange(&code).await.unwrap_err(), Refusal::ExpiredCode);
    assert_eq!(world.exchange("never-issued").await.unwrap_err(), Refusal::UnknownCode);
}

/// Clauses: 91.
#[tokio::test]
async fn a_jwt_access_token_has_the_claims_of_the_standard() {
    let world = World::new();
    let response = world.login().await;
    let token = access_token(&response);
    assert_eq!(header(&token)["typ"], "at+jwt");
    assert_eq!(header(&token)["alg"], "ES256");
    let claims = claims(&token);
    for claim in ["iss", "exp", "aud", "sub", "client_id", "iat", "jti", "scope", "auth_time"] {
        assert!(claims.get(claim).is_some(), "{claim}");
    }
    assert_eq!(claims["iss"], "https://id.example.com/acme/main");
    assert_eq!(claims["sub"], world.user.id.to_string());
}

/// Clauses: 93.
#[tokio::test]
async fn an_access_token_is_no_id_token_and_the_other_way_round() {
    let world = World::new();
    let response = world.login().await;
    let id_token = response.id_token.as_ref().unwrap().expose();
    assert_ne!(header(id_token)["typ"], header(&access_token(&response))["typ"]);
    assert!(!world.is_active(id_token).await);
}

#[tokio::test]
async fn an_opaque_access_token_says_nothing_to_others_and_works_here() {
    let mut world = World::new();
    world.workspace(|workspace| workspace.tokens.access_token_format = AccessTokenFormat::Opaque);
    let token = access_token(&world.login().await);
    assert!(token.starts_with("at1.") && !token[4..].contains('.'));
    assert!(world.is_active(&token).await);
    let claims = world.userinfo(&token).await.unwrap();
    assert_eq!(claims.name.as_deref(), Some("Alice"));
    assert_eq!(claims.email, None, "the scope email was not granted");
    world.clock.advance_seconds(3600);
    assert!(!world.is_active(&token).await);
}

/// Clauses: 42.
#[tokio::test]
async fn a_refresh_token_is_no_access_token() {
    let world = World::new();
    let token = refresh_token(&world.login().await);
    assert_eq!(world.userinfo(&token).await.unwrap_err(), Refusal::InvalidToken);
}

/// Clauses: 108.
#[tokio::test]
async fn what_is_saved_while_a_code_is_exchanged_rules_what_it_brings() {
    let mut world = World::new();
    let (code, before) = (world.code(&[]).await, world.realm().await);
    world.workspace(|workspace| workspace.tokens.ttls.refresh_token_ttl = Some(RefreshTokenTtl::parse("1h").unwrap()));
    let token = refresh_token(&world.exchange_at(&before, &code).await.unwrap());
    world.clock.advance_seconds(3600);
    assert_eq!(world.refresh(&token).await.unwrap_err(), Refusal::ExpiredRefreshToken);

    let (code, before) = (world.code(&[]).await, world.realm().await);
    world.workspace(|workspace| {
        workspace.authorization.grant_types.remove(&GrantType::RefreshToken);
    });
    assert!(world.exchange_at(&before, &code).await.unwrap().refresh_token.is_none());

    let (code, before) = (world.code(&[]).await, world.realm().await);
    world.workspace(|workspace| {
        workspace.authorization.grant_types.remove(&GrantType::AuthorizationCode);
    });
    assert_eq!(world.exchange_at(&before, &code).await.unwrap_err(), Refusal::WorkspaceGrant);
}
