//! Answers to authorization requests that the workspace signs (JWT Secured Authorization Response Mode for OAuth 2.0, JARM).

use domain::{clock::Clock as _, signing::SigningAlgorithm};
use engine::{
    Refusal,
    browser::Browser,
    endpoint::authorize::{Authorization, AuthorizationAnswer, ResponseMode},
};
use serde_json::{Value, json};

use crate::{
    prover::ISSUER,
    signing::checked,
    world::{REDIRECT, World, claims, header, parameter},
};

/// The JWT that an answer is.
fn response(answer: &AuthorizationAnswer) -> String {
    let [(name, jwt)] = answer.parameters.as_slice() else { panic!("nothing stands beside it: {answer:?}") };
    assert_eq!(*name, "response");
    jwt.clone()
}

/// What it says, but for the times.
fn said(answer: &AuthorizationAnswer) -> Value {
    let mut claims = claims(&response(answer));
    let [iat, exp] = ["iat", "exp"].map(|claim| claims.as_object_mut().unwrap().remove(claim).unwrap().as_i64().unwrap());
    assert_eq!(exp - iat, 600);
    claims
}

/// Clauses: 199, 200.
#[tokio::test]
async fn a_signed_answer_has_every_parameter_in_it_and_nothing_beside_it() {
    let world = World::new();
    let session = world.sign_in().await;
    for (name, mode) in [
        ("jwt", ResponseMode::QueryJwt),
        ("query.jwt", ResponseMode::QueryJwt),
        ("fragment.jwt", ResponseMode::FragmentJwt),
        ("form_post.jwt", ResponseMode::FormPostJwt),
    ] {
        let answer = world.answer_in(&[("response_mode", name)], &session).await;
        assert_eq!((answer.response_mode, answer.redirect_uri.as_str()), (mode, REDIRECT), "{name}");
        let jwt = response(&answer);
        assert_eq!((checked(&world, &jwt).await.as_str(), &header(&jwt)["typ"]), ("RS256", &json!("JWT")));
        assert_eq!(claims(&jwt)["exp"], world.clock.now().as_seconds() + 600);
        let code = claims(&jwt)["code"].as_str().unwrap().to_owned();
        assert_eq!(said(&answer), json!({ "iss": ISSUER, "aud": world.client.id, "state": "xyz", "code": code }));
        assert!(world.exchange(&code).await.is_ok());
    }
    let without = world.answer_in(&[("response_mode", "jwt"), ("state", "")], &session).await;
    assert!(said(&without).get("state").is_none());
}

/// Clauses: 199.
#[tokio::test]
async fn an_error_is_signed_as_well() {
    let world = World::new();
    let session = world.sign_in().await;
    let error = |refusal: Refusal| {
        let (error, description) = (refusal.code().name(), refusal.description());
        let page = refusal.page("https://id.example.com");
        let state = "xyz";
        json!({ "iss": ISSUER, "aud": world.client.id, "error": error, "error_description": description, "error_uri": page, "state": state })
    };
    let Authorization::Refused(page) = world.authorize(&[("response_mode", "jwt"), ("scope", "unknown")], None).await else {
        panic!("the user sees it first")
    };
    assert_eq!(said(&page.answer), error(Refusal::InvalidScope));
    let silent = world.authorize(&[("response_mode", "form_post.jwt"), ("prompt", "none")], None).await;
    let Authorization::Answer(answer) = silent else { panic!("no answer: {silent:?}") };
    assert_eq!((said(&answer), answer.response_mode), (error(Refusal::LoginRequired), ResponseMode::FormPostJwt));
    let Authorization::Consent(page) = world.authorize(&[("response_mode", "fragment.jwt")], Some(&session)).await else {
        panic!("the user is asked to agree")
    };
    let denied = world.engine.consent(&world.realm().await, &page.interaction, Browser::of(Some(&session)), false).await.unwrap();
    let Authorization::Answer(answer) = denied else { panic!("no answer: {denied:?}") };
    assert_eq!(said(&answer), error(Refusal::AccessDenied));
}

/// Clauses: 201.
#[tokio::test]
async fn a_client_chooses_the_algorithm_and_else_it_is_that_of_its_id_tokens() {
    use SigningAlgorithm::{EdDsa, Es256, Rs256};

    let mut world = World::new();
    world.add_signing_key(EdDsa);
    let session = world.sign_in().await;
    let signed_by = async |world: &World| {
        let answer = world.answer_in(&[("response_mode", "jwt")], &session).await;
        checked(world, &response(&answer)).await
    };
    assert_eq!(signed_by(&world).await, "RS256");
    world.workspace(|workspace| workspace.tokens.signing.id_token_signed_response_alg = Es256);
    assert_eq!(signed_by(&world).await, "ES256");
    world.settings(|settings| settings.signing.id_token_signed_response_alg = Some(Rs256));
    assert_eq!(signed_by(&world).await, "RS256");
    world.settings(|settings| settings.signing.authorization_signed_response_alg = Some(EdDsa));
    assert_eq!(signed_by(&world).await, "EdDSA");
}

#[tokio::test]
async fn a_signed_answer_is_no_id_token_and_no_access_token() {
    let world = World::new();
    let session = world.sign_in().await;
    let jwt = response(&world.answer_in(&[("response_mode", "jwt")], &session).await);
    let hinted = world.answer_in(&[("id_token_hint", &jwt)], &session).await;
    assert!(parameter(&hinted, "error_uri").unwrap().ends_with("/errors/id_token_hint_invalid"), "{hinted:?}");
    assert!(!world.is_active(&jwt).await);
    assert_eq!(world.userinfo(&jwt).await.unwrap_err(), Refusal::InvalidToken);
}

#[tokio::test]
async fn a_test_sign_in_is_answered_as_the_console_reads_it() {
    let mut world = World::new();
    world.settings(|settings| settings.trusted = true);
    let session = world.sign_in().await;
    let page = "https://id.example.com/console/acme/main/trial".to_owned();
    let (_, address) = world.engine.begin_trial(&world.realm().await, world.client.id, [1; 32], page).unwrap();
    for mode in ["form_post", "jwt", "fragment.jwt", "form_post.jwt"] {
        let answer = world.answer_in(&[("redirect_uri", &address), ("response_mode", mode)], &session).await;
        assert_eq!(answer.response_mode, ResponseMode::Query, "{mode}");
        assert!(parameter(&answer, "code").is_some(), "{mode}");
    }
}
