//! Administrators, roles, invitations and API tokens over the admin API.

use axum::http::StatusCode;
use domain::{
    permission::{Action, Actions},
    role::BuiltInRole,
};
use serde_json::{Value, json};

use super::{program::Program, world::World};

#[tokio::test]
async fn whoever_sends_a_request_can_see_as_whom() {
    let world = World::new().await;
    let own = world.program(None).await.get("/system/self").await.json();
    assert_eq!((&own["email"], &own["name"]), (&json!("owner@example.com"), &json!("Olga")));
}

#[tokio::test]
async fn an_api_token_does_what_its_scope_has_and_no_more() {
    let world = World::new().await;
    let owner = world.program(None).await;
    let tokens = world.address("/admin/{tenant}/administrators/{administrator}/api-tokens");
    let created = owner.post(&tokens, &json!({ "name": "reader", "ttl": "1h", "scope": ["clients.see"] })).await;
    assert_eq!(created.status, StatusCode::CREATED, "{created:?}");
    let program = Program { server: &world.shop.server, token: created.text("token").unwrap() };
    let (clients, users) = ("/admin/acme/servers/shop/clients", "/admin/acme/servers/shop/users");
    assert_eq!(program.get(clients).await.status, StatusCode::OK);
    let refused = program.get(users).await;
    assert_eq!((refused.problem().0, refused.text("action").as_deref()), (403, Some("users.see")));
    let listed = owner.get(&tokens).await;
    assert!(listed.body.contains("reader") && !listed.body.contains("rga_"), "{listed:?}");
    let path = created.header("location").trim_start_matches("/api").to_owned();
    assert_eq!(owner.with_version("DELETE", &path, &path, &Value::Null).await.status, StatusCode::NO_CONTENT);
    assert_eq!(program.get(clients).await.problem(), (401, "invalid_token".to_owned()));
}

#[tokio::test]
async fn nobody_gives_what_they_do_not_hold() {
    let world = World::new().await;
    let scope = [Action::SeeRoles, Action::SetRoles, Action::AssignRole, Action::SeeAdministrators].into_iter().collect::<Actions>();
    let program = world.program(Some(scope)).await;
    let role = program.post("/admin/acme/roles", &json!({ "name": "More", "actions": ["clients.see"] })).await;
    assert_eq!(role.problem(), (403, "forbidden".to_owned()));
    let assignments = world.address("/admin/{tenant}/administrators/{administrator}/assignments");
    assert_eq!(program.post(&assignments, &json!({ "role": "owner" })).await.problem(), (403, "forbidden".to_owned()));
    let invited = program.post("/admin/acme/invitations", &json!({ "email": "x@example.com", "role": "owner" })).await;
    assert_eq!(invited.problem(), (403, "forbidden".to_owned()));
    let grantable = program.get("/admin/acme/grantable-actions").await.json();
    assert!(!grantable.to_string().contains("clients.see"), "{grantable}");
}

#[tokio::test]
async fn a_role_is_made_given_changed_and_taken() {
    let world = World::new().await;
    let owner = world.program(None).await;
    let role = owner.post("/admin/acme/roles", &json!({ "name": "Keeper", "actions": ["users.see"] })).await;
    let (id, path) = (role.text("id").unwrap(), role.header("location").trim_start_matches("/api").to_owned());
    let amy = world.address("/admin/{tenant}/administrators/{administrator}");
    let given = owner.post(&format!("{amy}/assignments"), &json!({ "role": id, "server_id": "shop" })).await;
    assert_eq!(given.status, StatusCode::OK, "{given:?}");
    let assignment = given.json()["assignments"].as_array().unwrap().iter().find(|one| one["role"] == json!(id)).unwrap()["id"].clone();
    let changed = owner.patch(&path, &json!({ "actions": ["clients.see"] })).await;
    assert_eq!(changed.json()["actions"], json!(["clients.see"]));
    let at = format!("{amy}/assignments/{}", assignment.as_str().unwrap());
    assert_eq!(owner.send("DELETE", &at, &[("if-match", "*")], &Value::Null).await.status, StatusCode::NO_CONTENT);
    assert_eq!(owner.with_version("DELETE", &path, &path, &Value::Null).await.status, StatusCode::NO_CONTENT);
    let built_in = owner.patch("/admin/acme/roles/auditor", &json!({ "actions": ["users.see"] })).await;
    assert_eq!(built_in.problem().0, 422);
}

#[tokio::test]
async fn an_invitation_is_accepted_by_its_link_and_can_be_withdrawn() {
    let world = World::new().await;
    let owner = world.program(None).await;
    let invited = owner.post("/admin/acme/invitations", &json!({ "email": "new@example.com", "role": "auditor" })).await;
    let url = invited.text("url").unwrap();
    let page = world.shop.server.get(url.trim_start_matches("http://127.0.0.1:8080")).await;
    assert!(page.status.is_success() && page.body.contains("new@example.com"), "{page:?}");
    assert!(!owner.get("/admin/acme/invitations").await.body.contains("token="));
    let path = invited.header("location").trim_start_matches("/api").to_owned();
    assert_eq!(owner.with_version("DELETE", &path, &path, &Value::Null).await.status, StatusCode::NO_CONTENT);
    assert_eq!(owner.get(&path).await.problem(), (404, "not_found".to_owned()));
}

#[tokio::test]
async fn an_administrator_is_created_disabled_and_deleted() {
    let world = World::new().await;
    let owner = world.program(None).await;
    let all = "/admin/acme/administrators";
    let created = owner.post(all, &json!({ "email": "new@example.com", "name": "New", "role": "auditor" })).await;
    let path = created.header("location").trim_start_matches("/api").to_owned();
    let link = owner.post(&format!("{path}/oneTimeSignIn"), &Value::Null).await;
    assert!(link.text("url").unwrap().contains("/console/sign-in/once?token="), "{link:?}");
    let disabled = owner.with_version("POST", &format!("{path}/disable"), &path, &Value::Null).await;
    assert_eq!(disabled.text("status").as_deref(), Some("disabled"));
    assert_eq!(owner.with_version("DELETE", &path, &path, &Value::Null).await.status, StatusCode::NO_CONTENT);
    assert_eq!(owner.get(&path).await.problem(), (404, "not_found".to_owned()));
    let auditor = world.program_as(BuiltInRole::Auditor).await;
    assert_eq!(auditor.post(all, &json!({ "email": "x@example.com", "name": "X", "role": "auditor" })).await.problem().0, 403);
}
