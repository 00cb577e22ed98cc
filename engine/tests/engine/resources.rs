//! Resource indicators (RFC 8707).

use domain::{
    client::ClientType,
    clock::Clock,
    id::ServiceId,
    name::Name,
    resource::Resource,
    scope::{OPENID, Scope},
    service::{Service, ServiceKind},
};
use engine::{Refusal, browser::Browser, endpoint::authorize::Authorization, token::TokenResponse};
use serde_json::{Value, json};

use crate::world::{World, access_token, claims, parameter, refresh_token};

const ORDERS: &str = "https://orders.example.com/";
const BILLING: &str = "https://billing.example.com/";
const BOTH: [(&str, &str); 2] = [("resource", ORDERS), ("resource", BILLING)];

impl World {
    pub fn put_service(&self, number: u8, name: &str, resource: Option<&str>) {
        let id = ServiceId::new(self.clock.now(), [number; 10]);
        let resource = resource.map(|resource| Resource::parse(resource).unwrap());
        let (workspace_id, name) = (self.workspace.id, Name::parse(name).unwrap());
        self.storage.put_service(Service { id, workspace_id, name, kind: ServiceKind::Custom, resource, scopes: Vec::new(), version: 1 });
    }

    fn with_services(client_type: ClientType) -> Self {
        let world = Self::with(client_type);
        world.put_service(1, "Orders", Some(ORDERS));
        world.put_service(2, "Billing", Some(BILLING));
        world.put_service(3, "Nowhere", None);
        world
    }

    async fn exchange_for(&self, code: &str, resources: &[(&str, &str)]) -> Result<TokenResponse, Refusal> {
        let exchange = [
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", crate::world::REDIRECT),
            ("code_verifier", crate::world::VERIFIER),
        ];
        self.token(&[&exchange, resources].concat()).await
    }

    async fn refresh_for(&self, token: &str, resources: &[(&str, &str)]) -> Result<TokenResponse, Refusal> {
        self.token(&[&[("grant_type", "refresh_token"), ("refresh_token", token)], resources].concat()).await
    }
}

fn audience(response: &TokenResponse) -> Value {
    claims(&access_token(response))["aud"].clone()
}

/// Clauses: 299.
#[tokio::test]
async fn the_metadata_name_the_resource_servers_where_the_workspace_says_so() {
    let mut world = World::with_services(ClientType::ServerSideWeb);
    let named = async |world: &World| {
        let metadata = world.engine.metadata(&world.realm().await).await.unwrap();
        serde_json::to_value(metadata).unwrap().get("protected_resources").cloned()
    };
    assert_eq!(named(&world).await, None);
    world.workspace(|workspace| workspace.authorization.announce_protected_resources = true);
    assert_eq!(named(&world).await, Some(json!([ORDERS, BILLING])));
    let mut bare = World::new();
    bare.workspace(|workspace| workspace.authorization.announce_protected_resources = true);
    assert_eq!(named(&bare).await, None, "an empty list is none (RFC 8414 §3.2)");
}

/// Clauses: 73.
#[tokio::test]
async fn a_resource_that_is_none_or_nobody_s_is_an_invalid_target() {
    let world = World::with_services(ClientType::ServerSideWeb);
    for resource in
        ["/orders", "orders.example.com", "https://orders.example.com/#a", "https://orders.example.com/a", "https://unknown.example/"]
    {
        let answer = world.answer(&[("resource", ORDERS), ("resource", resource)]).await;
        assert_eq!(parameter(&answer, "error").as_deref(), Some("invalid_target"), "{resource}");
        assert_eq!(parameter(&answer, "state").as_deref(), Some("xyz"));
    }
}

/// Clauses: 75, 76.
#[tokio::test]
async fn an_access_token_is_for_what_was_asked_for_and_for_the_workspace_where_nothing_was() {
    let world = World::with_services(ClientType::ServerSideWeb);
    assert_eq!(audience(&world.login().await), "https://id.example.com/acme/main");
    let one = world.exchange(&world.code(&[("resource", ORDERS)]).await).await.unwrap();
    assert_eq!(audience(&one), ORDERS, "one stands by itself");
    let both = world.exchange(&world.code(&BOTH).await).await.unwrap();
    assert_eq!(audience(&both), json!([BILLING, ORDERS]));
    assert_eq!(world.introspect(&access_token(&both)).await.unwrap()["aud"], json!([BILLING, ORDERS]));
    assert_eq!(claims(both.id_token.as_ref().unwrap().expose())["aud"], world.client.id.to_string(), "an ID token is for its client");
}

/// Clauses: 75.
#[tokio::test]
async fn narrowing_binds_one_access_token_and_leaves_the_refresh_token_as_it_is() {
    let world = World::with_services(ClientType::ServerSideWeb);
    let first = world.exchange_for(&world.code(&BOTH).await, &[("resource", ORDERS)]).await.unwrap();
    assert_eq!(audience(&first), ORDERS);
    let second = world.refresh_for(&refresh_token(&first), &[("resource", BILLING)]).await.unwrap();
    assert_eq!(audience(&second), BILLING);
    let third = world.refresh(&refresh_token(&second)).await.unwrap();
    assert_eq!(audience(&third), json!([BILLING, ORDERS]));
}

/// Clauses: 26, 74.
#[tokio::test]
async fn a_resource_that_was_not_granted_is_an_invalid_target_and_consumes_nothing() {
    let world = World::with_services(ClientType::ServerSideWeb);
    let code = world.code(&[("resource", ORDERS)]).await;
    for resources in [&[("resource", BILLING)][..], &BOTH, &[("resource", "x")]] {
        let refusal = world.exchange_for(&code, resources).await.unwrap_err();
        assert_eq!((refusal, refusal.code().name()), (Refusal::InvalidTarget, "invalid_target"), "{resources:?}");
    }
    let token = refresh_token(&world.exchange(&code).await.unwrap());
    for resources in [&[("resource", BILLING)][..], &BOTH] {
        assert_eq!(world.refresh_for(&token, resources).await.unwrap_err(), Refusal::InvalidTarget, "{resources:?}");
    }
    assert!(world.refresh_for(&token, &[("resource", ORDERS)]).await.is_ok());

    let unasked = refresh_token(&world.login().await);
    assert_eq!(world.refresh_for(&unasked, &[("resource", ORDERS)]).await.unwrap_err(), Refusal::InvalidTarget);
    assert_eq!(audience(&world.refresh(&unasked).await.unwrap()), "https://id.example.com/acme/main");
}

/// Clauses: 26.
#[tokio::test]
async fn consent_is_given_for_resource_servers_by_name() {
    let world = World::with_services(ClientType::ServerSideWeb);
    let session = world.sign_in().await;
    let page = |outcome| match outcome {
        Authorization::Consent(page) => page,
        other => panic!("{other:?}"),
    };
    let names = |page: &engine::endpoint::authorize::ConsentPage| page.services.iter().map(ToString::to_string).collect::<Vec<_>>();
    let asked = page(world.authorize(&[("resource", ORDERS)], Some(&session)).await);
    assert_eq!(names(&asked), ["Orders"]);
    world.engine.consent(&world.realm().await, &asked.interaction, Browser::of(Some(&session)), true).await.unwrap();
    let remembered = world.authorize(&[("resource", ORDERS)], Some(&session)).await;
    assert!(matches!(remembered, Authorization::Answer(_)), "{remembered:?}");
    let asked = page(world.authorize(&BOTH, Some(&session)).await);
    assert_eq!(names(&asked), ["Orders", "Billing"], "one more is asked for again");
    world.engine.consent(&world.realm().await, &asked.interaction, Browser::of(Some(&session)), true).await.unwrap();
    assert!(matches!(world.authorize(&[("resource", BILLING)], Some(&session)).await, Authorization::Answer(_)));
}

#[tokio::test]
async fn a_resource_server_that_was_taken_away_gets_no_more_tokens() {
    let world = World::with_services(ClientType::ServerSideWeb);
    let both = refresh_token(&world.exchange(&world.code(&BOTH).await).await.unwrap());
    let orders = refresh_token(&world.exchange(&world.code(&[("resource", ORDERS)]).await).await.unwrap());
    world.put_service(1, "Orders", None);
    assert_eq!(world.refresh_for(&both, &[("resource", ORDERS)]).await.unwrap_err(), Refusal::InvalidTarget);
    assert_eq!(audience(&world.refresh(&both).await.unwrap()), BILLING);
    let refusal = world.refresh(&orders).await.unwrap_err();
    assert_eq!(refusal, Refusal::InvalidTarget, "nothing is left, and the workspace was never granted");
    let explained = world.explain_refresh(&orders).await;
    assert_eq!(explained.refused.map(|refused| refused.reason).as_deref(), Some(refusal.reason()), "clause 112: explain says the same");
    world.put_service(1, "Orders", Some(ORDERS));
    assert_eq!(audience(&world.refresh(&orders).await.unwrap()), ORDERS, "nothing was consumed");
}

#[tokio::test]
async fn a_client_asks_for_resource_servers_on_its_own_behalf() {
    let mut world = World::with_services(ClientType::Service);
    world.settings(|settings| settings.scopes.insert(Scope::parse("introspect_tokens").unwrap()));
    let ask = async |resources: &[(&str, &str)]| world.token(&[&[("grant_type", "client_credentials")], resources].concat()).await;
    assert_eq!(audience(&ask(&BOTH).await.unwrap()), json!([BILLING, ORDERS]));
    assert_eq!(ask(&[("resource", "https://unknown.example/")]).await.unwrap_err(), Refusal::InvalidTarget);
}

#[tokio::test]
async fn userinfo_is_not_shown_to_a_token_for_a_resource_server() {
    let world = World::with_services(ClientType::ServerSideWeb);
    let response = world.exchange(&world.code(&[("resource", ORDERS)]).await).await.unwrap();
    assert!(response.scopes.contains(OPENID));
    assert_eq!(world.userinfo(&access_token(&response)).await.unwrap_err(), Refusal::OtherAudience);
    assert!(world.is_active(&access_token(&response)).await, "it works where it is meant to");
}
