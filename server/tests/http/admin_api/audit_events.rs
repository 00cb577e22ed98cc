//! Audit events: how they are found, exported and checked.

use domain::audit_chain::canonical;
use engine::audit_chain::sha256;
use serde_json::Value;

use super::{program::Program, world::World};

async fn found(program: &Program<'_>, query: &str) -> Vec<Value> {
    let page = program.get(&format!("/admin/acme/audit-events?limit=100&{query}")).await.json();
    page.get("audit_events").and_then(Value::as_array).unwrap_or_else(|| panic!("{query}: {page}")).clone()
}

#[tokio::test]
async fn events_are_found_by_who_did_what_to_what_and_when_and_say_how_it_was_done() {
    let world = World::new().await;
    let program = world.program(None).await;
    world.shop.server.clock.advance_seconds(60);
    let made = program.post("/admin/acme/servers", &serde_json::json!({ "id": "second", "name": "Second" })).await;
    let latest = found(&program, "action=workspace.created").await.remove(0);
    assert_eq!(latest["context"]["permission"], "workspaces.create");
    assert_eq!(latest["context"]["request_id"].as_str(), Some(made.header("x-request-id")));
    assert!(latest["context"]["api_token"].is_string() && latest["context"]["actor_id"].is_string(), "{latest}");
    let (actor, target, at) = (latest["actor"].as_str().unwrap(), latest["target_id"].as_str().unwrap(), latest["at"].as_str().unwrap());
    assert!(found(&program, &format!("actor={actor}&target_id={target}&since={at}")).await.contains(&latest));
    assert!(!found(&program, &format!("until={at}")).await.contains(&latest));
    assert!(found(&program, "actor=nobody").await.is_empty());
    for (query, place, code) in [
        ("since=yesterday", "since", "time"),
        ("actor=%00", "actor", "control_character"),
        ("target_id=a%0ab", "target_id", "control_character"),
    ] {
        let answer = program.get(&format!("/admin/acme/audit-events?{query}")).await;
        assert_eq!(answer.faults(), [(place.to_owned(), code.to_owned())], "{query}: {answer:?}");
    }
}

#[tokio::test]
async fn an_export_can_be_checked_by_whoever_has_it() {
    let world = World::new().await;
    let program = world.program(None).await;
    let (mut all, mut after) = (Vec::new(), String::new());
    loop {
        let page = program.get(&format!("/admin/acme/audit-events/export?limit=3{after}")).await.json();
        all.extend(page["audit_events"].as_array().unwrap().iter().cloned());
        let Some(next) = page["after_audit_event_id"].as_str() else { break };
        after = format!("&after_audit_event_id={next}");
    }
    // Lines of the same millisecond are exported in any order.
    all.sort_by_key(|exported| exported["line"]["number"].as_u64());
    let (mut before, mut count) = ("0".repeat(64), 0);
    for exported in &all {
        let line = &exported["line"];
        count += 1;
        assert_eq!((line["number"].as_u64(), line["previous_hash"].as_str()), (Some(count), Some(&*before)), "{exported}");
        before = sha256(canonical(line).as_bytes()).to_string();
        assert_eq!((exported["hash"].as_str(), exported["tenant_id"].as_str()), (Some(&*before), Some("acme")));
    }
    let chain = program.get("/admin/acme/audit-chain").await.json();
    assert_eq!((chain["head"].as_str().unwrap(), chain["first_number"].as_u64()), (&*format!("{count}:{before}"), Some(1)));
}

#[tokio::test]
async fn a_check_goes_on_from_a_place_that_was_noted() {
    let world = World::new().await;
    let program = world.program(None).await;
    let head = program.get("/admin/acme/audit-chain").await.json()["head"].as_str().unwrap().to_owned();
    let check = program.get("/admin/acme/audit-chain/check").await.json();
    assert_eq!((check["intact_until"].as_str(), &check["goes_on"], &check["broken"]), (Some(&*head), &Value::Bool(false), &Value::Null));
    let noted = program.get(&format!("/admin/acme/audit-chain/check?after={head}")).await.json();
    assert_eq!((&noted["after"], &noted["broken"]), (&check["head"], &Value::Null));
    let other = format!("1:{}", "0".repeat(64));
    let other = program.get(&format!("/admin/acme/audit-chain/check?after={other}")).await.json();
    assert_eq!(other["broken"], "line 1 is not the one that was noted");
    let answer = program.get("/admin/acme/audit-chain/check?after=1").await;
    assert_eq!(answer.faults(), [("after".to_owned(), "chain_place".to_owned())]);

    let first = program.get("/system/audit-chains?limit=1").await.json();
    assert_eq!(first["audit_chains"][0]["tenant_id"], Value::Null, "that of the installation");
    let after = first["after_audit_chain_id"].as_str().unwrap();
    let second = program.get(&format!("/system/audit-chains?after_audit_chain_id={after}")).await.json();
    assert_eq!((&second["audit_chains"][0]["tenant_id"], &second["audit_chains"][0]["sealed"]), (&Value::from("acme"), &Value::Bool(true)));
}

#[tokio::test]
async fn events_are_followed_by_what_the_answer_before_ended_with() {
    let world = World::new().await;
    let program = world.program(None).await;
    let shop = &world.shop;
    shop.server.clock.advance_seconds(20);
    shop.server.chain_audit_lines().await;
    let follow = async |query: &str| program.get(&format!("/admin/acme/servers/shop/audit-events/follow{query}")).await.json();
    let begin = follow("").await;
    assert_eq!((begin["audit_events"].as_array().map(Vec::len), begin["more"].as_bool()), (Some(0), Some(false)));
    let after = format!("?after={}", begin["after"].as_str().unwrap());
    shop.operator().create_service(&shop.path, "Invoices").await.unwrap();
    assert_eq!(follow(&after).await["audit_events"].as_array().map(Vec::len), Some(0), "it has no place yet");
    program.post("/admin/acme/servers", &serde_json::json!({ "id": "third", "name": "Third" })).await;
    shop.server.clock.advance_seconds(20);
    shop.server.chain_audit_lines().await;
    let news = follow(&after).await;
    assert_eq!(
        (news["audit_events"].as_array().map(Vec::len), news["audit_events"][0]["target"].as_str()),
        (Some(1), Some("Invoices")),
        "{news}"
    );
    let next = format!("?after={}", news["after"].as_str().unwrap());
    assert_eq!(follow(&next).await["audit_events"].as_array().map(Vec::len), Some(0));
    let of_tenant = program.get(&format!("/admin/acme/audit-events/follow{after}")).await.json();
    let targets: Vec<_> = of_tenant["audit_events"].as_array().unwrap().iter().map(|event| event["target"].as_str().unwrap()).collect();
    assert!(targets.contains(&"Invoices") && targets.contains(&"Third"), "{of_tenant}");
    let odd = program.get("/admin/acme/audit-events/follow?after=-1").await;
    assert_eq!(odd.faults(), [("after".to_owned(), "unknown_value".to_owned())], "{odd:?}");
}
