//! What a workspace can require of its clients beyond the standards' least: what FAPI 2.0 asks.

use domain::{
    client::{ClientType, TokenEndpointAuthMethod},
    clock::Clock as _,
    explanation::{Check, Outcome, Remark, Switch},
    settings::security::SecuritySettings,
};
use engine::{
    Refusal,
    dpop::ProvenKey,
    endpoint::authorize::{Authorization, Unanswerable},
    explain::ExplainRequest,
    token::TokenType,
};
use serde_json::json;

use crate::{
    client_assertion::{ask, world_of},
    prover::{ISSUER, PAR_ENDPOINT, Prover, TOKEN_ENDPOINT},
    request_objects::{self, refused},
    world::{World, refresh_token},
};

/// The algorithms of clients that FAPI 2.0 takes.
const STRICT: [&str; 4] = ["ES256", "EdDSA", "Ed25519", "PS256"];

fn require(world: &mut World, change: impl FnOnce(&mut SecuritySettings)) {
    world.workspace(|workspace| change(&mut workspace.authorization.security));
}

/// Clauses: 302.
#[tokio::test]
async fn where_pkce_is_required_a_client_that_authenticates_needs_it_too() {
    let mut world = World::new();
    let without = [("code_challenge", ""), ("code_challenge_method", "")];
    assert!(world.push(&without).await.is_ok());
    require(&mut world, |security| security.require_pkce = true);
    assert_eq!(world.push(&without).await.unwrap_err(), Refusal::ChallengeRequired);
    assert_eq!(refused(world.authorize(&without, None).await), Some(Refusal::ChallengeRequired));
    assert_eq!(world.push(&[("code_challenge_method", "plain")]).await.unwrap_err(), Refusal::UnknownChallengeMethod);
    assert_eq!(world.failed(), ["code_challenge_required", "code_challenge_required", "code_challenge_method_unknown"]);
    // The method without a challenge, which is what an empty one is.
    let empty = [("code_challenge", "")];
    assert_eq!(world.push(&empty).await.unwrap_err(), Refusal::ChallengeRequired);
    require(&mut world, |security| security.require_pkce = false);
    assert_eq!(world.push(&empty).await.unwrap_err(), Refusal::MalformedChallenge);
    world.as_other_client(ClientType::SinglePage);
    assert_eq!(world.push(&empty).await.unwrap_err(), Refusal::MissingChallenge);
    assert!(world.push(&[]).await.is_ok());
}

/// Clauses: 303.
#[tokio::test]
async fn where_the_redirect_uri_is_required_a_client_with_one_names_it_too() {
    let mut world = World::new();
    let without = [("redirect_uri", "")];
    assert!(world.push(&without).await.is_ok());
    require(&mut world, |security| security.require_redirect_uri = true);
    assert_eq!(world.push(&without).await.unwrap_err(), Refusal::UnnamedRedirectUri);
    let outcome = world.authorize(&without, None).await;
    assert!(matches!(outcome, Authorization::Unanswerable(Unanswerable::UnnamedRedirectUri)), "{outcome:?}");
    assert!(world.push(&[]).await.is_ok());
}

/// Clauses: 304.
#[tokio::test]
async fn where_keys_are_required_a_client_with_a_secret_and_a_public_one_get_nothing() {
    for client_type in [ClientType::ServerSideWeb, ClientType::SinglePage] {
        let mut world = World::with(client_type);
        let (given_back, token) = (refresh_token(&world.login().await), refresh_token(&world.login().await));
        require(&mut world, |security| security.require_asymmetric_client_authentication = true);
        assert_eq!(world.refresh(&token).await.unwrap_err(), Refusal::WeakClientAuthentication);
        assert_eq!(world.push(&[]).await.unwrap_err(), Refusal::WeakClientAuthentication);
        assert_eq!(world.revoke(&given_back).await, Ok(()), "it can give back what it has");
        assert_eq!(refused(world.authorize(&[], None).await), Some(Refusal::UnfitClient));
        let query = world.query(&[]);
        let asked = ExplainRequest {
            client: world.client.id,
            query: &query,
            is_sent: false,
            user: Some(world.user.id),
            signed_in: true,
            key: ProvenKey::Wanted,
        };
        let explained = world.engine.explain(&world.realm().await, asked).await.unwrap();
        let step = explained.steps.iter().find(|step| step.check == Check::ClientAuthentication).unwrap();
        assert_eq!((step.holds, step.switch), (false, Some(Switch::ClientOauth)));
        assert!(matches!(&explained.outcome, Outcome::Refused(refused) if refused.reason == "client_unfit"));
        let refresh = world.explain_refresh(&token).await;
        assert_eq!(refresh.refused.map(|refused| refused.reason).as_deref(), Some("client_authentication_weak"));
        require(&mut world, |security| security.require_asymmetric_client_authentication = false);
        assert!(world.refresh(&token).await.is_ok(), "its refresh token was kept");
        assert_eq!(world.refresh(&given_back).await.unwrap_err(), Refusal::RevokedRefreshToken);
    }
}

/// Clauses: 304.
#[tokio::test]
async fn where_keys_are_required_a_client_that_signs_gets_its_tokens_and_nobody_learns_of_another() {
    let signer = Prover::new();
    let mut world = world_of(ClientType::Service, &[&signer]);
    require(&mut world, |security| security.require_asymmetric_client_authentication = true);
    assert_eq!(ask(&world, &signer.assertion(&world).sign()).await, Ok(()));
    let metadata = world.engine.metadata(&world.realm().await).await.unwrap();
    let by_key = [TokenEndpointAuthMethod::PrivateKeyJwt];
    assert_eq!(metadata.token_endpoint_auth_methods_supported, by_key, "nobody presents a certificate here");
    assert_eq!(metadata.introspection_endpoint_auth_methods_supported, by_key);
    let mut other = World::new();
    require(&mut other, |security| security.require_asymmetric_client_authentication = true);
    other.secret = Some("wrong".to_owned());
    assert_eq!(other.push(&[]).await.unwrap_err(), Refusal::InvalidClient);
}

/// Clauses: 305.
#[tokio::test]
async fn where_bound_tokens_are_required_each_token_request_proves_a_key() {
    let (mut world, prover) = (World::new(), Prover::new());
    let code = world.code(&[]).await;
    require(&mut world, |security| security.require_bound_access_tokens = true);
    assert_eq!(world.exchange(&code).await.unwrap_err(), Refusal::MissingProof);
    let response = world.exchange_with(&code, &[&prover.proof(&world)]).await.unwrap();
    assert_eq!(response.token_type, TokenType::Dpop);
    let token = refresh_token(&response);
    assert_eq!(world.refresh(&token).await.unwrap_err(), Refusal::MissingProof);
    assert!(world.refresh_with(&token, &[&prover.proof(&world)]).await.is_ok());
    let explained = world.explain_refresh(&token).await;
    let step = explained.steps.iter().find(|step| step.check == Check::Key).unwrap();
    assert_eq!((step.holds, step.remark), (true, Some(Remark::ProofNeededByWorkspace)));
    // A service gets none either, and a client of a certificate needs that.
    let mut service = World::with(ClientType::Service);
    require(&mut service, |security| security.require_bound_access_tokens = true);
    assert_eq!(service.own_token_at(&service.realm().await).await.unwrap_err(), Refusal::MissingProof);
    service.settings(|settings| settings.tls_client_certificate_bound_access_tokens = true);
    assert_eq!(service.own_token_at(&service.realm().await).await.unwrap_err(), Refusal::MissingCertificate);
}

/// Clauses: 306, 307.
#[tokio::test]
async fn a_strict_workspace_takes_assertions_for_its_issuer_by_the_algorithms_of_the_profile() {
    for alg in ["ES256", "ES384", "EdDSA", "Ed25519", "RS256", "PS256"] {
        let signer = Prover::with(alg);
        let mut world = world_of(ClientType::Service, &[&signer]);
        require(&mut world, |security| security.require_strict_client_jwts = true);
        let expected = if STRICT.contains(&alg) { Ok(()) } else { Err(Refusal::AssertionAlgorithm) };
        assert_eq!(ask(&world, &signer.assertion(&world).sign()).await, expected, "{alg}");
    }
    let signer = Prover::new();
    let mut world = world_of(ClientType::Service, &[&signer]);
    for (audience, fits) in
        [(json!(ISSUER), true), (json!([ISSUER]), false), (json!(TOKEN_ENDPOINT), false), (json!(PAR_ENDPOINT), false), (json!([]), false)]
    {
        let assertion = || signer.assertion(&world).claim("aud", audience.clone()).sign();
        let (usual, strict) = (assertion(), assertion());
        assert_eq!(ask(&world, &usual).await.is_ok(), audience != json!([]), "{audience}");
        require(&mut world, |security| security.require_strict_client_jwts = true);
        let expected = if fits { Ok(()) } else { Err(Refusal::AssertionAudience) };
        assert_eq!(ask(&world, &strict).await, expected, "{audience}");
        require(&mut world, |security| security.require_strict_client_jwts = false);
    }
}

/// Clauses: 307.
#[tokio::test]
async fn a_strict_workspace_takes_proofs_and_objects_by_the_algorithms_of_the_profile_and_says_so() {
    for alg in ["ES256", "ES384", "PS256", "RS256"] {
        let signer = Prover::with(alg);
        let mut world = request_objects::world_of(&[&signer]);
        require(&mut world, |security| security.require_strict_client_jwts = true);
        let is_taken = STRICT.contains(&alg);
        let code = world.code(&[]).await;
        let proven = world.exchange_with(&code, &[&signer.proof(&world)]).await;
        assert_eq!(proven.err(), if is_taken { None } else { Some(Refusal::MalformedProof) }, "{alg}");
        let object = world.refuses(signer.request_object(&world)).await;
        assert_eq!(object, if is_taken { None } else { Some(Refusal::RequestObjectAlgorithm) }, "{alg}");
        let metadata = world.engine.metadata(&world.realm().await).await.unwrap();
        assert_eq!(metadata.dpop_signing_alg_values_supported, STRICT);
        assert_eq!(metadata.request_object_signing_alg_values_supported, STRICT);
        assert_eq!(metadata.token_endpoint_auth_signing_alg_values_supported, STRICT);
    }
}

/// Clauses: 308.
#[tokio::test]
async fn a_strict_workspace_takes_request_objects_that_say_when_they_begin() {
    let signer = Prover::new();
    let mut world = request_objects::world_of(&[&signer]);
    let without = |world: &World| signer.request_object(world).without("nbf");
    assert_eq!(world.refuses(without(&world)).await, None);
    require(&mut world, |security| security.require_strict_client_jwts = true);
    assert_eq!(world.refuses(without(&world)).await, Some(Refusal::RequestObjectWithoutStart));
    assert_eq!(world.refuses(signer.request_object(&world)).await, None);
}

/// Clauses: 309.
#[tokio::test]
async fn where_signed_answers_are_required_no_other_answer_is_asked_for() {
    let mut world = World::new();
    require(&mut world, |security| security.require_signed_authorization_response = true);
    for mode in ["", "query", "form_post"] {
        assert_eq!(refused(world.authorize(&[("response_mode", mode)], None).await), Some(Refusal::SignedResponseRequired), "{mode}");
        assert_eq!(world.push(&[("response_mode", mode)]).await.unwrap_err(), Refusal::SignedResponseRequired, "{mode}");
    }
    let metadata = world.engine.metadata(&world.realm().await).await.unwrap();
    assert_eq!(metadata.response_modes_supported, ["jwt", "query.jwt", "fragment.jwt", "form_post.jwt"]);
    for mode in metadata.response_modes_supported {
        assert_eq!(refused(world.authorize(&[("response_mode", mode)], None).await), None, "{mode}");
    }
    let page = "https://id.example.com/console/acme/main/trial".to_owned();
    let (_, address) = world.engine.begin_trial(&world.realm().await, world.client.id, [1; 32], page).unwrap();
    assert_eq!(refused(world.authorize(&[("redirect_uri", &address)], None).await), None, "a test sign-in goes on");
}

/// Clauses: 311.
#[tokio::test]
async fn what_comes_from_a_little_ahead_is_taken_and_what_comes_from_far_ahead_is_not() {
    let signer = Prover::new();
    let world = world_of(ClientType::Service, &[&signer]);
    let now = world.clock.now().as_seconds();
    for claim in ["iat", "nbf"] {
        assert_eq!(ask(&world, &signer.assertion(&world).claim(claim, now + 10).sign()).await, Ok(()), "{claim}");
        assert_eq!(ask(&world, &signer.assertion(&world).claim(claim, now + 61).sign()).await, Err(Refusal::UntimelyAssertion), "{claim}");
    }
    let (world, prover) = (World::new(), Prover::new());
    for (ahead, refusal) in [(10, None), (61, Some(Refusal::UntimelyProof))] {
        let code = world.code(&[]).await;
        let proof = prover.draft(&world).claim("iat", now + ahead).sign();
        assert_eq!(world.exchange_with(&code, &[&proof]).await.err(), refusal, "{ahead}");
    }
}
