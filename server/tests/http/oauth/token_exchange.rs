//! Token exchange (RFC 8693), from the console and the admin API to the endpoints.

use axum::http::StatusCode;
use domain::{
    client::{Client, ClientSettings, ClientType},
    description::Description,
    grant_type::GrantType,
    name::Name,
    resource::Resource,
    scope::Scope,
    service::{ServiceScope, ServiceSettings},
    token_exchange::TokenExchangePolicy,
};
use serde_json::{Value, json};

use crate::{
    admin_api::world::World,
    shop::{REDIRECT_URI, Shop, encode},
    support::Answer,
};

const GRANT: &str = GrantType::TokenExchange.name();
const ACCESS_TOKEN: &str = "urn:ietf:params:oauth:token-type:access_token";
const READ: &str = "orders.read";
const ORDERS: &str = "https://desk.example.com/";
const BILLING: &str = "https://billing.example.com/";

/// A service that calls come to with tokens of the shop's users, and that calls on.
struct Orders {
    client: Client,
    secret: String,
}

impl Orders {
    /// Sets up the services, and a client that is the one of orders and may ask for billing.
    async fn beside(shop: &mut Shop) -> Self {
        let operator = shop.operator();
        let read = Scope::parse(READ).unwrap();
        let scope = ServiceScope {
            scope: read.clone(),
            display_name: Name::parse("See orders").unwrap(),
            description: Description::parse("See your orders.").unwrap(),
            description_de: Description::default(),
        };
        for (name, resource, scopes) in [("Order desk", ORDERS, vec![scope]), ("Billing", BILLING, Vec::new())] {
            let resource = Some(Resource::parse(resource).unwrap());
            operator.add_service(&shop.path, ServiceSettings { name: Name::parse(name).unwrap(), resource, scopes }).await.unwrap();
        }
        shop.set_client(|settings| {
            settings.scopes.insert(read.clone());
        })
        .await;
        let made = operator.create_client(&shop.path, "Orders", ClientType::Service).await.unwrap();
        let token_exchange = TokenExchangePolicy {
            subject_audiences: ORDERS.parse().unwrap(),
            exchange_targets: BILLING.parse().unwrap(),
            ..TokenExchangePolicy::default()
        };
        let mut settings = ClientSettings { token_exchange, ..made.client.settings.clone() };
        settings.grant_types.insert(GrantType::TokenExchange);
        settings.scopes.insert(read);
        let saved = operator.set_client(&shop.path, made.client.id, made.client.version, settings).await.unwrap();
        Self { client: saved.client, secret: made.secret.unwrap().expose().clone() }
    }

    async fn ask(&self, shop: &Shop, endpoint: &str, form: &[(&str, &str)]) -> Answer {
        shop.ask_as((&self.client.id.to_string(), &self.secret), endpoint, form).await
    }

    async fn exchange(&self, shop: &Shop, token: &str, more: &[(&str, &str)]) -> Answer {
        let form = [("grant_type", GRANT), ("subject_token", token), ("subject_token_type", ACCESS_TOKEN)];
        self.ask(shop, "/oauth2/token", &[&form[..], more].concat()).await
    }

    async fn is_active(&self, shop: &Shop, token: &str) -> bool {
        self.ask(shop, "/oauth2/introspect", &[("token", token)]).await.json().get("active") == Some(&Value::Bool(true))
    }
}

/// What a user's sign-in brings, for the resource server of orders.
async fn signed_in(shop: &Shop) -> Answer {
    let request = format!("{}&{}", shop.authorization("openid offline_access orders.read"), encode(&[("resource", ORDERS)]));
    let location = shop.answer_to(&request).await;
    let address = url::Url::parse(&location).unwrap();
    let code = address.query_pairs().find(|(name, _)| name == "code");
    shop.exchange(&code.unwrap_or_else(|| panic!("there is a code: {location}")).1).await
}

/// Clauses: 207, 208, 211, 213.
#[tokio::test]
async fn a_service_calls_on_with_a_token_that_says_so_and_ends_with_the_users_sign_in() {
    let mut shop = Shop::open().await;
    let orders = Orders::beside(&mut shop).await;
    let tokens = signed_in(&shop).await;
    let token = tokens.text("access_token").unwrap();
    let answer = orders.exchange(&shop, &token, &[("audience", BILLING), ("scope", READ)]).await;
    assert_eq!((answer.status, answer.header("cache-control")), (StatusCode::OK, "no-store"), "{answer:?}");
    let members = answer.json();
    assert_eq!((&members["token_type"], &members["issued_token_type"]), (&json!("Bearer"), &json!(ACCESS_TOKEN)));
    assert_eq!(members["scope"], READ);
    assert!(members.get("refresh_token").is_none() && members.get("id_token").is_none(), "{answer:?}");

    let exchanged = answer.text("access_token").unwrap();
    let told = orders.ask(&shop, "/oauth2/introspect", &[("token", &exchanged)]).await.json();
    let own = shop.ask("/oauth2/introspect", &[("token", &token)]).await.json();
    let id = orders.client.id.to_string();
    assert_eq!((&told["sub"], &told["client_id"], &told["aud"]), (&own["sub"], &json!(id), &json!(BILLING)));
    assert_eq!(told["act"], json!({ "sub": id, "client_id": id }));
    assert!(own.get("act").is_none(), "{own}");

    let refresh_token = tokens.text("refresh_token").unwrap();
    assert_eq!(shop.ask("/oauth2/revoke", &[("token", &refresh_token)]).await.status, StatusCode::OK);
    assert!(!orders.is_active(&shop, &exchanged).await);
    assert_eq!(orders.exchange(&shop, &token, &[]).await.refusal(), (400, "invalid_request".to_owned()));
}

/// Clauses: 203, 209, 210.
#[tokio::test]
async fn what_cannot_be_exchanged_is_refused_and_looked_up_in_the_log() {
    let mut shop = Shop::open().await;
    let orders = Orders::beside(&mut shop).await;
    let tokens = signed_in(&shop).await;
    let token = tokens.text("access_token").unwrap();
    let form = [("grant_type", GRANT), ("subject_token", token.as_str()), ("subject_token_type", ACCESS_TOKEN)];
    assert_eq!(shop.ask("/oauth2/token", &form).await.refusal(), (400, "unauthorized_client".to_owned()));
    let invalid = (400, "invalid_request".to_owned());
    for subject in [tokens.text("refresh_token").unwrap(), tokens.text("id_token").unwrap(), "nothing".to_owned()] {
        let refused = orders.exchange(&shop, &subject, &[]).await;
        assert_eq!(refused.refusal(), invalid, "{refused:?}");
        assert!(refused.text("error_uri").unwrap().ends_with("/errors/subject_token_invalid"), "{refused:?}");
    }
    assert_eq!(orders.exchange(&shop, &token, &[("actor_token", &token)]).await.refusal(), invalid);
    let elsewhere = orders.exchange(&shop, &token, &[("resource", "https://elsewhere.example.com/")]).await;
    assert_eq!(elsewhere.refusal(), (400, "invalid_target".to_owned()));
    let in_address = orders.ask(&shop, &format!("/oauth2/token?subject_token={token}"), &form).await;
    assert_eq!(in_address.refusal(), invalid);
    assert_eq!(orders.exchange(&shop, &token, &[]).await.status, StatusCode::OK);

    let cookies = shop.server.sign_in().await.cookies();
    let log = shop.server.get_with("/console/acme/shop/token-requests", &cookies).await;
    for told in ["Token exchanged", "The resource or audience is malformed", "An access token of client Shop was exchanged"] {
        assert!(log.body.contains(told), "{told}: {log:?}");
    }
    let explained = shop.server.get_with(&format!("/console/acme/shop/clients/{}/explain", orders.client.id), &cookies).await;
    assert!(explained.body.contains("Token exchanged"), "{explained:?}");
}

#[tokio::test]
async fn the_console_says_what_a_client_may_exchange_while_it_has_the_grant() {
    let mut shop = Shop::open().await;
    let orders = Orders::beside(&mut shop).await;
    let cookies = shop.server.sign_in().await.cookies();
    let (id, version) = (orders.client.id.to_string(), orders.client.version.to_string());
    let page = format!("/console/acme/shop/clients/{id}/oauth");
    let shown = shop.server.get_with(&page, &cookies).await;
    assert!(shown.body.contains("Tokens for these resource servers") && shown.body.contains(&format!(">{ORDERS}</textarea>")), "{shown:?}");
    let exchanges = |body: &str| {
        let (before, after) = body.split_once("client-exchanges").unwrap();
        [before.rsplit('<').next().unwrap(), after.split('>').next().unwrap()].concat()
    };
    assert!(!exchanges(&shown.body).contains("hidden"), "{shown:?}");
    let of_shop = shop.server.get_with(&format!("/console/acme/shop/clients/{}/oauth", shop.client.id), &cookies).await;
    assert!(exchanges(&of_shop.body).contains("hidden"), "a client without the grant is not asked: {of_shop:?}");

    assert!(shown.body.contains("Resource identifiers in this workspace"), "{shown:?}");

    // A client is named, or known by its ID.
    let (clients, targets) = (" shop\r\n".to_owned(), format!("{BILLING}\r\n{ORDERS}"));
    let fields = [
        ("client", id.as_str()),
        ("version", version.as_str()),
        ("typed[grant_types][]", GRANT),
        ("typed[token_endpoint_auth_method]", "client_secret_basic"),
        ("typed[subject_clients]", clients.as_str()),
        ("typed[exchange_targets]", targets.as_str()),
        ("typed[impersonation]", "true"),
    ];
    let saved = shop.press(&cookies, &page, "set_client_oauth", &fields).await;
    assert!(saved.header("location").contains("done=saved"), "{saved:?}");
    let client = shop.operator().load_client(&shop.path, orders.client.id).await.unwrap().client;
    let policy = TokenExchangePolicy {
        subject_clients: [shop.client.id].into(),
        exchange_targets: format!("{BILLING} {ORDERS}").parse().unwrap(),
        impersonation: true,
        ..TokenExchangePolicy::default()
    };
    assert_eq!(client.settings.token_exchange, policy);
    let log = shop.server.get_with("/console/acme/shop/logs", &cookies).await;
    assert!(log.body.contains("Clients whose tokens it exchanges"), "the log says what was changed: {log:?}");

    let shown = shop.server.get_with(&page, &cookies).await;
    assert!(shown.body.contains(&format!("Shop ({})", shop.client.id)), "{shown:?}");

    let version = client.version.to_string();
    let nobody = fields.map(|(name, value)| match name {
        "version" => (name, version.as_str()),
        "typed[subject_clients]" => (name, "Shop\r\nNobody"),
        _ => (name, value),
    });
    shop.press(&cookies, &page, "set_client_oauth", &nobody).await;
    let shown = shop.server.get_with(&page, &cookies).await;
    assert!(shown.body.contains("Line 2: No client of this workspace has this name or ID"), "{shown:?}");
    let unknown = fields.map(|(name, value)| match name {
        "version" => (name, version.as_str()),
        "typed[exchange_targets]" => (name, "https://unknown.example.com/"),
        _ => (name, value),
    });
    shop.press(&cookies, &page, "set_client_oauth", &unknown).await;
    let shown = shop.server.get_with(&page, &cookies).await;
    assert!(shown.body.contains("No service of this workspace has such a resource identifier."), "{shown:?}");

    // A client in a browser cannot have the grant.
    let single = shop.operator().create_client(&shop.path, "Page", ClientType::SinglePage).await.unwrap().client;
    let page = format!("/console/acme/shop/clients/{}/oauth", single.id);
    let shown = shop.server.get_with(&page, &cookies).await;
    assert!(!shown.body.contains("client-exchanges"), "{shown:?}");
    let fields = [
        ("client", single.id.to_string()),
        ("version", single.version.to_string()),
        ("typed[grant_types][]", GRANT.to_owned()),
        ("typed[redirect_uris]", REDIRECT_URI.to_owned()),
        ("typed[token_endpoint_auth_method]", "none".to_owned()),
    ];
    let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let refused = shop.press(&cookies, &page, "set_client_oauth", &fields).await;
    assert!(!refused.header("location").contains("done=saved"), "{refused:?}");
}

#[tokio::test]
async fn the_admin_api_says_what_a_client_may_exchange_and_what_was() {
    let mut world = World::new().await;
    let orders = Orders::beside(&mut world.shop).await;
    let program = world.program(None).await;
    let path = format!("/admin/acme/servers/shop/clients/{}", orders.client.id);
    let policy = program.get(&path).await.json()["token_exchange"].clone();
    assert_eq!((&policy["subject_audiences"], &policy["exchange_targets"]), (&json!([ORDERS]), &json!([BILLING])));
    let patched = program.patch(&path, &json!({ "token_exchange": { "subject_clients": [world.shop.client.id] } })).await;
    assert_eq!(patched.status, StatusCode::OK, "{patched:?}");
    let policy = &patched.json()["token_exchange"];
    assert_eq!((&policy["subject_clients"], &policy["exchange_targets"]), (&json!([world.shop.client.id]), &json!([BILLING])));
    let unknown = json!({ "token_exchange": { "exchange_targets": ["https://unknown.example.com/"] } });
    let refused = program.patch(&path, &unknown).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{refused:?}");
    assert!(refused.body.contains("/token_exchange/exchange_targets"), "{refused:?}");

    let token = signed_in(&world.shop).await.text("access_token").unwrap();
    assert_eq!(orders.exchange(&world.shop, &token, &[]).await.status, StatusCode::OK);
    let decisions = program.get("/admin/acme/servers/shop/decisions?outcome=exchanged").await.json();
    let decision = &decisions["decisions"][0]["event"];
    assert_eq!((&decision["kind"], &decision["subject_client_id"]), (&json!("exchanged"), &json!(world.shop.client.id)), "{decisions}");
    assert_eq!(decision["actor"], json!(orders.client.id), "{decisions}");
}
