//! Configuration as code over the admin API.

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::world::World;

const CONFIGURATION: &str = "/admin/acme/configuration";

#[tokio::test]
async fn what_was_exported_is_planned_and_applied_as_it_is_or_changed() {
    let world = World::new().await;
    let program = world.program(None).await;
    let exported = program.get(CONFIGURATION).await;
    assert_eq!(exported.status, StatusCode::OK, "{exported:?}");
    assert_eq!(program.get(&format!("{CONFIGURATION}?server=shop")).await.json(), exported.json());
    let mut document = exported.json();
    let send = async |what: &str, document: &Value, more: Value| {
        let mut body = json!({ "configuration": document });
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        program.post(&format!("{CONFIGURATION}/{what}"), &body).await
    };
    let unchanged = send("plan", &document, json!({ "prune": true })).await;
    assert_eq!((unchanged.status, &unchanged.json()["changes"]), (StatusCode::OK, &json!([])));

    document["servers"][0]["clients"] = json!([{ "client_name": "Job", "application_types": ["service"] }]);
    let plan = send("plan", &document, json!({ "prune": true })).await.json();
    assert_eq!((&plan["tokens"]["ended"], &plan["clients"][0]["client_name"]), (&json!(1), &json!("Shop")));
    let pointers: Vec<_> = plan["changes"].as_array().unwrap().iter().map(|change| (&change["action"], &change["pointer"])).collect();
    assert_eq!(pointers, [(&json!("create"), &json!("/servers/0/clients/0")), (&json!("delete"), &json!("/servers/0/clients"))]);
    // Without pruning it is another plan.
    let stale = send("apply", &document, json!({ "plan": plan["plan"] })).await;
    assert_eq!(stale.problem(), (412, "stale".to_owned()));
    let applied = send("apply", &document, json!({ "prune": true, "plan": plan["plan"] })).await;
    assert_eq!((applied.status, &applied.json()["done"]), (StatusCode::OK, &plan));
    let secret = &applied.json()["clients"][0];
    let (id, secret) = (secret["client_id"].as_str().unwrap().to_owned(), secret["client_secret"].as_str().unwrap().to_owned());
    let introspected = world.shop.ask_as((&id, &secret), "/oauth2/introspect", &[("token", "x")]).await;
    assert_eq!(introspected.status, StatusCode::OK, "{introspected:?}");
    assert!(!program.get(CONFIGURATION).await.body.contains(&secret));
}

#[tokio::test]
async fn what_cannot_be_applied_is_told_by_its_pointer_in_the_body() {
    let world = World::new().await;
    let program = world.program(None).await;
    let before = program.get(CONFIGURATION).await.json();
    let faults = async |document: Value| {
        let answer = program.post(&format!("{CONFIGURATION}/apply"), &json!({ "configuration": document })).await;
        (answer.problem(), answer.faults())
    };
    let at = |pointer: &str, problem: &str| (pointer.to_owned(), problem.to_owned());
    let invalid = (422, "invalid".to_owned());
    let server = |more: Value| {
        let mut server = json!({ "id": "shop", "name": "Renamed" });
        server.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        json!({ "tenant": { "id": "acme" }, "servers": [server] })
    };
    for (document, fault) in [
        (json!([]), at("/configuration", "wrong_type")),
        (json!({ "tenant": { "id": "globex" } }), at("/configuration/tenant/id", "fixed")),
        (server(json!({ "colour": "red" })), at("/configuration/servers/0/colour", "unknown_member")),
        (server(json!({ "dpop_nonce_required": "yes" })), at("/configuration/servers/0/dpop_nonce_required", "wrong_type")),
        (server(json!({ "version": 7 })), at("/configuration/servers/0/version", "other_version")),
        (
            server(json!({ "clients": [{ "client_name": "A", "application_types": ["service"], "client_secret": { "env": "PATH" } }] })),
            at("/configuration/servers/0/clients/0/client_secret", "wrong_type"),
        ),
    ] {
        assert_eq!(faults(document.clone()).await, (invalid.clone(), vec![fault]), "{document}");
    }
    let many: Vec<_> = (0..101).map(|number| json!({ "id": format!("w{number}"), "name": "W" })).collect();
    let many = json!({ "tenant": { "id": "acme" }, "servers": many });
    assert_eq!(faults(many).await.1, [at("/configuration/servers", "too_many")]);
    let nothing = json!({ "tenant": { "id": "acme" }, "servers": vec![1; 5000] });
    assert_eq!(faults(nothing).await.1.len(), 100, "nobody reads more");
    for (text, problem) in [("nothing\0", "description.control_character"), ("\u{202e}desrever", "description.invisible")] {
        let scope = json!({ "scope_name": "orders", "display_name": "Orders", "description": text });
        let (_, found) = faults(server(json!({ "services": [{ "name": "Orders", "scopes": [scope] }] }))).await;
        assert_eq!(found, [at("/configuration/servers/0/services/0/scopes/0/description", problem)]);
    }
    let shorter = server(json!({ "token_ttls": { "refresh_token_ttl": "1h" } }));
    assert_eq!(faults(shorter).await.0, (409, "undecided".to_owned()));
    assert_eq!(program.get(CONFIGURATION).await.json(), before, "nothing was changed");
}
