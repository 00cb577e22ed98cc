//! API clients: access tokens of a tenant's system workspace at the admin API.

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use control::{Operator, TypedApiClient};
use domain::{
    audit::ActorKind,
    client::{ClientSettings, ClientStatus, ClientType},
    client_secret::KeepPrevious,
    id::ClientId,
    name::Name,
    permission::{Action, Actions},
    problem::Problem,
    role::{BuiltInRole, RoleRef},
    scope::Scope,
    settings::tokens::AccessTokenFormat,
    view::{AuditFilter, LevelPath},
    workspace::WorkspacePath,
};
use serde_json::{Value, json};

use super::{program::Program, world::World};
use crate::{
    oauth::dpop::Key,
    shop::{Shop, encode},
    support::{Answer, TestServer},
};

const BASE: &str = "http://127.0.0.1:8080";
const ADMIN_API: &str = "http://127.0.0.1:8080/api/admin";
const CLIENTS: &str = "/admin/acme/servers/shop/clients";
const USERS: &str = "/admin/acme/servers/shop/users";

/// The same test on both databases.
macro_rules! on_both_databases {
    ($($(#[$attribute:meta])* async fn $name:ident($shop:ident) $body:block)*) => {$(
        mod $name {
            use super::*;

            async fn test($shop: Shop) $body

            $(#[$attribute])*
            #[tokio::test]
            async fn sqlite() {
                test(Shop::open().await).await;
            }

            #[tokio::test]
            async fn postgres() {
                test(Shop::at(TestServer::on(store::testing::TestStore::postgres().await.unwrap())).await).await;
            }
        }
    )*};
}

/// An API client of the shop's tenant, and how it gets its tokens.
struct ApiClient {
    id: ClientId,
    secret: String,
    home: WorkspacePath,
}

impl ApiClient {
    async fn of(shop: &Shop, role: RoleRef) -> Self {
        let at = LevelPath { tenant: Some(shop.path.tenant.clone()), ..LevelPath::default() };
        let typed = TypedApiClient { name: "Deploy".to_owned(), role, at };
        let new = shop.operator().create_api_client(&shop.path.tenant, typed).await.unwrap();
        Self { id: new.client.client.id, secret: new.secret.expose().clone(), home: new.client.path }
    }

    /// Asks for an access token with this beside it.
    async fn ask(&self, shop: &Shop, form: &[(&str, &str)], proof: Option<&str>) -> Answer {
        let form = [&[("grant_type", "client_credentials")], form].concat();
        let credentials = STANDARD.encode(format!("{}:{}", self.id, self.secret));
        let request = Request::post(format!("/{}/oauth2/token", self.home))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::AUTHORIZATION, format!("Basic {credentials}"));
        let request = proof.into_iter().fold(request, |request, proof| request.header("DPoP", proof));
        shop.server.send(request.body(Body::from(encode(&form))).unwrap()).await
    }

    /// A program with an access token for the admin API.
    async fn program<'a>(&self, shop: &'a Shop, form: &[(&str, &str)]) -> Program<'a> {
        let form = [&[("resource", ADMIN_API)], form].concat();
        let answer = self.ask(shop, &form, None).await;
        Program { server: &shop.server, token: answer.text("access_token").unwrap_or_else(|| panic!("{answer:?}")) }
    }

    async fn version(&self, operator: &Operator) -> i64 {
        operator.load_client(&self.home, self.id).await.unwrap().client.version
    }
}

fn refused(answer: &Answer) -> (u16, String) {
    assert!(answer.header("www-authenticate").contains("error=\"invalid_token\""), "{answer:?}");
    answer.problem()
}

fn invalid() -> (u16, String) {
    (401, "invalid_token".to_owned())
}

on_both_databases! {
    async fn an_api_client_does_what_its_role_and_its_scope_permit_and_no_more(shop) {
        let client = ApiClient::of(&shop, RoleRef::BuiltIn(BuiltInRole::Manager)).await;
        assert_eq!(client.home.to_string(), "acme/system");
        let whole = client.program(&shop, &[]).await;
        assert_eq!(whole.get(CLIENTS).await.status, StatusCode::OK);
        assert_eq!(whole.get(USERS).await.status, StatusCode::OK);
        let made = whole.post(CLIENTS, &json!({ "client_name": "Job", "application_types": ["service"] })).await;
        assert_eq!(made.status, StatusCode::CREATED, "{made:?}");
        // What its role does not permit no scope permits.
        let settings = whole.patch("/admin/acme/servers/shop", &json!({ "name": "Other" })).await;
        assert_eq!((settings.problem().0, settings.text("action").as_deref()), (403, Some("workspaces.rename")));

        let narrow = client.program(&shop, &[("scope", "admin:clients.read")]).await;
        assert_eq!(narrow.get(CLIENTS).await.status, StatusCode::OK);
        for answer in [narrow.get(USERS).await, narrow.post(CLIENTS, &json!({ "client_name": "Two", "application_types": ["service"] })).await] {
            assert_eq!(answer.problem().0, 403, "{answer:?}");
            assert!(["users.see", "clients.create"].contains(&answer.text("action").unwrap().as_str()), "{answer:?}");
        }
        let users = narrow.get(USERS).await;
        assert_eq!(users.header("www-authenticate"), "Bearer error=\"insufficient_scope\", scope=\"admin:users.read\"");
        assert_eq!(users.text("detail").as_deref(), Some("The access token lacks the scope admin:users.read."));
        assert_eq!(settings.header("www-authenticate"), "", "of a scope that the role would not fill nothing is said");
        let own = whole.get("/system/self").await.json();
        let wanted = [("kind", json!("client")), ("id", json!(client.id.to_string())), ("roles", json!(["Manager of Acme"]))];
        for (member, value) in wanted {
            assert_eq!(own.get(member), Some(&value));
        }

        // Nothing of another tenant is there.
        shop.operator().create_tenant("globex", "Globex").await.unwrap();
        assert_eq!(whole.get("/admin/globex/servers").await.problem(), (404, "not_found".to_owned()));
        assert_eq!(whole.get("/system/tenants").await.json().pointer("/tenants").unwrap().as_array().unwrap().len(), 1);

        // The log says which client did it.
        let lines = shop.operator().list_audit_lines(Some(&shop.path.tenant), AuditFilter::default(), None).await.unwrap().items;
        let line = lines.into_iter().find(|line| line.event.target == "Job").unwrap().event;
        assert_eq!((line.actor_kind, line.actor.as_str()), (ActorKind::Client, "Deploy"));
        assert_eq!(line.context.actor_id, Some(client.id.as_uuid()));
    }

    async fn what_is_taken_from_an_api_client_is_gone_at_its_next_request(shop) {
        let boss = shop.operator();
        let actions: Actions = [Action::SeeClients, Action::SeeUsers].into_iter().collect();
        let role = boss.create_role(Some(&shop.path.tenant), "Looker", actions).await.unwrap();
        let client = ApiClient::of(&shop, RoleRef::Own(role.id)).await;
        let program = client.program(&shop, &[]).await;
        assert_eq!(program.get(USERS).await.status, StatusCode::OK);

        let fewer = boss.set_role(role.id, role.version, "Looker", [Action::SeeClients].into_iter().collect()).await.unwrap();
        assert_eq!(program.get(USERS).await.text("action").as_deref(), Some("users.see"));
        assert_eq!(program.get(CLIENTS).await.status, StatusCode::OK);

        // A new secret: the one before gets no tokens, and what was issued ends in its time.
        let version = client.version(&boss).await;
        let secret = boss.rotate_client_secret(&client.home, client.id, version, KeepPrevious::SHORTEST).await.unwrap();
        assert_eq!(client.ask(&shop, &[("resource", ADMIN_API)], None).await.status, StatusCode::UNAUTHORIZED);
        let client = ApiClient { secret: secret.expose().clone(), ..client };
        assert_eq!(client.program(&shop, &[]).await.get(CLIENTS).await.status, StatusCode::OK);

        let set = async |status| {
            let version = client.version(&boss).await;
            boss.set_client_status(&client.home, client.id, version, status).await.unwrap();
        };
        set(ClientStatus::Inactive).await;
        assert_eq!(refused(&program.get(CLIENTS).await), invalid());
        set(ClientStatus::Active).await;
        assert_eq!(refused(&program.get(CLIENTS).await), invalid(), "its tokens were ended");
        let program = client.program(&shop, &[]).await;
        assert_eq!(program.get(CLIENTS).await.status, StatusCode::OK);

        // Its role cannot be taken away below it.
        let kept = boss.delete_role(fewer.id).await.unwrap_err();
        assert!(matches!(&kept, control::Error::Invalid(at) if at.iter().all(|at| at.problem == Problem::RoleOfApiClients { count: 1 })), "{kept}");
        boss.delete_client(&client.home, client.id, client.version(&boss).await).await.unwrap();
        boss.delete_role(fewer.id).await.unwrap();
        assert_eq!(refused(&program.get(CLIENTS).await), invalid());
        assert_eq!(boss.list_api_clients(&shop.path.tenant).await.unwrap(), []);
    }

    async fn an_access_token_expires_and_can_be_revoked(shop) {
        let client = ApiClient::of(&shop, RoleRef::BuiltIn(BuiltInRole::Auditor)).await;
        let program = client.program(&shop, &[]).await;
        let credentials = STANDARD.encode(format!("{}:{}", client.id, client.secret));
        let revoke = Request::post(format!("/{}/oauth2/revoke", client.home))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::AUTHORIZATION, format!("Basic {credentials}"));
        let other = client.program(&shop, &[]).await;
        let answer = shop.server.send(revoke.body(Body::from(encode(&[("token", &other.token)]))).unwrap()).await;
        assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
        assert_eq!(refused(&other.get(CLIENTS).await), invalid());
        assert_eq!(program.get(CLIENTS).await.status, StatusCode::OK);
        shop.server.clock.advance_seconds(24 * 3600);
        assert_eq!(refused(&program.get(CLIENTS).await), invalid());
    }
}

/// A client of an ordinary workspace that is set up as an API client is: with the resource and the scopes of the admin API.
async fn impostor(shop: &Shop) -> ApiClient {
    let boss = shop.operator();
    let system = WorkspacePath::new(shop.path.tenant.clone(), "system".parse().unwrap());
    let services = boss.list_services(&system).await.unwrap();
    let admin_api = services.into_iter().find(|service| service.name.as_str() == "Admin API").unwrap();
    let settings = domain::service::ServiceSettings { name: admin_api.name, resource: admin_api.resource, scopes: admin_api.scopes };
    boss.add_service(&shop.path, settings.clone()).await.unwrap();
    let scopes = settings.scopes.into_iter().map(|scope| scope.scope).collect();
    let settings = ClientSettings { scopes, ..ClientSettings::defaults(Name::parse("Impostor").unwrap(), ClientType::Service) };
    let made = boss.register_client(&shop.path, settings).await.unwrap();
    ApiClient { id: made.client.id, secret: made.secret.unwrap().expose().clone(), home: shop.path.clone() }
}

#[tokio::test]
async fn a_token_that_is_not_of_an_api_client_for_the_admin_api_is_refused() {
    let shop = Shop::open().await;
    let client = ApiClient::of(&shop, RoleRef::BuiltIn(BuiltInRole::Owner)).await;
    // Of an ordinary workspace, with the same scopes and for the same resource.
    let program = impostor(&shop).await.program(&shop, &[]).await;
    assert_eq!(refused(&program.get(CLIENTS).await), invalid());
    // Of a client of the system workspace that has no role.
    let boss = shop.operator();
    let original = boss.load_client(&client.home, client.id).await.unwrap().client;
    let copy = boss.register_client(&client.home, original.settings.clone()).await.unwrap();
    let copy = ApiClient { id: copy.client.id, secret: copy.secret.unwrap().expose().clone(), home: client.home.clone() };
    assert_eq!(refused(&copy.program(&shop, &[]).await.get(CLIENTS).await), invalid());
    // For something else.
    let elsewhere = client.ask(&shop, &[], None).await.text("access_token").unwrap();
    let answer = Program { server: &shop.server, token: elsewhere }.get(CLIENTS).await;
    assert_eq!(refused(&answer), invalid());
    // Changed, of nobody, or no token at all.
    let genuine = client.program(&shop, &[]).await.token;
    let (message, _) = genuine.rsplit_once('.').unwrap();
    for token in [format!("{message}.AAAA"), format!("{genuine}A"), "a.b.c".to_owned(), "at1.x".to_owned(), "rga_x".to_owned()] {
        let answer = Program { server: &shop.server, token }.get(CLIENTS).await;
        assert_eq!(refused(&answer), invalid());
    }
    // Of a user.
    let user = shop.refresh_token().await;
    let request = [("grant_type", "refresh_token"), ("refresh_token", user.as_str())];
    let credentials = ApiClient { id: shop.client.id, secret: shop.secret.clone(), home: shop.path.clone() };
    let token = credentials.ask(&shop, &request[1..], None).await;
    assert_ne!(token.status, StatusCode::OK, "it is no such grant");
    // Opaque ones do not say whose they are.
    let mut tokens = boss.load_workspace(&client.home).await.unwrap();
    tokens.tokens.access_token_format = AccessTokenFormat::Opaque;
    boss.set_token_settings(&client.home, tokens.version, tokens.tokens, None).await.unwrap();
    assert_eq!(refused(&client.program(&shop, &[]).await.get(CLIENTS).await), invalid());
}

#[tokio::test]
async fn a_bound_token_is_presented_with_a_proof_of_its_key() {
    let shop = Shop::open().await;
    let client = ApiClient::of(&shop, RoleRef::BuiltIn(BuiltInRole::Auditor)).await;
    let (key, other) = (Key::new(), Key::new());
    let proof = key.proof_at(&shop, "POST", &format!("{BASE}/{}/oauth2/token", client.home), None, None);
    let token = client.ask(&shop, &[("resource", ADMIN_API)], Some(&proof)).await;
    assert_eq!(token.text("token_type").as_deref(), Some("DPoP"), "{token:?}");
    let token = token.text("access_token").unwrap();
    let send = async |scheme: &str, proof: Option<String>| {
        let request = Request::get(format!("/api{CLIENTS}")).header(header::AUTHORIZATION, format!("{scheme} {token}"));
        let request = proof.into_iter().fold(request, |request, proof| request.header("DPoP", proof));
        shop.server.send(request.body(Body::empty()).unwrap()).await
    };
    let at = |key: &Key, method: &str| key.proof_at(&shop, method, &format!("{BASE}/api{CLIENTS}"), Some(&token), None);
    let good = at(&key, "GET");
    assert_eq!(send("DPoP", Some(good.clone())).await.status, StatusCode::OK);
    for (scheme, proof) in
        [("DPoP", Some(good)), ("DPoP", Some(at(&other, "GET"))), ("DPoP", Some(at(&key, "POST"))), ("DPoP", None), ("Bearer", None)]
    {
        let answer = send(scheme, proof).await;
        assert_eq!(answer.problem(), invalid());
        assert!(answer.header("www-authenticate").starts_with(scheme), "{answer:?}");
    }
    // A token that is not bound is no more by a proof.
    let bearer = client.program(&shop, &[]).await.token;
    let request = Request::get(format!("/api{CLIENTS}")).header(header::AUTHORIZATION, format!("DPoP {bearer}"));
    let answer = shop.server.send(request.header("DPoP", at(&key, "GET")).body(Body::empty()).unwrap()).await;
    assert_eq!(answer.problem(), invalid());
}

#[tokio::test]
async fn an_api_client_is_made_over_the_api_by_those_who_hold_what_it_gets() {
    let world = World::new().await;
    let owner = world.program(None).await;
    let made = owner.post("/admin/acme/api-clients", &json!({ "name": "Nightly", "role": "support", "server_id": "shop" })).await;
    assert_eq!(made.status, StatusCode::CREATED, "{made:?}");
    let (id, secret) = (made.text("client_id").unwrap(), made.text("client_secret").unwrap());
    assert_eq!(made.text("resource").as_deref(), Some(ADMIN_API));
    assert_eq!(made.text("token_endpoint").unwrap(), format!("{BASE}/acme/system/oauth2/token"));
    assert_eq!(made.text("level").as_deref(), Some("workspace"));
    let listed = owner.get("/admin/acme/api-clients").await;
    assert!(listed.body.contains(&id) && !listed.body.contains(&secret), "{listed:?}");
    let home = WorkspacePath::new(world.shop.path.tenant.clone(), "system".parse().unwrap());
    let client = ApiClient { id: id.parse().unwrap(), secret, home };
    let program = client.program(&world.shop, &[]).await;
    assert_eq!(program.get(USERS).await.status, StatusCode::OK);
    assert_eq!(program.get("/admin/acme/api-clients").await.problem(), (403, "forbidden".to_owned()), "it has a role in the shop alone");

    // What makes it one is its role, which a copy would not have.
    let copy = owner.post(&format!("/admin/acme/servers/system/clients/{id}/duplicate"), &json!({})).await;
    assert_eq!((copy.problem().0, copy.faults()[0].clone()), (422, ("/client_name".to_owned(), "of_api_client".to_owned())), "{copy:?}");

    // Those who do not hold what it would get, and those who create none at all.
    let scope: Actions = [Action::SetApiClients, Action::SeeAdministrators].into_iter().collect();
    let auditor = world.program_as(BuiltInRole::Auditor).await;
    let administrator = world.program_as(BuiltInRole::Administrator).await;
    for program in [world.program(Some(scope)).await, auditor, administrator] {
        let answer = program.post("/admin/acme/api-clients", &json!({ "name": "More", "role": "support" })).await;
        let holder = answer.text("holder");
        // It is said what is missing: to create them at all, or something that the role has.
        let missing = if holder.is_some() { "tenants.see" } else { "api_clients.set" };
        assert_eq!((answer.problem().0, answer.text("action").as_deref()), (403, Some(missing)), "{answer:?}");
        assert!(holder.is_none() || holder.as_deref() == Some("role"), "{answer:?}");
    }
    for (body, pointer) in [
        (json!({ "name": "", "role": "support" }), "/name"),
        (json!({ "name": "x", "role": "king" }), "/role"),
        (json!({ "name": "x", "role": "support", "client_id": id }), "/server_id"),
    ] {
        let answer = owner.post("/admin/acme/api-clients", &body).await;
        assert_eq!((answer.problem().0, answer.faults()[0].0.as_str()), (422, pointer), "{answer:?}");
    }
    assert_eq!(
        owner.post("/admin/acme/api-clients", &json!({ "name": "x", "role": "support", "server_id": "none" })).await.problem().0,
        404
    );
}

#[tokio::test]
async fn each_api_client_has_a_quota_and_keys_of_its_own() {
    let shop = Shop::open().await;
    let one = ApiClient::of(&shop, RoleRef::BuiltIn(BuiltInRole::Manager)).await;
    let other = ApiClient::of(&shop, RoleRef::BuiltIn(BuiltInRole::Manager)).await;
    let (first, second) = (one.program(&shop, &[]).await, one.program(&shop, &[]).await);
    let others = other.program(&shop, &[]).await;
    assert_eq!(first.get("/system/self").await.header("ratelimit"), "\"token\";r=599;t=1");
    assert_eq!(second.get("/system/self").await.header("ratelimit"), "\"token\";r=598;t=1", "another token of the same client");
    assert_eq!(others.get("/system/self").await.header("ratelimit"), "\"token\";r=599;t=1");
    let body = json!({ "client_name": "Job", "application_types": ["service"] });
    let create = async |program: &Program<'_>| program.send("POST", CLIENTS, &[("idempotency-key", "job-1")], &body).await;
    let created = create(&first).await;
    let again = create(&second).await;
    assert_eq!((again.body.as_str(), again.header("idempotency-replayed")), (created.body.as_str(), "true"));
    assert_eq!(create(&others).await.header("idempotency-replayed"), "");
}

#[tokio::test]
async fn a_scope_of_the_description_is_one_of_the_service() {
    let shop = Shop::open().await;
    let client = ApiClient::of(&shop, RoleRef::BuiltIn(BuiltInRole::Owner)).await;
    let description = shop.server.get("/api/admin/openapi.json").await.json();
    let flow = &description["components"]["securitySchemes"]["api_client"]["flows"]["clientCredentials"];
    let described: Vec<&String> = flow["scopes"].as_object().unwrap().keys().collect();
    let services = shop.operator().list_services(&client.home).await.unwrap();
    let offered: Vec<&Scope> =
        services.iter().filter(|one| one.name.as_str() == "Admin API").flat_map(|one| &one.scopes).map(|one| &one.scope).collect();
    assert_eq!(described.len(), offered.len());
    assert!(described.iter().all(|name| offered.iter().any(|scope| scope.as_str() == name.as_str())), "{described:?}");
    let security = &description["paths"]["/admin/{tenant}/servers/{workspace}/clients"]["get"]["security"];
    assert_eq!(*security, json!([{ "api_token": [] }, { "api_client": ["admin:clients.read"] }]));
    assert_ne!(*security, Value::Null);
}
