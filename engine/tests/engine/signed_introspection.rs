//! Introspection answers that the workspace signs (RFC 9701).

use domain::{client::ClientType, clock::Clock as _, scope::Scope, signing::SigningAlgorithm};
use engine::{
    Refusal,
    endpoint::signed_introspection::{AcceptedAnswers, IntrospectionAnswer},
};
use serde_json::{Value, json};

use crate::{
    prover::ISSUER,
    signing::checked,
    world::{World, access_token, claims, header, parameter, refresh_token},
};

const SIGNED: AcceptedAnswers = AcceptedAnswers { asks_for_signed: true, takes_signed: true };
const ANY: AcceptedAnswers = AcceptedAnswers { asks_for_signed: false, takes_signed: true };
const PLAIN: AcceptedAnswers = AcceptedAnswers { asks_for_signed: false, takes_signed: false };

/// The JWT that a client is answered with.
async fn signed(world: &World, token: &str) -> String {
    match world.introspect_as(token, SIGNED).await.unwrap() {
        IntrospectionAnswer::Signed(jwt) => jwt,
        plain @ IntrospectionAnswer::Plain(_) => panic!("it is signed: {plain:?}"),
    }
}

/// Clauses: 70, 291.
#[tokio::test]
async fn a_signed_answer_says_what_the_plain_one_says_and_whom_it_is_for() {
    let world = World::new();
    let tokens = world.login().await;
    for token in [access_token(&tokens), refresh_token(&tokens)] {
        let jwt = signed(&world, &token).await;
        assert_eq!((checked(&world, &jwt).await.as_str(), &header(&jwt)["typ"]), ("RS256", &json!("token-introspection+jwt")));
        let plain = world.introspect(&token).await.unwrap();
        assert_eq!(plain["active"], true);
        let now = world.clock.now().as_seconds();
        assert_eq!(claims(&jwt), json!({ "iss": ISSUER, "aud": world.client.id, "iat": now, "token_introspection": plain }));
        for accepted in [ANY, PLAIN] {
            let IntrospectionAnswer::Plain(answer) = world.introspect_as(&token, accepted).await.unwrap() else { panic!("{accepted:?}") };
            assert_eq!(serde_json::to_value(answer).unwrap(), plain);
        }
    }
}

/// Clauses: 292.
#[tokio::test]
async fn what_does_not_work_or_is_anothers_is_inactive_in_the_jwt_and_nothing_else() {
    let mut world = World::new();
    let of = async |world: &World, token: &str| claims(&signed(world, token).await)["token_introspection"].clone();
    let inactive = json!({ "active": false });
    assert_eq!(of(&world, "nonsense").await, inactive);
    let ended = world.login().await;
    world.revoke(&refresh_token(&ended)).await.unwrap();
    assert_eq!(of(&world, &access_token(&ended)).await, inactive);
    let tokens = world.login().await;
    let first = world.client.id;
    world.as_other_client(ClientType::Service);
    assert_eq!(of(&world, &access_token(&tokens)).await, inactive);
    world.settings(|settings| settings.scopes.insert(Scope::parse("introspect_tokens").unwrap()));
    assert_eq!(of(&world, &access_token(&tokens)).await["client_id"], json!(first));
    assert_eq!(of(&world, &refresh_token(&tokens)).await, inactive);
    let jwt = signed(&world, &access_token(&tokens)).await;
    assert_eq!(claims(&jwt)["aud"], json!(world.client.id), "it is for who asked");
}

/// Clauses: 293.
#[tokio::test]
async fn a_client_chooses_what_signs_its_answers_and_else_it_is_that_of_its_id_tokens() {
    use SigningAlgorithm::{EdDsa, Es256};

    let mut world = World::new();
    world.add_signing_key(EdDsa);
    let signed_by = async |world: &World| checked(world, &signed(world, "nonsense").await).await;
    assert_eq!(signed_by(&world).await, "RS256");
    world.settings(|settings| settings.signing.id_token_signed_response_alg = Some(Es256));
    assert_eq!(signed_by(&world).await, "ES256");
    world.settings(|settings| settings.signing.introspection_signed_response_alg = Some(EdDsa));
    assert_eq!(signed_by(&world).await, "EdDSA");
    let metadata = serde_json::to_value(world.engine.metadata(&world.realm().await).await.unwrap()).unwrap();
    assert_eq!(metadata["introspection_signing_alg_values_supported"], json!(["RS256", "ES256", "PS256", "EdDSA"]));
    assert_eq!(metadata.get("introspection_encryption_alg_values_supported"), None);
}

/// Clauses: 294.
#[tokio::test]
async fn a_signed_answer_is_no_access_token_and_no_id_token() {
    let world = World::new();
    let session = world.sign_in().await;
    let jwt = signed(&world, &access_token(&world.login().await)).await;
    for claim in ["sub", "exp", "scope", "client_id", "nonce"] {
        assert_eq!(claims(&jwt).get(claim), None, "{claim}");
    }
    assert!(!world.is_active(&jwt).await);
    assert_eq!(world.userinfo(&jwt).await.unwrap_err(), Refusal::InvalidToken);
    let hinted = world.answer_in(&[("id_token_hint", &jwt)], &session).await;
    assert!(parameter(&hinted, "error_uri").unwrap().ends_with("/errors/id_token_hint_invalid"), "{hinted:?}");
    let exchange = [("grant_type", "refresh_token"), ("refresh_token", jwt.as_str())];
    assert!(world.token_with(&exchange, &[]).await.is_err());
}

/// Clauses: 295.
#[tokio::test]
async fn a_client_that_only_gets_signed_answers_gets_no_other_by_any_way() {
    let mut world = World::new();
    let token = access_token(&world.login().await);
    world.settings(|settings| settings.require_signed_introspection = true);
    for accepted in [SIGNED, ANY] {
        let answer = world.introspect_as(&token, accepted).await.unwrap();
        assert!(matches!(&answer, IntrospectionAnswer::Signed(jwt) if claims(jwt)["token_introspection"]["active"] == Value::Bool(true)));
    }
    assert_eq!(world.introspect_as(&token, PLAIN).await.unwrap_err(), Refusal::UnsignedIntrospection);
    assert_eq!(world.introspect(&token).await.unwrap_err(), Refusal::UnsignedIntrospection);
    assert_eq!((Refusal::UnsignedIntrospection.code().status(), Refusal::UnsignedIntrospection.code().name()), (406, "invalid_request"));
    world.as_other_client(ClientType::SinglePage);
    assert_eq!(world.introspect_as(&token, SIGNED).await.unwrap_err(), Refusal::PublicIntrospection);
}
