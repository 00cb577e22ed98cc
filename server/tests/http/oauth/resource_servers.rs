//! Resource servers and their metadata (RFC 9728), from the console and the admin API to the metadata of the workspace.

use axum::http::StatusCode;
use serde_json::json;

use crate::admin_api::world::World;

const FIELD: &str = "announce_protected_resources";

/// Clauses: 299.
#[tokio::test]
async fn the_console_and_the_admin_api_have_resource_servers_named_and_say_where_their_metadata_are() {
    let world = World::new().await;
    let (shop, program) = (&world.shop, world.program(None).await);
    let named = async || shop.server.get(&shop.path("/.well-known/openid-configuration")).await.json().get("protected_resources").cloned();
    assert_eq!(named().await, None);
    let cookies = shop.server.sign_in().await.cookies();
    let version = shop.operator().load_workspace(&shop.path).await.unwrap().version.to_string();
    let fields = [
        ("version", version.as_str()),
        ("typed[grant_types][]", "authorization_code"),
        ("typed[grant_types][]", "refresh_token"),
        ("typed[announce_protected_resources]", "true"),
    ];
    let saved = shop.press(&cookies, "/console/acme/shop/settings/authorization", "set_allowed_grant_types", &fields).await;
    assert!(saved.header("location").contains("done="), "{saved:?}");
    assert_eq!(named().await, Some(json!(["https://orders.example.com/"])));

    let service = shop.operator().list_services(&shop.path).await.unwrap().into_iter().find(|service| service.resource.is_some()).unwrap();
    let page = shop.server.get_with(&format!("/console/acme/shop/services/{}", service.id), &cookies).await;
    assert!(page.body.contains("https://orders.example.com/.well-known/oauth-protected-resource"), "{page:?}");

    let server = "/admin/acme/servers/shop";
    assert_eq!(program.get(server).await.json()[FIELD], true);
    let patched = program.patch(server, &json!({ FIELD: false })).await;
    assert_eq!((patched.status, &patched.json()[FIELD]), (StatusCode::OK, &json!(false)), "{patched:?}");
    assert_eq!(named().await, None);
}
