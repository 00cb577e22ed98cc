//! Back-channel logout with receivers on this machine, a real database and a clock that is turned by hand.

mod world;

use std::{sync::Arc, time::Duration};

use domain::{
    audit::AuditEvent, backoff::LONGEST_PAUSE, client_uri::BackchannelLogoutUri, clock::Clock as _, logout::TOLD_FOR, user::UserStatus,
    view::SignOut,
};
use engine::form::Form;
use serde_json::Value;
use store::testing::TestStore;

use self::world::{Received, Receiver, World, encoded, listen, part};
use crate::delivery::UnderWay;

/// Clauses: 220, 221.
#[tokio::test]
async fn who_signs_out_is_signed_out_at_the_clients_of_the_session_by_a_token_that_is_posted_to_each() {
    for store in TestStore::both().await.unwrap() {
        let world = World::on(store).await;
        let [first, second, other] = [Receiver::open().await, Receiver::open().await, Receiver::open().await];
        let apps = [world.app("Shop", &first.uri).await, world.app("Calendar", &second.uri).await, world.app("Notes", &other.uri).await];
        let session = world.sign_in().await;
        let (sid, id_token) = world.log_in(&apps[0], &session).await;
        world.log_in(&apps[1], &session).await;
        world.settle().await;
        assert!(first.received().is_empty(), "nobody has signed out");
        // The application sends its user to the end session endpoint.
        let asked = Form::parse(&encoded(&[("id_token_hint", &id_token)])).unwrap();
        world.engine.logout(&*world.realm().await, &asked, Some(&session), false).await.unwrap();
        world.settle().await;
        let now = world.clock.now();
        for (receiver, app) in [&first, &second].into_iter().zip(&apps) {
            let requests = receiver.received();
            let [Received { header, claims, .. }] = requests.as_slice() else { panic!("{requests:?}") };
            assert_eq!((&header["typ"], &header["alg"]), (&"logout+jwt".into(), &part(&id_token, 0)["alg"]));
            assert_eq!((&claims["sid"], &claims["sub"]), (&sid, &world.user.id.to_string().into()));
            assert_eq!((&claims["iss"], &claims["aud"]), (&part(&id_token, 1)["iss"], &app.id.to_string().into()));
            assert_eq!((&claims["iat"], &claims["exp"]), (&now.as_seconds().into(), &(now.as_seconds() + 120).into()));
            let delivery = world.delivery(app).await;
            assert_eq!((delivery.waiting, delivery.progress.failures, delivery.delivered_at), (0, 0, Some(now)));
            assert_eq!(delivery.last.map(|last| (last.status, last.failure)), Some((Some(200), None)));
        }
        assert!(other.received().is_empty(), "it had no part in the session");
        assert_eq!(world.operator().load_client(&world.path, apps[2].id).await.unwrap().logouts, None);
        world.clock.advance_seconds(3600);
        world.settle().await;
        assert_eq!((first.received().len(), world.undelivered().await.len()), (1, 0), "each is told once");
    }
}

/// Clauses: 222.
#[tokio::test]
async fn what_is_not_taken_is_sent_again_in_a_token_of_its_own_until_it_is() {
    for (trouble, good) in [(503, 200), (302, 204), (201, 200)] {
        let world = World::new().await;
        let receiver = Receiver::open().await;
        let app = world.app("Shop", &receiver.uri).await;
        let (session, sid) = world.session_with(&app).await;
        receiver.answers(trouble);
        world.sign_out(&session).await;
        for _ in 0..3 {
            world.settle().await;
            world.clock.advance_seconds(LONGEST_PAUSE);
        }
        let failing = world.delivery(&app).await;
        assert_eq!((failing.waiting, failing.progress.failures, failing.delivered_at), (1, 3, None), "{trouble}");
        let failure = failing.last.unwrap().failure.unwrap();
        assert_eq!(failure, format!("it was answered with status {trouble}"));
        receiver.answers(good);
        world.settle().await;
        let requests = receiver.received();
        assert_eq!(requests.iter().map(|one| one.answered).collect::<Vec<_>>(), [trouble, trouble, trouble, good]);
        for (one, next) in requests.iter().zip(&requests[1..]) {
            assert_eq!((&one.claims["sid"], &next.claims["sid"]), (&sid, &sid));
            assert!(one.claims["jti"] != next.claims["jti"] && one.claims["exp"].as_i64() < next.claims["exp"].as_i64());
        }
        let delivery = world.delivery(&app).await;
        assert_eq!((delivery.waiting, delivery.progress.failures, delivery.progress.failing_since), (0, 0, None));
        assert!(world.undelivered().await.is_empty());
    }
}

/// Clauses: 222.
#[tokio::test]
async fn a_client_that_refuses_is_not_told_again_and_the_log_says_so() {
    let world = World::new().await;
    let receiver = Receiver::open().await;
    let app = world.app("Shop", &receiver.uri).await;
    let sessions = [world.session_with(&app).await, world.session_with(&app).await];
    receiver.answers(400);
    for (session, _) in &sessions {
        world.sign_out(session).await;
    }
    world.settle().await;
    world.clock.advance_seconds(3600);
    world.settle().await;
    assert_eq!(receiver.received().len(), 2, "one refusal holds up no other session");
    let delivery = world.delivery(&app).await;
    assert_eq!((delivery.waiting, delivery.progress.failures, delivery.delivered_at), (0, 0, None));
    let last = delivery.last.unwrap();
    assert_eq!((last.status, last.answer.as_str()), (Some(400), "hello"));
    let lines = world.undelivered().await;
    let told = |line: &AuditEvent| line.changes.iter().map(|change| (change.field.clone(), change.to.clone())).collect::<Vec<_>>();
    for (_, sid) in &sessions {
        let said = [
            ("user_id", world.user.id.to_string()),
            ("session_id", sid.as_str().unwrap().to_owned()),
            ("failure", "it was answered with status 400".to_owned()),
        ]
        .map(|(field, to)| (field.to_owned(), to));
        let line = lines.iter().find(|line| told(line) == said).unwrap_or_else(|| panic!("{lines:?}"));
        assert_eq!((line.target.as_str(), &line.target_id), ("Shop", &app.id.to_string()));
    }
    assert_eq!(lines.len(), 2);
}

/// Clauses: 222.
#[tokio::test]
async fn a_client_that_does_not_answer_for_a_day_is_told_no_more_of_what_is_as_old() {
    for store in TestStore::both().await.unwrap() {
        let world = World::on(store).await;
        let receiver = Receiver::open().await;
        let app = world.app("Shop", &receiver.uri).await;
        let old = [world.session_with(&app).await, world.session_with(&app).await, world.session_with(&app).await];
        let (_, sid) = world.session_with(&app).await;
        receiver.answers(500);
        for (session, _) in &old {
            world.sign_out(session).await;
        }
        let began = world.clock.now();
        while world.clock.now().seconds_since(began) < TOLD_FOR - LONGEST_PAUSE {
            world.settle().await;
            world.clock.advance_seconds(LONGEST_PAUSE);
        }
        // Its session has expired by now; it is told all the same.
        world.operator().set_user_password(&world.path, world.user.id, "granite-harbour-lantern-93").await.unwrap();
        let tried = receiver.received().len();
        assert!((90..110).contains(&tried), "one at a time, with growing pauses: {tried}");
        assert!(old.iter().all(|(_, sid)| receiver.sessions().contains(sid)), "each in its turn");
        world.clock.advance_seconds(LONGEST_PAUSE);
        world.settle().await;
        let delivery = world.delivery(&app).await;
        assert_eq!((delivery.waiting, delivery.delivered_at), (1, None), "the young one is still to be told");
        let lines = world.undelivered().await;
        let of = |field: &str| lines.iter().flat_map(|line| &line.changes).filter(|change| change.field == field).collect::<Vec<_>>();
        assert_eq!((lines.len(), of("session_id").len(), of("failure").len()), (2, 1, 2), "one by itself, and the rest together");
        assert_eq!(of("sign_outs").iter().map(|change| change.to.as_str()).collect::<Vec<_>>(), ["2"]);
        receiver.answers(200);
        world.clock.advance_seconds(LONGEST_PAUSE);
        world.settle().await;
        assert_eq!(receiver.sessions().last(), Some(&sid));
        assert_eq!(world.delivery(&app).await.waiting, 0);
    }
}

/// Clauses: 223.
#[tokio::test]
async fn a_client_that_does_not_answer_holds_up_neither_the_user_nor_another_client() {
    let world = World::new().await;
    let (silent, uri) = listen().await;
    let receiver = Receiver::open().await;
    let (slow, quick) = (world.app("Silent", &uri).await, world.app("Shop", &receiver.uri).await);
    let session = world.sign_in().await;
    world.log_in(&slow, &session).await;
    let (deliverer, mut under_way) = (world.deliverer(), UnderWay::default());
    world.sign_out(&session).await;
    deliverer.begin_some(&mut under_way).await.unwrap();
    let held = silent.accept().await.unwrap();

    let session = world.sign_in().await;
    for app in [&slow, &quick] {
        world.log_in(app, &session).await;
    }
    // The user is signed out at once, whatever the clients do.
    world.sign_out(&session).await;
    deliverer.begin_some(&mut under_way).await.unwrap();
    tokio::time::timeout(Duration::from_secs(10), async {
        while receiver.received().is_empty() {
            tokio::task::yield_now().await;
        }
    })
    .await
    .unwrap();
    assert!(!under_way.tasks.is_empty(), "the first one still waits for its answer");
    drop(under_way);
    deliverer.let_go().await.unwrap();
    let take = world.installation.store.take_logout_receiver(slow.id, Arc::clone(&world.installation.clock));
    assert!(take.await.unwrap().is_some(), "a server that ends lets go of who it was telling");
    drop(held);
}

/// Clauses: 224.
#[tokio::test]
async fn whoever_ends_a_session_by_whatever_way_has_its_clients_told() {
    for store in TestStore::both().await.unwrap() {
        let world = World::on(store).await;
        let receiver = Receiver::open().await;
        let app = world.app("Shop", &receiver.uri).await;
        let (operator, path, user) = (world.operator(), &world.path, world.user.id);
        let mut expected = Vec::new();
        // An administrator ends one session, and then all.
        let (_, sid) = world.session_with(&app).await;
        operator.end_user_session(path, user, sid.as_str().unwrap().parse().unwrap()).await.unwrap();
        world.settle().await;
        expected.push(sid);
        assert_eq!(receiver.sessions(), expected);
        let (_, sid) = world.session_with(&app).await;
        operator.sign_out_user(path, user, SignOut { sessions: true, tokens: false, consents: false }).await.unwrap();
        world.settle().await;
        expected.push(sid);
        assert_eq!(receiver.sessions(), expected);
        // A new password.
        let (_, sid) = world.session_with(&app).await;
        operator.set_user_password(path, user, "granite-harbour-lantern-93").await.unwrap();
        world.settle().await;
        expected.push(sid);
        assert_eq!(receiver.sessions(), expected);
        // The user signs out everywhere else.
        let ((here, _), (_, sid)) = (world.session_with(&app).await, world.session_with(&app).await);
        world.engine.sign_out_elsewhere(&*world.realm().await, Some(&here)).await.unwrap();
        world.settle().await;
        expected.push(sid);
        assert_eq!(receiver.sessions(), expected);
        world.sign_out(&here).await;
        world.settle().await;
        expected.extend(receiver.sessions().pop());
        // The user is disabled, and at last deleted.
        let (_, sid) = world.session_with(&app).await;
        let version = operator.find_user(path, user).await.unwrap().version;
        let disabled = operator.set_user_status(path, user, version, UserStatus::Disabled).await.unwrap();
        world.settle().await;
        expected.push(sid);
        assert_eq!(receiver.sessions(), expected);
        let enabled = operator.set_user_status(path, user, disabled.version, UserStatus::Active).await.unwrap();
        let (_, sid) = world.session_with(&app).await;
        operator.delete_user(path, user, enabled.version, "alice@example.com").await.unwrap();
        world.settle().await;
        expected.push(sid);
        assert_eq!(receiver.sessions(), expected);
        assert!(receiver.received().iter().all(|one| one.claims["sub"] == user.to_string()));
    }
}

/// Clauses: 218.
#[tokio::test]
async fn a_client_that_needs_no_session_is_told_once_of_a_user_who_is_signed_out_everywhere() {
    let world = World::new().await;
    let receiver = Receiver::open().await;
    let app = world.app("Shop", &receiver.uri).await;
    world.set(app.id, |settings| settings.backchannel_logout_session_required = false).await;
    for _ in 0..3 {
        world.session_with(&app).await;
    }
    world.operator().sign_out_user(&world.path, world.user.id, SignOut { sessions: true, tokens: false, consents: false }).await.unwrap();
    assert_eq!(world.delivery(&app).await.waiting, 3);
    world.settle().await;
    let requests = receiver.received();
    let [one] = requests.as_slice() else { panic!("{requests:?}") };
    assert_eq!((&one.claims["sub"], &one.claims["sid"]), (&world.user.id.to_string().into(), &Value::Null));
    assert_eq!(world.delivery(&app).await.waiting, 0);
}

/// Clauses: 218.
#[tokio::test]
async fn a_client_that_hears_late_of_an_end_is_told_of_that_session_where_its_user_has_signed_in_anew() {
    for store in TestStore::both().await.unwrap() {
        let world = World::on(store).await;
        let receiver = Receiver::open().await;
        let app = world.app("Shop", &receiver.uri).await;
        world.set(app.id, |settings| settings.backchannel_logout_session_required = false).await;
        // Somebody who stays signed in elsewhere has not signed in anew.
        let (elsewhere, _) = world.session_with(&app).await;
        let (session, sid) = world.session_with(&app).await;
        world.clock.advance_seconds(60);
        receiver.answers(503);
        world.sign_out(&session).await;
        world.settle().await;
        assert_eq!(receiver.received().pop().unwrap().claims["sid"], Value::Null);
        world.clock.advance_seconds(60);
        let (anew, _) = world.session_with(&app).await;
        receiver.answers(200);
        world.clock.advance_seconds(LONGEST_PAUSE);
        world.settle().await;
        let told = receiver.received().pop().unwrap().claims;
        assert_eq!((&told["sub"], &told["sid"]), (&world.user.id.to_string().into(), &sid));
        assert_eq!((world.delivery(&app).await.waiting, world.undelivered().await.len()), (0, 0));
        // Who has signed out of that one, too, is signed out of everything.
        for session in [&anew, &elsewhere] {
            world.sign_out(session).await;
        }
        world.settle().await;
        assert_eq!((receiver.received().len(), &receiver.received().pop().unwrap().claims["sid"]), (3, &Value::Null));
    }
}

#[tokio::test]
async fn a_new_address_is_told_at_once_and_without_one_nothing_waits() {
    let world = World::new().await;
    let (broken, mended) = (Receiver::open().await, Receiver::open().await);
    let app = world.app("Shop", &broken.uri).await;
    broken.answers(404);
    let (session, sid) = world.session_with(&app).await;
    world.sign_out(&session).await;
    for _ in 0..5 {
        world.settle().await;
        world.clock.advance_seconds(60);
    }
    let before = world.delivery(&app).await;
    assert!(before.progress.failures > 2 && before.progress.due_at > world.clock.now());
    world.set(app.id, |settings| settings.backchannel_logout_uri = Some(mended.uri.clone())).await;
    world.settle().await;
    assert_eq!(mended.sessions(), [sid]);

    mended.answers(500);
    let (session, _) = world.session_with(&app).await;
    world.sign_out(&session).await;
    world.settle().await;
    world.set(app.id, |settings| settings.backchannel_logout_uri = None).await;
    world.settle().await;
    assert_eq!(world.operator().load_client(&world.path, app.id).await.unwrap().logouts, None);
    world.set(app.id, |settings| settings.backchannel_logout_uri = Some(mended.uri.clone())).await;
    assert_eq!((world.delivery(&app).await.waiting, mended.received().len()), (0, 2));
    assert!(world.undelivered().await.is_empty(), "nobody was to be told");
}

#[tokio::test]
async fn a_client_is_told_at_no_address_inside() {
    let world = World::new().await;
    let app = world.app("Shop", &BackchannelLogoutUri::parse("https://localhost/logout").unwrap()).await;
    let (session, _) = world.session_with(&app).await;
    world.sign_out(&session).await;
    world.settle().await;
    let last = world.delivery(&app).await.last.unwrap();
    assert!(last.status.is_none() && last.failure.unwrap().contains("is not a public address"));
}
