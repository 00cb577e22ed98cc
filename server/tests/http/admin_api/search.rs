//! The search over everything, for programs.

use domain::role::BuiltInRole;
use serde_json::{Value, json};

use super::{program::Program, world::World};

/// The kinds and the names of what was found.
async fn found(program: &Program<'_>, path: &str) -> Vec<(String, String)> {
    let text = |result: &Value, name: &str| result.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let results = program.get(path).await.json().pointer("/results").unwrap().as_array().unwrap().clone();
    results.iter().map(|result| (text(result, "kind"), text(result, "name"))).collect()
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(kind, name)| ((*kind).to_owned(), (*name).to_owned())).collect()
}

#[tokio::test]
async fn programs_find_what_the_console_finds() {
    let world = World::new().await;
    let program = world.program(None).await;
    let client = world.shop.client.id.to_string();
    let all = found(&program, "/admin/acme/search?q=sho").await;
    assert_eq!(all, pairs(&[("workspace", "Shop"), ("client", "Shop")]));
    assert_eq!(found(&program, "/admin/acme/search?q=sho&kind=client&near=shop").await, pairs(&[("client", "Shop")]));
    let one = program.get(&format!("/admin/acme/search?q={client}")).await.json();
    let expected = json!({ "results": [{ "kind": "client", "id": client, "name": "Shop", "detail": client, "server_id": "shop", "server_name": "Shop" }], "incomplete": [] });
    assert_eq!(one, expected);
    assert_eq!(found(&program, "/admin/acme/search?q=amy").await, pairs(&[("administrator", "Amy")]));
    assert_eq!(found(&program, "/admin/acme/search").await, []);
    assert_eq!(found(&program, "/system/search?q=acm").await.first(), pairs(&[("tenant", "Acme")]).first());
    // Whoever sees no administrators finds none.
    let support = world.program_as(BuiltInRole::Support).await;
    assert_eq!(found(&support, "/admin/acme/search?q=amy").await, []);
}

#[tokio::test]
async fn what_cannot_be_searched_for_is_refused_by_its_parameter() {
    let world = World::new().await;
    let program = world.program(None).await;
    for (query, place, code) in [
        (format!("q={}", "a".repeat(201)), "q", "too_long"),
        ("q=a%00b".to_owned(), "q", "control_character"),
        ("q=a&kind=planet".to_owned(), "kind", "unknown_value"),
        ("q=a&limit=1".to_owned(), "limit", "unknown_parameter"),
    ] {
        assert_eq!(program.get(&format!("/admin/acme/search?{query}")).await.faults(), [(place.to_owned(), code.to_owned())], "{query}");
    }
    assert_eq!(program.get("/admin/nobody/search?q=a").await.problem(), (404, "not_found".to_owned()));
}
