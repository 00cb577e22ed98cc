//! Two secrets of a client side by side.

use domain::{
    client::ClientType,
    clock::Clock as _,
    decision::Condition,
    explanation::{Check, Remark},
};
use engine::Refusal;

use crate::world::{World, refresh_token};

#[tokio::test]
async fn the_previous_secret_works_until_its_end_and_not_after() {
    let mut world = World::with(ClientType::ServerSideWeb);
    let mut token = refresh_token(&world.login().await);
    let first = world.secret.clone().unwrap();
    world.replace_secret("another", world.clock.now().plus_seconds(3600));
    for secret in ["another", &first] {
        world.secret = Some(secret.to_owned());
        token = refresh_token(&world.refresh(&token).await.unwrap());
        world.clock.advance_seconds(60);
    }
    world.clock.advance_seconds(3600 - 120 - 1);
    assert!(world.refresh(&token).await.is_ok(), "to the last second");
    world.clock.advance_seconds(1);
    assert_eq!(world.refresh(&token).await.unwrap_err(), Refusal::InvalidClient);
    world.secret = Some("neither".to_owned());
    assert_eq!(world.refresh(&token).await.unwrap_err(), Refusal::InvalidClient);
    world.secret = Some("another".to_owned());
    assert!(world.refresh(&token).await.is_ok());
}

#[tokio::test]
async fn that_the_previous_one_works_is_explained() {
    let mut world = World::with(ClientType::ServerSideWeb);
    let token = refresh_token(&world.login().await);
    let remark = async |world: &World| {
        let steps = world.explain_refresh(&token).await.steps;
        steps.into_iter().find(|step| step.check == Check::Condition(Condition::ClientActive)).unwrap().remark
    };
    assert_eq!(remark(&world).await, None);
    world.replace_secret("another", world.clock.now().plus_seconds(3600));
    assert_eq!(remark(&world).await, Some(Remark::PreviousSecret));
    world.clock.advance_seconds(3600);
    assert_eq!(remark(&world).await, None);
}

#[tokio::test]
async fn the_use_of_a_secret_is_noted_once_an_hour_and_of_the_previous_one_once_a_minute() {
    let mut world = World::with(ClientType::ServerSideWeb);
    let mut token = refresh_token(&world.login().await);
    let (first, start) = (world.secret.clone().unwrap(), world.clock.now());
    let noted = |world: &World| world.secret_uses().into_iter().map(|used| (used.client, used.at)).collect::<Vec<_>>();
    assert_eq!(noted(&world), [(world.client.id, start)], "however many requests there were");
    world.secrets_used_at(Some(start), None);
    for (seconds, is_noted) in [(3599, false), (1, true)] {
        world.clock.advance_seconds(seconds);
        token = refresh_token(&world.refresh(&token).await.unwrap());
        assert_eq!(noted(&world).len(), usize::from(is_noted), "after {seconds} s more");
    }

    let now = world.clock.now();
    world.replace_secret("another", now.plus_seconds(3600));
    world.secrets_used_at(None, Some(now));
    world.secret = Some(first);
    for (seconds, is_noted) in [(59, false), (1, true)] {
        world.clock.advance_seconds(seconds);
        token = refresh_token(&world.refresh(&token).await.unwrap());
        assert_eq!(noted(&world).len(), usize::from(is_noted), "after {seconds} s more");
    }
}

#[tokio::test]
async fn a_request_that_is_refused_is_no_use_of_its_secret() {
    let mut world = World::with(ClientType::ServerSideWeb);
    let token = refresh_token(&world.login().await);
    world.secret_uses();
    let right = world.secret.replace("wrong".to_owned());
    assert_eq!(world.refresh(&token).await.unwrap_err(), Refusal::InvalidClient);
    world.secret = right;
    world.disable_client();
    assert_eq!(world.refresh(&token).await.unwrap_err(), Refusal::InvalidClient);
    assert_eq!(world.secret_uses(), []);
}
