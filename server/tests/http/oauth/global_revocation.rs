//! Global token revocation (draft-parecki-oauth-global-token-revocation-06), from the console and the admin API to the endpoint.

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use control::TypedApiClient;
use domain::{
    client_uri::BackchannelLogoutUri,
    permission::{Action, Actions},
    role::{BuiltInRole, RoleRef},
    subject_type::SubjectType,
    view::LevelPath,
};
use serde_json::{Value, json};

use crate::{
    admin_api::world::World,
    shop::{Shop, encode},
    support::Answer,
};

const ENDPOINT: &str = "http://127.0.0.1:8080/acme/shop/oauth2/global-token-revocation";
const FIELD: &str = "global_token_revocation";

/// Sends a body to the endpoint, with this header.
async fn send(shop: &Shop, authorization: Option<&str>, body: &str) -> Answer {
    let request = Request::post(shop.path("/oauth2/global-token-revocation")).header(header::CONTENT_TYPE, "application/json");
    let request = authorization.into_iter().fold(request, |request, value| request.header(header::AUTHORIZATION, value));
    shop.server.send(request.body(Body::from(body.to_owned())).unwrap()).await
}

async fn revoke(shop: &Shop, token: &str, sub_id: &Value) -> Answer {
    send(shop, Some(&format!("Bearer {token}")), &json!({ "sub_id": sub_id }).to_string()).await
}

/// A world whose workspace has it switched on.
async fn offering() -> World {
    let world = World::new().await;
    let path = &world.shop.path;
    let workspace = world.shop.operator().load_workspace(path).await.unwrap();
    let mut authorization = workspace.authorization.clone();
    authorization.global_token_revocation = true;
    world.shop.operator().set_authorization_settings(path, workspace.version, authorization).await.unwrap();
    world
}

fn alice() -> Value {
    json!({ "format": "email", "email": "alice@example.com" })
}

/// Clauses: 296.
#[tokio::test]
async fn one_call_ends_everything_of_a_user_and_clients_are_told_of_it() {
    let mut world = offering().await;
    let uri = BackchannelLogoutUri::parse("https://shop.example.com/logout").unwrap();
    world.shop.set_client(|settings| settings.backchannel_logout_uri = Some(uri)).await;
    let shop = &world.shop;
    let code = shop.code("openid offline_access").await;
    let tokens = shop.exchange(&code).await;
    let [refresh, access] = ["refresh_token", "access_token"].map(|name| tokens.text(name).unwrap());
    let unused = shop.code("openid offline_access").await;
    let program = world.program(None).await;
    for _ in 0..2 {
        let answer = revoke(shop, &program.token, &alice()).await;
        assert_eq!((answer.status, answer.body.as_str()), (StatusCode::NO_CONTENT, ""), "{answer:?}");
        assert_eq!(answer.header("cache-control"), "no-store");
    }
    assert_eq!(shop.refresh(&refresh).await.refusal(), (400, "invalid_grant".to_owned()));
    assert_eq!(shop.exchange(&unused).await.refusal(), (400, "invalid_grant".to_owned()));
    for token in [&refresh, &access] {
        assert_eq!(shop.ask("/oauth2/introspect", &[("token", token)]).await.json(), json!({ "active": false }));
    }
    let user = shop.operator().list_users(&shop.path, "alice", None).await.unwrap().items.remove(0);
    assert!(shop.operator().list_user_sessions(&shop.path, user.id).await.unwrap().is_empty());
    let cookies = shop.server.sign_in().await.cookies();
    let page = shop.server.get_with(&format!("/console/acme/shop/clients/{}/oauth", shop.client.id), &cookies).await;
    assert!(page.body.contains("Next attempt"), "the client is to be told: {page:?}");
    // Who signs in again gets new ones.
    assert!(shop.exchange(&shop.code("openid offline_access").await).await.text("refresh_token").is_some());
}

/// Clauses: 296.
#[tokio::test]
async fn a_user_is_meant_by_whatever_a_client_calls_them() {
    let mut world = offering().await;
    world.shop.set_client(|settings| settings.subject_type = SubjectType::Pairwise).await;
    let shop = &world.shop;
    let tokens = shop.exchange(&shop.code("openid offline_access").await).await;
    let told = shop.ask("/oauth2/introspect", &[("token", &tokens.text("access_token").unwrap())]).await.json();
    let user = shop.operator().list_users(&shop.path, "alice", None).await.unwrap().items.remove(0);
    assert_ne!(told["sub"], json!(user.id));
    let program = world.program(None).await;
    let answer = revoke(shop, &program.token, &json!({ "format": "iss_sub", "iss": told["iss"], "sub": told["sub"] })).await;
    assert_eq!(answer.status, StatusCode::NO_CONTENT, "{answer:?}");
    assert_eq!(shop.refresh(&tokens.text("refresh_token").unwrap()).await.refusal(), (400, "invalid_grant".to_owned()));
}

/// Clauses: 297.
#[tokio::test]
async fn whatever_is_wrong_is_told_by_the_status_of_the_draft() {
    let world = offering().await;
    let (shop, program) = (&world.shop, world.program(None).await);
    let token = program.token.as_str();
    let user = shop.operator().list_users(&shop.path, "alice", None).await.unwrap().items.remove(0).id.to_string();
    let issuer = "http://127.0.0.1:8080/acme/shop";
    for subject in [json!({ "format": "opaque", "id": user }), json!({ "format": "iss_sub", "iss": issuer, "sub": user }), alice()] {
        assert_eq!(revoke(shop, token, &subject).await.status, StatusCode::NO_CONTENT, "{subject}");
    }
    for (body, status) in [
        ("{}", 400),
        ("[]", 400),
        ("", 400),
        (r#"{"sub_id": {"format": "opaque"}}"#, 400),
        (r#"{"sub_id": {"format": "opaque", "id": "x", "id": "y"}}"#, 400),
        (r#"{"sub_id": {"format": "phone_number", "phone_number": "+12065550100"}}"#, 400),
        (r#"{"sub_id": {"format": "opaque", "id": "x"}, "reason": "x"}"#, 400),
        (r#"{"sub_id": {"format": "opaque", "id": "x"}}"#, 404),
        (r#"{"sub_id": {"format": "email", "email": "nobody@example.com"}}"#, 404),
        (r#"{"sub_id": {"format": "iss_sub", "iss": "https://idp.example.com", "sub": "x"}}"#, 404),
    ] {
        let answer = send(shop, Some(&format!("Bearer {token}")), body).await;
        assert_eq!(answer.problem().0, status, "{body}: {answer:?}");
    }
    let body = json!({ "sub_id": alice() }).to_string();
    let basic = format!("Basic {}", STANDARD.encode(format!("{}:{}", shop.client.id, shop.secret)));
    for authorization in [None, Some("Bearer nothing"), Some(basic.as_str())] {
        let answer = send(shop, authorization, &body).await;
        assert_eq!(answer.problem().0, 401, "{authorization:?}: {answer:?}");
        assert!(answer.header("www-authenticate").starts_with("Bearer "), "{answer:?}");
    }
    let auditor = world.program_as(BuiltInRole::Auditor).await;
    let narrow = world.program(Some([Action::SeeUsers].into_iter().collect::<Actions>())).await;
    for token in [auditor.token, narrow.token] {
        let answer = revoke(shop, &token, &alice()).await;
        assert_eq!((answer.problem().0, answer.text("action").as_deref()), (403, Some("users.sign_out")), "{answer:?}");
    }
}

/// Clauses: 297.
#[tokio::test]
async fn a_client_of_the_admin_api_does_it_by_an_access_token_with_the_scope() {
    let world = offering().await;
    let shop = &world.shop;
    let at = LevelPath { tenant: Some(shop.path.tenant.clone()), ..LevelPath::default() };
    let typed = TypedApiClient { name: "Incidents".to_owned(), role: RoleRef::BuiltIn(BuiltInRole::Support), at };
    let new = shop.operator().create_api_client(&shop.path.tenant, typed).await.unwrap();
    let (id, secret, home) = (new.client.client.id, new.secret.expose().clone(), new.client.path);
    let token = async |scope: &str| {
        let form = [("grant_type", "client_credentials"), ("resource", "http://127.0.0.1:8080/api/admin"), ("scope", scope)];
        let request = Request::post(format!("/{home}/oauth2/token"))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::AUTHORIZATION, format!("Basic {}", STANDARD.encode(format!("{id}:{secret}"))));
        let answer = shop.server.send(request.body(Body::from(encode(&form))).unwrap()).await;
        answer.text("access_token").unwrap_or_else(|| panic!("{answer:?}"))
    };
    assert_eq!(revoke(shop, &token("admin:users.write").await, &alice()).await.status, StatusCode::NO_CONTENT);
    let refused = revoke(shop, &token("admin:users.read").await, &alice()).await;
    assert_eq!(refused.problem().0, 403);
    assert_eq!(refused.header("www-authenticate"), "Bearer error=\"insufficient_scope\", scope=\"admin:users.write\"");
    let cookies = shop.server.sign_in().await.cookies();
    let log = shop.server.get_with("/console/acme/shop/logs", &cookies).await;
    assert!(log.body.contains("All sessions and tokens of a user revoked") && log.body.contains("Incidents"), "{log:?}");
}

/// Clauses: 298.
#[tokio::test]
async fn the_console_and_the_admin_api_switch_it_on_and_the_metadata_say_so() {
    let world = World::new().await;
    let (shop, program) = (&world.shop, world.program(None).await);
    let metadata = async || shop.server.get(&shop.path("/.well-known/openid-configuration")).await.json();
    for member in ["global_token_revocation_endpoint", "global_token_revocation_endpoint_auth_methods_supported"] {
        assert_eq!(metadata().await.get(member), None, "what is off is not there");
    }
    let refused = revoke(shop, &program.token, &alice()).await;
    assert_eq!(refused.problem(), (403, "forbidden".to_owned()), "it is not taken for a user who is not there");

    let cookies = shop.server.sign_in().await.cookies();
    let version = shop.operator().load_workspace(&shop.path).await.unwrap().version.to_string();
    let fields = [
        ("version", version.as_str()),
        ("typed[grant_types][]", "authorization_code"),
        ("typed[grant_types][]", "refresh_token"),
        ("typed[global_token_revocation]", "true"),
    ];
    let saved = shop.press(&cookies, "/console/acme/shop/settings/authorization", "set_allowed_grant_types", &fields).await;
    assert!(saved.header("location").contains("done="), "{saved:?}");
    let told = metadata().await;
    assert_eq!(told["global_token_revocation_endpoint"], ENDPOINT);
    assert_eq!(told["global_token_revocation_endpoint_auth_methods_supported"], json!(["Bearer", "DPoP"]));
    assert_eq!(revoke(shop, &program.token, &alice()).await.status, StatusCode::NO_CONTENT);

    let server = "/admin/acme/servers/shop";
    assert_eq!(program.get(server).await.json()[FIELD], true);
    let patched = program.patch(server, &json!({ FIELD: false })).await;
    assert_eq!((patched.status, &patched.json()[FIELD]), (StatusCode::OK, &json!(false)), "{patched:?}");
    assert_eq!(metadata().await.get("global_token_revocation_endpoint"), None);
}
