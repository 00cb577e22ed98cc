//! What a user agrees to, and when nobody is asked.

use domain::{
    client::ClientType,
    lifetime::RefreshTokenTtl,
    redirect_uri::RedirectUri,
    scope::{OFFLINE_ACCESS, Scope},
};
use engine::{
    Refusal,
    browser::Browser,
    endpoint::authorize::{Authorization, AuthorizationAnswer, ConsentPage},
};

use crate::world::{World, claims, parameter};

const EVERYTHING: &[(&str, &str)] = &[("scope", "")];
const NATIVE: [&str; 2] = ["com.example.app:/callback", "http://127.0.0.1:51004/callback"];

fn page(outcome: Authorization) -> ConsentPage {
    match outcome {
        Authorization::Consent(page) => *page,
        other => panic!("the user is asked: {other:?}"),
    }
}

fn answered(outcome: Authorization) -> AuthorizationAnswer {
    match outcome {
        Authorization::Answer(answer) => answer,
        other => panic!("nobody is asked: {other:?}"),
    }
}

async fn allow(world: &World, page: &ConsentPage, session: &str) -> Authorization {
    world.engine.consent(&world.realm().await, &page.interaction, Browser::of(Some(session)), true).await.unwrap()
}

/// What the user has agreed to, as the token says it.
async fn granted(world: &World, answer: &AuthorizationAnswer) -> String {
    let tokens = world.exchange(&parameter(answer, "code").unwrap()).await.unwrap();
    claims(tokens.access_token.expose())["scope"].as_str().unwrap().to_owned()
}

fn with_scopes(world: &mut World, scopes: &str) {
    world.settings(|settings| settings.scopes = scopes.parse().unwrap());
}

fn with_lifetime(world: &mut World, lifetime: &str) {
    let refresh_token_ttl = RefreshTokenTtl::parse(lifetime).unwrap();
    world.settings(|settings| settings.token_ttls.refresh_token_ttl = Some(Some(refresh_token_ttl)));
}

/// Clauses: 128.
#[tokio::test]
async fn a_scope_that_came_while_the_page_was_open_is_asked_for_and_not_granted() {
    let mut world = World::new();
    with_scopes(&mut world, "openid profile");
    let session = world.sign_in().await;
    let before = page(world.authorize(EVERYTHING, Some(&session)).await);
    with_scopes(&mut world, "email openid profile");
    let again = page(allow(&world, &before, &session).await);
    let asked: Vec<_> = again.scopes.iter().map(|scope| scope.scope.as_str()).collect();
    assert_eq!(asked, ["openid", "profile", "email"]);
    page(world.authorize(EVERYTHING, Some(&session)).await);
    assert_eq!(granted(&world, &answered(allow(&world, &again, &session).await)).await, "email openid profile");
}

/// Clauses: 128.
#[tokio::test]
async fn offline_access_that_came_while_the_page_was_open_is_asked_for_and_not_granted() {
    let mut world = World::new();
    with_scopes(&mut world, "openid profile");
    let session = world.sign_in().await;
    let before = page(world.authorize(&[], Some(&session)).await);
    assert_eq!(before.offline_access, None);
    world.settings(|settings| settings.scopes.insert(Scope::parse(OFFLINE_ACCESS).unwrap()));
    assert_eq!(page(allow(&world, &before, &session).await).offline_access, Some(720 * 3600));
}

/// Clauses: 128.
#[tokio::test]
async fn a_lifetime_that_grew_while_the_page_was_open_is_asked_for() {
    let mut world = World::new();
    with_lifetime(&mut world, "1d");
    let session = world.sign_in().await;
    let before = page(world.authorize(&[], Some(&session)).await);
    with_lifetime(&mut world, "10d");
    let again = page(allow(&world, &before, &session).await);
    assert_eq!((before.offline_access, again.offline_access), (Some(24 * 3600), Some(240 * 3600)));
    with_lifetime(&mut world, "2d");
    answered(allow(&world, &again, &session).await);
}

/// Clauses: 128.
#[tokio::test]
async fn a_lifetime_that_grew_after_the_user_agreed_is_asked_for_anew() {
    let mut world = World::new();
    with_lifetime(&mut world, "1d");
    let session = world.sign_in().await;
    world.answer_in(&[], &session).await;
    answered(world.authorize(&[], Some(&session)).await);
    with_lifetime(&mut world, "10d");
    assert_eq!(page(world.authorize(&[], Some(&session)).await).offline_access, Some(240 * 3600));
    with_lifetime(&mut world, "12h");
    answered(world.authorize(&[], Some(&session)).await);
}

/// Clauses: 128.
#[tokio::test]
async fn another_name_or_another_description_is_asked_for_anew() {
    let mut world = World::new();
    let session = world.sign_in().await;
    let before = page(world.authorize(&[], Some(&session)).await);
    world.settings(|settings| settings.name = domain::name::Name::parse("Your bank").unwrap());
    let renamed = page(allow(&world, &before, &session).await);
    assert_eq!(renamed.client_name, "Your bank");
    answered(allow(&world, &renamed, &session).await);
}

/// Clauses: 128.
#[tokio::test]
async fn what_went_while_the_page_was_open_is_not_granted_and_nobody_is_asked_again() {
    let mut world = World::new();
    with_scopes(&mut world, "email openid profile offline_access");
    let session = world.sign_in().await;
    let before = page(world.authorize(EVERYTHING, Some(&session)).await);
    with_scopes(&mut world, "openid profile");
    assert_eq!(granted(&world, &answered(allow(&world, &before, &session).await)).await, "openid profile");
    with_scopes(&mut world, "email openid profile");
    page(world.authorize(EVERYTHING, Some(&session)).await);
}

/// Clauses: 129.
#[tokio::test]
async fn a_client_that_another_program_could_pass_for_is_never_answered_in_silence() {
    for (trusted, uri) in [false, true].into_iter().flat_map(|trusted| NATIVE.map(|uri| (trusted, uri))) {
        let mut world = World::with(ClientType::MobileDesktop);
        world.settings(|settings| {
            settings.trusted = trusted;
            settings.redirect_uris = vec![RedirectUri::parse(uri).unwrap()];
        });
        let session = world.sign_in().await;
        let request = [("redirect_uri", uri)];
        answered(allow(&world, &page(world.authorize(&request, Some(&session)).await), &session).await);

        let again = page(world.authorize(&request, Some(&session)).await);
        assert!(again.known, "{uri}: the user agreed before, or an administrator did for them");
        answered(allow(&world, &again, &session).await);
        let silent = answered(world.authorize(&[("redirect_uri", uri), ("prompt", "none")], Some(&session)).await);
        assert_eq!(parameter(&silent, "error").as_deref(), Some("interaction_required"), "{uri}");

        // Nor does a sign-in that somebody else waited for.
        let Authorization::SignIn(waiting) = world.authorize(&request, None).await else { panic!("nobody is signed in") };
        world.clock.advance_seconds(60);
        let session = world.sign_in().await;
        page(world.engine.resume(&world.realm().await, &waiting.interaction, Browser::of(Some(&session))).await.unwrap());
    }
}

/// Clauses: 129.
#[tokio::test]
async fn a_client_with_a_secret_or_a_domain_of_its_own_is_answered_at_once_when_the_user_has_agreed() {
    for (client_type, uri) in [(ClientType::ServerSideWeb, NATIVE[1]), (ClientType::MobileDesktop, "https://app.example.com/native")] {
        let mut world = World::with(client_type);
        world.settings(|settings| settings.redirect_uris = vec![RedirectUri::parse(uri).unwrap()]);
        let session = world.sign_in().await;
        world.answer_in(&[("redirect_uri", uri)], &session).await;
        answered(world.authorize(&[("redirect_uri", uri)], Some(&session)).await);
    }
}

/// Clauses: 130.
#[tokio::test]
async fn the_port_of_a_loopback_address_is_open_for_native_clients_alone() {
    for client_type in [ClientType::ServerSideWeb, ClientType::SinglePage, ClientType::MobileDesktop] {
        let mut world = World::with(client_type);
        world.settings(|settings| settings.redirect_uris = vec![RedirectUri::parse("http://127.0.0.1:9000/callback").unwrap()]);
        let asked = async |uri| !matches!(world.authorize(&[("redirect_uri", uri)], None).await, Authorization::Unanswerable(_));
        assert!(asked("http://127.0.0.1:9000/callback").await, "{client_type:?}");
        assert_eq!(asked("http://127.0.0.1:51004/callback").await, client_type == ClientType::MobileDesktop, "{client_type:?}");
    }
}

/// Clauses: 125.
#[tokio::test]
async fn no_answer_is_sent_to_the_server_itself_though_it_was_registered_once() {
    for own in ["https://id.example.com/acme/main/oidc/logout/confirm", "https://ID.example.com.:443/console/api/sign_out"] {
        let mut world = World::new();
        world.settings(|settings| settings.redirect_uris = vec![RedirectUri::parse(own).unwrap()]);
        let session = world.sign_in().await;
        let outcome = world.authorize(&[("redirect_uri", own), ("response_mode", "form_post")], Some(&session)).await;
        assert!(matches!(outcome, Authorization::Unanswerable(_)), "{own}: {outcome:?}");
    }
}

/// Clauses: 126.
#[tokio::test]
async fn a_refusal_is_shown_before_it_is_sent_unless_somebody_chose_otherwise() {
    let mut world = World::new();
    let wrong = [("scope", "unknown")];
    let silent = [("scope", "unknown"), ("prompt", "none")];
    let shown = |outcome: Authorization| match outcome {
        Authorization::Refused(page) => Some(page.refusal),
        Authorization::Answer(_) => None,
        other => panic!("{other:?}"),
    };
    assert_eq!(shown(world.authorize(&wrong, None).await), Some(Refusal::InvalidScope), "nobody is signed in");
    let session = world.sign_in().await;
    assert_eq!(shown(world.authorize(&wrong, Some(&session)).await), Some(Refusal::InvalidScope), "the user does not know the client");
    assert_eq!(shown(world.authorize(&silent, None).await), None, "no page may be shown");
    assert_eq!(shown(world.authorize(&[("prompt", "none")], None).await), None, "a silent renewal");
    world.answer_in(&[], &session).await;
    assert_eq!(shown(world.authorize(&wrong, Some(&session)).await), None, "the user has agreed to the client");
    assert_eq!(shown(world.authorize(&wrong, Some("nobody's")).await), Some(Refusal::InvalidScope));
    world.settings(|settings| settings.trusted = true);
    assert_eq!(shown(world.authorize(&wrong, None).await), None, "an administrator trusts it");
}
