//! Requests that fail by a client's configuration: noted for administrators, and told to nobody else.

use domain::{
    client::{ClientType, TokenEndpointAuthMethod},
    clock::Clock as _,
    decision::Condition,
    explanation::{Check, Outcome},
};
use engine::{
    Refusal,
    dpop::ProvenKey,
    endpoint::authorize::{Authorization, Unanswerable},
    explain::ExplainRequest,
};

use crate::world::{World, refresh_token};

impl World {
    fn failures(&self) -> Vec<&'static str> {
        self.storage.failed_requests().into_iter().map(|failed| failed.reason).collect()
    }
}

#[tokio::test]
async fn what_is_wrong_with_a_client_s_secret_is_noted_and_the_client_is_told_one_thing() {
    let mut world = World::with(ClientType::ServerSideWeb);
    let token = refresh_token(&world.login().await);
    assert_eq!(world.failures(), <[&str; 0]>::default(), "what works is no failure");
    let first = world.secret.replace("wrong".to_owned());
    assert_eq!(world.refresh(&token).await.unwrap_err(), Refusal::InvalidClient);
    world.secret = None;
    assert_eq!(world.refresh(&token).await.unwrap_err(), Refusal::InvalidClient);
    world.secret = first.clone();
    world.replace_secret("another", world.clock.now().plus_seconds(60));
    world.clock.advance_seconds(61);
    world.secret = first;
    assert_eq!(world.refresh(&token).await.unwrap_err(), Refusal::InvalidClient);
    world.secret = Some("another".to_owned());
    world.disable_client();
    assert_eq!(world.refresh(&token).await.unwrap_err(), Refusal::InvalidClient);
    assert_eq!(world.failures(), ["client_secret_wrong", "client_secret_missing", "client_secret_ended", "client_disabled"]);
    assert!(world.storage.failed_requests().iter().all(|failed| failed.client_id == world.client.id));
}

#[tokio::test]
async fn a_method_that_the_client_does_not_accept_is_noted_and_a_client_that_is_not_there_is_not() {
    let mut world = World::with(ClientType::ServerSideWeb);
    let token = refresh_token(&world.login().await);
    world.settings(|settings| {
        settings.require_registered_auth_method = true;
        settings.token_endpoint_auth_method = match settings.token_endpoint_auth_method {
            TokenEndpointAuthMethod::ClientSecretBasic => TokenEndpointAuthMethod::ClientSecretPost,
            _ => TokenEndpointAuthMethod::ClientSecretBasic,
        };
    });
    assert_eq!(world.refresh(&token).await.unwrap_err(), Refusal::OtherAuthenticationMethod);
    assert_eq!(world.failures(), ["client_authentication_method"]);
    world.authorize(&[("client_id", "01a2223c-da7d-76d8-bb92-0358af6e13d8")], None).await;
    assert_eq!(world.failures().len(), 1, "there is nobody to tell");
}

#[tokio::test]
async fn what_the_authorization_endpoint_refuses_is_noted_by_its_reason() {
    let mut world = World::with(ClientType::SinglePage);
    let unregistered = world.authorize(&[("redirect_uri", "https://app.example.com/other")], None).await;
    assert!(matches!(unregistered, Authorization::Unanswerable(Unanswerable::RedirectUri)));
    for parameters in
        [[("response_type", "token")], [("code_challenge", "")], [("scope", "openid nonsense\"")], [("response_mode", "fragment")]]
    {
        world.authorize(&parameters, None).await;
    }
    world.authorize(&[], None).await;
    world.disable_client();
    world.authorize(&[], None).await;
    let expected =
        ["redirect_uri_not_registered", "response_type_unknown", "scope_not_allowed", "response_mode_unknown", "client_disabled"];
    let noted = world.failures();
    assert!(expected.iter().all(|reason| noted.contains(reason)), "{noted:?}");
    assert_eq!(noted.last(), Some(&"client_disabled"));
}

#[tokio::test]
async fn an_explanation_names_all_that_is_wrong_with_a_request_at_once() {
    let world = World::with(ClientType::SinglePage);
    let query = format!(
        "response_type=token&client_id={}&redirect_uri=https%3A%2F%2Fapp.example.com%2Fother&response_mode=fragment&scope=nonsense",
        world.client.id
    );
    let asked =
        ExplainRequest { client: world.client.id, query: &query, is_sent: false, user: None, signed_in: false, key: ProvenKey::Wanted };
    let explanation = world.engine.explain(&world.realm().await, asked).await.unwrap();
    assert!(matches!(explanation.outcome, Outcome::Unanswerable(_)));
    let failing: Vec<_> = explanation.steps.iter().filter(|step| !step.holds).map(|step| step.check).collect();
    for check in [Check::RedirectUri, Check::ResponseType, Check::Parameters, Check::CodeChallenge] {
        assert!(failing.contains(&check), "{check:?} in {failing:?}");
    }
    assert_eq!(failing.iter().filter(|check| **check == Check::RedirectUri).count(), 1, "{failing:?}");
    assert!(!failing.contains(&Check::Condition(Condition::UserGrant)), "{failing:?}");
    assert_eq!(world.failures(), <[&str; 0]>::default(), "a question is no request");
}
