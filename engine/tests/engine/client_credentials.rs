use domain::{client::ClientType, scope::Scope};
use engine::Refusal;

use crate::world::{World, access_token, claims};

/// Clauses: 21.
#[tokio::test]
async fn a_service_gets_an_access_token_for_itself_and_no_refresh_token() {
    let mut world = World::with(ClientType::Service);
    world.settings(|settings| settings.scopes.insert(Scope::parse("introspect_tokens").unwrap()));
    let response = world.token(&[("grant_type", "client_credentials")]).await.unwrap();
    assert!(response.refresh_token.is_none() && response.id_token.is_none());
    assert_eq!(response.scopes.to_string(), "introspect_tokens");
    let claims = claims(&access_token(&response));
    assert_eq!(claims["sub"], claims["client_id"]);
    assert!(world.is_active(&access_token(&response)).await);
}

#[tokio::test]
async fn a_service_cannot_ask_for_what_is_a_user_s_or_not_its_own() {
    let mut world = World::with(ClientType::Service);
    world.settings(|settings| settings.scopes.insert(Scope::parse("openid").unwrap()));
    for scope in ["openid", "offline_access", "unknown"] {
        let refusal = world.token(&[("grant_type", "client_credentials"), ("scope", scope)]).await.unwrap_err();
        assert_eq!(refusal, Refusal::InvalidScope, "{scope}");
    }
}

/// Clauses: 10.
#[tokio::test]
async fn an_unknown_grant_is_unsupported_and_one_that_is_not_allowed_unauthorized() {
    let world = World::with(ClientType::Service);
    assert_eq!(world.token(&[("grant_type", "password")]).await.unwrap_err(), Refusal::UnsupportedGrantType);
    assert_eq!(world.token(&[("grant_type", "authorization_code")]).await.unwrap_err(), Refusal::ClientGrant);
    assert_eq!(world.token(&[]).await.unwrap_err(), Refusal::MissingGrantType);
}
