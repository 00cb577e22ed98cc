//! One sentence against whatever becomes of a client's sector: a client calls a user as its sector did when they signed in.

use domain::{
    client::ClientType,
    client_uri::BackchannelLogoutUri,
    subject_type::{SectorIdentifier, SubjectType},
};
use engine::{
    Refusal,
    storage::{ClientDocumentStorage as _, DocumentRenewal, Written},
    token::{TokenResponse, logout::LogoutReach},
};
use proptest::prelude::*;

use crate::{
    device_code::{SCOPE, world_of},
    world::{World, access_token, claims, parameter, refresh_token},
};

/// The sectors that the client can have; with none, its users have the name that all know.
const SECTORS: [Option<&str>; 3] = [None, Some("shop.example"), Some("bank.example")];

fn set(world: &mut World, sector: usize) {
    let sector = SECTORS[sector].map(|host| SectorIdentifier::parse(host).unwrap());
    world.settings(|settings| {
        settings.subject_type = if sector.is_some() { SubjectType::Pairwise } else { SubjectType::Public };
        settings.sector_identifier = sector;
    });
}

fn named(jwt: &str) -> String {
    claims(jwt)["sub"].as_str().unwrap().to_owned()
}

/// What the tokens of a response call the user.
fn names(tokens: &TokenResponse) -> [String; 2] {
    [named(tokens.id_token.as_ref().unwrap().expose()), named(&access_token(tokens))]
}

async fn code_in(world: &World, session: &str) -> String {
    parameter(&world.answer_in(&[], session).await, "code").unwrap()
}

/// Signs in, and changes the sector before each step that tells the client of the user.
async fn live(sector: usize, then: [usize; 6]) {
    let mut world = World::new();
    let uri = BackchannelLogoutUri::parse("https://app.example.com/logout").unwrap();
    world.settings(|settings| settings.backchannel_logout_uri = Some(uri));
    set(&mut world, sector);
    let [expected, _] = names(&world.login().await);

    let session = world.sign_in().await;
    let code = code_in(&world, &session).await;
    let mut told = Vec::new();
    set(&mut world, then[0]);
    let tokens = world.exchange(&code).await.unwrap();
    told.extend(names(&tokens));
    let (access, refresh) = (access_token(&tokens), refresh_token(&tokens));
    set(&mut world, then[1]);
    told.push(world.userinfo(&access).await.unwrap().sub);
    set(&mut world, then[2]);
    for token in [&access, &refresh] {
        told.push(world.introspect(token).await.unwrap()["sub"].as_str().unwrap().to_owned());
    }
    set(&mut world, then[3]);
    told.extend(names(&world.refresh(&refresh).await.unwrap()));
    set(&mut world, then[4]);
    world.sign_out(&session).await;
    set(&mut world, then[5]);
    let part = world.storage.session_clients().pop().unwrap();
    for reach in [LogoutReach::Session, LogoutReach::User] {
        told.push(named(world.engine.logout_token(&world.realm().await, &world.client, &part, reach).await.unwrap().expose()));
    }
    assert_eq!(told, vec![expected; 9], "by {:?} at the sign-in, and then {then:?}", SECTORS[sector]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn a_client_calls_a_user_as_its_sector_did_at_the_sign_in(
        sector in 0..SECTORS.len(),
        then in prop::array::uniform6(0..SECTORS.len()),
    ) {
        tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(live(sector, then));
    }
}

#[tokio::test]
async fn a_device_is_told_of_its_user_by_the_sector_that_it_was_allowed_in() {
    let mut world = world_of(ClientType::ServerSideWeb);
    set(&mut world, 1);
    let [expected, _] = names(&world.login().await);
    let device = world.allowed(SCOPE).await;
    set(&mut world, 2);
    let tokens = world.poll(&device).await.unwrap();
    assert_eq!(names(&tokens), [expected.clone(), expected.clone()]);
    assert_eq!(names(&world.refresh(&refresh_token(&tokens)).await.unwrap()), [expected.clone(), expected]);
}

#[tokio::test]
async fn a_code_ends_with_its_consent_though_another_is_given_after_it() {
    let world = World::new();
    let session = world.sign_in().await;
    let early = code_in(&world, &session).await;
    let renewal = DocumentRenewal { client: world.client.clone(), changed: None, forgets_consents: true, ends_sign_ins: false };
    assert_eq!(world.storage.renew_document(&world.workspace, renewal).await.unwrap(), Written::Done);
    world.clock.advance_seconds(1);
    let late = code_in(&world, &session).await;
    assert_eq!(world.exchange(&early).await.unwrap_err(), Refusal::ConsentWithdrawn);
    // Agreed to once more it is the same consent.
    let again = code_in(&world, &session).await;
    for code in [late, again] {
        assert!(world.exchange(&code).await.is_ok());
    }
}
