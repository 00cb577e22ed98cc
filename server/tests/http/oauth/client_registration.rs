//! Dynamic client registration (RFC 7591) and its management (RFC 7592), from the settings to the endpoints.

use axum::{
    body::Body,
    http::{Method, Request, StatusCode, header},
};
use control::TypedInitialAccessToken;
use domain::{
    client::{ClientSettings, ClientStatus},
    grant_type::GrantType,
    id::ClientId,
    lifetime::AccessTokenTtl,
    settings::registration::{RegistrationLimit, RegistrationMode, RegistrationSettings},
    view::NewWorkspace,
    workspace::WorkspacePath,
};
use serde_json::{Value, json};

use crate::{
    shop::{PASSWORD, REDIRECT_URI, Shop, VERIFIER, encode, hidden},
    support::Answer,
};

async fn set(shop: &Shop, change: impl FnOnce(&mut RegistrationSettings)) {
    let workspace = shop.operator().load_workspace(&shop.path).await.unwrap();
    let mut authorization = workspace.authorization.clone();
    change(&mut authorization.registration);
    shop.operator().set_authorization_settings(&shop.path, workspace.version, authorization).await.unwrap();
}

/// A shop where clients register in this way.
async fn open(mode: RegistrationMode) -> Shop {
    let shop = Shop::open().await;
    set(&shop, |registration| registration.client_registration = mode).await;
    shop
}

async fn send(shop: &Shop, method: Method, path: &str, token: Option<&str>, document: &Value) -> Answer {
    let request = Request::builder().method(method).uri(path).header(header::CONTENT_TYPE, "application/json");
    let request = token.iter().fold(request, |request, token| request.header(header::AUTHORIZATION, format!("Bearer {token}")));
    let body = if document.is_null() { Body::empty() } else { Body::from(document.to_string()) };
    shop.server.send(request.body(body).unwrap()).await
}

async fn register(shop: &Shop, token: Option<&str>, document: &Value) -> Answer {
    send(shop, Method::POST, &shop.path("/oauth2/register"), token, document).await
}

fn document() -> Value {
    json!({ "client_name": "Registered", "redirect_uris": [REDIRECT_URI], "grant_types": ["authorization_code", "refresh_token"] })
}

/// A client that has registered itself.
struct Registered {
    told: Value,
    id: String,
    secret: String,
    token: String,
    path: String,
}

impl Registered {
    async fn new(shop: &Shop) -> Self {
        let answer = register(shop, None, &document()).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{answer:?}");
        let text = |member: &str| answer.text(member).unwrap_or_else(|| panic!("there is {member}: {answer:?}"));
        let uri = text("registration_client_uri");
        let path = uri.strip_prefix("http://127.0.0.1:8080").unwrap_or_else(|| panic!("{uri}")).to_owned();
        let (id, secret, token) = (text("client_id"), text("client_secret"), text("registration_access_token"));
        Self { told: answer.json(), id, secret, token, path }
    }

    async fn manage(&self, shop: &Shop, method: Method, document: &Value) -> Answer {
        send(shop, method, &self.path, Some(&self.token), document).await
    }

    async fn settings(&self, shop: &Shop) -> ClientSettings {
        shop.operator().load_client(&shop.path, self.id.parse().unwrap()).await.unwrap().client.settings
    }

    /// What it gets for the answer to an authorization request of its own.
    async fn tokens(&self, shop: &Shop) -> Answer {
        let request = shop.authorization("openid offline_access").replace(&shop.client.id.to_string(), &self.id);
        let location = shop.answer_to(&request).await;
        let address = url::Url::parse(&location).unwrap();
        let code = address.query_pairs().find(|(name, _)| name == "code").unwrap_or_else(|| panic!("{location}")).1.into_owned();
        let form = [("grant_type", "authorization_code"), ("code", &code), ("redirect_uri", REDIRECT_URI), ("code_verifier", VERIFIER)];
        shop.ask_as((&self.id, &self.secret), "/oauth2/token", &form).await
    }

    async fn refresh(&self, shop: &Shop, token: &str) -> Answer {
        shop.ask_as((&self.id, &self.secret), "/oauth2/token", &[("grant_type", "refresh_token"), ("refresh_token", token)]).await
    }
}

/// Clauses: 237.
#[tokio::test]
async fn a_workspace_has_no_such_endpoint_until_it_is_switched_on() {
    let shop = Shop::open().await;
    let metadata = async || shop.server.get(&shop.path("/.well-known/openid-configuration")).await.json();
    for method in [Method::POST, Method::GET, Method::PUT, Method::DELETE] {
        let answer = send(&shop, method, &shop.path("/oauth2/register"), Some("x"), &document()).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{answer:?}");
    }
    assert_eq!(metadata().await["registration_endpoint"], Value::Null);
    set(&shop, |registration| registration.client_registration = RegistrationMode::Open).await;
    assert_eq!(metadata().await["registration_endpoint"], "http://127.0.0.1:8080/acme/shop/oauth2/register");
}

/// Clauses: 241.
#[tokio::test]
async fn a_client_registers_signs_a_user_in_and_refreshes() {
    let shop = open(RegistrationMode::Open).await;
    let answer = register(&shop, None, &document()).await;
    assert_eq!((answer.status, answer.header("cache-control")), (StatusCode::CREATED, "no-store"), "{answer:?}");
    let told = answer.json();
    assert_eq!((&told["client_secret_expires_at"], &told["token_endpoint_auth_method"]), (&json!(0), &json!("client_secret_basic")));
    assert!(told["client_id_issued_at"].is_i64() && told["client_id"].is_string(), "{told}");
    assert!(told["registration_access_token"].as_str().unwrap().starts_with("rgr_"), "{told}");

    let client = Registered::new(&shop).await;
    let tokens = client.tokens(&shop).await;
    let refresh_token = tokens.text("refresh_token").unwrap_or_else(|| panic!("there is a refresh token: {tokens:?}"));
    assert_eq!(client.refresh(&shop, &refresh_token).await.status, StatusCode::OK);
}

/// Clauses: 242.
#[tokio::test]
async fn an_initial_access_token_registers_as_many_clients_as_it_may_until_it_ends() {
    let shop = open(RegistrationMode::InitialAccessToken).await;
    let without = register(&shop, None, &document()).await;
    assert_eq!((without.status, without.header("www-authenticate"), without.body.as_str()), (StatusCode::UNAUTHORIZED, "Bearer", ""));
    let make = async |uses: &str, ttl: &str| {
        let typed = TypedInitialAccessToken { name: "Partners".to_owned(), ttl: ttl.to_owned(), uses: uses.to_owned() };
        shop.operator().create_initial_access_token(&shop.path, typed).await.unwrap()
    };
    let (twice, brief, revoked) = (make("2", "1d").await, make("9", "1h").await, make("9", "1d").await);
    let twice = twice.value.expose().as_str();
    assert_eq!(register(&shop, Some(twice), &json!({})).await.refusal(), (400, "invalid_redirect_uri".to_owned()));
    for _ in 0..2 {
        assert_eq!(register(&shop, Some(twice), &document()).await.status, StatusCode::CREATED, "what is refused uses nothing up");
    }
    shop.operator().revoke_initial_access_token(&shop.path, revoked.token.id).await.unwrap();
    shop.server.clock.advance_seconds(3600);
    for over in [twice, brief.value.expose().as_str(), revoked.value.expose().as_str(), "rgi_nothing", ""] {
        let refused = register(&shop, Some(over), &document()).await;
        assert_eq!(refused.refusal(), (401, "invalid_token".to_owned()), "{over}");
        assert_eq!(refused.header("www-authenticate"), "Bearer error=\"invalid_token\"");
    }
    let clients = shop.operator().list_clients(&shop.path, "Registered", None).await.unwrap().items;
    assert_eq!(clients.len(), 2);
    let view = shop.operator().load_client(&shop.path, clients[0].id).await.unwrap();
    assert_eq!(view.registration.unwrap().initial_access_token.unwrap().as_str(), "Partners");
    let cookies = shop.server.sign_in().await.cookies();
    let marked = async |only: &str| {
        let page = shop.server.get_with(&format!("/console/acme/shop/clients?origin={only}"), &cookies).await;
        (page.status, page.body.matches(">registered itself<").count())
    };
    assert_eq!(marked("").await, (StatusCode::OK, 2));
    assert_eq!(marked("registration").await, (StatusCode::OK, 2));
    assert_eq!(marked("administrator").await, (StatusCode::OK, 0));
    assert_eq!(marked("document").await, (StatusCode::OK, 0));
    assert_ne!(marked("nobody").await.0, StatusCode::OK, "there is no such origin");
}

/// Clauses: 243.
#[tokio::test]
async fn what_strangers_register_is_bounded_in_number_and_in_time() {
    let shop = open(RegistrationMode::Open).await;
    let limit = |most: &str| RegistrationLimit::parse(most).unwrap();
    set(&shop, |registration| registration.registration_most_clients = limit("2")).await;
    let first = Registered::new(&shop).await;
    Registered::new(&shop).await;
    assert_eq!(register(&shop, None, &document()).await.refusal(), (403, "access_denied".to_owned()));
    assert_eq!(first.manage(&shop, Method::DELETE, &Value::Null).await.status, StatusCode::NO_CONTENT);
    Registered::new(&shop).await;

    let shop = open(RegistrationMode::Open).await;
    set(&shop, |registration| registration.registration_most_per_hour = limit("2")).await;
    Registered::new(&shop).await;
    // One that is refused costs as much.
    assert_eq!(register(&shop, None, &json!({})).await.status, StatusCode::BAD_REQUEST);
    let refused = register(&shop, None, &document()).await;
    assert_eq!(refused.refusal(), (429, "temporarily_unavailable".to_owned()));
    let wait: i64 = refused.header("retry-after").parse().unwrap();
    assert!((1..=1800).contains(&wait), "{wait}");
    shop.server.clock.advance_seconds(wait);
    Registered::new(&shop).await;
}

/// Clauses: 244.
#[tokio::test]
async fn what_is_no_document_and_what_nobody_approves_is_refused() {
    let shop = open(RegistrationMode::Open).await;
    set(&shop, |registration| registration.registration_most_per_hour = RegistrationLimit::parse("100").unwrap()).await;
    let stated = json!({ "redirect_uris": [REDIRECT_URI], "software_statement": "eyJhbGciOiJub25lIn0.e30." });
    let refused = register(&shop, None, &stated).await;
    assert_eq!(refused.refusal(), (400, "unapproved_software_statement".to_owned()));
    let own = json!({ "redirect_uris": ["http://127.0.0.1:8080/acme/shop/login"] });
    assert_eq!(
        register(&shop, None, &own).await.refusal(),
        (400, "invalid_redirect_uri".to_owned()),
        "nobody is sent to the server itself"
    );
    for (content_type, body) in [("application/json", "[]"), ("application/json", "{"), ("application/x-www-form-urlencoded", "a=b")] {
        let request = Request::post(shop.path("/oauth2/register")).header(header::CONTENT_TYPE, content_type).body(Body::from(body));
        assert_eq!(shop.server.send(request.unwrap()).await.refusal(), (400, "invalid_client_metadata".to_owned()), "{body}");
    }
    let large = json!({ "redirect_uris": [REDIRECT_URI], "unheard_of": "x".repeat(70_000) });
    assert_eq!(register(&shop, None, &large).await.status, StatusCode::PAYLOAD_TOO_LARGE);
}

/// Clauses: 245, 246.
#[tokio::test]
async fn a_client_reads_what_it_registered_and_nobody_else_does() {
    let shop = open(RegistrationMode::Open).await;
    let (client, other) = (Registered::new(&shop).await, Registered::new(&shop).await);
    let answer = client.manage(&shop, Method::GET, &Value::Null).await;
    assert_eq!((answer.status, answer.header("cache-control")), (StatusCode::OK, "no-store"), "{answer:?}");
    let mut told = client.told.clone();
    // Only a hash of the secret is stored.
    told.as_object_mut().unwrap().retain(|member, _| !member.starts_with("client_secret"));
    assert_eq!(answer.json(), told);

    for (path, token) in [
        (&client.path, &other.token),
        (&other.path, &client.token),
        (&shop.path("/oauth2/register"), &client.token),
        (&format!("{}?client_id={}", shop.path("/oauth2/register"), shop.client.id), &client.token),
        (&format!("{}?client_id=%00", shop.path("/oauth2/register")), &client.token),
        (&client.path, &client.secret),
    ] {
        for method in [Method::GET, Method::PUT, Method::DELETE] {
            let refused = send(&shop, method, path, Some(token), &document()).await;
            assert_eq!(refused.refusal(), (401, "invalid_token".to_owned()), "{path}");
        }
    }
    assert_eq!(send(&shop, Method::GET, &client.path, None, &Value::Null).await.header("www-authenticate"), "Bearer");
    let elsewhere = NewWorkspace { name: "Other".to_owned(), slug: "other".to_owned() };
    let elsewhere = shop.operator().create_workspace(&shop.path.tenant, elsewhere).await.unwrap();
    let path = WorkspacePath::new(shop.path.tenant.clone(), elsewhere.slug.clone());
    let mut authorization = elsewhere.authorization.clone();
    authorization.registration.client_registration = RegistrationMode::Open;
    shop.operator().set_authorization_settings(&path, elsewhere.version, authorization).await.unwrap();
    let foreign = client.path.replace("/acme/shop/", "/acme/other/");
    assert_eq!(send(&shop, Method::GET, &foreign, Some(&client.token), &Value::Null).await.refusal(), (401, "invalid_token".to_owned()));
    let id: ClientId = client.id.parse().unwrap();
    shop.operator().set_client_status(&shop.path, id, 1, ClientStatus::Inactive).await.unwrap();
    assert_eq!(client.manage(&shop, Method::GET, &Value::Null).await.refusal(), (403, "access_denied".to_owned()));
    assert_eq!(client.manage(&shop, Method::DELETE, &Value::Null).await.refusal(), (403, "access_denied".to_owned()));
}

/// Clauses: 247, 250.
#[tokio::test]
async fn a_client_replaces_what_it_registered_by_a_token_that_goes_on_working() {
    let shop = open(RegistrationMode::Open).await;
    let client = Registered::new(&shop).await;
    let mut changed = client.told.clone();
    changed["client_name"] = json!("Renamed");
    changed["contacts"] = json!(["ops@example.com"]);
    changed["dpop_bound_access_tokens"] = json!(true);
    for _ in 0..2 {
        // The answer to the first one may have been lost.
        let answer = client.manage(&shop, Method::PUT, &changed).await;
        assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
        let told = answer.json();
        assert_eq!((&told["client_name"], &told["registration_access_token"]), (&json!("Renamed"), &json!(client.token)));
    }
    let settings = client.settings(&shop).await;
    assert!(settings.dpop_bound_access_tokens && settings.name.as_str() == "Renamed");

    let (id, secret) = (json!(client.id), json!(client.secret));
    let without = json!({ "client_id": id, "client_secret": secret, "redirect_uris": [REDIRECT_URI], "contacts": null });
    let told = client.manage(&shop, Method::PUT, &without).await.json();
    assert_eq!(told["contacts"], Value::Null);
    assert_eq!(told["dpop_bound_access_tokens"], json!(true), "what is strict stays so");
    assert_eq!(told["grant_types"], json!(["authorization_code"]), "what is left out has its default");

    for (wrong, member) in [
        (json!({ "redirect_uris": [REDIRECT_URI] }), "client_id"),
        (json!({ "client_id": shop.client.id, "redirect_uris": [REDIRECT_URI] }), "client_id"),
        (json!({ "client_id": id, "client_secret": "of my choice", "redirect_uris": [REDIRECT_URI] }), "client_secret"),
        (json!({ "client_id": id, "redirect_uris": [REDIRECT_URI], "token_endpoint_auth_method": "none" }), "token_endpoint_auth_method"),
    ] {
        let refused = client.manage(&shop, Method::PUT, &wrong).await;
        assert_eq!(refused.refusal(), (400, "invalid_client_metadata".to_owned()), "{wrong}");
        assert!(refused.text("error_description").unwrap().starts_with(member), "{refused:?}");
    }
    assert_eq!(client.manage(&shop, Method::PUT, &json!({ "client_id": id })).await.refusal(), (400, "invalid_redirect_uri".to_owned()));
}

/// Clauses: 248.
#[tokio::test]
async fn what_only_an_administrator_can_give_a_client_no_document_asks_for_and_none_takes_away() {
    let shop = open(RegistrationMode::Open).await;
    let client = Registered::new(&shop).await;
    let (id, operator) = (client.id.parse::<ClientId>().unwrap(), shop.operator());
    let found = operator.load_client(&shop.path, id).await.unwrap().client;
    let mut settings = found.settings.clone();
    settings.require_registered_auth_method = true;
    settings.token_ttls.access_token_ttl = Some(AccessTokenTtl::parse("5m").unwrap());
    operator.set_client(&shop.path, id, found.version, settings).await.unwrap();

    let mut asked = client.told.clone();
    asked["trusted"] = json!(true);
    asked["scope"] = json!("openid introspect_tokens");
    asked["grant_types"] = json!(["authorization_code", "client_credentials", "urn:ietf:params:oauth:grant-type:token-exchange"]);
    let told = client.manage(&shop, Method::PUT, &asked).await.json();
    assert_eq!((&told["scope"], &told["grant_types"]), (&json!("openid"), &json!(["authorization_code"])));
    let settings = client.settings(&shop).await;
    assert!(!settings.trusted && settings.require_registered_auth_method);
    assert_eq!(settings.token_ttls.access_token_ttl.unwrap().as_seconds(), 300);
}

/// Clauses: 248.
#[tokio::test]
async fn a_client_that_exchanges_the_tokens_of_others_gets_no_more_of_them_by_itself() {
    let shop = open(RegistrationMode::Open).await;
    let client = Registered::new(&shop).await;
    let (id, operator) = (client.id.parse::<ClientId>().unwrap(), shop.operator());
    let mut document = client.told.clone();
    document["scope"] = json!("openid");
    assert_eq!(client.manage(&shop, Method::PUT, &document).await.status, StatusCode::OK);
    let found = operator.load_client(&shop.path, id).await.unwrap().client;
    let mut settings = found.settings.clone();
    settings.grant_types.insert(GrantType::TokenExchange);
    settings.token_exchange.subject_any_client = true;
    operator.set_client(&shop.path, id, found.version, settings).await.unwrap();

    document = client.manage(&shop, Method::GET, &Value::Null).await.json();
    document["client_name"] = json!("Renamed");
    assert_eq!(client.manage(&shop, Method::PUT, &document).await.status, StatusCode::OK, "it keeps what it was given");
    document["scope"] = json!("openid email");
    let refused = client.manage(&shop, Method::PUT, &document).await;
    assert_eq!(refused.refusal(), (400, "invalid_client_metadata".to_owned()));
    assert!(refused.text("error_description").unwrap().starts_with("scope: "), "{refused:?}");
}

/// Clauses: 97, 249.
#[tokio::test]
async fn a_client_deletes_itself_and_what_it_was_given_ends() {
    let shop = open(RegistrationMode::Open).await;
    let client = Registered::new(&shop).await;
    let refresh_token = client.tokens(&shop).await.text("refresh_token").unwrap();
    let gone = client.manage(&shop, Method::DELETE, &Value::Null).await;
    assert_eq!((gone.status, gone.body.as_str()), (StatusCode::NO_CONTENT, ""));
    assert_eq!(client.refresh(&shop, &refresh_token).await.refusal(), (401, "invalid_client".to_owned()));
    assert_eq!(client.manage(&shop, Method::GET, &Value::Null).await.refusal(), (401, "invalid_token".to_owned()));
}

/// Clauses: 251.
#[tokio::test]
async fn the_users_of_a_client_that_registered_itself_are_always_asked() {
    let shop = open(RegistrationMode::Open).await;
    let client = Registered::new(&shop).await;
    let found = shop.operator().load_client(&shop.path, client.id.parse().unwrap()).await.unwrap().client;
    let settings = ClientSettings { trusted: true, ..found.settings.clone() };
    let refused = shop.operator().set_client(&shop.path, found.id, found.version, settings).await.unwrap_err();
    assert!(refused.to_string().starts_with("trusted: This client registered itself"), "{refused}");
}

/// Clauses: 252.
#[tokio::test]
async fn an_administrator_ends_that_a_client_manages_itself_and_sees_in_the_log_what_it_did() {
    let shop = open(RegistrationMode::Open).await;
    let client = Registered::new(&shop).await;
    let id: ClientId = client.id.parse().unwrap();
    for _ in 0..2 {
        shop.operator().revoke_registration_access_token(&shop.path, id, 1).await.unwrap();
    }
    assert_eq!(client.manage(&shop, Method::GET, &Value::Null).await.refusal(), (401, "invalid_token".to_owned()));
    assert!(!shop.operator().load_client(&shop.path, id).await.unwrap().registration.unwrap().manages_itself);
    assert_eq!(client.tokens(&shop).await.status, StatusCode::OK, "the client itself goes on");
    let lines = shop.operator().list_changes_of(&shop.path, &client.id).await.unwrap();
    let told: Vec<_> = lines.iter().map(|line| (line.action.code(), line.actor.as_str())).collect();
    assert!(told.contains(&("client.created", "registration")), "{told:?}");
    assert_eq!(told.iter().filter(|(action, _)| *action == "client.registration_revoked").count(), 1, "{told:?}");
}

/// Clauses: 247.
#[tokio::test]
async fn users_are_asked_again_when_a_client_goes_by_another_name_or_sends_them_elsewhere() {
    let shop = open(RegistrationMode::Open).await;
    let client = Registered::new(&shop).await;
    let alice = shop.operator().list_users(&shop.path, "alice", None).await.unwrap().items.remove(0);
    let consents = async || shop.operator().load_user(&shop.path, alice.id).await.unwrap().consents;
    let mut document = client.told.clone();
    for (member, value, left) in [
        ("contacts", json!(["ops@example.com"]), 1),
        ("client_name", json!("Renamed"), 0),
        ("redirect_uris", json!([REDIRECT_URI, "https://shop.example.com/other"]), 0),
    ] {
        assert_eq!(client.tokens(&shop).await.status, StatusCode::OK);
        assert_eq!(consents().await, 1, "before {member}");
        document[member] = value;
        assert_eq!(client.manage(&shop, Method::PUT, &document).await.status, StatusCode::OK);
        assert_eq!(consents().await, left, "after {member}");
    }
}

/// The page of a client that registered itself says that nobody stands for it, and where the user is sent; what changes meanwhile is asked again.
#[tokio::test]
async fn users_are_warned_of_a_client_that_registered_itself_and_agree_to_what_they_saw() {
    let shop = open(RegistrationMode::Open).await;
    let registered = Registered::new(&shop).await;
    let request = shop.authorization("openid").replace(&shop.client.id.to_string(), &registered.id);
    let page = shop.server.get(&request).await;
    assert!(page.body.contains("registered itself"), "{page:?}");
    let form = encode(&[("interaction", &hidden(&page, "interaction")), ("identifier", "alice@example.com"), ("password", PASSWORD)]);
    let signed_in = shop.server.post(&shop.path("/login"), "", &form).await;
    let (next, cookies) = (signed_in.header("location").trim_start_matches("http://127.0.0.1:8080").to_owned(), signed_in.cookies());
    let page = shop.server.get_with(&next, &cookies).await;
    assert!(page.body.contains("nobody has checked its name") && page.body.contains("You will be sent to"), "{page:?}");
    let usual = shop.server.get_with(&shop.authorization("openid"), &cookies).await;
    assert!(!usual.body.contains("nobody has checked its name"), "an administrator stands for this one: {usual:?}");

    let mut told = document();
    told["client_id"] = json!(registered.id);
    told["redirect_uris"] = json!([REDIRECT_URI, "https://evil.example/x"]);
    assert_eq!(registered.manage(&shop, Method::PUT, &told).await.status, StatusCode::OK);
    let allow = async |page: &Answer| {
        let form = encode(&[("form", &hidden(page, "form")), ("interaction", &hidden(page, "interaction")), ("decision", "allow")]);
        shop.server.post(&shop.path("/consent"), &cookies, &form).await
    };
    let again = allow(&page).await;
    assert_eq!(again.status, StatusCode::OK, "the page was about other addresses: {again:?}");
    assert_eq!(allow(&again).await.status, StatusCode::SEE_OTHER);
    let account = shop.server.get_with(&shop.path("/account"), &cookies).await;
    assert!(account.body.contains("name not checked"), "{account:?}");
}
