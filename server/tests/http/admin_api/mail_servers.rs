//! The mail server of a tenant over the admin API.

use serde_json::{Value, json};

use super::world::World;

const PATH: &str = "/admin/acme/mail-server";

#[tokio::test]
async fn a_mail_server_is_removed_and_set_anew_and_its_password_is_never_told() {
    let world = World::new().await;
    let program = world.program(None).await;
    let gone = program.with_version("DELETE", PATH, PATH, &Value::Null).await;
    assert_eq!((gone.status.as_u16(), program.get(PATH).await.problem().0), (204, 404));

    let mut sent = json!({
        "host": "smtp.example.org",
        "port": 587,
        "tls": "start_tls",
        "user": "acme",
        "password": "let-me-send",
        "sender": "shop@example.com",
        "sender_name": "Acme Shop",
    });
    let create = [("if-none-match", "*")];
    let created = program.send("PUT", PATH, &create, &sent).await;
    assert_eq!(created.status, 201, "{created:?}");
    assert_eq!(program.send("PUT", PATH, &create, &sent).await.problem(), (412, "stale".to_owned()));

    let read = program.get(PATH).await;
    assert!(!read.body.contains("let-me-send"), "{read:?}");
    sent.as_object_mut().unwrap().remove("password");
    sent["has_password"] = json!(true);
    assert_eq!(read.json(), sent);
    let same = program.with_version("PUT", PATH, PATH, &sent).await;
    assert_eq!((same.status.as_u16(), same.json()), (200, sent));

    // The password that there is goes nowhere else.
    let elsewhere = program.patch(PATH, &json!({ "host": "smtp.example.net" })).await;
    assert_eq!(elsewhere.faults(), [("/password".to_owned(), "password_again".to_owned())]);
    let open = program.patch(PATH, &json!({ "user": null })).await.json();
    assert_eq!((&open["user"], &open["has_password"]), (&Value::Null, &json!(false)));
}

#[tokio::test]
async fn what_cannot_be_a_mail_server_is_refused_by_its_place() {
    let world = World::new().await;
    let program = world.program(None).await;
    for (member, value, place) in [
        ("host", json!("smtp.example.com:25"), "/host"),
        ("port", json!(0), "/port"),
        ("port", json!(65_536), "/port"),
        ("tls", json!("sometimes"), "/tls"),
        ("sender", json!("nobody"), "/sender"),
        ("sender_name", json!(""), "/sender_name"),
        ("user", json!("x".repeat(501)), "/user"),
        ("password", json!("a password without a user"), "/user"),
    ] {
        let answer = program.patch(PATH, &json!({ member: value })).await;
        assert_eq!(answer.faults().iter().map(|(place, _)| place.as_str()).collect::<Vec<_>>(), [place], "{member}: {answer:?}");
    }
    let to = program.post(&format!("{PATH}/test"), &json!({ "to": "nobody" })).await;
    assert_eq!(to.faults().iter().map(|(place, _)| place.as_str()).collect::<Vec<_>>(), ["/to"], "{to:?}");
}

#[tokio::test]
async fn a_test_mail_is_sent_and_the_delivery_tells_how_mail_fares() {
    let world = World::new().await;
    let program = world.program(None).await;
    let sent = program.post(&format!("{PATH}/test"), &json!({ "to": "olga@example.com" })).await;
    assert_eq!(sent.status, 204, "{sent:?}");
    let delivery = program.get(&format!("{PATH}/delivery")).await.json();
    assert_eq!(delivery, json!({ "waiting": 0, "to_outbox": true }));
}
