//! The main job through the front door: four switches, then a refresh token that works.

use axum::http::StatusCode;
use control::Actor;
use domain::{grant_type::GrantType, impact::Reach, scope::OFFLINE_ACCESS};
use serde_json::Value;

use crate::shop::Shop;

#[tokio::test]
async fn with_all_four_switches_on_a_login_brings_a_refresh_token_that_rotates() {
    let shop = Shop::open().await;
    let first = shop.refresh_token().await;
    let second = shop.refresh(&first).await;
    assert_eq!(second.status, StatusCode::OK, "{second:?}");
    assert_eq!((second.header("cache-control"), second.header("pragma")), ("no-store", "no-cache"), "RFC 6749 section 5.1");
    let second = second.text("refresh_token").unwrap();
    assert_eq!(shop.refresh(&second).await.text("refresh_token").as_ref(), Some(&second), "one rotation in a window");
    shop.server.clock.advance_seconds(30);
    let third = shop.refresh(&second).await.text("refresh_token").unwrap();
    assert!(first != second && second != third && first != third);
}

/// Clauses: 146, 152.
#[tokio::test]
async fn a_response_says_when_its_refresh_token_expires_and_one_without_a_refresh_token_does_not() {
    let shop = Shop::open().await;
    let told = |answer: &Value| [&answer["refresh_token_timeout"], &answer["authorization_expires_in"]].map(Value::as_i64);
    let month = 30 * 24 * 60 * 60;
    let first = shop.exchange(&shop.code("openid offline_access").await).await.json();
    assert_eq!(told(&first), [Some(month); 2]);
    shop.server.clock.advance_seconds(3600);
    let second = shop.refresh(first["refresh_token"].as_str().unwrap()).await.json();
    assert_eq!(told(&second), [Some(month - 3600); 2]);
    let without = shop.exchange(&shop.code("openid").await).await.json();
    assert_eq!((without.get("refresh_token"), told(&without)), (None, [None; 2]));
}

#[tokio::test]
async fn without_any_one_of_the_switches_there_is_no_refresh_token() {
    let mut shop = Shop::open().await;
    let operator = shop.server.installation.control().acting_as(Actor::CommandLine);

    shop.set_client(|settings| {
        settings.grant_types.remove(&GrantType::RefreshToken);
    })
    .await;
    assert_no_refresh_token(&shop).await;
    shop.set_client(|settings| {
        settings.grant_types.insert(GrantType::RefreshToken);
    })
    .await;

    let workspace = operator.load_workspace(&shop.path).await.unwrap();
    let mut without = workspace.authorization.clone();
    without.grant_types.remove(&GrantType::RefreshToken);
    let changed = operator.set_authorization_settings(&shop.path, workspace.version, without).await.unwrap();
    assert_no_refresh_token(&shop).await;
    let changed = operator.set_authorization_settings(&shop.path, changed.version, workspace.authorization.clone()).await.unwrap();

    let mut none = changed.tokens.clone();
    none.ttls.refresh_token_ttl = None;
    let changed = operator.set_token_settings(&shop.path, changed.version, none, Some(Reach::NewTokens)).await.unwrap();
    assert_no_refresh_token(&shop).await;
    operator.set_token_settings(&shop.path, changed.version, workspace.tokens, None).await.unwrap();

    shop.refresh_token().await;
    shop.set_client(|settings| settings.scopes = settings.scopes.without(OFFLINE_ACCESS)).await;
    assert_no_refresh_token(&shop).await;
}

async fn assert_no_refresh_token(shop: &Shop) {
    let tokens = shop.exchange(&shop.code("openid offline_access").await).await;
    assert!(tokens.text("access_token").is_some(), "the login itself works: {tokens:?}");
    assert_eq!(tokens.text("refresh_token"), None);
}

#[tokio::test]
async fn a_client_that_lost_the_answer_gets_the_same_successor_again() {
    let shop = Shop::open().await;
    let first = shop.refresh_token().await;
    let second = shop.refresh(&first).await.text("refresh_token").unwrap();
    let again = shop.refresh(&first).await;
    assert_eq!(again.text("refresh_token").as_deref(), Some(second.as_str()), "{again:?}");
    assert_eq!(shop.refresh(&second).await.status, StatusCode::OK);
}

/// Clauses: 28.
#[tokio::test]
async fn an_old_token_that_comes_back_ends_the_family() {
    let shop = Shop::open().await;
    let first = shop.refresh_token().await;
    let second = shop.refresh(&first).await.text("refresh_token").unwrap();
    shop.server.clock.advance_seconds(30);
    let third = shop.refresh(&second).await.text("refresh_token").unwrap();
    let invalid_grant = (400, "invalid_grant".to_owned());
    assert_eq!(shop.refresh(&first).await.refusal(), invalid_grant);
    assert_eq!(shop.refresh(&third).await.refusal(), invalid_grant, "the owner must sign in again");
    let other = shop.refresh_token().await;
    assert_eq!(shop.refresh(&other).await.status, StatusCode::OK, "another login is another family");
}

/// Clauses: 3, 16, 51.
#[tokio::test]
async fn a_token_of_another_client_is_refused_and_its_owner_is_unharmed() {
    let shop = Shop::open().await;
    let token = shop.refresh_token().await;
    let (id, secret) = shop.another_client().await;
    let form = [("grant_type", "refresh_token"), ("refresh_token", token.as_str())];
    assert_eq!(shop.ask_as((&id, &secret), "/oauth2/token", &form).await.refusal(), (400, "invalid_grant".to_owned()));
    assert_eq!(shop.refresh(&token).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_mangled_token_is_refused_and_costs_the_owner_nothing() {
    let shop = Shop::open().await;
    let token = shop.refresh_token().await;
    let flipped = if token.ends_with('A') { 'B' } else { 'A' };
    let mangled = format!("{}{flipped}", token.get(..token.len() - 2).unwrap());
    for wrong in [mangled.as_str(), "", "rt1.", "rt1.AAAA", "eyJhbGciOiJub25lIn0.e30.", &format!("{token}x")] {
        let (status, error) = shop.refresh(wrong).await.refusal();
        assert!(status == 400 && ["invalid_grant", "invalid_request"].contains(&error.as_str()), "{wrong}: {error}");
    }
    assert_eq!(shop.refresh(&token).await.status, StatusCode::OK);
}

/// Clauses: 22.
#[tokio::test]
async fn a_code_that_comes_back_ends_what_it_brought() {
    let shop = Shop::open().await;
    let code = shop.code("openid offline_access").await;
    let token = shop.exchange(&code).await.text("refresh_token").unwrap();
    assert_eq!(shop.exchange(&code).await.refusal(), (400, "invalid_grant".to_owned()));
    assert_eq!(shop.refresh(&token).await.refusal(), (400, "invalid_grant".to_owned()));
}

#[tokio::test]
async fn a_code_is_good_for_ten_minutes() {
    let shop = Shop::open().await;
    let code = shop.code("openid offline_access").await;
    shop.server.clock.advance_seconds(600);
    assert_eq!(shop.exchange(&code).await.refusal(), (400, "invalid_grant".to_owned()));
}

/// Clauses: 44.
#[tokio::test]
async fn rotation_does_not_move_the_end() {
    let shop = Shop::open().await;
    let mut token = shop.refresh_token().await;
    for _ in 0..29 {
        shop.server.clock.advance_seconds(24 * 3600);
        token = shop.refresh(&token).await.text("refresh_token").unwrap();
    }
    shop.server.clock.advance_seconds(24 * 3600);
    assert_eq!(shop.refresh(&token).await.refusal(), (400, "invalid_grant".to_owned()), "720 hours after the login");
}

#[tokio::test]
async fn a_revoked_token_and_its_access_tokens_end_at_once() {
    let shop = Shop::open().await;
    let tokens = shop.exchange(&shop.code("openid offline_access").await).await;
    let (refresh, access) = (tokens.text("refresh_token").unwrap(), tokens.text("access_token").unwrap());
    let active = async |token: &str| shop.ask("/oauth2/introspect", &[("token", token)]).await.body.contains("\"active\":true");
    assert!(active(&refresh).await && active(&access).await);
    assert_eq!(shop.ask("/oauth2/revoke", &[("token", &refresh)]).await.status, StatusCode::OK);
    assert_eq!(shop.refresh(&refresh).await.refusal(), (400, "invalid_grant".to_owned()));
    assert!(!active(&refresh).await && !active(&access).await);
    assert_eq!(shop.ask("/oauth2/revoke", &[("token", "unknown")]).await.status, StatusCode::OK, "RFC 7009 section 2.2");
}

/// Clauses: 5, 6, 7.
#[tokio::test]
async fn a_narrowed_scope_binds_the_access_token_alone() {
    let shop = Shop::open().await;
    let token = shop.exchange(&shop.code("openid profile offline_access").await).await.text("refresh_token").unwrap();
    let form = |scope: &'static str, token: &str| {
        [("grant_type", "refresh_token".to_owned()), ("refresh_token", token.to_owned()), ("scope", scope.to_owned())]
    };
    let ask = async |form: [(&str, String); 3]| {
        let form: Vec<_> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        shop.ask("/oauth2/token", &form).await
    };
    assert_eq!(ask(form("openid email", &token)).await.refusal(), (400, "invalid_scope".to_owned()), "never more than was granted");
    let narrowed = ask(form("openid", &token)).await;
    assert_eq!(narrowed.text("scope").as_deref(), Some("openid"), "nothing was used up by the refusal");
    let whole = shop.refresh(&narrowed.text("refresh_token").unwrap()).await;
    assert_eq!(whole.text("scope").as_deref(), Some("offline_access openid profile"));
}
