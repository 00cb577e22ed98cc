//! Webhooks over the admin API. What is delivered is tested beside the deliverer.

use serde_json::{Value, json};

use super::world::World;

#[tokio::test]
async fn a_webhook_is_created_read_as_it_was_sent_and_changed() {
    let world = World::new().await;
    let program = world.program(None).await;
    let sent = json!({
        "name": "Billing",
        "url": "https://hooks.example.com/billing?x=1",
        "actions": ["client.created", "client.deleted"],
        "server_ids": ["shop"],
        "ignored_actors": ["ci@example.com"],
    });
    let created = program.post("/admin/acme/webhooks", &sent).await;
    assert_eq!(created.status, 201, "{created:?}");
    assert!(created.json()["secret"].as_str().is_some_and(|secret| secret.starts_with("whsec_")));
    let path = created.header("location").strip_prefix("/api").unwrap().to_owned();
    let read = program.get(&path).await.json();
    assert_eq!((&read["secret"], &read["status"]), (&Value::Null, &json!("active")), "the secret is told once");
    for (name, value) in sent.as_object().unwrap() {
        assert_eq!(&read[name], value, "{name}");
    }
    let same = program.with_version("PUT", &path, &path, &read).await;
    assert_eq!((same.status.as_u16(), same.json()), (200, read));
    let patched = program.patch(&path, &json!({ "server_ids": [], "ignored_actors": [] })).await.json();
    assert_eq!((&patched["server_ids"], &patched["actions"]), (&json!([]), &sent["actions"]));

    let disabled = program.with_version("POST", &format!("{path}/disable"), &path, &Value::Null).await;
    assert_eq!(disabled.json()["status"], "disabled");
    let delivery = program.get(&format!("{path}/delivery")).await.json();
    assert_eq!((&delivery["status"], &delivery["failures"]), (&json!("disabled"), &json!(0)));
    let secret = program.with_version("POST", &format!("{path}/rotateSecret"), &path, &Value::Null).await.json();
    assert!(secret["secret"] != created.json()["secret"] && secret["secret"].is_string());
    let gone = program.with_version("DELETE", &path, &path, &Value::Null).await;
    assert_eq!((gone.status.as_u16(), program.get(&path).await.status.as_u16()), (204, 404));
}

#[tokio::test]
async fn what_cannot_be_a_webhook_is_refused_by_its_place() {
    let world = World::new().await;
    let program = world.program(None).await;
    let valid = json!({ "name": "SIEM", "url": "https://hooks.example.com/" });
    for (member, value, place) in [
        ("url", json!("ftp://hooks.example.com/"), "/url"),
        ("url", json!("https://hooks.example.com/#x"), "/url"),
        ("actions", json!(["client.eaten"]), "/actions"),
        ("server_ids", json!(["nowhere"]), "/server_ids"),
        ("ignored_actors", json!(["a\nb"]), "/ignored_actors"),
        ("ignored_actors", json!(["x".repeat(301)]), "/ignored_actors"),
    ] {
        let mut sent = valid.clone();
        sent[member] = value;
        let answer = program.post("/admin/acme/webhooks", &sent).await;
        assert_eq!(answer.faults().iter().map(|(place, _)| place.as_str()).collect::<Vec<_>>(), [place], "{sent}: {answer:?}");
    }
    let replay = async |body: Value| {
        let path = world.address("/admin/{tenant}/webhooks/{webhook}/replay");
        program.post(&path, &body).await.faults()
    };
    assert_eq!(replay(json!({})).await, [("/number".to_owned(), "missing".to_owned())]);
    assert_eq!(replay(json!({ "number": 1, "since": "2026-01-01T00:00:00Z" })).await, [("/since".to_owned(), "contradiction".to_owned())]);
    assert_eq!(replay(json!({ "number": 1_000_000 })).await, [("/number".to_owned(), "no_such_event".to_owned())]);
}
