//! Refresh tokens and the log over the admin API.

use axum::http::StatusCode;
use serde_json::json;

use super::world::World;

const TOKENS: &str = "/admin/acme/servers/shop/tokens";

#[tokio::test]
async fn refresh_tokens_are_listed_counted_and_read_with_their_history() {
    let world = World::new().await;
    let program = world.program(None).await;
    world.shop.server.clock.advance_seconds(1);
    let second = world.shop.refresh_token().await;
    world.shop.server.clock.advance_seconds(1);
    world.shop.refresh(&second).await;
    let (client, user) = (world.address("{client}"), world.address("{user}"));
    let filters = [String::new(), format!("client_id={client}&key_bound=false"), format!("user_id={user}&state=live")];
    for filter in filters {
        let listed = program.get(&format!("{TOKENS}?count=true&{filter}")).await.json();
        assert_eq!((listed["tokens"].as_array().unwrap().len(), &listed["total"]), (2, &json!(2)), "{filter}");
    }
    assert_eq!(program.get(&format!("{TOKENS}/count?state=revoked")).await.json(), json!({ "count": 0, "at_least": false }));
    let newest = program.get(TOKENS).await.json()["tokens"][0].clone();
    assert_eq!((&newest["generation"], &newest["state"]), (&json!(1), &json!("live")));
    let read = program.get(&format!("{TOKENS}/{}", newest["id"].as_str().unwrap())).await.json();
    assert_eq!((&read["events"][0]["kind"], &read["events"][1]["kind"]), (&json!("rotated"), &json!("issued")));
    assert!(!read.to_string().contains(&second), "a token itself is never told");
    let wrong = program.get(&format!("{TOKENS}?state=gone")).await;
    assert_eq!((wrong.problem().0, wrong.faults()[0].0.as_str()), (422, "state"));
}

#[tokio::test]
async fn a_refresh_token_that_is_revoked_works_no_more() {
    let world = World::new().await;
    let program = world.program(None).await;
    world.shop.server.clock.advance_seconds(1);
    let token = world.shop.refresh_token().await;
    let id = program.get(TOKENS).await.json()["tokens"][0]["id"].as_str().unwrap().to_owned();
    let revoked = program.post(&format!("{TOKENS}/{id}/revoke"), &json!({})).await;
    assert_eq!(revoked.text("state").as_deref(), Some("revoked"), "{revoked:?}");
    assert_eq!(world.shop.refresh(&token).await.refusal().1, "invalid_grant");
}

#[tokio::test]
async fn many_are_revoked_where_it_is_said_which() {
    let world = World::new().await;
    let program = world.program(None).await;
    let revoke = format!("{TOKENS}/revoke");
    let nothing = program.post(&revoke, &json!({})).await;
    assert_eq!(nothing.faults(), [("/all".to_owned(), "nothing_chosen".to_owned())]);
    let both = program.post(&revoke, &json!({ "all": true, "user_id": world.address("{user}") })).await;
    assert_eq!(both.faults()[0].0, "/all");
    let of_client = program.post(&revoke, &json!({ "client_id": world.address("{client}") })).await;
    assert_eq!((of_client.status, of_client.json()), (StatusCode::OK, json!({ "revoked": 1 })));
    assert_eq!(program.post(&revoke, &json!({ "all": true })).await.json(), json!({ "revoked": 0 }));
}

#[tokio::test]
async fn what_is_done_over_the_api_is_in_the_log_by_its_administrator() {
    let world = World::new().await;
    let program = world.program(None).await;
    program.patch("/admin/acme/servers/shop", &json!({ "name": "Store" })).await;
    for path in ["/admin/acme/servers/shop/audit-events", "/admin/acme/audit-events", "/system/audit-events"] {
        let listed = program.get(&format!("{path}?action=workspace.updated")).await.json();
        let line = listed["audit_events"].as_array().unwrap_or_else(|| panic!("{listed}"))[0].clone();
        assert_eq!((&line["actor_kind"], &line["actor"]), (&json!("administrator"), &json!("owner@example.com")), "{path}");
        assert_eq!(line["changes"], json!([{ "field": "name", "from": "Shop", "to": "Store" }]));
    }
    let wrong = program.get("/system/audit-events?action=nothing").await;
    assert_eq!((wrong.problem().0, wrong.faults()[0].0.as_str()), (422, "action"));
}
