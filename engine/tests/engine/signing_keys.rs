//! What is published, signs and is accepted in each state of a signing key.

use domain::{
    clock::Clock as _,
    id::KeyId,
    signing::SigningAlgorithm::{EdDsa, Es256, Rs256},
    signing_key::{LEEWAY, PUBLICATION, Urgency},
};
use engine::{Refusal, endpoint::logout::Logout, form::Form};
use url::form_urlencoded;

use crate::world::{World, access_token, header, parameter, refresh_token};

/// The identifiers of the published keys of ES256, in their order.
async fn published(world: &World) -> Vec<KeyId> {
    let keys = world.engine.jwks(&world.realm().await).await.unwrap().keys;
    keys.into_iter().filter(|key| key.alg == Es256).map(|key| key.kid).collect()
}

async fn current(world: &World) -> KeyId {
    world.signing_keys().await.into_iter().find(|key| key.algorithm == Es256 && key.life.is_current()).unwrap().id
}

/// Lets the next key sign in place of the current one, whose longest token lives for an hour.
async fn rotate(world: &World, next: KeyId) {
    let (before, now) = (current(world).await, world.clock.now());
    world.lead_key(before, |life| life.retire(now, 3600)).await;
    world.lead_key(next, |life| life.activate(now, Urgency::Usual)).await;
}

fn signed_by(token: &str) -> String {
    header(token)["kid"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn the_next_key_is_published_before_it_signs_and_the_retired_one_until_its_last_token_has_expired() {
    let world = World::new();
    let first = current(&world).await;
    let next = world.publish_signing_key(Es256);
    assert_eq!(published(&world).await, [first, next], "the one that signs comes first");
    let before = world.login().await;
    assert_eq!(signed_by(&access_token(&before)), first.to_string());

    world.clock.advance_seconds(PUBLICATION);
    let last = access_token(&world.refresh(&refresh_token(&before)).await.unwrap());
    rotate(&world, next).await;
    assert_eq!(published(&world).await, [next, first]);
    let after = world.login().await;
    assert_eq!(signed_by(&access_token(&after)), next.to_string());
    for token in [&last, &access_token(&after)] {
        assert!(world.is_active(token).await && world.userinfo(token).await.is_ok());
    }

    world.clock.advance_seconds(3599);
    assert!(world.is_active(&last).await, "to the last second of its life");
    assert_eq!(published(&world).await, [next, first]);
    world.clock.advance_seconds(LEEWAY + 1);
    assert!(!world.is_active(&last).await);
    assert_eq!(published(&world).await, [next]);
}

#[tokio::test]
async fn an_id_token_is_a_hint_for_longer_than_its_key_is_published() {
    let mut world = World::new();
    world.workspace(|workspace| workspace.tokens.signing.id_token_signed_response_alg = Es256);
    let session = world.sign_in().await;
    let code = parameter(&world.answer_in(&[], &session).await, "code").unwrap();
    let hint = world.exchange(&code).await.unwrap().id_token.unwrap().expose().clone();
    let next = world.publish_signing_key(Es256);
    world.clock.advance_seconds(PUBLICATION);
    rotate(&world, next).await;
    world.clock.advance_seconds(3600 + LEEWAY);
    assert_eq!(published(&world).await, [next]);
    assert_eq!(refusal_of_hint(&world, &hint, &session).await, None);
    assert_eq!(logout(&world, &hint, &session).await, Logout::Done { onward: None });
}

#[tokio::test]
async fn nothing_that_a_revoked_key_signed_is_accepted_and_a_refresh_token_is() {
    let mut world = World::new();
    world.workspace(|workspace| workspace.tokens.signing.id_token_signed_response_alg = Es256);
    let session = world.sign_in().await;
    let code = parameter(&world.answer_in(&[], &session).await, "code").unwrap();
    let tokens = world.exchange(&code).await.unwrap();
    let (access, hint) = (access_token(&tokens), tokens.id_token.as_ref().unwrap().expose().clone());
    let (first, now) = (current(&world).await, world.clock.now());
    let next = world.publish_signing_key(Es256);
    world.lead_key(first, |life| life.revoke(now)).await;
    world.lead_key(next, |life| life.activate(now, Urgency::AtOnce)).await;

    assert_eq!(published(&world).await, [next]);
    assert!(!world.is_active(&access).await);
    assert_eq!(world.userinfo(&access).await.unwrap_err(), Refusal::InvalidToken);
    assert_eq!(refusal_of_hint(&world, &hint, &session).await.as_deref(), Some("invalid_request"));
    assert!(matches!(logout(&world, &hint, &session).await, Logout::Ask { .. }), "it proves nothing");
    let refreshed = world.refresh(&refresh_token(&tokens)).await.unwrap();
    assert_eq!(signed_by(&access_token(&refreshed)), next.to_string());
    assert!(world.is_active(&access_token(&refreshed)).await);
}

#[tokio::test]
async fn what_names_another_workspace_s_key_or_another_algorithm_is_not_accepted() {
    let world = World::new();
    let token = access_token(&world.login().await);
    let other = world.signing_keys().await.into_iter().find(|key| key.algorithm == Rs256).unwrap().id;
    let swapped = |kid: &str| {
        use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};

        let mut forged = header(&token);
        forged["kid"] = kid.into();
        let (_, rest) = token.split_once('.').unwrap();
        format!("{}.{rest}", URL_SAFE_NO_PAD.encode(forged.to_string()))
    };
    let unknown = KeyId::new(world.clock.now(), [9; 10]);
    for kid in [other.to_string(), unknown.to_string(), "nobody".to_owned()] {
        assert!(!world.is_active(&swapped(&kid)).await, "{kid}");
    }
}

#[tokio::test]
async fn an_algorithm_without_a_current_key_signs_by_the_next_one() {
    let mut world = World::new();
    let next = world.publish_signing_key(EdDsa);
    world.workspace(|workspace| workspace.tokens.signing.access_token_signing_alg = EdDsa);
    let token = access_token(&world.login().await);
    assert_eq!(signed_by(&token), next.to_string());
    assert!(world.is_active(&token).await);
}

/// The error that an authorization request with this hint brings, if it does.
async fn refusal_of_hint(world: &World, hint: &str, session: &str) -> Option<String> {
    parameter(&world.answer_in(&[("id_token_hint", hint)], session).await, "error")
}

async fn logout(world: &World, hint: &str, session: &str) -> Logout {
    let form = form_urlencoded::Serializer::new(String::new()).append_pair("id_token_hint", hint).finish();
    world.engine.logout(&world.realm().await, &Form::parse(&form).unwrap(), Some(session), false).await.unwrap()
}
