//! What strangers do who begin device authorization requests of their own (RFC 8628 §5.4).

use std::net::IpAddr;

use domain::{client::ClientType, user::UserStatus};
use engine::{
    Error, Refusal,
    browser::Browser,
    client_auth::ClientRequest,
    endpoint::{
        authorize::{Authorization, DeviceEnd, UserCodeAnswer},
        sign_in::SigningIn,
    },
    form::Form,
};

use crate::{
    device_code::{SCOPE, browser, device_page, here, world_of},
    world::World,
};

/// Clauses: 188.
#[tokio::test]
async fn what_follows_a_code_goes_on_in_the_browser_alone_in_which_it_was_typed() {
    let world = world_of(ClientType::MobileDesktop);
    let device = world.device(SCOPE).await.unwrap();
    // Somebody enters the code of their own device, and sends the page that follows to a user who is signed in.
    let (realm, victim) = (world.realm().await, world.sign_in().await);
    let (waiting, code_entry) = match world.engine.enter_user_code(&realm, &device.user_code, here(), Browser::default()).await {
        Ok(UserCodeAnswer::Found { outcome: Authorization::SignIn(page), code_entry }) => (page, code_entry),
        other => panic!("{other:?}"),
    };
    for theirs in [Browser::of(Some(&victim)), browser(Some(&victim)), Browser::default()] {
        let resumed = world.engine.resume(&realm, &waiting.interaction, theirs).await.unwrap();
        assert!(matches!(resumed, Authorization::UserCodeElsewhere), "{resumed:?}");
        let agreed = world.engine.consent(&realm, &waiting.interaction, theirs, true).await.unwrap();
        assert!(matches!(agreed, Authorization::UserCodeElsewhere), "{agreed:?}");
    }
    // A page that asks is of the browser in which it was shown, too.
    let own = Browser { code_entry: Some(code_entry.expose()), ..Browser::of(Some(&victim)) };
    let page = device_page(world.engine.resume(&realm, &waiting.interaction, own).await.unwrap());
    let elsewhere = world.engine.consent(&realm, &page.interaction, Browser::of(Some(&victim)), true).await.unwrap();
    assert!(matches!(elsewhere, Authorization::UserCodeElsewhere), "{elsewhere:?}");
    assert_eq!(world.poll(&device).await.unwrap_err(), Refusal::AuthorizationPending);
    let allowed = world.engine.consent(&realm, &page.interaction, own, true).await.unwrap();
    assert!(matches!(allowed, Authorization::DeviceEnd(DeviceEnd::Allowed { .. })), "{allowed:?}");
}

/// Clauses: 185.
#[tokio::test]
async fn strangers_in_ten_networks_keep_no_user_whose_browser_is_known_from_a_code() {
    let mut world = world_of(ClientType::MobileDesktop);
    let device = world.device(SCOPE).await.unwrap();
    let wrong = if device.user_code == "BBBB-BBBB" { "CCCC-CCCC" } else { "BBBB-BBBB" };
    let (candidate, realm) = (world.candidate().await, world.realm().await);
    let started = world.engine.sign_in(&realm, candidate, true, SigningIn::default()).await.unwrap().started().unwrap();
    let (session, known) = (started.cookie.expose().clone(), started.device.unwrap().expose().clone());
    let (strange, signed_in) = (Browser::default(), Browser::of(Some(&session)));
    let signed_out = Browser { device: Some(&known), ..Browser::default() };
    let other_session = Browser { device: Some("nonsense"), ..Browser::of(Some("nonsense")) };
    let enter = async |world: &World, code: &str, network: u8, browser: Browser<'_>| {
        let address = IpAddr::from([198, 51, 100, network]);
        world.engine.enter_user_code(&world.realm().await, code, address, browser).await.unwrap()
    };
    for network in 0..10 {
        for _ in 0..10 {
            assert!(matches!(enter(&world, wrong, network, strange).await, UserCodeAnswer::Unknown));
        }
    }
    for browser in [strange, other_session] {
        let answer = enter(&world, &device.user_code, 200, browser).await;
        assert!(matches!(answer, UserCodeAnswer::TooMany(_)), "what strangers guess is bounded: {answer:?}");
    }
    for browser in [signed_in, signed_out] {
        let answer = enter(&world, &device.user_code, 0, browser).await;
        assert!(matches!(answer, UserCodeAnswer::Found { .. }), "{answer:?}");
    }
    // A user guesses no more than others, in whichever of their browsers.
    for guess in 0..10 {
        let answer = enter(&world, wrong, 200, if guess % 2 == 0 { signed_in } else { signed_out }).await;
        assert!(matches!(answer, UserCodeAnswer::Unknown), "{answer:?}");
    }
    for browser in [signed_in, signed_out] {
        assert!(matches!(enter(&world, &device.user_code, 201, browser).await, UserCodeAnswer::TooMany(_)));
    }
    world.clock.advance_seconds(60);
    assert!(matches!(enter(&world, &device.user_code, 200, signed_out).await, UserCodeAnswer::Found { .. }));
    // Whoever may not sign in is a stranger, whatever their browser holds.
    world.user(|user| user.status = UserStatus::Disabled);
    for _ in 0..10 {
        enter(&world, wrong, 202, strange).await;
    }
    for browser in [signed_in, signed_out] {
        assert!(matches!(enter(&world, &device.user_code, 202, browser).await, UserCodeAnswer::TooMany(_)));
    }
}

#[tokio::test]
async fn strangers_in_fifty_networks_stop_no_device_of_a_public_client() {
    let world = world_of(ClientType::MobileDesktop);
    let (realm, form) = (world.realm().await, Form::parse(&format!("client_id={}&scope=openid", world.client.id)).unwrap());
    let begin = async |network: u8| {
        let request = ClientRequest { authorization: None, certificate: None, form: &form };
        world.engine.authorize_device(&realm, request, IpAddr::from([198, 51, 100, network])).await
    };
    for network in 0..50 {
        for _ in 0..100 {
            begin(network).await.unwrap();
        }
    }
    let device = begin(200).await.unwrap();
    world.clock.advance_seconds(5);
    assert!(matches!(begin(0).await, Err(Error::Refused(Refusal::TooManyDeviceRequests))), "who has the most begins no more");
    assert_eq!(world.poll(&device).await.unwrap_err(), Refusal::AuthorizationPending);
}
