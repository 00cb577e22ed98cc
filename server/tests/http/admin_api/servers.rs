//! Tenants and workspaces over the admin API.

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::world::World;

const SHOP: &str = "/admin/acme/servers/shop";

#[tokio::test]
async fn a_workspace_is_created_at_its_address_once() {
    let world = World::new().await;
    let program = world.program(None).await;
    let path = "/admin/acme/servers/second";
    let body = json!({ "id": "second", "name": "Second", "token_ttls": { "access_token_ttl": "5m" } });
    let put = async |headers: &[(&str, &str)], body: &Value| program.send("PUT", path, headers, body).await;
    let created = put(&[("if-none-match", "*")], &body).await;
    assert_eq!(created.status, StatusCode::CREATED, "{created:?}");
    assert_eq!(created.text("issuer_url").as_deref(), Some("http://127.0.0.1:8080/acme/second"));
    assert_eq!(created.json()["token_ttls"]["access_token_ttl"], json!("5m0s"));
    assert_eq!(put(&[("if-none-match", "*")], &body).await.problem(), (412, "stale".to_owned()));
    assert_eq!(put(&[], &body).await.problem(), (428, "precondition_required".to_owned()));
    let elsewhere = put(&[("if-none-match", "*")], &json!({ "id": "third", "name": "Third" })).await;
    assert_eq!((elsewhere.problem().0, elsewhere.faults()[0].0.as_str()), (422, "/id"));
    // Its keys and services are there, so that a client can be made.
    let metadata = world.shop.server.get("/acme/second/.well-known/jwks.json").await;
    assert!(metadata.body.contains("kid"), "{metadata:?}");
    assert!(program.get(&format!("{path}/services")).await.body.contains("offline_access"));
}

#[tokio::test]
async fn a_workspace_that_is_sent_back_as_it_was_told_stays_as_it_is() {
    let world = World::new().await;
    let program = world.program(None).await;
    let read = program.get(SHOP).await;
    let replaced = program.send("PUT", SHOP, &[("if-match", read.header("etag"))], &read.json()).await;
    assert_eq!((replaced.status, replaced.json(), replaced.header("etag")), (StatusCode::OK, read.json(), read.header("etag")));
}

#[tokio::test]
async fn settings_are_changed_and_what_is_told_alone_is_not() {
    let world = World::new().await;
    let program = world.program(None).await;
    let patched =
        program.patch(SHOP, &json!({ "name": "Store", "grant_types": ["refresh_token"], "signing_keys_rotate_every": "0s" })).await.json();
    assert_eq!((&patched["name"], &patched["grant_types"]), (&json!("Store"), &json!(["refresh_token"])));
    assert_eq!(patched["signing_keys_rotate_every"], json!("0s"));
    let again = program.patch(SHOP, &json!({ "signing_keys_rotate_every": null })).await.json();
    assert_eq!(again["signing_keys_rotate_every"], json!("2160h0m0s"), "as in a new workspace: 90 days");
    let refused = program.patch(SHOP, &json!({ "issuer_url": "https://other.example" })).await;
    assert_eq!(refused.faults(), [("/issuer_url".to_owned(), "fixed".to_owned())]);
    let wrong = program.patch(SHOP, &json!({ "signing_algorithms": [], "token_ttls": { "refresh_token_ttl": "11y" } })).await;
    assert_eq!(wrong.faults(), [("/token_ttls/refresh_token_ttl".to_owned(), "lifetime.out_of_bounds_or_zero".to_owned())]);
    let none = program.patch(SHOP, &json!({ "signing_algorithms": [] })).await;
    assert_eq!(none.faults()[0].0, "/signing_algorithms");
}

#[tokio::test]
async fn shorter_lifetimes_are_previewed_and_decided() {
    let world = World::new().await;
    let program = world.program(None).await;
    let shorter = json!({ "token_ttls": { "refresh_token_ttl": "1h" } });
    let previewed = program.post(&format!("{SHOP}/impact"), &shorter).await;
    assert!(previewed.status.is_success() && previewed.body.contains(":1"), "{previewed:?}");
    assert_eq!(program.patch(SHOP, &shorter).await.problem(), (409, "undecided".to_owned()));
    assert_eq!(program.patch(&format!("{SHOP}?reach=new_tokens"), &shorter).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_tenant_is_created_read_and_deleted_with_all_in_it() {
    let world = World::new().await;
    let program = world.program(None).await;
    let created = program.post("/system/tenants", &json!({ "id": "initech", "name": "Initech" })).await;
    assert_eq!((created.status, created.header("location")), (StatusCode::CREATED, "/api/system/tenants/initech"));
    let taken = program.post("/system/tenants", &json!({ "id": "initech", "name": "Initech" })).await;
    assert_eq!(taken.faults(), [("/id".to_owned(), "taken".to_owned())]);
    let contents = program.get("/system/tenants/acme/contents").await.json();
    // The shop, and the system workspace of the API client; Ada, and who has a passkey.
    assert_eq!((&contents["servers"], &contents["users"]), (&json!(2), &json!(2)));
    let acme = "/system/tenants/acme";
    let before = program.get(acme).await.header("etag").to_owned();
    let moved = program.patch(acme, &json!({ "id": "apex" })).await;
    assert_eq!(moved.faults(), [("/id".to_owned(), "fixed".to_owned())]);
    let renamed = program.patch(acme, &json!({ "name": "Apex" })).await;
    assert_eq!((renamed.status, &renamed.json()["name"]), (StatusCode::OK, &json!("Apex")), "{renamed:?}");
    let late = program.send("PATCH", acme, &[("if-match", &before)], &json!({ "name": "Acme" })).await;
    assert_eq!(late.problem(), (412, "stale".to_owned()));
    assert_eq!(program.with_version("DELETE", acme, acme, &Value::Null).await.status, StatusCode::NO_CONTENT);
    assert_eq!(program.get(SHOP).await.problem(), (404, "not_found".to_owned()));
}

#[tokio::test]
async fn a_workspace_is_deleted_in_the_version_that_was_read() {
    let world = World::new().await;
    let program = world.program(None).await;
    let tag = program.get(SHOP).await.header("etag").to_owned();
    program.patch(SHOP, &json!({ "name": "Renamed" })).await;
    assert_eq!(program.send("DELETE", SHOP, &[("if-match", &tag)], &Value::Null).await.problem(), (412, "stale".to_owned()));
    assert_eq!(program.with_version("DELETE", SHOP, SHOP, &Value::Null).await.status, StatusCode::NO_CONTENT);
    assert_eq!(program.get(SHOP).await.problem(), (404, "not_found".to_owned()));
}

#[tokio::test]
async fn a_workspace_starts_with_a_template_or_as_a_copy_and_is_found_at_its_address() {
    let world = World::new().await;
    let program = world.program(None).await;
    let templates = program.get("/admin/acme/server-templates").await.json();
    let names: Vec<_> = templates["templates"].as_array().unwrap().iter().map(|template| template["name"].clone()).collect();
    assert_eq!(names, ["standard", "single_page_and_mobile", "confidential_web", "high_security", "fapi2", "fapi2_message_signing", "mcp"]);
    let from = async |template: &str| {
        let body = json!({ "id": "strict", "name": "Strict", "template": template });
        program.send("POST", "/admin/acme/server-templates", &[], &body).await
    };
    assert_eq!(from("nothing").await.faults()[0].0, "/template");
    let created = from("high_security").await;
    assert_eq!((created.status, created.header("location")), (StatusCode::CREATED, "/api/admin/acme/servers/strict"), "{created:?}");
    assert_eq!(created.json()["token_ttls"]["refresh_token_ttl"], json!("24h0m0s"));
    assert_eq!(program.get("/admin/acme/servers/strict").await.json(), created.json());

    let copy = program.send("POST", "/admin/acme/servers/strict/duplicate", &[], &json!({ "id": "copy", "name": "Copy" })).await;
    assert_eq!((copy.status, copy.header("location")), (StatusCode::CREATED, "/api/admin/acme/servers/copy"), "{copy:?}");
    assert_eq!(copy.json()["refresh_token_policy"], created.json()["refresh_token_policy"]);
    let gone = program.send("POST", "/admin/acme/servers/nothing/duplicate", &[], &json!({ "id": "other", "name": "Other" })).await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND);
}

/// Clauses: 310.
#[tokio::test]
async fn how_the_clauses_of_fapi_stand_is_told_of_a_workspace_and_of_each_client() {
    let world = World::new().await;
    let program = world.program(None).await;
    let body = json!({ "id": "bank", "name": "Bank", "template": "fapi2" });
    assert_eq!(program.post("/admin/acme/server-templates", &body).await.status, StatusCode::CREATED);
    let failing = |told: &Value| -> Vec<String> {
        let clauses = told["clauses"].as_array().unwrap().iter();
        clauses.filter(|clause| clause["standing"] == "fails").map(|clause| clause["clause"].as_str().unwrap().to_owned()).collect()
    };
    let bank = program.get("/admin/acme/servers/bank/fapi").await.json();
    // The issuer of the tests has no TLS, and Message Signing is the other template's.
    assert_eq!(failing(&bank), ["tls", "signed_requests", "signed_responses"]);
    assert_eq!(bank["asks_for_profile"], json!(true));
    let usual = program.get("/admin/acme/servers/shop/fapi").await.json();
    assert_eq!(usual["asks_for_profile"], json!(false));
    let pkce = usual["clauses"].as_array().unwrap().iter().find(|clause| clause["clause"] == "pkce").unwrap();
    assert_eq!((&pkce["section"], &pkce["setting"]), (&json!("5.3.2.2"), &json!("Settings › Authorization › Requirements")));

    let made =
        json!({ "client_name": "App", "application_types": ["server_side_web"], "redirect_uris": ["https://app.example.com/callback"] });
    let made = program.post("/admin/acme/servers/bank/clients", &made).await.json();
    let client = made["client_id"].as_str().unwrap();
    let of_client = program.get(&format!("/admin/acme/servers/bank/clients/{client}/fapi")).await.json();
    assert_eq!(
        (&of_client["fits"], failing(&of_client)),
        (&json!(false), vec!["client_authentication".to_owned(), "signed_requests".to_owned()])
    );
    let listed = program.get("/admin/acme/servers/bank/fapi/clients").await.json();
    assert_eq!(listed["clients"], json!([of_client]));
    assert_eq!(program.get("/admin/acme/servers/nothing/fapi").await.status, StatusCode::NOT_FOUND);
}

/// Clauses: 277.
#[tokio::test]
async fn claims_of_a_workspaces_own_are_set_whole_and_what_is_wrong_with_one_is_told_by_its_pointer() {
    let world = World::new().await;
    let program = world.program(None).await;
    let set = async |mappings: Value| program.patch(SHOP, &json!({ "claim_mappings": mappings })).await;
    let department = json!({
        "claim": "department",
        "source": "=Sales",
        "scope": "profile",
        "id_token": true,
        "userinfo": true,
        "access_token": false,
    });
    let saved = set(json!([department])).await;
    assert_eq!((saved.status, &saved.json()["claim_mappings"]), (StatusCode::OK, &json!([department])), "{saved:?}");
    for (member, value, pointer) in [
        ("claim", json!("sub"), "/claim_mappings/1/claim"),
        ("source", json!("password"), "/claim_mappings/1/source"),
        ("scope", json!("two scopes"), "/claim_mappings/1/scope"),
    ] {
        let mut wrong = json!({ "claim": "other", "source": "name", "userinfo": true });
        wrong[member] = value;
        let refused = set(json!([department, wrong])).await;
        assert_eq!((refused.problem().0, refused.faults()[0].0.as_str()), (422, pointer), "{refused:?}");
    }
    let twice = set(json!([department, department])).await;
    assert_eq!((twice.problem().0, twice.faults()[0].0.as_str()), (422, "/claim_mappings"));
    assert_eq!(program.get(SHOP).await.json()["claim_mappings"], json!([department]), "nothing of that was saved");
}
