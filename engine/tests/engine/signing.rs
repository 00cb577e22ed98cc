//! What tokens are signed by.

use domain::signing::{SigningAlgorithm, SigningOverrides};
use jsonwebtoken::{DecodingKey, Validation, jwk::Jwk};
use serde_json::Value;

use crate::world::{World, access_token, header};

/// The algorithm of a token, checked with the key that the workspace publishes for it.
pub async fn checked(world: &World, token: &str) -> String {
    let header = header(token);
    let keys = serde_json::to_value(world.engine.jwks(&world.realm().await).await.unwrap()).unwrap();
    let key = keys["keys"].as_array().unwrap().iter().find(|key| key["kid"] == header["kid"]).expect("the key is published");
    assert_eq!((&key["alg"], &key["use"]), (&header["alg"], &Value::from("sig")));
    let jwk: Jwk = serde_json::from_value(key.clone()).unwrap();
    let mut validation = Validation::new(jsonwebtoken::decode_header(token).unwrap().alg);
    validation.required_spec_claims.clear();
    validation.validate_exp = false;
    validation.validate_aud = false;
    jsonwebtoken::decode::<Value>(token, &DecodingKey::from_jwk(&jwk).unwrap(), &validation).expect("the signature is right");
    header["alg"].as_str().unwrap().to_owned()
}

/// Clauses: 141.
#[tokio::test]
async fn without_a_choice_an_id_token_is_rs256_and_an_access_token_es256() {
    let world = World::new();
    let tokens = world.login().await;
    assert_eq!(checked(&world, tokens.id_token.as_ref().unwrap().expose()).await, "RS256");
    assert_eq!(checked(&world, &access_token(&tokens)).await, "ES256");
}

/// Clauses: 141.
#[tokio::test]
async fn a_workspace_and_a_client_choose_and_whatever_is_chosen_is_published_and_taken() {
    let mut world = World::new();
    for algorithm in [SigningAlgorithm::Ps256, SigningAlgorithm::EdDsa] {
        world.add_signing_key(algorithm);
    }
    let before = world.login().await;
    for algorithm in SigningAlgorithm::ALL {
        let other = SigningAlgorithm::ALL.into_iter().rev().find(|other| *other != algorithm).unwrap();
        world.workspace(|workspace| workspace.tokens.signing.id_token_signed_response_alg = algorithm);
        let own = SigningOverrides { access_token_signing_alg: Some(other), ..SigningOverrides::default() };
        world.settings(|settings| settings.signing = own);
        let tokens = world.login().await;
        let id_token = tokens.id_token.as_ref().unwrap().expose().clone();
        assert_eq!(checked(&world, &id_token).await, algorithm.name());
        assert_eq!(checked(&world, &access_token(&tokens)).await, other.name());
        assert!(world.is_active(&access_token(&tokens)).await && world.userinfo(&access_token(&tokens)).await.is_ok());
        let half = if algorithm == SigningAlgorithm::EdDsa { 43 } else { 22 };
        assert_eq!(crate::world::claims(&id_token)["at_hash"].as_str().unwrap().len(), half, "{algorithm}");
        let hinted = world.authorize(&[("id_token_hint", &id_token)], Some(&world.sign_in().await)).await;
        assert!(!matches!(hinted, engine::endpoint::authorize::Authorization::Refused(_)), "{hinted:?}");
    }
    assert!(world.is_active(&access_token(&before)).await, "what was signed before stays good");
    let metadata = serde_json::to_value(world.engine.metadata(&world.realm().await).await.unwrap()).unwrap();
    assert_eq!(metadata["id_token_signing_alg_values_supported"], serde_json::json!(["RS256", "ES256", "PS256", "EdDSA"]));
    world.workspace(|workspace| {
        workspace.tokens.signing.signing_algorithms.remove(&SigningAlgorithm::Rs256);
    });
    let metadata = serde_json::to_value(world.engine.metadata(&world.realm().await).await.unwrap()).unwrap();
    assert_eq!(metadata["id_token_signing_alg_values_supported"], serde_json::json!(["ES256", "PS256", "EdDSA"]));
}
