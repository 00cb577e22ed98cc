//! Lists of the admin API, page by page.

use serde_json::{Value, json};

use super::{program::Program, world::World};

/// The names on a page.
fn names(page: &Value) -> Vec<String> {
    let name = |client: &Value| client.get("client_name").and_then(Value::as_str).unwrap().to_owned();
    page.get("clients").and_then(Value::as_array).unwrap().iter().map(name).collect()
}

async fn page(program: &Program<'_>, query: &str) -> Value {
    program.get(&format!("/admin/acme/servers/shop/clients?{query}")).await.json()
}

#[tokio::test]
async fn a_list_is_read_forwards_and_backwards_and_in_either_order() {
    let world = World::new().await;
    let program = world.program(None).await;
    for name in ["One", "Two", "Three", "Four"] {
        world.shop.server.clock.advance_seconds(1);
        program.post("/admin/acme/servers/shop/clients", &json!({ "client_name": name, "application_types": ["service"] })).await;
    }
    let key = |page: &Value, name: &str| page[name].as_str().unwrap_or_else(|| panic!("{name} in {page}")).to_owned();
    let first = page(&program, "limit=2").await;
    assert_eq!(
        (names(&first), &first["before_client_id"], &first["total"]),
        (vec!["Four".into(), "Three".into()], &Value::Null, &Value::Null)
    );
    let second = page(&program, &format!("limit=2&after_client_id={}", key(&first, "after_client_id"))).await;
    assert_eq!(names(&second), ["Two", "One"]);
    let back = page(&program, &format!("limit=2&before_client_id={}", key(&second, "before_client_id"))).await;
    assert_eq!((names(&back), &back["before_client_id"]), (names(&first), &Value::Null));
    let oldest = page(&program, "limit=1&sort=created_at&count=true").await;
    assert_eq!((names(&oldest), &oldest["total"], &oldest["total_is_exact"]), (vec!["Shop".into()], &json!(5), &json!(true)));
    let found = page(&program, "search_phrase=tHr").await;
    assert_eq!(names(&found), ["Three"]);
}

#[tokio::test]
async fn what_a_list_cannot_do_is_refused_by_its_parameter() {
    let world = World::new().await;
    let program = world.program(None).await;
    for (query, place, code) in [
        ("limit=101", "limit", "out_of_bounds"),
        ("limit=0", "limit", "out_of_bounds"),
        ("sort=size", "sort", "unknown_value"),
        ("after_client_id=x", "after_client_id", "identifier"),
        ("count=maybe", "count", "wrong_type"),
        ("limit=1&limit=2", "limit", "duplicate_parameter"),
    ] {
        let answer = program.get(&format!("/admin/acme/servers/shop/clients?{query}")).await;
        assert_eq!(answer.faults(), [(place.to_owned(), code.to_owned())], "{query}");
    }
    let unsearched = program.get("/admin/acme/roles?search_phrase=x").await;
    assert_eq!(unsearched.faults()[0].1, "unknown_parameter");
}
