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
async fn a_list_is_sorted_by_a_name_and_goes_on_where_it_ended_though_the_item_is_gone() {
    let world = World::new().await;
    let program = world.program(None).await;
    let mut made = Vec::new();
    for name in ["zebra", "Apple", "mango", "Mango", "banana"] {
        world.shop.server.clock.advance_seconds(1);
        let body = json!({ "client_name": name, "application_types": ["service"] });
        made.push(program.post("/admin/acme/servers/shop/clients", &body).await.json()["client_id"].as_str().unwrap().to_owned());
    }
    let first = page(&program, "limit=3&sort=client_name").await;
    assert_eq!(names(&first), ["Apple", "banana", "mango"]);
    let after = first["after_client_id"].as_str().unwrap().to_owned();
    assert_eq!(after, format!("{}:mango", made[2]), "the place has the name in it");
    let after = after.replace(':', "%3A");
    let gone = format!("/admin/acme/servers/shop/clients/{}", made[2]);
    program.with_version("DELETE", &gone, &gone, &Value::Null).await;
    let second = page(&program, &format!("limit=3&sort=client_name&after_client_id={after}")).await;
    assert_eq!((names(&second), second["after_client_id"].as_str()), (vec!["Mango".into(), "Shop".into(), "zebra".into()], None));
    let before = second["before_client_id"].as_str().unwrap().replace(':', "%3A");
    let back = page(&program, &format!("limit=3&sort=client_name&before_client_id={before}")).await;
    assert_eq!((names(&back), &back["before_client_id"]), (vec!["Apple".into(), "banana".into()], &Value::Null));
    assert_eq!(names(&page(&program, "sort=-client_name&limit=2").await), ["zebra", "Shop"]);

    let users = program.get("/admin/acme/servers/shop/users?sort=identifier").await.json();
    assert!(users["users"].as_array().is_some_and(|users| !users.is_empty()), "{users}");
    let servers = program.get("/admin/acme/servers?sort=-created_at").await.json();
    assert!(servers["servers"].as_array().is_some_and(|servers| !servers.is_empty()), "{servers}");
    for (path, place) in [
        (format!("clients?after_client_id={after}"), "after_client_id"),
        (format!("clients?sort=client_name&after_client_id={}", made[0]), "after_client_id"),
        (format!("clients?sort=client_name&before_client_id={}", made[0]), "before_client_id"),
        (format!("users?sort=-name&after_user_id={}", made[0]), "after_user_id"),
        ("users?sort=email".to_owned(), "sort"),
    ] {
        let code = if place == "sort" { "unknown_value" } else { "identifier" };
        let refused = program.get(&format!("/admin/acme/servers/shop/{path}")).await;
        assert_eq!(refused.faults(), [(place.to_owned(), code.to_owned())], "{path}");
    }
    // A value of another kind than the list is sorted by is no place in it, and not its beginning.
    for place in ["after_server_id", "before_server_id"] {
        for text in ["shop", "shop:soon", "shop:1.5", "shop:", "shop:9223372036854775808"] {
            let refused = program.get(&format!("/admin/acme/servers?sort=created_at&{place}={text}")).await;
            assert_eq!(refused.status, 422, "{text}: {refused:?}");
            assert_eq!(refused.faults(), [(place.to_owned(), "identifier".to_owned())], "{text}");
        }
        let found = program.get(&format!("/admin/acme/servers?sort=created_at&{place}=shop:1800000000000")).await;
        assert_eq!(found.status, 200, "{found:?}");
    }
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
