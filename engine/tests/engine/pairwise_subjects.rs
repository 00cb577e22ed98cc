//! Pairwise subjects (OpenID Connect Core §8): what each client calls a user, wherever it is told of one.

use domain::{
    client::ClientType,
    client_uri::BackchannelLogoutUri,
    grant_type::GrantType,
    redirect_uri::RedirectUri,
    subject_type::{SectorIdentifier, SubjectType},
    token_event::TokenEventKind,
    token_exchange::TokenExchangePolicy,
};
use engine::{
    Refusal,
    endpoint::authorize::Authorization,
    token::{TokenResponse, logout::LogoutReach},
};
use serde_json::{Value, json};

use crate::world::{World, access_token, claims, parameter, refresh_token};

const EXCHANGE: &str = GrantType::TokenExchange.name();
const ACCESS_TOKEN: &str = "urn:ietf:params:oauth:token-type:access_token";

/// A workspace whose client calls users by names of its sector.
fn world() -> World {
    let mut world = World::new();
    is_pairwise(&mut world, None);
    world
}

fn is_pairwise(world: &mut World, sector: Option<&str>) {
    let sector = sector.map(|host| SectorIdentifier::parse(host).unwrap());
    world.settings(|settings| (settings.subject_type, settings.sector_identifier) = (SubjectType::Pairwise, sector));
}

fn id_token(tokens: &TokenResponse) -> Value {
    claims(tokens.id_token.as_ref().unwrap().expose())
}

fn subject(tokens: &TokenResponse) -> String {
    id_token(tokens)["sub"].as_str().unwrap().to_owned()
}

/// Goes on as another client of this sector; with none as one with public subjects.
fn other_client(world: &mut World, sector: Option<&str>) {
    world.as_other_client(ClientType::ServerSideWeb);
    if sector.is_some() {
        is_pairwise(world, sector);
    }
}

/// Clauses: 265, 266.
#[tokio::test]
async fn a_sector_has_one_name_for_a_user_and_another_sector_another() {
    let mut world = world();
    let user = world.user.id;
    let first = subject(&world.login().await);
    assert_eq!(subject(&world.login().await), first, "at each sign-in");
    assert!(!first.contains(&user.to_string()) && first.len() <= 255 && first.is_ascii(), "{first}");

    other_client(&mut world, Some("app.example.com"));
    assert_eq!(subject(&world.login().await), first, "the host of the other's redirect URI");
    other_client(&mut world, Some("example.net"));
    let elsewhere = subject(&world.login().await);
    assert_ne!(elsewhere, first);
    other_client(&mut world, None);
    assert_eq!(subject(&world.login().await), user.to_string());

    let workspace = world.workspace.id;
    for known in [&first, &elsewhere, &user.to_string()] {
        assert_eq!(world.engine.user_called(workspace, known).await.unwrap(), Some(user));
    }
    for nobody in ["", "alice@example.com", &first.to_lowercase(), &first[1..]] {
        assert_eq!(world.engine.user_called(workspace, nobody).await.unwrap(), None, "{nobody}");
    }
}

/// Clauses: 266.
#[test]
fn the_sector_is_the_one_host_of_all_addresses_unless_it_is_set() {
    let mut world = World::new();
    let of = |world: &World| world.client.settings.sector().map(|sector| sector.to_string());
    assert_eq!(of(&world).as_deref(), Some("app.example.com"));
    let with = |world: &mut World, uri: &str| {
        let uri = RedirectUri::parse(uri).unwrap();
        world.settings(|settings| settings.redirect_uris.push(uri));
    };
    with(&mut world, "https://app.example.com:8443/other");
    assert_eq!(of(&world).as_deref(), Some("app.example.com"));
    is_pairwise(&mut world, None);
    assert_eq!(world.client.settings.check(), Ok(()));
    for another in ["https://www.example.com/", "com.example.app:/callback", "http://127.0.0.1/callback"] {
        let before = world.client.settings.redirect_uris.clone();
        with(&mut world, another);
        assert_eq!(of(&world), None, "{another}");
        assert!(world.client.settings.check().is_err());
        world.settings(|settings| settings.redirect_uris = before);
    }
    world.settings(|settings| settings.redirect_uris.clear());
    assert_eq!(of(&world), None);
    let itself = world.client.sector().unwrap().to_string();
    assert_eq!(itself, world.client.id.to_string(), "nothing gives the identifier away");
    is_pairwise(&mut world, Some("example.com"));
    assert_eq!((of(&world).as_deref(), world.client.settings.check()), (Some("example.com"), Ok(())));
}

/// Clauses: 267.
#[tokio::test]
async fn a_user_is_called_the_same_wherever_a_client_is_told_of_one() {
    let mut world = world();
    let uri = BackchannelLogoutUri::parse("https://app.example.com/logout").unwrap();
    world.settings(|settings| settings.backchannel_logout_uri = Some(uri));
    let session = world.sign_in().await;
    let code = parameter(&world.answer_in(&[], &session).await, "code").unwrap();
    let tokens = world.exchange(&code).await.unwrap();
    let called = subject(&tokens);
    let (access, refresh) = (access_token(&tokens), refresh_token(&tokens));
    assert_eq!(claims(&access)["sub"], called);
    assert_eq!(world.userinfo(&access).await.unwrap().sub, called);
    let of_access = world.introspect(&access).await.unwrap();
    assert_eq!((&of_access["sub"], of_access.get("username")), (&json!(called), None), "nor is the name told that the user signs in with");
    assert_eq!(world.introspect(&refresh).await.unwrap()["sub"], called);
    let refreshed = world.refresh(&refresh).await.unwrap();
    assert_eq!((subject(&refreshed), claims(&access_token(&refreshed))["sub"].as_str()), (called.clone(), Some(called.as_str())));
    world.sign_out(&session).await;
    let told = world.storage.session_clients().pop().unwrap();
    let logout = world.engine.logout_token(&world.realm().await, &world.client, &told, LogoutReach::Session).await.unwrap();
    assert_eq!(claims(logout.expose())["sub"], called);
}

/// Clauses: 267, 271.
#[tokio::test]
async fn what_a_refresh_token_began_with_stays_and_a_sign_in_is_by_what_is_set_now() {
    let mut world = World::new();
    let login = world.login().await;
    let user = world.user.id.to_string();
    is_pairwise(&mut world, None);
    let refreshed = world.refresh(&refresh_token(&login)).await.unwrap();
    assert_eq!((subject(&refreshed), world.userinfo(&access_token(&refreshed)).await.unwrap().sub), (user.clone(), user.clone()));
    assert!(world.is_active(&access_token(&login)).await, "what was issued before works on");
    let anew = world.login().await;
    assert_ne!(subject(&anew), user);
    is_pairwise(&mut world, Some("example.net"));
    let token = refresh_token(&anew);
    let slow = [("grant_type", "refresh_token"), ("refresh_token", token.as_str()), ("scope", "openid")];
    assert_eq!(subject(&world.token(&slow).await.unwrap()), subject(&anew), "also in another sector");
    world.settings(|settings| settings.subject_type = SubjectType::Public);
    assert_eq!(subject(&world.refresh(&refresh_token(&anew)).await.unwrap()), subject(&anew));
}

/// Clauses: 268.
#[tokio::test]
async fn an_id_token_hint_names_its_user_by_whatever_name_it_has() {
    let mut world = world();
    let session = world.sign_in().await;
    let code = parameter(&world.answer_in(&[], &session).await, "code").unwrap();
    let hint = world.exchange(&code).await.unwrap().id_token.unwrap().expose().clone();
    let silent = [("prompt", "none"), ("id_token_hint", hint.as_str())];
    assert!(parameter(&world.answer_in(&silent, &session).await, "code").is_some());
    world.settings(|settings| settings.subject_type = SubjectType::Public);
    assert!(parameter(&world.answer_in(&silent, &session).await, "code").is_some(), "it was this client's then");

    is_pairwise(&mut world, None);
    world.user(|user| user.id = domain::id::UserId::new(user.created_at, [9; 10]));
    world.user(|user| user.identifier = domain::user::UserIdentifier::parse("bob@example.com").unwrap());
    let of_other = world.sign_in().await;
    assert_eq!(parameter(&world.answer_in(&silent, &of_other).await, "error").as_deref(), Some("login_required"));
    let Authorization::SignIn(page) = world.authorize(&silent[1..], Some(&of_other)).await else { panic!("no page") };
    assert!(page.other_user);
}

/// Clauses: 269.
#[tokio::test]
async fn an_exchanged_token_calls_the_user_as_its_client_does_and_leads_to_no_other_sector() {
    let mut world = world();
    let login = world.login().await;
    let (called, user) = (subject(&login), world.user.id.to_string());
    let policy = || TokenExchangePolicy { subject_any_client: true, ..TokenExchangePolicy::default() };
    let exchange = async |world: &World, token: &str| {
        let form = [("grant_type", EXCHANGE), ("subject_token", token), ("subject_token_type", ACCESS_TOKEN)];
        access_token(&world.token(&form).await.unwrap())
    };
    world.as_exchanger(policy());
    is_pairwise(&mut world, Some("orders.example.net"));
    let first = exchange(&world, &access_token(&login)).await;
    let said = claims(&first);
    assert!(said["sub"] != called && said["sub"] != user, "{said}");
    assert_eq!(world.engine.user_called(world.workspace.id, said["sub"].as_str().unwrap()).await.unwrap(), Some(world.user.id));
    for hidden in [&called, &user] {
        assert!(!said.to_string().contains(hidden.as_str()), "{said}");
    }
    assert!(world.is_active(&first).await, "its user is found nevertheless");
    assert_eq!(exchange(&world, &first).await.split('.').count(), 3);
    let on = claims(&exchange(&world, &first).await);
    assert_eq!(on["sub"], said["sub"], "a client goes on with its own token");

    // A client with public subjects knows the user, and nothing of how others call them.
    world.as_exchanger(policy());
    let public = claims(&exchange(&world, &first).await);
    assert_eq!(public["sub"], user);
    for hidden in [called.as_str(), said["sub"].as_str().unwrap()] {
        assert!(!public["exchanged"].to_string().contains(hidden), "{public}");
    }
    assert!(matches!(world.last_event(), TokenEventKind::Exchanged { .. }));
    world.user(|user| user.status = domain::user::UserStatus::Disabled);
    let form = [("grant_type", EXCHANGE), ("subject_token", first.as_str()), ("subject_token_type", ACCESS_TOKEN)];
    assert_eq!(world.token(&form).await.err(), Some(Refusal::EndedSubjectToken));
}
