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
async fn which_of_the_two_was_used_is_noted_and_explained() {
    let mut world = World::with(ClientType::ServerSideWeb);
    let token = refresh_token(&world.login().await);
    let remark = async |world: &World| {
        let steps = world.explain_refresh(&token).await.steps;
        steps.into_iter().find(|step| step.check == Check::Condition(Condition::ClientActive)).unwrap().remark
    };
    assert_eq!(remark(&world).await, None);
    let first = world.secret.clone().unwrap();
    world.replace_secret("another", world.clock.now().plus_seconds(3600));
    assert_eq!(remark(&world).await, Some(Remark::PreviousSecret));

    world.refresh(&token).await.unwrap();
    assert_eq!(world.previous_secret_uses(), [], "the current one was used");
    world.secret = Some(first);
    for _ in 0..2 {
        world.refresh(&token).await.unwrap();
    }
    let uses = world.previous_secret_uses();
    assert_eq!(uses.len(), 1);
    assert_eq!((uses[0].client, uses[0].at), (world.client.id, world.clock.now()));
    world.clock.advance_seconds(3600);
    assert_eq!(remark(&world).await, None);
}
