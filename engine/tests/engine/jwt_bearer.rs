//! Assertions of trusted issuers as authorization grants (RFC 7521, RFC 7523, draft-ietf-oauth-identity-assertion-authz-grant-03).

use std::collections::BTreeSet;

use domain::{
    client::ClientType,
    client_keys::{ClientAlgorithm, JwkSet},
    clock::Clock as _,
    grant_type::GrantType,
    id::UserId,
    lifetime::AccessTokenTtl,
    linked_subject::AssertionSubject,
    name::Slug,
    scope::Scopes,
    subject_type::SubjectType,
    token_event::{RefusedAssertion, TokenEventKind},
    trusted_issuer::{AssertionIssuer, AssertionKind, AssertionTtl, ClaimName, IssuerKeys, SubjectMatch, TrustedIssuer},
    user::UserStatus,
};
use engine::{Refusal, client_jwt::LEEWAY_SECONDS, token::TokenResponse};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::{
    client_assertion::named,
    prover::{Draft, IDP, ISSUER, Prover, TOKEN_ENDPOINT},
    world::{World, access_token, claims},
};

const GRANT: &str = GrantType::JwtBearer.name();
const ORDERS: &str = "https://orders.example.com/";
const BILLING: &str = "https://billing.example.com/";

/// An issuer with this key, for every client and both kinds of assertions.
fn issuer(signer: &Prover) -> TrustedIssuer {
    TrustedIssuer {
        id: Slug::parse("idp").unwrap(),
        issuer: AssertionIssuer::parse(IDP).unwrap(),
        enabled: true,
        keys: IssuerKeys::Jwks(JwkSet::of(&[named(signer, "key-0")]).unwrap()),
        algorithms: TrustedIssuer::usual_algorithms(),
        kinds: BTreeSet::from(AssertionKind::ALL),
        any_client: true,
        clients: BTreeSet::new(),
        subject_claim: ClaimName::default(),
        subject_match: SubjectMatch::UserId,
        scopes: "openid profile email".parse().unwrap(),
        assertion_ttl: TrustedIssuer::USUAL_TTL,
        access_token_ttl: None,
    }
}

/// A world whose client has the grant, and that trusts an issuer with this key.
fn world_of(signer: &Prover) -> World {
    let mut world = World::new();
    world.settings(|settings| {
        settings.grant_types.insert(GrantType::JwtBearer);
        settings.scopes = "openid profile offline_access".parse().unwrap();
    });
    trust(&mut world, issuer(signer));
    world
}

fn trust(world: &mut World, issuer: TrustedIssuer) {
    world.workspace(|workspace| workspace.trusted_issuers = [issuer].into_iter().collect());
}

async fn take(world: &World, assertion: &str) -> Result<TokenResponse, Refusal> {
    take_with(world, assertion, &[]).await
}

async fn take_with(world: &World, assertion: &str, more: &[(&str, &str)]) -> Result<TokenResponse, Refusal> {
    world.token_with(&[&[("grant_type", GRANT), ("assertion", assertion)][..], more].concat(), &[]).await
}

async fn refused(world: &World, draft: Draft<'_>) -> Refusal {
    take(world, &draft.sign()).await.unwrap_err()
}

/// Clauses: 99, 253, 259.
#[tokio::test]
async fn an_assertion_brings_an_access_token_of_its_user_and_nothing_that_lasts() {
    let signer = Prover::new();
    let world = world_of(&signer);
    let response = take(&world, &signer.grant_assertion(&world).sign()).await.unwrap();
    assert!(response.refresh_token.is_none() && response.id_token.is_none() && response.issued_token_type.is_none());
    assert_eq!(response.scopes, "openid profile".parse().unwrap(), "of both, without offline access");
    let token = access_token(&response);
    let told = claims(&token);
    assert_eq!((&told["sub"], &told["client_id"]), (&json!(world.user.id), &json!(world.client.id)));
    assert_eq!(world.introspect(&token).await.unwrap()["active"], true);
    assert_eq!(world.userinfo(&token).await.unwrap().sub, world.user.id.to_string());

    let events = world.storage.token_events();
    assert_eq!(events.last().unwrap().kind, TokenEventKind::Asserted { issuer: IDP.to_owned() });
    assert_eq!(events.last().unwrap().user_id, Some(world.user.id));
    let audit = world.storage.audit_events();
    assert!(audit.last().unwrap().changes.iter().any(|change| change.to == IDP), "{audit:?}");

    // No API would take it as the sign-in of a browser, and it ends as one does.
    world.storage.set_password(world.user.id, None, world.clock.now());
    assert_eq!(world.introspect(&token).await.unwrap(), json!({ "active": false }));
}

/// Clauses: 253.
#[tokio::test]
async fn only_a_client_that_authenticates_and_has_the_grant_uses_an_assertion() {
    let signer = Prover::new();
    let mut world = world_of(&signer);
    assert!(!ClientType::SinglePage.may_have(GrantType::JwtBearer) && !ClientType::MobileDesktop.may_have(GrantType::JwtBearer));
    assert!(ClientType::Service.may_have(GrantType::JwtBearer));
    assert_eq!(world.token_with(&[("grant_type", GRANT)], &[]).await.unwrap_err(), Refusal::MissingGrantAssertion);
    let assertion = signer.grant_assertion(&world).sign();
    world.settings(|settings| _ = settings.grant_types.remove(&GrantType::JwtBearer));
    assert_eq!(take(&world, &assertion).await.unwrap_err(), Refusal::ClientGrant);
    world.settings(|settings| _ = settings.grant_types.insert(GrantType::JwtBearer));
    world.workspace(|workspace| _ = workspace.authorization.grant_types.remove(&GrantType::JwtBearer));
    assert_eq!(take(&world, &assertion).await.unwrap_err(), Refusal::WorkspaceGrant);
    world.workspace(|workspace| _ = workspace.authorization.grant_types.insert(GrantType::JwtBearer));
    let secret = world.secret.replace("wrong".to_owned());
    assert_eq!(take(&world, &assertion).await.unwrap_err().code().name(), "invalid_client");
    world.secret = secret;
    assert!(take(&world, &assertion).await.is_ok(), "none of these used it up");
}

#[tokio::test]
async fn what_an_assertion_said_that_was_refused_is_kept_for_administrators() {
    let signer = Prover::new();
    let mut world = world_of(&signer);
    let by_email = TrustedIssuer { subject_claim: ClaimName::parse("email").unwrap(), ..issuer(&signer) };
    trust(&mut world, by_email);
    let last = |world: &World| match world.last_event() {
        TokenEventKind::Refused { reason, assertion } => (reason, assertion.unwrap()),
        other => panic!("{other:?}"),
    };
    // With the slash that its issuer has not.
    let with_slash = format!("{IDP}/");
    refused(&world, signer.grant_assertion(&world).claim("iss", with_slash.as_str()).claim("sub", "a\u{0}\u{202e}b")).await;
    let kept = RefusedAssertion { issuer: with_slash, claim: "sub".to_owned(), subject: Some("ab".to_owned()) };
    assert_eq!(last(&world), ("assertion_issuer_untrusted".to_owned(), kept));

    refused(&world, signer.grant_assertion(&world).claim("email", "n".repeat(300).as_str())).await;
    let kept = RefusedAssertion { issuer: IDP.to_owned(), claim: "email".to_owned(), subject: Some("n".repeat(255)) };
    assert_eq!(last(&world).1, kept);
}

/// Clauses: 254, 260.
#[tokio::test]
async fn an_issuer_is_trusted_by_its_name_for_its_clients_and_for_its_kinds() {
    let signer = Prover::new();
    let mut world = world_of(&signer);
    for other in ["https://idp.example.com/", "https://other.example.com", ISSUER] {
        assert_eq!(refused(&world, signer.grant_assertion(&world).claim("iss", other)).await, Refusal::UntrustedIssuer, "{other}");
    }
    trust(&mut world, TrustedIssuer { enabled: false, ..issuer(&signer) });
    let off = refused(&world, signer.grant_assertion(&world)).await;
    assert_eq!((off, off.public(), off.code().name()), (Refusal::DisabledIssuer, Refusal::UntrustedIssuer, "invalid_grant"));
    trust(&mut world, TrustedIssuer { any_client: false, ..issuer(&signer) });
    assert_eq!(refused(&world, signer.grant_assertion(&world)).await, Refusal::IssuerOfOtherClients);
    let own = [world.client.id].into();
    trust(&mut world, TrustedIssuer { any_client: false, clients: own, ..issuer(&signer) });
    assert!(take(&world, &signer.grant_assertion(&world).sign()).await.is_ok());

    trust(&mut world, TrustedIssuer { kinds: [AssertionKind::Jwt].into(), ..issuer(&signer) });
    assert_eq!(refused(&world, signer.grant_assertion(&world)).await, Refusal::GrantAssertionKind);
    assert!(take(&world, &signer.grant_assertion(&world).header("typ", "JWT").sign()).await.is_ok());
    trust(&mut world, TrustedIssuer { kinds: [AssertionKind::IdJag].into(), ..issuer(&signer) });
    assert_eq!(refused(&world, signer.grant_assertion(&world).header("typ", "JWT")).await, Refusal::GrantAssertionKind);
}

/// Clauses: 255, 261.
#[tokio::test]
async fn an_assertion_is_for_this_issuer_and_an_identity_assertion_for_nothing_else_of_it() {
    let signer = Prover::new();
    let world = world_of(&signer);
    for (audience, plain, id_jag) in [
        (json!(ISSUER), true, true),
        (json!([ISSUER]), true, true),
        (json!(TOKEN_ENDPOINT), true, false),
        (json!([ISSUER, TOKEN_ENDPOINT]), true, false),
        (json!([ISSUER, "https://other.example.com"]), false, false),
        (json!("https://id.example.com/acme/main/"), false, false),
        (json!("https://other.example.com"), false, false),
        (json!([]), false, false),
    ] {
        for (typ, fits) in [("JWT", plain), ("oauth-id-jag+jwt", id_jag), ("application/oauth-id-jag+JWT", id_jag)] {
            let draft = signer.grant_assertion(&world).header("typ", typ).claim("aud", audience.clone());
            let taken = take(&world, &draft.sign()).await.map(drop);
            assert_eq!(taken, if fits { Ok(()) } else { Err(Refusal::GrantAssertionAudience) }, "{typ} {audience}");
        }
    }
}

/// Clauses: 256.
#[tokio::test]
async fn an_assertion_is_good_in_its_time_and_is_not_made_for_longer_than_its_issuer_may() {
    let signer = Prover::new();
    let mut world = world_of(&signer);
    let now = world.clock.now().as_seconds();
    let ttl = TrustedIssuer::USUAL_TTL.as_seconds();
    for (name, times, fits) in [
        ("over within the leeway", json!({ "iat": now - 60, "exp": now - LEEWAY_SECONDS + 1 }), true),
        ("over", json!({ "iat": now - 60, "exp": now - LEEWAY_SECONDS }), false),
        ("made ahead within the leeway", json!({ "iat": now + LEEWAY_SECONDS, "exp": now + 60 }), true),
        ("made ahead", json!({ "iat": now + LEEWAY_SECONDS + 1, "exp": now + 60 }), false),
        ("not begun", json!({ "iat": now, "nbf": now + LEEWAY_SECONDS + 1, "exp": now + 60 }), false),
        ("as long as can be", json!({ "iat": now, "exp": now + ttl }), true),
        ("too long", json!({ "iat": now - 10, "exp": now + ttl - 9 }), false),
        ("too far ahead", json!({ "iat": now + 1, "exp": now + ttl + LEEWAY_SECONDS + 1 }), false),
    ] {
        let mut draft = signer.grant_assertion(&world);
        for (claim, value) in times.as_object().unwrap() {
            draft = draft.claim(claim, value.clone());
        }
        let taken = take(&world, &draft.sign()).await.map(drop);
        assert_eq!(taken, if fits { Ok(()) } else { Err(Refusal::UntimelyGrantAssertion) }, "{name}");
    }
    // One that does not say when it was made is held to what is ahead of it.
    let without = |exp: i64| signer.grant_assertion(&world).header("typ", "JWT").without("iat").claim("exp", exp);
    assert!(take(&world, &without(now + ttl).sign()).await.is_ok());
    assert_eq!(refused(&world, without(now + ttl + LEEWAY_SECONDS + 1)).await, Refusal::UntimelyGrantAssertion);
    trust(&mut world, TrustedIssuer { assertion_ttl: AssertionTtl::SHORTEST, ..issuer(&signer) });
    let longer = signer.grant_assertion(&world).claim("exp", now + 61);
    assert_eq!(refused(&world, longer).await, Refusal::UntimelyGrantAssertion);
}

/// Clauses: 257.
#[tokio::test]
async fn an_assertion_is_used_once_and_by_one_of_all_who_try() {
    let signer = Prover::new();
    let world = world_of(&signer);
    let assertion = signer.grant_assertion(&world).sign();
    let (first, second, third) = tokio::join!(take(&world, &assertion), take(&world, &assertion), take(&world, &assertion));
    let (taken, replayed): (Vec<_>, Vec<_>) = [first, second, third].into_iter().partition(Result::is_ok);
    assert_eq!((taken.len(), replayed.len()), (1, 2));
    assert!(replayed.into_iter().all(|answer| answer.unwrap_err() == Refusal::ReplayedGrantAssertion));
    // Another issuer counts for itself, and so does another workspace: its issuer is another audience.
    let again = signer.grant_assertion(&world).claim("jti", claims(&assertion)["jti"].clone());
    assert_eq!(refused(&world, again).await, Refusal::ReplayedGrantAssertion);
    // A refusal uses nothing up.
    let early = signer.grant_assertion(&world).claim("scope", "email");
    assert_eq!(refused(&world, early.clone()).await, Refusal::InvalidScope);
    let right = early.claim("scope", "profile");
    assert!(take(&world, &right.sign()).await.is_ok());
}

/// Clauses: 258, 260.
#[tokio::test]
async fn an_assertion_is_signed_by_a_key_of_its_issuer_and_by_an_algorithm_of_its_own() {
    for alg in ["ES256", "ES384", "EdDSA", "RS256", "PS256"] {
        let signer = Prover::with(alg);
        let world = world_of(&signer);
        assert!(take(&world, &signer.grant_assertion(&world).sign()).await.is_ok(), "{alg}");
    }
    let (signer, other) = (Prover::new(), Prover::new());
    let mut world = world_of(&signer);
    assert_eq!(refused(&world, other.grant_assertion(&world)).await, Refusal::WrongGrantAssertionSignature);
    let unknown = refused(&world, signer.grant_assertion(&world).header("kid", "key-1")).await;
    assert_eq!((unknown, unknown.public()), (Refusal::UnknownGrantAssertionKey, Refusal::WrongGrantAssertionSignature));
    for alg in ["none", "HS256", "ES512"] {
        assert_eq!(refused(&world, signer.grant_assertion(&world).header("alg", alg)).await, Refusal::GrantAssertionAlgorithm, "{alg}");
    }
    trust(&mut world, TrustedIssuer { algorithms: [ClientAlgorithm::EdDsa].into(), ..issuer(&signer) });
    assert_eq!(refused(&world, signer.grant_assertion(&world)).await, Refusal::GrantAssertionAlgorithm);

    let malformed = Refusal::MalformedGrantAssertion;
    trust(&mut world, issuer(&signer));
    for claim in ["iss", "sub", "aud", "exp", "jti", "client_id", "iat"] {
        assert_eq!(refused(&world, signer.grant_assertion(&world).without(claim)).await, malformed, "{claim}");
    }
    for draft in [
        signer.grant_assertion(&world).header("typ", "at+jwt"),
        signer.grant_assertion(&world).header("typ", "client-authentication+jwt"),
        signer.grant_assertion(&world).header("crit", json!(["exp"])),
        signer.grant_assertion(&world).claim("jti", ""),
        signer.grant_assertion(&world).claim("jti", "a".repeat(256)),
        signer.grant_assertion(&world).claim("scope", "a  \"b\""),
        signer.grant_assertion(&world).claim("filler", "a".repeat(8 * 1024)),
    ] {
        let claims = draft.claims.clone();
        assert_eq!(refused(&world, draft).await, malformed, "{claims}");
    }
    assert_eq!(take(&world, "not.a.jwt").await.unwrap_err(), malformed);
    // What is not signed is not believed: nobody learns by it whether there is such a user.
    let forged = other.grant_assertion(&world).claim("sub", "nobody");
    assert_eq!(refused(&world, forged).await, Refusal::WrongGrantAssertionSignature);
}

/// Clauses: 261.
#[tokio::test]
async fn an_assertion_that_names_its_client_is_for_no_other() {
    let signer = Prover::new();
    let mut world = world_of(&signer);
    let of_first = signer.grant_assertion(&world);
    world.as_other_client(ClientType::Service);
    world.settings(|settings| {
        settings.grant_types.insert(GrantType::JwtBearer);
        settings.scopes = "openid profile".parse().unwrap();
    });
    assert_eq!(refused(&world, of_first.clone()).await, Refusal::OtherClientsGrantAssertion);
    assert_eq!(refused(&world, of_first.clone().header("typ", "JWT")).await, Refusal::OtherClientsGrantAssertion);
    assert!(take(&world, &of_first.header("typ", "JWT").without("client_id").sign()).await.is_ok());
}

/// Clauses: 262.
#[tokio::test]
async fn scope_and_resource_of_an_assertion_are_the_most_that_it_brings() {
    let signer = Prover::new();
    let world = world_of(&signer);
    world.put_service(1, "Orders", Some(ORDERS));
    world.put_service(2, "Billing", Some(BILLING));
    let narrow = take(&world, &signer.grant_assertion(&world).claim("scope", "profile email orders").sign()).await.unwrap();
    assert_eq!(narrow.scopes, "profile".parse().unwrap());
    let event = world.storage.token_events().pop().unwrap();
    assert_eq!(event.left_out, "email orders".parse().unwrap(), "the log tells what the assertion had and the token does not");
    let beyond = signer.grant_assertion(&world).claim("scope", "profile").sign();
    assert_eq!(take_with(&world, &beyond, &[("scope", "openid")]).await.unwrap_err(), Refusal::InvalidScope);
    assert_eq!(take_with(&world, &beyond, &[("scope", "openid profile")]).await.unwrap().scopes, "profile".parse().unwrap());

    let audience = |response: &TokenResponse| claims(&access_token(response))["aud"].clone();
    let for_orders = || signer.grant_assertion(&world).claim("resource", ORDERS).sign();
    assert_eq!(audience(&take(&world, &for_orders()).await.unwrap()), json!(ORDERS));
    assert_eq!(take_with(&world, &for_orders(), &[("resource", BILLING)]).await.unwrap_err(), Refusal::InvalidTarget);
    let both = signer.grant_assertion(&world).claim("resource", json!([ORDERS, BILLING])).sign();
    assert_eq!(audience(&take_with(&world, &both, &[("resource", BILLING)]).await.unwrap()), json!(BILLING));
    for unknown in [json!("https://other.example.com/"), json!("orders")] {
        assert_eq!(refused(&world, signer.grant_assertion(&world).claim("resource", unknown)).await, Refusal::InvalidTarget);
    }
    let unsaid = signer.grant_assertion(&world).sign();
    assert_eq!(audience(&take_with(&world, &unsaid, &[("resource", BILLING)]).await.unwrap()), json!(BILLING));
}

#[tokio::test]
async fn an_assertion_grants_no_authorization_details_and_one_that_is_asked_for_some_is_not_used_up() {
    let signer = Prover::new();
    let world = world_of(&signer);
    let assertion = signer.grant_assertion(&world).sign();
    for (asked, refusal) in [(r#"[{"type":"payment"}]"#, Refusal::DetailsBeyondGrant), ("payment", Refusal::MalformedDetails)] {
        assert_eq!(take_with(&world, &assertion, &[("authorization_details", asked)]).await.unwrap_err(), refusal, "{asked}");
    }
    assert!(take(&world, &assertion).await.unwrap().authorization_details.is_empty());
}

/// Clauses: 264.
#[tokio::test]
async fn a_user_is_found_by_whatever_a_client_calls_them() {
    let signer = Prover::new();
    let mut world = world_of(&signer);
    world.settings(|settings| settings.subject_type = SubjectType::Pairwise);
    let told = claims(world.login().await.id_token.unwrap().expose());
    assert_ne!(told["sub"], json!(world.user.id));
    let response = take(&world, &signer.grant_assertion(&world).claim("sub", told["sub"].clone()).sign()).await.unwrap();
    assert_eq!(claims(&access_token(&response))["sub"], told["sub"]);
}

/// Clauses: 263.
#[tokio::test]
async fn the_metadata_tell_of_the_grant_and_of_identity_assertions_where_some_are_taken() {
    let signer = Prover::new();
    let mut world = world_of(&signer);
    let metadata = async |world: &World| serde_json::to_value(world.engine.metadata(&world.realm().await).await.unwrap()).unwrap();
    let told = metadata(&world).await;
    assert!(told["grant_types_supported"].as_array().unwrap().contains(&json!(GRANT)));
    assert_eq!(told["authorization_grant_profiles_supported"], json!(["urn:ietf:params:oauth:grant-profile:id-jag"]));
    let profiles = |told: Value| told.get("authorization_grant_profiles_supported").cloned();
    for other in
        [TrustedIssuer { enabled: false, ..issuer(&signer) }, TrustedIssuer { kinds: [AssertionKind::Jwt].into(), ..issuer(&signer) }]
    {
        trust(&mut world, other);
        assert_eq!(profiles(metadata(&world).await), None);
    }
    trust(&mut world, issuer(&signer));
    world.workspace(|workspace| _ = workspace.authorization.grant_types.remove(&GrantType::JwtBearer));
    let told = metadata(&world).await;
    assert!(!told["grant_types_supported"].as_array().unwrap().contains(&json!(GRANT)));
    assert_eq!(profiles(told), None);
}

/// Clauses: 264.
#[tokio::test]
async fn a_user_is_found_as_the_issuer_is_set_and_an_address_only_where_both_sides_have_verified_it() {
    let signer = Prover::new();
    let mut world = world_of(&signer);
    for nobody in ["nobody", "alice@example.com", &UserId::new(world.clock.now(), [9; 10]).to_string()] {
        let unknown = refused(&world, signer.grant_assertion(&world).claim("sub", nobody)).await;
        assert_eq!((unknown, unknown.code().name()), (Refusal::UnknownAssertionSubject, "invalid_grant"), "{nobody}");
    }
    let upn = ClaimName::parse("preferred_username").unwrap();
    trust(&mut world, TrustedIssuer { subject_claim: upn, subject_match: SubjectMatch::UserName, ..issuer(&signer) });
    assert_eq!(refused(&world, signer.grant_assertion(&world)).await, Refusal::MissingAssertionSubject);
    assert_eq!(refused(&world, signer.grant_assertion(&world).claim("preferred_username", 7)).await, Refusal::MissingAssertionSubject);
    let named = signer.grant_assertion(&world).claim("sub", "x").claim("preferred_username", "Alice@Example.com");
    assert!(take(&world, &named.sign()).await.is_ok());

    let email = ClaimName::parse("email").unwrap();
    trust(&mut world, TrustedIssuer { subject_claim: email, subject_match: SubjectMatch::VerifiedEmail, ..issuer(&signer) });
    let addressed = || signer.grant_assertion(&world).claim("email", "alice@example.com");
    let unverified = Refusal::UnverifiedAssertionSubject;
    assert_eq!(refused(&world, addressed()).await, unverified);
    assert_eq!(refused(&world, addressed().claim("email_verified", false)).await, unverified);
    assert_eq!(refused(&world, addressed().claim("email_verified", "true")).await, unverified);
    assert_eq!(unverified.public(), Refusal::UnknownAssertionSubject);
    let verified = || signer.grant_assertion(&world).claim("email", "alice@example.com").claim("email_verified", true);
    assert_eq!(refused(&world, verified()).await, Refusal::UnknownAssertionSubject, "she typed it, and has not shown that it is hers");
    let draft = verified();
    world.user(|user| user.profile.email_verified = true);
    assert!(take(&world, &draft.sign()).await.is_ok());

    trust(&mut world, issuer(&signer));
    world.user(|user| user.status = UserStatus::Disabled);
    let disabled = refused(&world, signer.grant_assertion(&world)).await;
    assert_eq!((disabled, disabled.public()), (Refusal::InactiveAssertionSubject, Refusal::UnknownAssertionSubject));
}

/// Clauses: 323, 324.
#[tokio::test]
async fn a_subject_that_is_linked_is_its_user_before_anything_else_finds_one() {
    let signer = Prover::new();
    let mut world = world_of(&signer);
    let email = ClaimName::parse("email").unwrap();
    trust(&mut world, TrustedIssuer { subject_claim: email, subject_match: SubjectMatch::VerifiedEmail, ..issuer(&signer) });
    let of = |world: &World, subject: &str| signer.grant_assertion(world).claim("sub", subject);
    assert_eq!(refused(&world, of(&world, "00u1")).await, Refusal::MissingAssertionSubject);
    let subject = AssertionSubject::parse("00u1").unwrap();
    world.storage.link_subject(world.workspace.id, Slug::parse("idp").unwrap(), subject, world.user.id);
    let response = take(&world, &of(&world, "00u1").sign()).await.unwrap();
    assert_eq!(claims(&access_token(&response))["sub"], json!(world.user.id));
    let addressed = of(&world, "00u1").claim("email", "eve@example.com").claim("email_verified", true);
    assert!(take(&world, &addressed.sign()).await.is_ok(), "the link decides, and no claim");
    for other in ["00u12", "00U1", " 00u1"] {
        assert_eq!(refused(&world, of(&world, other)).await, Refusal::MissingAssertionSubject, "{other}");
    }
    // A subject is one of its issuer's.
    trust(&mut world, TrustedIssuer { id: Slug::parse("other").unwrap(), ..issuer(&signer) });
    assert_eq!(refused(&world, of(&world, "00u1")).await, Refusal::UnknownAssertionSubject);
    trust(&mut world, issuer(&signer));
    assert!(take(&world, &of(&world, "00u1").sign()).await.is_ok());
    world.user(|user| user.status = UserStatus::Disabled);
    assert_eq!(refused(&world, of(&world, "00u1")).await, Refusal::InactiveAssertionSubject);
    world.user(|user| user.status = UserStatus::Active);
    world.storage.unlink_subjects(world.user.id);
    assert_eq!(refused(&world, of(&world, "00u1")).await, Refusal::UnknownAssertionSubject);
}

#[tokio::test]
async fn what_is_decided_by_an_issuer_that_was_changed_meanwhile_is_decided_anew() {
    let signer = Prover::new();
    let mut world = world_of(&signer);
    let before = world.realm().await;
    let form = |assertion: String| [("grant_type", GRANT.to_owned()), ("assertion", assertion)];
    trust(&mut world, TrustedIssuer { enabled: false, ..issuer(&signer) });
    let form = form(signer.grant_assertion(&world).sign());
    let form: Vec<_> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(world.token_at(&before, &form, &[]).await.unwrap_err(), Refusal::DisabledIssuer);
    assert!(world.storage.token_events().iter().all(|event| !matches!(event.kind, TokenEventKind::Asserted { .. })));
}

#[tokio::test]
async fn a_token_for_an_assertion_is_bound_to_the_key_that_the_request_proves() {
    let signer = Prover::new();
    let mut world = world_of(&signer);
    world.settings(|settings| settings.dpop_bound_access_tokens = true);
    let holder = Prover::new();
    let assertion = signer.grant_assertion(&world).sign();
    let form = [("grant_type", GRANT), ("assertion", assertion.as_str())];
    assert_eq!(world.token_with(&form, &[]).await.unwrap_err(), Refusal::MissingProof);
    let proof = holder.proof(&world);
    let response = world.token_with(&form, &[&proof]).await.unwrap();
    assert_eq!(claims(&access_token(&response))["cnf"], json!({ "jkt": holder.jkt() }));
}

const SCOPES: [&str; 5] = ["openid", "profile", "email", "orders", "offline_access"];

fn scopes() -> impl Strategy<Value = Scopes> {
    prop::sample::subsequence(SCOPES.to_vec(), 0..=SCOPES.len()).prop_map(|scopes| scopes.join(" ").parse().unwrap())
}

fn ttl() -> impl Strategy<Value = AccessTokenTtl> {
    (60..=86_400_i64).prop_map(|seconds| AccessTokenTtl::from_seconds(seconds).unwrap())
}

/// What is set and asked for.
#[derive(Debug, Clone)]
struct Bounds {
    of_issuer: Scopes,
    of_client: Scopes,
    of_assertion: Option<Scopes>,
    asked: Option<Scopes>,
    client_ttl: AccessTokenTtl,
    issuer_ttl: Option<AccessTokenTtl>,
}

fn bounds() -> impl Strategy<Value = Bounds> {
    (scopes(), scopes(), prop::option::of(scopes()), prop::option::of(scopes()), ttl(), prop::option::of(ttl())).prop_map(
        |(of_issuer, of_client, of_assertion, asked, client_ttl, issuer_ttl)| Bounds {
            of_issuer,
            of_client,
            of_assertion,
            asked,
            client_ttl,
            issuer_ttl,
        },
    )
}

async fn stays_within(bounds: Bounds) {
    let signer = Prover::new();
    let mut world = world_of(&signer);
    world.settings(|settings| {
        settings.scopes = bounds.of_client.clone();
        settings.token_ttls.access_token_ttl = Some(bounds.client_ttl);
    });
    trust(&mut world, TrustedIssuer { scopes: bounds.of_issuer.clone(), access_token_ttl: bounds.issuer_ttl, ..issuer(&signer) });
    let mut draft = signer.grant_assertion(&world);
    if let Some(scopes) = &bounds.of_assertion {
        draft = draft.claim("scope", scopes.to_string());
    }
    let asked = bounds.asked.as_ref().map(ToString::to_string).unwrap_or_default();
    let response = match take_with(&world, &draft.sign(), &[("scope", asked.as_str())]).await {
        Ok(response) => response,
        Err(refusal) => {
            assert_eq!(refusal, Refusal::InvalidScope, "{bounds:?}");
            return;
        }
    };
    let granted = &response.scopes;
    assert!(!granted.is_empty() && !granted.contains("offline_access"), "{bounds:?}");
    assert!(granted.is_subset(&bounds.of_issuer) && granted.is_subset(&bounds.of_client), "{bounds:?}");
    assert!(bounds.of_assertion.as_ref().is_none_or(|scopes| granted.is_subset(scopes)), "{bounds:?}");
    assert!(asked.is_empty() || granted.is_subset(bounds.asked.as_ref().unwrap()), "{bounds:?}");
    let token = claims(&access_token(&response));
    let lives_for = token["exp"].as_i64().unwrap() - token["iat"].as_i64().unwrap();
    assert!(lives_for > 0 && lives_for == response.expires_in && lives_for <= bounds.client_ttl.as_seconds(), "{bounds:?}");
    assert!(bounds.issuer_ttl.is_none_or(|ttl| lives_for <= ttl.as_seconds()), "{bounds:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn no_token_allows_more_or_lives_longer_than_assertion_client_and_issuer_allow(bounds in bounds()) {
        tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(stays_within(bounds));
    }
}
