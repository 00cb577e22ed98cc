//! Back-channel logout: which clients are told of the end of a session, and by what.

use domain::{client::ClientType, client_uri::BackchannelLogoutUri, clock::Clock as _, signing::SigningAlgorithm};
use engine::{
    Refusal,
    endpoint::{account::Ended, logout::Logout},
    form::Form,
    storage::SessionClient,
    token::logout::LogoutReach,
};
use serde_json::{Value, json};
use url::form_urlencoded;

use crate::{
    signing::checked,
    world::{World, claims, header, parameter, refresh_token},
};

/// A workspace whose client is told which sessions have ended.
fn world() -> World {
    let mut world = World::new();
    is_told(&mut world);
    world
}

fn is_told(world: &mut World) {
    world.settings(|settings| {
        settings.backchannel_logout_uri = Some(BackchannelLogoutUri::parse("https://app.example.com/backchannel").unwrap());
        settings.backchannel_logout_session_required = true;
    });
}

async fn code_in(world: &World, session: &str, parameters: &[(&str, &str)]) -> String {
    parameter(&world.answer_in(parameters, session).await, "code").unwrap()
}

/// Signs in to the client in a session; the claims of the ID token.
async fn login_in(world: &World, session: &str) -> Value {
    let tokens = world.exchange(&code_in(world, session, &[]).await).await.unwrap();
    claims(tokens.id_token.as_ref().unwrap().expose())
}

/// What the client is to be told of, by the sessions.
fn ended(world: &World) -> Vec<Value> {
    let ended = world.storage.session_clients().into_iter().filter(|client| client.ended_at.is_some());
    ended.map(|client| client.login_session_id.to_string().into()).collect()
}

async fn logout_token(world: &World, told: &SessionClient, reach: LogoutReach) -> String {
    world.engine.logout_token(&world.realm().await, &world.client, told, reach).await.unwrap().expose().clone()
}

/// A session that the client was authorized in, and that the user has signed out of.
async fn one_ended(world: &World) -> SessionClient {
    let session = world.sign_in().await;
    login_in(world, &session).await;
    world.sign_out(&session).await;
    world.storage.session_clients().pop().unwrap()
}

/// Clauses: 215.
#[tokio::test]
async fn the_metadata_say_that_clients_are_told_and_id_tokens_name_their_session() {
    let world = world();
    let metadata = serde_json::to_value(world.engine.metadata(&world.realm().await).await.unwrap()).unwrap();
    let [supported, with_sessions] = ["supported", "session_supported"].map(|name| &metadata[format!("backchannel_logout_{name}")]);
    assert_eq!((supported, with_sessions), (&json!(true), &json!(true)));
    let (here, there) = (world.sign_in().await, world.sign_in().await);
    let tokens = [login_in(&world, &here).await, login_in(&world, &here).await, login_in(&world, &there).await];
    let sids = tokens.map(|token| token["sid"].clone());
    assert!(sids[0].is_string() && sids[0] == sids[1] && sids[0] != sids[2], "one for each session: {sids:?}");
    assert!(!here.contains(sids[0].as_str().unwrap()), "it is not the cookie");
}

/// Clauses: 217, 218.
#[tokio::test]
async fn a_logout_token_says_who_was_signed_out_of_which_session_and_is_made_for_one_attempt() {
    const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";
    let world = world();
    let session = world.sign_in().await;
    let id_token = login_in(&world, &session).await;
    world.sign_out(&session).await;
    let told = world.storage.session_clients().pop().unwrap();
    assert_eq!(told.ended_at, Some(world.clock.now()));
    world.clock.advance_seconds(3600);
    let now = world.clock.now().as_seconds();
    let said = claims(&logout_token(&world, &told, LogoutReach::Session).await);
    let expected = json!({
        "iss": "https://id.example.com/acme/main",
        "aud": world.client.id,
        "iat": now,
        "exp": now + 120,
        "jti": said["jti"],
        "sub": id_token["sub"],
        "sid": id_token["sid"],
        "events": { EVENT: {} },
    });
    assert_eq!(said, expected, "and there is no nonce");
    assert!(said["jti"].is_string() && claims(&logout_token(&world, &told, LogoutReach::Session).await)["jti"] != said["jti"]);

    let said = claims(&logout_token(&world, &told, LogoutReach::User).await);
    assert_eq!((&said["sub"], &said["sid"]), (&id_token["sub"], &Value::Null), "all that the user has with the client ends");
}

/// Clauses: 219.
#[tokio::test]
async fn a_logout_token_is_signed_as_the_id_tokens_of_its_client_and_is_none() {
    let mut world = world();
    for algorithm in [SigningAlgorithm::Ps256, SigningAlgorithm::EdDsa] {
        world.add_signing_key(algorithm);
    }
    let told = one_ended(&world).await;
    for algorithm in SigningAlgorithm::ALL {
        world.settings(|settings| settings.signing.id_token_signed_response_alg = Some(algorithm));
        let token = logout_token(&world, &told, LogoutReach::Session).await;
        assert_eq!((checked(&world, &token).await.as_str(), &header(&token)["typ"]), (algorithm.name(), &json!("logout+jwt")));

        let session = world.sign_in().await;
        let hinted = form_urlencoded::Serializer::new(String::new()).append_pair("id_token_hint", &token).finish();
        let answer = world.engine.logout(&world.realm().await, &Form::parse(&hinted).unwrap(), Some(&session), false).await.unwrap();
        assert!(matches!(answer, Logout::Ask { .. }), "it proves nothing: {answer:?}");
        assert!(!world.is_active(&token).await, "and opens nothing");
    }
}

/// Clauses: 221.
#[tokio::test]
async fn a_client_that_got_an_id_token_in_a_session_has_a_part_in_it_and_no_other_one() {
    let mut world = World::new();
    let session = world.sign_in().await;
    world.exchange(&code_in(&world, &session, &[]).await).await.unwrap();
    assert!(world.storage.session_clients().is_empty(), "it is not told of sign-outs");
    is_told(&mut world);
    world.exchange(&code_in(&world, &session, &[("scope", "profile offline_access")]).await).await.unwrap();
    let unused = code_in(&world, &session, &[]).await;
    assert!(world.storage.session_clients().is_empty(), "it got no ID token");
    let tokens = world.exchange(&unused).await.unwrap();
    world.refresh(&refresh_token(&tokens)).await.unwrap();
    world.exchange(&code_in(&world, &session, &[("scope", "openid")]).await).await.unwrap();
    let parts = |world: &World| world.storage.session_clients().iter().map(|part| part.client_id).collect::<Vec<_>>();
    let first = world.client.id;
    assert_eq!(parts(&world), [first], "one part, however often");
    world.as_other_client(ClientType::SinglePage);
    is_told(&mut world);
    login_in(&world, &session).await;
    assert_eq!(parts(&world), [first, world.client.id]);
    let own: Vec<_> = world.storage.session_clients().iter().map(|part| (part.user_id, part.ended_at)).collect();
    assert_eq!(own, [(world.user.id, None); 2]);
}

/// Clauses: 224.
#[tokio::test]
async fn however_a_session_is_ended_its_clients_are_told() {
    let world = world();
    let realm = world.realm().await;
    let session = world.sign_in().await;
    let signed_out = login_in(&world, &session).await["sid"].clone();
    world.sign_out(&session).await;
    assert_eq!(ended(&world), std::slice::from_ref(&signed_out));

    let before = world.sign_in().await;
    let replaced = login_in(&world, &before).await["sid"].clone();
    let here = world.sign_in_after(&before).await.unwrap();
    assert_eq!(ended(&world), [signed_out.clone(), replaced.clone()], "somebody signed in with the same browser");

    let there = world.sign_in().await;
    let (kept, elsewhere) = (login_in(&world, &here).await["sid"].clone(), login_in(&world, &there).await["sid"].clone());
    assert_eq!(world.engine.sign_out_elsewhere(&realm, Some(&here)).await.unwrap(), Ended::Done);
    assert_eq!(ended(&world), [signed_out.clone(), replaced.clone(), elsewhere.clone()]);

    world.storage.set_password(world.user.id, None, world.clock.now());
    assert_eq!(ended(&world), [signed_out, replaced, kept, elsewhere], "in the order in which they began");
}

#[tokio::test]
async fn who_signs_in_anew_with_the_same_browser_has_signed_out_of_no_client_that_is_told_of_users() {
    let mut world = world();
    world.settings(|settings| settings.backchannel_logout_session_required = false);
    let before = world.sign_in().await;
    login_in(&world, &before).await;
    let after = world.sign_in_after(&before).await.unwrap();
    assert!(ended(&world).is_empty(), "it would end the new sign-in as well");
    world.sign_out(&after).await;
    assert_eq!(ended(&world).len(), 1);
}

/// Clauses: 221.
#[tokio::test]
async fn a_client_that_is_told_gets_no_id_token_of_a_session_that_was_ended_before() {
    let world = world();
    let session = world.sign_in().await;
    let code = code_in(&world, &session, &[]).await;
    let without_openid = code_in(&world, &session, &[("scope", "profile offline_access")]).await;
    world.sign_out(&session).await;
    assert_eq!(world.exchange(&code).await.unwrap_err(), Refusal::SessionEnded, "nobody would tell it of that end any more");
    assert!(world.exchange(&without_openid).await.is_ok(), "there is nothing to tell");
    assert!(world.storage.session_clients().is_empty());
}
