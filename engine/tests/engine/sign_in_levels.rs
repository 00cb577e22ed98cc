//! How users signed in: what is told of it, and what is asked for it (`acr`, `amr`, `acr_values`, RFC 9470).

use domain::{
    clock::Clock as _,
    sign_in_method::{Acr, SignInMethod},
    token_event::TokenEventKind,
};
use engine::{
    Refusal,
    browser::Browser,
    endpoint::{
        authorize::Authorization,
        second_step::CodeOutcome,
        sign_in::{SESSION_LIFETIME, SignInOutcome, SigningIn},
    },
    random::SeededRandom,
    second_factor::{RecoveryCodes, SecondFactor},
    token::TokenResponse,
};
use serde_json::{Value, json};

use crate::world::{World, access_token, claims, parameter, refresh_token};

const ESSENTIAL: (&str, &str) = ("claims", r#"{"id_token":{"acr":{"essential":true,"values":["mfa"]}}}"#);

fn codes() -> RecoveryCodes {
    RecoveryCodes::new(&SeededRandom::new(3))
}

/// Gives the user a second factor.
fn enrol(world: &World) {
    world.storage.put_second_factor(world.user.id, SecondFactor::of_passkeys(&codes(), world.clock.now()));
}

/// Signs in with a password and a recovery code, each of which is good once.
async fn sign_in_by_code(world: &World, place: usize) -> String {
    let realm = world.realm().await;
    let candidate = world.candidate().await;
    let outcome = world.engine.sign_in(&realm, candidate, true, SigningIn::default()).await.unwrap();
    let SignInOutcome::CodeNeeded(step) = outcome else { panic!("{outcome:?}") };
    let codes = codes();
    let code = codes.texts()[place].expose();
    match world.engine.complete_sign_in(&realm, &step.sealed, code, SigningIn::default()).await.unwrap() {
        CodeOutcome::Started(session) => session.cookie.expose().clone(),
        other => panic!("{other:?}"),
    }
}

fn id_token(tokens: &TokenResponse) -> Value {
    claims(tokens.id_token.as_ref().unwrap().expose())
}

async fn login_in(world: &World, parameters: &[(&str, &str)], session: &str) -> TokenResponse {
    world.exchange(&parameter(&world.answer_in(parameters, session).await, "code").unwrap()).await.unwrap()
}

async fn error(world: &World, parameters: &[(&str, &str)], session: &str) -> Option<String> {
    parameter(&world.answer_in(parameters, session).await, "error")
}

/// Clauses: 270, 275.
#[tokio::test]
async fn tokens_say_how_the_user_signed_in() {
    let world = World::new();
    let session = world.sign_in().await;
    let tokens = login_in(&world, &[], &session).await;
    let said = id_token(&tokens);
    assert_eq!((&said["acr"], &said["amr"]), (&json!("sfa"), &json!(["pwd"])));

    enrol(&world);
    let session = sign_in_by_code(&world, 0).await;
    let tokens = login_in(&world, &[], &session).await;
    let method = SignInMethod::PasswordAndRecoveryCode;
    let expected = (json!(method.acr().name()), json!(method.amr()));
    let of = |said: Value| (said["acr"].clone(), said["amr"].clone());
    assert_eq!(of(id_token(&tokens)), expected);
    assert_eq!(of(claims(&access_token(&tokens))), expected, "RFC 9470 §6.1");
    assert_eq!(of(world.introspect(&access_token(&tokens)).await.unwrap()), expected, "RFC 9470 §6.2");
    assert_eq!(of(world.introspect(&refresh_token(&tokens)).await.unwrap()), expected);
}

/// Clauses: 271.
#[tokio::test]
async fn a_refreshed_id_token_says_how_the_user_signed_in_then() {
    let world = World::new();
    enrol(&world);
    let first = login_in(&world, &[("acr_values", "mfa")], &sign_in_by_code(&world, 0).await).await;
    world.clock.advance_seconds(600);
    let quick = world.refresh(&refresh_token(&first)).await.unwrap();
    world.clock.advance_seconds(600);
    let token = refresh_token(&quick);
    let slow = [("grant_type", "refresh_token"), ("refresh_token", token.as_str()), ("scope", "openid")];
    let slow = world.token(&slow).await.unwrap();
    for refreshed in [quick, slow] {
        for claim in ["auth_time", "acr", "amr"] {
            assert_eq!(id_token(&refreshed)[claim], id_token(&first)[claim], "{claim}");
        }
    }
}

/// Clauses: 272.
#[tokio::test]
async fn who_can_show_more_is_asked_for_it_once_and_who_cannot_goes_on() {
    let world = World::new();
    let session = world.sign_in().await;
    let asked = [("acr_values", "phr mfa")];
    assert_eq!(id_token(&login_in(&world, &asked, &session).await)["acr"], "sfa", "the client looks at what comes");
    enrol(&world);
    world.clock.advance_seconds(1);
    let Authorization::SignIn(page) = world.authorize(&asked, Some(&session)).await else { panic!("no page") };
    assert_eq!(page.step_up.map(Acr::name), Some("mfa"));
    let silent = [("acr_values", "phr mfa"), ("prompt", "none")];
    assert_eq!(id_token(&login_in(&world, &silent, &session).await)["acr"], "sfa", "nobody may be asked");
    let stronger = sign_in_by_code(&world, 0).await;
    let resumed = world.engine.resume(&world.realm().await, &page.interaction, Browser::of(Some(&stronger))).await.unwrap();
    assert!(!matches!(resumed, Authorization::SignIn(_)), "{resumed:?}");
    assert_eq!(id_token(&login_in(&world, &asked, &stronger).await)["acr"], "mfa");
    assert_eq!(id_token(&login_in(&world, &[("acr_values", "urn:gold")], &session).await)["acr"], "sfa", "what is unknown is passed over");
}

#[tokio::test]
async fn who_is_signed_in_by_a_password_shows_a_second_factor_alone_and_the_password_keeps_its_time() {
    let world = World::new();
    let session = world.sign_in().await;
    let typed_at = world.clock.now();
    enrol(&world);
    world.clock.advance_seconds(600);
    let realm = world.realm().await;
    let Authorization::SignIn(page) = world.authorize(&[ESSENTIAL], Some(&session)).await else { panic!("no page") };
    let step = page.second_step.unwrap();
    assert_eq!(page.login_hint.as_deref(), Some(world.user.identifier.as_str()));
    let codes = codes();
    let complete = async |place: usize| {
        let browser = SigningIn { earlier: Some(session.as_str()), ..SigningIn::default() };
        world.engine.complete_sign_in(&realm, &step, codes.texts()[place].expose(), browser).await.unwrap()
    };
    let CodeOutcome::Started(stronger) = complete(0).await else { panic!("no session") };
    assert_eq!(stronger.expires_at, typed_at.plus_seconds(SESSION_LIFETIME), "it lasts no longer than the password would have");
    let said = id_token(&login_in(&world, &[ESSENTIAL], stronger.cookie.expose()).await);
    assert_eq!((&said["acr"], said["auth_time"].as_i64()), (&json!("mfa"), Some(typed_at.as_seconds())));
    assert!(matches!(complete(1).await, CodeOutcome::Over), "the session that it goes on with has ended");

    // Whoever asks for a new sign-in gets one, password and all.
    let again = [ESSENTIAL, ("prompt", "login")];
    let Authorization::SignIn(page) = world.authorize(&again, Some(stronger.cookie.expose())).await else { panic!("no page") };
    assert_eq!(page.second_step, None);
}

/// Clauses: 273.
#[tokio::test]
async fn an_essential_level_is_reached_or_nothing_is_issued_and_what_is_told_is_what_was_asked_for() {
    let world = World::new();
    let session = world.sign_in().await;
    enrol(&world);
    assert!(matches!(world.authorize(&[ESSENTIAL], Some(&session)).await, Authorization::SignIn(_)));
    assert_eq!(error(&world, &[ESSENTIAL, ("prompt", "none")], &session).await.as_deref(), Some("login_required"));
    let stronger = sign_in_by_code(&world, 0).await;
    assert_eq!(id_token(&login_in(&world, &[ESSENTIAL], &stronger).await)["acr"], "mfa");
    let less = ("claims", r#"{"id_token":{"acr":{"essential":true,"value":"sfa"}}}"#);
    let tokens = login_in(&world, &[less], &stronger).await;
    assert_eq!((&id_token(&tokens)["acr"], &claims(&access_token(&tokens))["acr"]), (&json!("sfa"), &json!("sfa")));
    assert_eq!(id_token(&world.refresh(&refresh_token(&tokens)).await.unwrap())["acr"], "sfa");
}

/// Clauses: 274.
#[tokio::test]
async fn a_level_that_is_out_of_reach_is_told_as_unmet() {
    const UNMET: Option<&str> = Some("unmet_authentication_requirements");
    let world = World::new();
    let session = world.sign_in().await;
    assert_eq!(error(&world, &[ESSENTIAL], &session).await.as_deref(), UNMET);
    assert_eq!(error(&world, &[ESSENTIAL, ("prompt", "none")], &session).await.as_deref(), UNMET);
    let recorded = world.storage.token_events();
    let expected = TokenEventKind::Refused { reason: Refusal::UnmetAuthenticationRequirements.reason().to_owned(), assertion: None };
    let [event] = &recorded[..] else { panic!("once a minute: {recorded:?}") };
    assert_eq!((event.user_id, &event.kind), (Some(world.user.id), &expected), "whoever helps this user sees it");
    let unknown = ("claims", r#"{"id_token":{"acr":{"essential":true,"values":["urn:gold"]}}}"#);
    assert_eq!(error(&world, &[unknown], &session).await.as_deref(), UNMET, "nobody could");
    enrol(&world);
    let phishing_resistant = ("claims", r#"{"id_token":{"acr":{"essential":true,"values":["phr"]}}}"#);
    assert_eq!(error(&world, &[phishing_resistant], &sign_in_by_code(&world, 0).await).await.as_deref(), UNMET, "they have no passkey");
}

/// Clauses: 276.
#[tokio::test]
async fn a_claims_parameter_that_is_no_such_json_is_refused() {
    let world = World::new();
    let session = world.sign_in().await;
    for wrong in ["[]", "claims", r#"{"id_token":{"acr":"mfa"}}"#, r#"{"userinfo":[]}"#] {
        assert_eq!(error(&world, &[("claims", wrong)], &session).await.as_deref(), Some("invalid_request"), "{wrong}");
    }
    assert_eq!(Refusal::MalformedClaims.reason(), "claims_malformed");
    for fine in ["{}", r#"{"id_token":{"urn:anything":null},"other":{}}"#] {
        assert_eq!(error(&world, &[("claims", fine)], &session).await, None, "{fine}");
    }
}
