//! Reuses of refresh tokens over the admin API.

use axum::http::StatusCode;
use domain::role::BuiltInRole;
use serde_json::{Value, json};

use super::world::World;
use crate::shop::Shop;

const REUSES: &str = "/admin/acme/servers/shop/reuses";

impl Shop {
    /// An old refresh token comes back, a minute later than whatever was before.
    pub(crate) async fn reuse_a_refresh_token(&self) {
        self.server.clock.advance_seconds(60);
        let first = self.refresh_token().await;
        let second = self.refresh(&first).await.text("refresh_token").unwrap();
        self.server.clock.advance_seconds(60);
        assert_eq!(self.refresh(&second).await.status, StatusCode::OK);
        assert_eq!(self.refresh(&first).await.refusal(), (400, "invalid_grant".to_owned()));
    }
}

#[tokio::test]
async fn a_reuse_is_listed_marked_once_and_opened_again() {
    let world = World::new().await;
    let (ada, bob) = (world.program_as(BuiltInRole::Support).await, world.program_as(BuiltInRole::Manager).await);
    world.shop.reuse_a_refresh_token().await;
    let open = format!("{REUSES}?handled=false");
    let listed = ada.get(&open).await.json();
    let reuse = listed["reuses"].as_array().unwrap_or_else(|| panic!("{listed}"))[0].clone();
    assert_eq!((listed["reuses"].as_array().unwrap().len(), &reuse["presented"], &reuse["generation"]), (1, &json!(0), &json!(2)));
    assert_eq!(
        (&reuse["client_name"], &reuse["user_identifier"], &reuse["handled"]),
        (&json!("Shop"), &json!("alice@example.com"), &Value::Null)
    );
    let log = ada.get("/admin/acme/servers/shop/audit-events?action=refresh_token.reused").await.json();
    let token = log["audit_events"][0]["target_id"].as_str().unwrap().to_owned();
    assert_eq!(reuse["token_id"], json!(token), "from a line of the log, or a webhook's event, it is found");
    assert_eq!(ada.get(&format!("{REUSES}?token_id={token}")).await.json()["reuses"], json!([reuse]));

    let one = format!("{REUSES}/{}", reuse["id"].as_str().unwrap());
    let mark = format!("{one}/mark");
    assert_eq!(ada.get(&mark).await.problem(), (404, "not_found".to_owned()));
    let endless = ada.send("PUT", &mark, &[("if-none-match", "*")], &json!({ "note": "ü".repeat(501) })).await;
    assert_eq!((endless.problem().0, endless.faults()), (422, vec![("/note".to_owned(), "too_long".to_owned())]));
    let marked = ada.send("PUT", &mark, &[("if-none-match", "*")], &json!({ "note": "Lost phone" })).await;
    assert_eq!((marked.status, &marked.json()["handled_by"]), (StatusCode::CREATED, &json!("support@acme.example.com")), "{marked:?}");
    let late = bob.send("PUT", &mark, &[("if-none-match", "*")], &json!({ "note": "A test" })).await;
    assert_eq!(late.problem(), (412, "stale".to_owned()));
    let detail = late.json()["detail"].as_str().unwrap().to_owned();
    assert!(detail.starts_with("support@acme.example.com handled it at 20"), "{detail}");
    assert_eq!(ada.get(&one).await.json()["handled"]["note"], json!("Lost phone"), "nothing of the second one's is there");

    let read = ada.get(&mark).await.header("etag").to_owned();
    let replaced = bob.send("PUT", &mark, &[("if-match", &read)], &json!({ "note": "Stolen" })).await;
    assert_eq!((replaced.status, &replaced.json()["handled_by"]), (StatusCode::OK, &json!("manager@acme.example.com")), "{replaced:?}");
    assert_eq!(ada.send("DELETE", &mark, &[("if-match", &read)], &Value::Null).await.problem(), (412, "stale".to_owned()));
    assert_eq!(ada.get(&open).await.json()["reuses"], json!([]));
    assert_eq!(ada.with_version("DELETE", &mark, &mark, &Value::Null).await.status, StatusCode::NO_CONTENT);
    assert_eq!(ada.get(&open).await.json()["reuses"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn reuses_are_asked_for_by_what_they_are_and_who_may_see_them() {
    let world = World::new().await;
    let program = world.program(None).await;
    let (client, user) = (world.address("{client}"), world.address("{user}"));
    for (query, number) in [
        (String::new(), 1),
        (format!("client_id={client}&user_id={user}&handled=true"), 1),
        ("handled=false".to_owned(), 0),
        ("until=2020-01-01".to_owned(), 0),
    ] {
        let listed = program.get(&format!("{REUSES}?{query}")).await.json();
        assert_eq!(listed["reuses"].as_array().unwrap().len(), number, "{query}");
    }
    let wrong = program.get(&format!("{REUSES}?client_id=x&since=soon")).await;
    assert_eq!(wrong.faults().into_iter().map(|(place, _)| place).collect::<Vec<_>>(), ["client_id", "since"]);
    let id = world.address("{reuse}");
    let unknown = program.get("/admin/acme/servers/shop/reuses/019b76da-a800-7fc5-a834-84c7fc1161c8").await;
    assert_eq!(unknown.problem(), (404, "not_found".to_owned()));
    let auditor = world.program_as(BuiltInRole::Auditor).await;
    assert_eq!(auditor.get(&format!("{REUSES}/{id}")).await.status, StatusCode::OK);
    let refused = auditor.send("DELETE", &format!("{REUSES}/{id}/mark"), &[("if-match", "*")], &Value::Null).await;
    assert_eq!((refused.problem(), &refused.json()["action"]), ((403, "forbidden".to_owned()), &json!("tokens.handle_reuses")));
    assert_eq!(program.get("/admin/acme/servers/shop/overview").await.json()["open_reuses_last_day"], json!(0), "it is handled");
}
