//! Proofs of possession (RFC 9449).

use domain::{
    client::ClientType, family::RevocationReason, grant_type::GrantType, policy::Rotation, scope::Scope,
    settings::tokens::AccessTokenFormat, token_event::TokenEventKind,
};
use engine::{
    Refusal,
    dpop::{ALGORITHMS, Proof},
    token::{TokenResponse, TokenType},
};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::{
    prover::{Prover, TOKEN_ENDPOINT},
    world::{World, access_token, claims, refresh_token},
};

impl World {
    async fn login_with(&self, prover: &Prover) -> TokenResponse {
        self.exchange_with(&self.code(&[]).await, &[&prover.proof(self)]).await.unwrap()
    }

    /// A refresh with a new proof by this key.
    async fn refresh_by(&self, prover: &Prover, token: &str) -> Result<TokenResponse, Refusal> {
        self.refresh_with(token, &[&prover.proof(self)]).await
    }

    fn reuses(&self) -> usize {
        let reused = |kind: &TokenEventKind| {
            matches!(kind, TokenEventKind::Reused { .. } | TokenEventKind::Revoked { reason: RevocationReason::CodeReuse })
        };
        self.storage.token_events().iter().filter(|event| reused(&event.kind)).count()
    }
}

/// Clauses: 79.
#[tokio::test]
async fn an_access_token_is_bound_to_the_key_of_its_own_proof() {
    let mut world = World::new();
    let prover = Prover::new();
    for format in AccessTokenFormat::ALL {
        world.workspace(|workspace| workspace.tokens.access_token_format = format);
        let response = world.login_with(&prover).await;
        assert_eq!((response.token_type, response.token_type.name()), (TokenType::Dpop, "DPoP"));
        let seen = world.introspect(&access_token(&response)).await.unwrap();
        assert_eq!((&seen["token_type"], &seen["cnf"]), (&json!("DPoP"), &json!({"jkt": prover.jkt()})), "{format:?}");
        if format == AccessTokenFormat::Jwt {
            assert_eq!(claims(&access_token(&response))["cnf"], json!({"jkt": prover.jkt()}));
        }
        let without = world.login().await;
        assert_eq!(without.token_type, TokenType::Bearer);
        assert_eq!(world.introspect(&access_token(&without)).await.unwrap().get("cnf"), None);
    }
}

/// Clauses: 77.
#[tokio::test]
async fn a_public_client_refreshes_with_the_key_of_its_sign_in_alone() {
    let world = World::with(ClientType::SinglePage);
    let (prover, thief) = (Prover::new(), Prover::new());
    let mut token = refresh_token(&world.login_with(&prover).await);
    for _ in 0..3 {
        assert_eq!(world.refresh(&token).await.unwrap_err(), Refusal::MissingProof);
        let refusal = world.refresh_by(&thief, &token).await.unwrap_err();
        assert_eq!((refusal, refusal.code().name()), (Refusal::OtherKey, "invalid_grant"));
        let response = world.refresh_by(&prover, &token).await.unwrap();
        assert_eq!(claims(&access_token(&response))["cnf"]["jkt"], prover.jkt());
        token = refresh_token(&response);
    }
    assert_eq!(world.reuses(), 0);
}

/// Clauses: 78.
#[tokio::test]
async fn a_confidential_client_may_change_its_key() {
    let world = World::new();
    let token = refresh_token(&world.login_with(&Prover::new()).await);
    let prover = Prover::new();
    let response = world.refresh_by(&prover, &token).await.unwrap();
    assert_eq!(claims(&access_token(&response))["cnf"]["jkt"], prover.jkt());
    let response = world.refresh(&refresh_token(&response)).await.unwrap();
    assert_eq!((response.token_type, claims(&access_token(&response)).get("cnf")), (TokenType::Bearer, None));
}

/// Clauses: 72, 80.
#[tokio::test]
async fn each_algorithm_that_is_advertised_is_understood() {
    let world = World::with(ClientType::MobileDesktop);
    let metadata = world.engine.metadata(&world.realm().await).await.unwrap();
    assert_eq!(metadata.dpop_signing_alg_values_supported, ALGORITHMS);
    for alg in ALGORITHMS {
        let prover = Prover::with(alg);
        let response = world.login_with(&prover).await;
        assert_eq!(claims(&access_token(&response))["cnf"]["jkt"], prover.jkt(), "{alg}");
        assert!(world.refresh_by(&prover, &refresh_token(&response)).await.is_ok(), "{alg}");
    }
}

/// Clauses: 80, 83.
#[tokio::test]
async fn a_proof_that_fails_consumes_nothing() {
    use Refusal::{ForeignProof, MalformedProof, UntimelyProof};

    let world = World::with(ClientType::SinglePage);
    let (prover, other) = (Prover::new(), Prover::new());
    let token = refresh_token(&world.login_with(&prover).await);
    let draft = || prover.draft(&world);
    let iat = draft().claims["iat"].as_i64().unwrap();
    let with_private_part = {
        let mut jwk = prover.jwk.clone();
        jwk["d"] = json!("AAAA");
        jwk
    };
    let with_null_private_part = {
        let mut jwk = prover.jwk.clone();
        jwk["d"] = Value::Null;
        jwk
    };
    let bad = [
        (draft().header("typ", "JWT").sign(), MalformedProof),
        (draft().header("alg", "none").sign(), MalformedProof),
        (draft().header("alg", "HS256").sign(), MalformedProof),
        (draft().header("alg", "RS256").sign(), MalformedProof),
        (draft().header("jwk", other.jwk.clone()).sign(), MalformedProof),
        (draft().header("jwk", with_private_part).sign(), MalformedProof),
        (draft().header("jwk", Value::Null).sign(), MalformedProof),
        (draft().header("crit", json!(["b64"])).sign(), MalformedProof),
        (draft().header("crit", Value::Null).sign(), MalformedProof),
        (draft().header("jwk", with_null_private_part).sign(), MalformedProof),
        (draft().claim("ath", Value::Null).sign(), MalformedProof),
        (draft().claim("nonce", Value::Null).sign(), MalformedProof),
        (draft().claim("jti", "").sign(), MalformedProof),
        (draft().claim("jti", "j".repeat(101)).sign(), MalformedProof),
        (draft().claim("jti", 7).sign(), MalformedProof),
        (draft().without("jti").sign(), MalformedProof),
        (draft().without("htm").sign(), MalformedProof),
        (draft().without("htu").sign(), MalformedProof),
        (draft().without("iat").sign(), MalformedProof),
        (draft().claim("iat", iat.to_string()).sign(), MalformedProof),
        (draft().claim("htm", "GET").sign(), ForeignProof),
        (draft().claim("htm", "post").sign(), ForeignProof),
        (draft().claim("htu", "https://id.example.com/acme/main/userinfo").sign(), ForeignProof),
        (draft().claim("htu", "https://id.example.com/acme/other/oauth2/token").sign(), ForeignProof),
        (draft().claim("htu", "not an address").sign(), ForeignProof),
        (draft().claim("iat", iat - 61).sign(), UntimelyProof),
        (draft().claim("iat", iat + 11).sign(), UntimelyProof),
        (draft().claim("iat", i64::MIN).sign(), UntimelyProof),
        (draft().claim("iat", 1e300).sign(), UntimelyProof),
        (format!("{}.x", draft().sign()), MalformedProof),
        ("unreadable".to_owned(), MalformedProof),
        (String::new(), MalformedProof),
    ];
    for (proof, expected) in &bad {
        let refusal = world.refresh_with(&token, &[proof]).await.unwrap_err();
        assert_eq!((refusal, refusal.code().name()), (*expected, "invalid_dpop_proof"), "{proof}");
    }
    let twice = [&*draft().sign(), &*draft().sign()];
    assert_eq!(world.refresh_with(&token, &twice).await.unwrap_err(), Refusal::SeveralProofs);
    assert_eq!(world.events().iter().filter(|code| **code == "rotated").count(), 0);

    let mut token = token;
    for good in [
        draft().claim("iat", iat - 60).sign(),
        draft().claim("iat", iat + 10).sign(),
        draft().claim("iat", 1_795_000_000.25).sign(),
        draft().claim("jti", "ö".repeat(100)).sign(),
        draft().claim("htu", "HTTPS://ID.EXAMPLE.COM:443/acme/main/oauth2/token?a=b#c").sign(),
        draft().header("kid", "ignored").claim("exp", 0).sign(),
    ] {
        token = refresh_token(&world.refresh_with(&token, &[&good]).await.expect(&good));
    }
}

/// Clauses: 80, 83.
#[tokio::test]
async fn a_proof_works_once_and_a_request_that_is_sent_again_is_no_reuse() {
    let world = World::with(ClientType::SinglePage);
    let prover = Prover::new();
    let (code, proof) = (world.code(&[]).await, prover.proof(&world));
    let first = refresh_token(&world.exchange_with(&code, &[&proof]).await.unwrap());
    assert_eq!(world.exchange_with(&code, &[&proof]).await.unwrap_err(), Refusal::ReplayedProof);

    let proof = prover.proof(&world);
    let second = refresh_token(&world.refresh_with(&first, &[&proof]).await.unwrap());
    world.clock.advance_seconds(30);
    let third = refresh_token(&world.refresh_by(&prover, &second).await.unwrap());
    assert_eq!(world.refresh_with(&first, &[&proof]).await.unwrap_err(), Refusal::ReplayedProof);
    assert_eq!(world.refresh(&first).await.unwrap_err(), Refusal::MissingProof);
    assert_eq!(world.refresh_by(&Prover::new(), &first).await.unwrap_err(), Refusal::OtherKey);
    assert_eq!(world.reuses(), 0);
    let fourth = world.refresh_by(&prover, &third).await;
    assert!(fourth.is_ok(), "the family is alive");

    assert_eq!(world.refresh_by(&prover, &first).await.unwrap_err(), Refusal::ReusedRefreshToken, "the key alone does not excuse it");
    assert_eq!(world.reuses(), 1);
}

#[tokio::test]
async fn a_code_that_comes_back_with_a_new_proof_ends_what_was_issued_for_it() {
    let world = World::with(ClientType::SinglePage);
    let prover = Prover::new();
    let code = world.code(&[]).await;
    let token = refresh_token(&world.exchange_with(&code, &[&prover.proof(&world)]).await.unwrap());
    assert_eq!(world.exchange_with(&code, &[&prover.proof(&world)]).await.unwrap_err(), Refusal::ReusedCode);
    assert_eq!(world.refresh_by(&prover, &token).await.unwrap_err(), Refusal::RevokedRefreshToken);
}

/// Clauses: 81.
#[tokio::test]
async fn a_nonce_is_asked_for_and_a_wrong_one_consumes_nothing() {
    let mut world = World::with(ClientType::SinglePage);
    world.workspace(|workspace| workspace.tokens.dpop_nonce_required = true);
    let prover = Prover::new();
    let code = world.code(&[]).await;
    let draft = prover.draft(&world);
    let refusal = world.exchange_with(&code, &[&draft.clone().sign()]).await.unwrap_err();
    assert_eq!((refusal, refusal.code().name()), (Refusal::MissingNonce, "use_dpop_nonce"));
    assert_eq!(world.exchange_with(&code, &[&draft.clone().claim("nonce", "guessed").sign()]).await.unwrap_err(), Refusal::WrongNonce);
    let nonce = world.engine.dpop_nonce(&world.realm().await);
    // The same jti: a proof that failed was not used.
    let token = refresh_token(&world.exchange_with(&code, &[&draft.claim("nonce", nonce.clone()).sign()]).await.unwrap());

    world.clock.advance_seconds(600);
    let draft = prover.draft(&world);
    let refusal = world.refresh_with(&token, &[&draft.clone().claim("nonce", nonce.clone()).sign()]).await.unwrap_err();
    assert_eq!((refusal, refusal.code().name()), (Refusal::WrongNonce, "use_dpop_nonce"), "too old");
    let fresh = world.engine.dpop_nonce(&world.realm().await);
    let token = refresh_token(&world.refresh_with(&token, &[&draft.claim("nonce", fresh).sign()]).await.unwrap());

    world.workspace(|workspace| workspace.tokens.dpop_nonce_required = false);
    let old = prover.draft(&world).claim("nonce", nonce).sign();
    assert_eq!(world.refresh_with(&token, &[&old]).await.unwrap_err(), Refusal::WrongNonce, "one that is brought must be good");
    assert!(world.refresh_by(&prover, &token).await.is_ok(), "none need be brought");
}

/// Clauses: 82.
#[tokio::test]
async fn a_code_is_bound_to_the_key_that_the_request_names() {
    let world = World::new();
    let prover = Prover::new();
    let code = world.code(&[("dpop_jkt", &prover.jkt())]).await;
    assert_eq!(world.exchange(&code).await.unwrap_err(), Refusal::MissingProof);
    let refusal = world.exchange_with(&code, &[&Prover::new().proof(&world)]).await.unwrap_err();
    assert_eq!((refusal, refusal.code().name()), (Refusal::OtherKey, "invalid_grant"));
    let token = refresh_token(&world.exchange_with(&code, &[&prover.proof(&world)]).await.unwrap());
    assert_eq!(world.exchange(&code).await.unwrap_err(), Refusal::MissingProof, "clause 83: whoever has the code and not the key");
    assert!(world.refresh(&token).await.is_ok(), "clause 83: harms nobody");

    let answer = world.answer(&[("dpop_jkt", "short")]).await;
    assert_eq!(crate::world::parameter(&answer, "error").as_deref(), Some("invalid_request"));
}

/// Clauses: 84.
#[tokio::test]
async fn a_client_that_is_registered_for_bound_tokens_gets_no_others() {
    let mut world = World::new();
    world.settings(|settings| {
        settings.dpop_bound_access_tokens = true;
        settings.grant_types.insert(GrantType::ClientCredentials);
        settings.scopes.insert(Scope::parse("introspect_tokens").unwrap());
    });
    let prover = Prover::new();
    let code = world.code(&[]).await;
    assert_eq!(world.exchange(&code).await.unwrap_err(), Refusal::MissingProof);
    let token = refresh_token(&world.exchange_with(&code, &[&prover.proof(&world)]).await.unwrap());
    assert_eq!(world.refresh(&token).await.unwrap_err(), Refusal::MissingProof);
    assert!(world.refresh_by(&prover, &token).await.is_ok());
    let request = [("grant_type", "client_credentials")];
    assert_eq!(world.token(&request).await.unwrap_err(), Refusal::MissingProof);
    let response = world.token_with(&request, &[&prover.proof(&world)]).await.unwrap();
    assert_eq!(claims(&access_token(&response))["cnf"]["jkt"], prover.jkt());
}

/// Clauses: 24.
#[tokio::test]
async fn a_bearer_family_of_a_public_client_rotates_whatever_the_policy_says_of_bound_ones() {
    let mut world = World::with(ClientType::MobileDesktop);
    let before = refresh_token(&world.login().await);
    world.settings(|settings| {
        settings.dpop_bound_access_tokens = true;
        settings.refresh.rotation = Some(Rotation::Never);
        settings.refresh.retry_until_first_use = Some(true);
    });
    let prover = Prover::new();
    let bound = refresh_token(&world.login_with(&prover).await);
    assert_eq!(refresh_token(&world.refresh_by(&prover, &bound).await.unwrap()), bound, "the key takes the place of rotation");
    let after = refresh_token(&world.refresh_by(&prover, &before).await.unwrap());
    assert_ne!(after, before);
    world.clock.advance_seconds(31);
    assert_eq!(world.refresh_by(&prover, &before).await.unwrap_err(), Refusal::ReusedRefreshToken);
}

#[tokio::test]
async fn userinfo_wants_a_bound_token_with_its_key_and_another_one_without() {
    let world = World::with(ClientType::SinglePage);
    let prover = Prover::new();
    let bound = access_token(&world.login_with(&prover).await);
    let bearer = access_token(&world.login().await);
    let dpop = async |token: &str, proofs: &[&str]| world.userinfo_as(TokenType::Dpop, token, proofs).await;

    let proof = prover.proof_with(&world, &bound);
    assert_eq!(dpop(&bound, &[&proof]).await.unwrap().sub, world.user.id.to_string());
    assert_eq!(dpop(&bound, &[&proof]).await.unwrap_err(), Refusal::ReplayedProof);
    assert_eq!(dpop(&bound, &[]).await.unwrap_err(), Refusal::MissingProof);
    assert_eq!(dpop(&bound, &[&prover.proof_with(&world, &bearer)]).await.unwrap_err(), Refusal::ProofOfOtherToken);
    let without_hash = prover.draft(&world).claim("htm", "GET").claim("htu", crate::prover::USERINFO).sign();
    assert_eq!(dpop(&bound, &[&without_hash]).await.unwrap_err(), Refusal::ProofOfOtherToken);
    assert_eq!(dpop(&bound, &[&prover.proof(&world)]).await.unwrap_err(), Refusal::ForeignProof);
    let thief = Prover::new();
    assert_eq!(dpop(&bound, &[&thief.proof_with(&world, &bound)]).await.unwrap_err(), Refusal::TokenOfOtherKey);
    assert_eq!(dpop(&bearer, &[&prover.proof_with(&world, &bearer)]).await.unwrap_err(), Refusal::BearerTokenAsBound);
    assert_eq!(world.userinfo(&bound).await.unwrap_err(), Refusal::BoundTokenAsBearer);
    assert!(world.userinfo(&bearer).await.is_ok());
}

proptest! {
    #[test]
    fn no_text_makes_the_reader_of_proofs_fail(text in "\\PC{0,200}", parts in prop::collection::vec("[A-Za-z0-9_=-]{0,60}", 0..5)) {
        prop_assert_eq!(Proof::parse(&text), None);
        prop_assert_eq!(Proof::parse(&parts.join(".")), None);
    }

    #[test]
    fn a_proof_with_any_character_changed_is_none(index in 0..500_usize, replacement in "[A-Za-z0-9_.-]") {
        thread_local! {
            static PROOF: String = Prover::new().proof(&World::new());
        }
        PROOF.with(|proof| {
            let index = index % proof.len();
            let mut mangled = proof.clone();
            mangled.replace_range(index..=index, &replacement);
            prop_assert_eq!(Proof::parse(&mangled).is_some(), mangled == *proof);
            Ok(())
        })?;
    }

    #[test]
    fn a_proof_reads_back_as_it_was_made(jti in "\\PC{1,100}", nonce in prop::option::of("\\PC{0,40}"), iat in any::<i64>()) {
        let (world, prover) = (World::new(), Prover::new());
        let mut draft = prover.draft(&world).claim("jti", jti.clone()).claim("iat", iat);
        if let Some(nonce) = &nonce {
            draft = draft.claim("nonce", nonce.clone());
        }
        let proof = Proof::parse(&draft.sign()).unwrap();
        prop_assert_eq!((proof.id, proof.issued_at, proof.nonce), (jti, iat, nonce));
        prop_assert_eq!((proof.jkt.to_string(), proof.url.as_str()), (prover.jkt(), TOKEN_ENDPOINT));
    }
}
