use domain::{
    client::{ClientType, TokenEndpointAuthMethod},
    decision::Condition,
    explanation::{Check, Explanation, Outcome, Remark, Switch},
    grant_type::GrantType,
    scope::Scope,
};
use engine::{Refusal, dpop::ProvenKey, explain::ExplainRequest};

use crate::world::{World, access_token, claims};

async fn explained(world: &World, query: &str) -> Explanation {
    let asked = ExplainRequest { client: world.client.id, query, is_sent: false, user: None, signed_in: false, key: ProvenKey::Wanted };
    world.engine.explain(&world.realm().await, asked).await.unwrap()
}

fn failing(explanation: &Explanation) -> Vec<(Check, Switch)> {
    explanation.steps.iter().filter(|step| !step.holds).map(|step| (step.check, step.switch.unwrap())).collect()
}

#[tokio::test]
async fn a_service_is_explained_by_its_own_request_and_gets_what_the_explanation_says() {
    let mut world = World::with(ClientType::Service);
    world.settings(|settings| settings.scopes.insert(Scope::parse("introspect_tokens").unwrap()));
    for scope in ["introspect_tokens", "introspect_tokens openid", "openid", "open\"id"] {
        let query = url::form_urlencoded::Serializer::new(String::new()).append_pair("scope", scope).finish();
        let explanation = explained(&world, &query).await;
        let answer = world.token(&[("grant_type", "client_credentials"), ("scope", scope)]).await;
        match answer {
            Ok(_) => assert_eq!((&explanation.outcome, failing(&explanation)), (&Outcome::AccessToken, Vec::new()), "{scope}"),
            Err(refusal) => {
                assert_eq!(explanation.outcome, Outcome::Refused(refusal.into()), "{scope}");
                assert_eq!(failing(&explanation), [(Check::Scopes, Switch::ClientScopes)], "{scope}");
            }
        }
    }
    assert_eq!(explained(&world, "scope=introspect_tokens+openid").await.left_out.to_string(), "openid");
    let checks: Vec<_> = explained(&world, "").await.steps.into_iter().map(|step| step.check).collect();
    assert_eq!(
        checks,
        [Check::Form, Check::Condition(Condition::ClientActive), Check::OwnGrantAllowed, Check::OwnGrant, Check::Scopes],
        "nothing is said of users and their addresses"
    );
}

#[tokio::test]
async fn all_that_keeps_a_service_from_its_token_is_told_at_once() {
    let mut world = World::with(ClientType::Service);
    world.settings(|settings| {
        settings.grant_types.clear();
        settings.token_endpoint_auth_method = TokenEndpointAuthMethod::SelfSignedTlsClientAuth;
    });
    world.workspace(|workspace| {
        workspace.authorization.grant_types.remove(&GrantType::ClientCredentials);
    });
    world.disable_client();
    let explanation = explained(&world, "scope=openid").await;
    assert_eq!(explanation.outcome, Outcome::Refused(Refusal::InvalidClient.into()));
    assert_eq!(
        failing(&explanation),
        [
            (Check::Condition(Condition::ClientActive), Switch::ClientStatus),
            (Check::MutualTls, Switch::Installation),
            (Check::OwnGrantAllowed, Switch::WorkspaceGrantTypes),
            (Check::OwnGrant, Switch::ClientOauth),
            (Check::Scopes, Switch::ClientScopes),
        ]
    );
}

#[tokio::test]
async fn a_service_that_only_exchanges_is_explained_by_that_grant() {
    let mut world = World::with(ClientType::Service);
    world.settings(|settings| settings.grant_types = [GrantType::TokenExchange].into());
    let explanation = explained(&world, "").await;
    assert_eq!(explanation.outcome, Outcome::AccessToken);
    let own = explanation.steps.iter().find(|step| step.check == Check::OwnGrant).unwrap();
    assert_eq!(own.remark, Some(Remark::SubjectTokenAssumed));
    let refused = explained(&world, "grant_type=client_credentials").await;
    assert_eq!(refused.outcome, Outcome::Refused(Refusal::ClientGrant.into()));
    let unknown = explained(&world, "grant_type=password").await;
    assert_eq!(unknown.outcome, Outcome::Refused(Refusal::UnsupportedGrantType.into()));
    let browser = explained(&world, "response_type=code").await;
    assert!(matches!(browser.outcome, Outcome::Unanswerable(_)), "a browser's request stays one");
}

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
