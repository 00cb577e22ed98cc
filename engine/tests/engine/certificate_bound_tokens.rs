//! Tokens that are bound to a certificate (RFC 8705 §3, §4): what they are bound to, and of what use they are without it.

use domain::{
    client::ClientType,
    explanation::{Check, Remark},
    grant_type::GrantType,
    settings::tokens::AccessTokenFormat,
    token_exchange::TokenExchangePolicy,
};
use engine::{
    Refusal,
    token::{TokenResponse, TokenType},
};
use serde_json::json;

use crate::{
    mutual_tls::{Holder, bound, by_keys, confirmation, here, world},
    prover::Prover,
    shown::Shown,
    world::{World, access_token, claims, refresh_token},
};

/// Clauses: 86, 230.
#[tokio::test]
async fn an_access_token_is_bound_to_the_certificate_of_its_own_request() {
    let (first, second) = (Holder::new(), Holder::new());
    let mut world = by_keys(ClientType::ServerSideWeb, &[&first, &second]);
    world.settings(bound);
    for format in AccessTokenFormat::ALL {
        world.workspace(|workspace| workspace.tokens.access_token_format = format);
        let (before, after) = (first.made(), second.made());
        world.certificate = Some(before.clone());
        let response = world.login().await;
        assert_eq!(response.token_type, TokenType::Bearer);
        let seen = world.introspect(&access_token(&response)).await.unwrap();
        assert_eq!((&seen["token_type"], &seen["cnf"]), (&json!("Bearer"), &confirmation(&before)), "{format:?}");
        if format == AccessTokenFormat::Jwt {
            assert_eq!(claims(&access_token(&response))["cnf"], confirmation(&before));
        }
        // A client that authenticates is bound by that already, and may replace its certificate.
        assert_eq!(world.introspect(&refresh_token(&response)).await.unwrap().get("cnf"), None);
        world.certificate = Some(after.clone());
        let response = world.refresh(&refresh_token(&response)).await.unwrap();
        assert_eq!(world.introspect(&access_token(&response)).await.unwrap()["cnf"], confirmation(&after));
    }
}

/// Clauses: 87, 232.
#[tokio::test]
async fn a_client_that_is_registered_for_bound_tokens_gets_no_others() {
    let mut world = World::new();
    world.settings(bound);
    world.engine = world.engine.clone().with_mutual_tls(Some(here(false)));
    let code = world.code(&[]).await;
    let refusal = world.exchange(&code).await.unwrap_err();
    assert_eq!((refusal, refusal.code().name()), (Refusal::MissingCertificate, "invalid_request"));
    let own = Holder::new().made();
    world.certificate = Some(own.clone());
    let proof = Prover::new().proof(&world);
    assert_eq!(world.exchange_with(&code, &[&proof]).await.unwrap_err(), Refusal::ProofBesideCertificate);
    let response = world.exchange(&code).await.unwrap();
    assert_eq!(claims(&access_token(&response))["cnf"], confirmation(&own), "what was refused has used nothing up");
    world.certificate = None;
    assert_eq!(world.refresh(&refresh_token(&response)).await.unwrap_err(), Refusal::MissingCertificate);
    world.certificate = Some(own);
    assert!(world.refresh(&refresh_token(&response)).await.is_ok());
}

/// Clauses: 85, 233.
#[tokio::test]
async fn a_public_client_refreshes_with_the_certificate_of_its_sign_in_alone() {
    let mut world = world(ClientType::SinglePage, bound);
    let (own, thief) = (Holder::new().made(), Holder::new().made());
    let refresh = async |world: &mut World, certificate: Option<&Shown>, token: &str| {
        world.certificate = certificate.cloned();
        world.refresh(token).await
    };
    world.certificate = Some(own.clone());
    let mut token = refresh_token(&world.login().await);
    for _ in 0..3 {
        world.clock.advance_seconds(600);
        assert_eq!(refresh(&mut world, None, &token).await.unwrap_err(), Refusal::MissingCertificate);
        let refusal = refresh(&mut world, Some(&thief), &token).await.unwrap_err();
        assert_eq!((refusal, refusal.code().name()), (Refusal::OtherCertificate, "invalid_grant"));
        let response: TokenResponse = refresh(&mut world, Some(&own), &token).await.unwrap();
        assert_eq!(claims(&access_token(&response))["cnf"], confirmation(&own));
        let next = refresh_token(&response);
        assert_ne!(next, token, "none of the refusals has replaced it");
        token = next;
    }
    // It stays bound where the client no longer is, whatever else its access tokens are bound to by then.
    world.settings(|settings| settings.tls_client_certificate_bound_access_tokens = false);
    assert_eq!(refresh(&mut world, None, &token).await.unwrap_err(), Refusal::MissingCertificate);
    let prover = Prover::new();
    assert_eq!(world.refresh_with(&token, &[&prover.proof(&world)]).await.unwrap_err(), Refusal::MissingCertificate);
    world.certificate = Some(own);
    let response = world.refresh_with(&token, &[&prover.proof(&world)]).await.unwrap();
    assert_eq!(response.token_type, TokenType::Dpop);
    let response = world.refresh(&refresh_token(&response)).await.unwrap();
    assert_eq!(claims(&access_token(&response)).get("cnf"), None);
}

/// Clauses: 233.
#[tokio::test]
async fn a_refresh_token_that_is_bound_to_a_key_stays_so() {
    let mut world = world(ClientType::SinglePage, |_| ());
    let prover = Prover::new();
    let token = refresh_token(&world.exchange_with(&world.code(&[]).await, &[&prover.proof(&world)]).await.unwrap());
    world.settings(bound);
    world.certificate = Some(Holder::new().made());
    assert_eq!(world.refresh(&token).await.unwrap_err(), Refusal::MissingProof);
    world.settings(|settings| settings.tls_client_certificate_bound_access_tokens = false);
    assert!(world.refresh_with(&token, &[&prover.proof(&world)]).await.is_ok());
}

/// Clauses: 231.
#[tokio::test]
async fn a_bound_token_is_of_no_use_without_its_certificate() {
    let mut world = world(ClientType::SinglePage, bound);
    let (own, thief) = (Holder::new().made(), Holder::new().made());
    world.certificate = Some(own);
    let token = access_token(&world.login().await);
    assert!(world.userinfo(&token).await.is_ok());
    assert_eq!(world.userinfo_as(TokenType::Dpop, &token, &[]).await.unwrap_err(), Refusal::BearerTokenAsBound);
    for (certificate, expected) in [(None, Refusal::TokenWithoutCertificate), (Some(thief), Refusal::TokenOfOtherCertificate)] {
        world.certificate = certificate;
        let refusal = world.userinfo(&token).await.unwrap_err();
        assert_eq!((refusal, refusal.code().name()), (expected, "invalid_token"));
    }
}

#[tokio::test]
async fn an_explanation_of_a_refresh_says_that_it_takes_the_certificate() {
    let mut world = world(ClientType::SinglePage, bound);
    world.certificate = Some(Holder::new().made());
    let token = refresh_token(&world.login().await);
    let explained = world.explain_refresh(&token).await;
    let step = explained.steps.iter().find(|step| step.check == Check::Certificate).unwrap();
    assert_eq!((step.holds, step.remark), (true, Some(Remark::SameCertificateNeeded)));
}

/// Clauses: 232.
#[tokio::test]
async fn a_device_gets_tokens_that_are_bound_to_its_certificate_and_no_others() {
    let mut world = world(ClientType::MobileDesktop, |settings| {
        bound(settings);
        settings.grant_types.insert(GrantType::DeviceCode);
    });
    let (own, thief) = (Holder::new().made(), Holder::new().made());
    let device = world.allowed(&[("scope", "openid offline_access")]).await;
    assert_eq!(world.poll(&device).await.unwrap_err(), Refusal::MissingCertificate);
    world.certificate = Some(own.clone());
    let response = world.poll(&device).await.unwrap();
    assert_eq!(claims(&access_token(&response))["cnf"], confirmation(&own));
    world.certificate = Some(thief);
    assert_eq!(world.refresh(&refresh_token(&response)).await.unwrap_err(), Refusal::OtherCertificate);
}

/// Clauses: 232, 214.
#[tokio::test]
async fn a_token_that_is_bound_is_exchanged_by_its_holder_or_by_whom_it_is_for() {
    const ORDERS: &str = "https://orders.example.com/";
    let mut world = World::new();
    world.put_service(1, "Orders", Some(ORDERS));
    world.settings(|settings| {
        bound(settings);
        settings.grant_types.insert(GrantType::TokenExchange);
    });
    let [holder, thief, service] = [(), (), ()].map(|()| Holder::new().made());
    world.certificate = Some(holder.clone());
    let token = access_token(&world.exchange(&world.code(&[("resource", ORDERS)]).await).await.unwrap());
    let own = world.exchange_token(&token).await.unwrap();
    assert_eq!(claims(&access_token(&own))["cnf"], confirmation(&holder));
    world.certificate = Some(thief.clone());
    assert_eq!(world.exchange_token(&token).await.unwrap_err(), Refusal::BoundSubjectToken);
    // The token stays bound where those of its client no longer are.
    world.settings(|settings| settings.tls_client_certificate_bound_access_tokens = false);
    for (certificate, expected) in
        [(None, Err(Refusal::BoundSubjectToken)), (Some(thief), Err(Refusal::BoundSubjectToken)), (Some(holder), Ok(()))]
    {
        world.certificate = certificate;
        assert_eq!(world.exchange_token(&token).await.map(drop), expected);
    }

    let (shop, _) = world.as_exchanger(TokenExchangePolicy { subject_clients: [world.client.id].into(), ..TokenExchangePolicy::default() });
    for certificate in [None, Some(service.clone())] {
        world.certificate = certificate;
        assert_eq!(world.exchange_token(&token).await.unwrap_err(), Refusal::BoundSubjectToken);
    }
    world.settings(|settings| {
        let (subject_clients, subject_audiences) = ([shop.id].into(), ORDERS.parse().unwrap());
        settings.token_exchange = TokenExchangePolicy { subject_clients, subject_audiences, ..TokenExchangePolicy::default() };
    });
    let response = world.exchange_token(&token).await.unwrap();
    assert_eq!(claims(&access_token(&response)).get("cnf"), None, "its client did not ask for bound tokens");
    world.settings(bound);
    let response = world.exchange_token(&token).await.unwrap();
    assert_eq!(response.token_type, TokenType::Bearer);
    assert_eq!(claims(&access_token(&response))["cnf"], confirmation(&service), "it is bound to the certificate of whom it is issued to");
    let proof = Prover::new().proof(&world);
    assert_eq!(world.exchange_token_with(&token, &[], &[&proof]).await.unwrap_err(), Refusal::ProofBesideCertificate);
    world.certificate = None;
    assert_eq!(world.exchange_token(&token).await.unwrap_err(), Refusal::MissingCertificate);
}
