//! Decisions of the token endpoint, across clients.

use serde_json::{Value, json};

use super::{program::Program, world::World};

async fn found(program: &Program<'_>, query: &str) -> Vec<Value> {
    let page = program.get(&format!("/admin/acme/servers/shop/decisions?{query}")).await.json();
    page.get("decisions").and_then(Value::as_array).unwrap_or_else(|| panic!("{query}: {page}")).clone()
}

#[tokio::test]
async fn decisions_are_found_across_clients_by_client_user_outcome_reason_and_time() {
    let world = World::new().await;
    let program = world.program(None).await;
    world.shop.server.clock.advance_seconds(60);
    let (other, secret) = world.shop.another_client().await;
    let body = [("grant_type", "refresh_token"), ("refresh_token", "rt1.forged")];
    let refused = world.shop.ask_as((&other, &secret), "/oauth2/token", &body).await;
    assert_eq!(refused.status, 400, "{refused:?}");

    let [latest, issued] = found(&program, "").await.try_into().unwrap();
    assert_eq!((&latest["client_name"], &latest["event"]["client_id"]), (&json!("Another"), &json!(other)));
    assert_eq!((&latest["event"]["kind"], &latest["refused"]["reason"]), (&json!("refused"), &json!("refresh_token_malformed")));
    assert_eq!((&issued["client_name"], &issued["event"]["kind"]), (&json!("Shop"), &json!("issued")));
    let user = issued["event"]["user_id"].as_str().unwrap();
    let at = latest["event"]["at"].as_str().unwrap();
    for query in [
        format!("client_id={other}"),
        "outcome=refused".to_owned(),
        "reason=refresh_token_malformed".to_owned(),
        format!("since={at}"),
        "limit=1".to_owned(),
    ] {
        assert_eq!(found(&program, &query).await, std::slice::from_ref(&latest), "{query}");
    }
    for query in [format!("user_id={user}"), "outcome=issued".to_owned(), format!("until={at}"), "sort=at&limit=1".to_owned()] {
        assert_eq!(found(&program, &query).await, std::slice::from_ref(&issued), "{query}");
    }
    assert!(found(&program, "outcome=reused").await.is_empty());
    for (query, place, code) in
        [("reason=weather", "reason", "unknown_value"), ("outcome=odd", "outcome", "unknown_value"), ("until=noon", "until", "time")]
    {
        let answer = program.get(&format!("/admin/acme/servers/shop/decisions?{query}")).await;
        assert_eq!(answer.faults(), [(place.to_owned(), code.to_owned())], "{query}: {answer:?}");
    }
}
