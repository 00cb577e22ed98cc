//! How authorization requests are explained that have to be pushed (RFC 9126).

use domain::explanation::{Check, Outcome, Remark};
use engine::{Refusal, dpop::ProvenKey, explain::ExplainRequest};

use crate::{pushed_requests::uri, world::World};

#[tokio::test]
async fn an_explanation_says_that_the_request_has_to_be_pushed() {
    let mut world = World::new();
    let query = world.query(&[]);
    let explain = async |world: &World| {
        let asked = ExplainRequest {
            client: world.client.id,
            query: &query,
            is_sent: false,
            user: Some(world.user.id),
            signed_in: true,
            key: ProvenKey::Wanted,
        };
        let explanation = world.engine.explain(&world.realm().await, asked).await.unwrap();
        assert!(explanation.outcome.issues(), "{explanation:?}");
        explanation.steps.iter().find(|step| step.check == Check::Form).unwrap().remark
    };
    assert_eq!(explain(&world).await, None);
    world.settings(|settings| settings.require_pushed_authorization_requests = true);
    assert_eq!(explain(&world).await, Some(Remark::ToBePushed));
}

/// Clauses: 112, 177.
#[tokio::test]
async fn a_request_of_a_browser_is_explained_as_it_came_and_a_reference_by_what_was_pushed() {
    let mut world = World::new();
    world.settings(|settings| settings.require_pushed_authorization_requests = true);
    let session = world.sign_in().await;
    let explain = async |world: &World, query: &str| {
        let client = world.client.id;
        let asked = ExplainRequest { client, query, is_sent: true, user: None, signed_in: false, key: ProvenKey::Wanted };
        let explanation = world.engine.explain(&world.realm().await, asked).await.unwrap();
        let holds = |check| explanation.steps.iter().find(|step| step.check == check).map(|step| step.holds);
        let form = explanation.steps.iter().find(|step| step.check == Check::Form).unwrap();
        assert_eq!(form.remark, None, "it stands for no other one");
        (holds(Check::PushedRequest), holds(Check::Way), explanation.outcome)
    };
    let plain = explain(&world, &world.query(&[])).await;
    assert_eq!(plain, (None, Some(false), Outcome::Refused(Refusal::PushedRequestRequired.into())));

    let reference = world.reference(&uri(&world.push(&[]).await.unwrap()));
    let (there, way, outcome) = explain(&world, &reference).await;
    assert!((there, way) == (Some(true), Some(true)) && outcome.issues(), "{outcome:?}");
    // Nobody has opened it by that.
    world.clock.advance_seconds(60);
    let expired = explain(&world, &reference).await;
    assert_eq!(expired, (Some(false), None, Outcome::Unanswerable(Refusal::ExpiredRequestUri.into())));

    let answered = uri(&world.push(&[]).await.unwrap());
    world.finish(world.open(&answered, Some(&session)).await, &session).await;
    let used = explain(&world, &world.reference(&answered)).await;
    assert_eq!(used, (Some(false), None, Outcome::Unanswerable(Refusal::UsedRequestUri.into())));
    let wrong = world.reference(&uri(&world.push(&[("scope", "openid")]).await.unwrap()));
    assert!(!explain(&world, &wrong).await.2.issues(), "offline access was not pushed");
}
