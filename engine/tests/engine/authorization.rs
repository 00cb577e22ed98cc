use domain::{client::ClientType, grant_type::GrantType};
use engine::{
    browser::Browser,
    endpoint::authorize::{Authorization, ConsentPage, Unanswerable},
};

use crate::world::{World, parameter, refresh_token};

/// The error of an answer, and that it came back with `state` and `iss`.
fn error(outcome: Authorization) -> String {
    let answer = match outcome {
        Authorization::Answer(answer) => Some(answer),
        Authorization::Refused(page) => Some(page.answer),
        _ => None,
    };
    match answer {
        Some(answer) => {
            assert_eq!(parameter(&answer, "state").as_deref(), Some("xyz"));
            assert_eq!(parameter(&answer, "iss").as_deref(), Some("https://id.example.com/acme/main"), "clause 90");
            parameter(&answer, "error").expect("an error")
        }
        None => panic!("no answer"),
    }
}

fn consent_page(outcome: Authorization) -> ConsentPage {
    match outcome {
        Authorization::Consent(page) => *page,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn nothing_is_sent_to_an_address_that_is_not_registered() {
    let world = World::new();
    for (parameters, expected) in [
        ([("client_id", "unknown")], Unanswerable::Client),
        ([("client_id", "")], Unanswerable::NoClient),
        ([("redirect_uri", "https://evil.example.com/")], Unanswerable::RedirectUri),
    ] {
        match world.authorize(&parameters, None).await {
            Authorization::Unanswerable(problem) => assert_eq!(problem, expected, "{parameters:?}"),
            other => panic!("{other:?}"),
        }
    }
    let twice = format!("{}&state=abc", world.query(&[]));
    let outcome = world.engine.authorize(&world.realm().await, &twice, None).await.unwrap();
    assert!(matches!(outcome, Authorization::Unanswerable(Unanswerable::Malformed)));
}

#[tokio::test]
async fn what_is_wrong_with_a_request_is_told_to_its_client() {
    let world = World::new();
    for (name, value, expected) in [
        ("response_type", "token", "unsupported_response_type"),
        ("response_type", "", "invalid_request"),
        ("response_mode", "fragment", "invalid_request"),
        ("scope", "openid \"quoted\"", "invalid_scope"),
        ("scope", "unknown introspect_tokens", "invalid_scope"),
        ("id_token_hint", "x", "invalid_request"),
        ("prompt", "none login", "invalid_request"),
        ("prompt", "maybe", "invalid_request"),
        ("max_age", "-1", "invalid_request"),
        ("code_challenge_method", "plain", "invalid_request"),
        ("code_challenge", "short", "invalid_request"),
        ("request", "x", "invalid_request_object"),
        ("request_uri", "x", "request_uri_not_supported"),
        ("prompt", "none", "login_required"),
    ] {
        assert_eq!(error(world.authorize(&[(name, value)], None).await), expected, "{name}={value}");
    }
}

/// Clauses: 33.
#[tokio::test]
async fn a_public_client_needs_pkce() {
    let world = World::with(ClientType::SinglePage);
    let outcome = world.authorize(&[("code_challenge", ""), ("code_challenge_method", "")], None).await;
    assert_eq!(error(outcome), "invalid_request");
}

#[tokio::test]
async fn a_grant_that_is_not_allowed_is_an_unauthorized_client() {
    let mut world = World::new();
    world.settings(|settings| {
        settings.grant_types.remove(&GrantType::AuthorizationCode);
    });
    assert_eq!(error(world.authorize(&[], None).await), "unauthorized_client");
}

/// Clauses: 47, 48.
#[tokio::test]
async fn consent_names_offline_access_and_is_remembered_for_as_long_as_it_lasts() {
    let world = World::new();
    let session = world.sign_in().await;
    let page = consent_page(world.authorize(&[], Some(&session)).await);
    assert_eq!(page.offline_access, Some(720 * 3600));
    let asked: Vec<_> = page.scopes.iter().map(|scope| scope.scope.as_str()).collect();
    assert_eq!(asked, ["openid", "profile"]);
    world.answer_in(&[], &session).await;
    assert!(matches!(world.authorize(&[], Some(&session)).await, Authorization::Answer(_)), "it was agreed to");
    consent_page(world.authorize(&[("scope", "openid profile email offline_access")], Some(&session)).await);
    consent_page(world.authorize(&[("prompt", "consent")], Some(&session)).await);

    world.clock.advance_seconds(720 * 3600);
    let session = world.sign_in().await;
    consent_page(world.authorize(&[], Some(&session)).await);
    let without = world.authorize(&[("scope", "openid profile")], Some(&session)).await;
    assert!(matches!(without, Authorization::Answer(_)), "only offline access is agreed to anew");
}

/// Clauses: 50.
#[tokio::test]
async fn without_consent_prompt_none_is_refused() {
    let world = World::new();
    let session = world.sign_in().await;
    assert_eq!(error(world.authorize(&[("prompt", "none")], Some(&session)).await), "consent_required");
}

#[tokio::test]
async fn a_trusted_client_s_users_are_not_asked() {
    let mut world = World::new();
    world.settings(|settings| settings.trusted = true);
    let session = world.sign_in().await;
    assert!(matches!(world.authorize(&[], Some(&session)).await, Authorization::Answer(_)));
    refresh_token(&world.login().await);
}

#[tokio::test]
async fn whoever_does_not_agree_is_believed() {
    let world = World::new();
    let session = world.sign_in().await;
    let page = consent_page(world.authorize(&[], Some(&session)).await);
    let outcome = world.engine.consent(&world.realm().await, &page.interaction, Browser::of(Some(&session)), false).await.unwrap();
    assert_eq!(error(outcome), "access_denied");
}

#[tokio::test]
async fn only_the_session_that_was_asked_can_agree() {
    let world = World::new();
    let (session, other) = (world.sign_in().await, world.sign_in().await);
    let page = consent_page(world.authorize(&[], Some(&session)).await);
    let outcome = world.engine.consent(&world.realm().await, &page.interaction, Browser::of(Some(&other)), true).await.unwrap();
    consent_page(outcome);
}

#[tokio::test]
async fn prompt_login_and_max_age_ask_for_a_new_sign_in_once() {
    let world = World::new();
    let session = world.sign_in().await;
    world.answer_in(&[], &session).await;
    world.clock.advance_seconds(100);
    for parameters in [[("prompt", "login")], [("max_age", "60")]] {
        let page = match world.authorize(&parameters, Some(&session)).await {
            Authorization::SignIn(page) => page,
            other => panic!("{other:?}"),
        };
        let fresh = world.sign_in().await;
        let outcome = world.engine.resume(&world.realm().await, &page.interaction, Browser::of(Some(&fresh))).await.unwrap();
        assert!(matches!(outcome, Authorization::Answer(_)), "{parameters:?}: {outcome:?}");
    }
    assert!(matches!(world.authorize(&[("max_age", "100")], Some(&session)).await, Authorization::Answer(_)));
}

#[tokio::test]
async fn a_max_age_of_0_asks_for_a_new_sign_in_in_the_second_of_the_last_one_too() {
    let world = World::new();
    let session = world.sign_in().await;
    world.answer_in(&[], &session).await;
    world.clock.advance_millis(5);
    assert!(matches!(world.authorize(&[("max_age", "1")], Some(&session)).await, Authorization::Answer(_)));
    assert!(matches!(world.authorize(&[("max_age", "0")], Some(&session)).await, Authorization::SignIn(_)));
    assert_eq!(error(world.authorize(&[("max_age", "0"), ("prompt", "none")], Some(&session)).await), "login_required");
}

#[tokio::test]
async fn an_interaction_expires_and_cannot_be_made_up() {
    let world = World::new();
    let page = match world.authorize(&[], None).await {
        Authorization::SignIn(page) => page,
        other => panic!("{other:?}"),
    };
    let resume = async |interaction: &str| world.engine.resume(&world.realm().await, interaction, Browser::default()).await.unwrap();
    assert!(matches!(resume(&page.interaction).await, Authorization::SignIn(_)));
    assert!(matches!(resume("made-up").await, Authorization::Expired { request: None }));
    world.clock.advance_seconds(1801);
    assert!(matches!(resume(&page.interaction).await, Authorization::Expired { request: Some(_) }));
}
