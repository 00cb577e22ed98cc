//! Clients that are known by a document (draft-ietf-oauth-client-id-metadata-document), from the settings to the endpoints.

use std::sync::{Arc, Mutex};

use axum::{
    Router,
    body::Body,
    extract::State,
    http::{Request, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use control::Error;
use domain::{
    client::{ClientSettings, ClientStatus},
    client_origin::{ClientOrigin, ClientSearch},
    name::Name,
    problem::Problem,
    settings::client_documents::{DocumentHosts, DocumentMode},
};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::{
    admin_api::world::World as AdminWorld,
    shop::{PASSWORD, REDIRECT_URI, Shop, VERIFIER, encode, hidden},
    support::{Answer, TestServer},
};

/// What a server on this machine publishes: a status and a body.
type Published = Arc<Mutex<(StatusCode, String)>>;

/// A shop, and a document of somebody else's.
struct World {
    shop: Shop,
    published: Published,
    url: String,
}

async fn read(State(published): State<Published>) -> Response {
    let (status, body) = published.lock().unwrap().clone();
    let mut response = (status, body).into_response();
    if status.is_redirection() {
        response.headers_mut().insert(header::LOCATION, "/elsewhere.json".parse().unwrap());
    }
    response
}

impl World {
    async fn new() -> Self {
        Self::at(TestServer::with_own_network().await).await
    }

    async fn at(server: TestServer) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/client.json", listener.local_addr().unwrap());
        let published = Published::default();
        let router = Router::new().fallback(read).with_state(Arc::clone(&published));
        tokio::spawn(async move { axum::serve(listener, router).await });
        let world = Self { shop: Shop::at(server).await, published, url };
        world.publish(&json!({}));
        world.takes(DocumentMode::Any, "").await;
        world
    }

    async fn takes(&self, mode: DocumentMode, hosts: &str) {
        let operator = self.shop.operator();
        let workspace = operator.load_workspace(&self.shop.path).await.unwrap();
        let mut authorization = workspace.authorization.clone();
        authorization.registration.client_documents = mode;
        authorization.registration.client_document_hosts = DocumentHosts::parse(hosts).unwrap();
        operator.set_authorization_settings(&self.shop.path, workspace.version, authorization).await.unwrap();
    }

    /// Publishes a document with these members beside the usual ones. It is read from the next request on.
    fn publish(&self, of: &Value) {
        let mut document = json!({
            "client_id": self.url,
            "client_name": "Notes",
            "redirect_uris": [REDIRECT_URI],
            "grant_types": ["authorization_code", "refresh_token"],
        });
        document.as_object_mut().unwrap().extend(of.as_object().cloned().unwrap());
        self.answer(StatusCode::OK, &document.to_string());
    }

    fn answer(&self, status: StatusCode, body: &str) {
        *self.published.lock().unwrap() = (status, body.to_owned());
        self.shop.server.clock.advance_seconds(700);
    }

    fn request(&self) -> String {
        let url = encode(&[("", self.url.as_str())]);
        self.shop.authorization("openid offline_access").replace(&self.shop.client.id.to_string(), url.trim_start_matches('='))
    }

    /// The page on which Alice is asked to allow the client.
    async fn consent_page(&self) -> Answer {
        let page = self.shop.server.get(&self.request()).await;
        let form =
            encode(&[("interaction", hidden(&page, "interaction").as_str()), ("identifier", "alice@example.com"), ("password", PASSWORD)]);
        let signed_in = self.shop.server.post(&self.shop.path("/login"), "", &form).await;
        let next = signed_in.header("location").trim_start_matches("http://127.0.0.1:8080").to_owned();
        self.shop.server.get_with(&next, &signed_in.cookies()).await
    }

    async fn token(&self, form: &[(&str, &str)]) -> Answer {
        let form = encode(&[form, &[("client_id", self.url.as_str())]].concat());
        let request = Request::post(self.shop.path("/oauth2/token")).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.shop.server.send(request.body(Body::from(form)).unwrap()).await
    }

    /// What it gets for the answer to its request, once Alice has allowed it.
    async fn tokens(&self) -> Answer {
        let location = self.shop.answer_to(&self.request()).await;
        let address = url::Url::parse(&location).unwrap();
        let code = address.query_pairs().find(|(name, _)| name == "code").unwrap_or_else(|| panic!("{location}")).1.into_owned();
        let form =
            [("grant_type", "authorization_code"), ("code", code.as_str()), ("redirect_uri", REDIRECT_URI), ("code_verifier", VERIFIER)];
        self.token(&form).await
    }

    async fn refresh(&self, token: &str) -> Answer {
        self.token(&[("grant_type", "refresh_token"), ("refresh_token", token)]).await
    }
}

/// Clauses: 313, 316, 319, 320.
#[tokio::test]
async fn a_document_signs_a_user_in_refreshes_and_is_a_client_of_the_console() {
    let world = World::new().await;
    let operator = world.shop.operator();
    let clients = async || operator.list_clients(&world.shop.path, "Notes", None).await.unwrap().items;
    assert!(clients().await.is_empty());
    let tokens = world.tokens().await;
    let refresh_token = tokens.text("refresh_token").unwrap_or_else(|| panic!("there is a refresh token: {tokens:?}"));
    let refreshed = world.refresh(&refresh_token).await;
    assert_eq!(refreshed.status, StatusCode::OK, "{refreshed:?}");

    let found = clients().await;
    let by_address = operator.list_clients(&world.shop.path, &world.url, None).await.unwrap().items;
    assert_eq!(by_address, found, "by its client_id");
    let of_origin = |origin| ClientSearch { text: "", origin: Some(origin) };
    let documents = operator.list_clients(&world.shop.path, of_origin(ClientOrigin::Document), None).await.unwrap().items;
    assert_eq!(documents, found, "by what it is");
    let own = operator.list_clients(&world.shop.path, of_origin(ClientOrigin::Administrator), None).await.unwrap().items;
    assert!(!own.is_empty() && own.iter().all(|client| client.document.is_none()), "{own:?}");
    let [client] = found.as_slice() else { panic!("there is one") };
    assert_eq!(client.document.as_ref().unwrap().url.as_str(), world.url);
    let settings = ClientSettings { name: Name::parse("Mine").unwrap(), ..client.settings.clone() };
    let error = operator.set_client(&world.shop.path, client.id, client.version, settings).await.unwrap_err();
    assert!(matches!(&error, Error::Invalid(problems) if problems.iter().any(|at| at.problem == Problem::OfDocument)), "{error:?}");
    operator.set_client_status(&world.shop.path, client.id, client.version, ClientStatus::Inactive).await.unwrap();
    assert_eq!(world.refresh(&refreshed.text("refresh_token").unwrap()).await.refusal(), (400, "invalid_client".to_owned()));
    assert_eq!(world.shop.server.get(&world.request()).await.status, StatusCode::BAD_REQUEST, "it is blocked");
}

/// Clauses: 317.
#[tokio::test]
async fn the_user_sees_whose_document_it_is_and_is_asked_again_when_it_says_another_name() {
    let world = World::new().await;
    let page = world.consent_page().await;
    let host = world.url.trim_start_matches("http://").trim_end_matches("/client.json");
    assert!(page.body.contains(host) && page.body.contains("Notes"), "{page:?}");
    world.tokens().await;
    world.publish(&json!({ "client_name": "Bank" }));
    let page = world.consent_page().await;
    assert!(page.body.contains("Bank") && page.body.contains("interaction"), "{page:?}");
}

/// Clauses: 314.
#[tokio::test]
async fn what_is_no_document_of_its_address_is_no_client() {
    let world = World::new().await;
    let asked = async || world.shop.server.get(&world.request()).await;
    for wrong in [
        json!({ "client_id": "https://app.example.com/client.json" }),
        json!({ "client_secret": "s3cret" }),
        json!({ "redirect_uris": ["http://app.example.com/"] }),
        json!({ "client_name": "x".repeat(70_000) }),
    ] {
        world.publish(&wrong);
        assert_eq!(asked().await.status, StatusCode::BAD_REQUEST, "{wrong}");
    }
    for (status, body) in [(StatusCode::FOUND, ""), (StatusCode::NOT_FOUND, ""), (StatusCode::OK, "[]"), (StatusCode::OK, "<html>")] {
        world.answer(status, body);
        assert_eq!(asked().await.status, StatusCode::BAD_REQUEST, "{status}");
    }
    world.publish(&json!({}));
    assert_eq!(asked().await.status, StatusCode::OK);
}

/// Clauses: 314.
#[tokio::test]
async fn an_address_that_is_not_public_is_not_asked_unless_the_configuration_says_so() {
    let world = World::at(TestServer::on_loopback().await).await;
    assert_eq!(world.shop.server.get(&world.request()).await.status, StatusCode::BAD_REQUEST);
}

/// Clauses: 318.
#[tokio::test]
async fn the_metadata_say_whether_documents_are_read_and_only_those_of_allowed_hosts_are() {
    let world = World::new().await;
    let supported = async || {
        let metadata = world.shop.server.get(&world.shop.path("/.well-known/openid-configuration")).await.json();
        metadata["client_id_metadata_document_supported"].clone()
    };
    let status = async || world.shop.server.get(&world.request()).await.status;
    let host = world.url.trim_start_matches("http://").trim_end_matches("/client.json").to_owned();
    for (mode, hosts, told, answered) in [
        (DocumentMode::Hosts, host.as_str(), true, StatusCode::OK),
        (DocumentMode::Hosts, "app.example.com", true, StatusCode::BAD_REQUEST),
        (DocumentMode::Closed, "", false, StatusCode::BAD_REQUEST),
    ] {
        world.takes(mode, hosts).await;
        assert_eq!((supported().await, status().await), (json!(told), answered), "{mode:?} {hosts}");
    }
}

/// Clauses: 321, 322.
#[tokio::test]
async fn a_document_that_is_pinned_at_the_console_is_a_client_whose_address_nobody_can_ask() {
    let world = World::at(TestServer::on_loopback().await).await;
    world.takes(DocumentMode::Closed, "").await;
    assert_eq!(world.shop.server.get(&world.request()).await.status, StatusCode::BAD_REQUEST);
    let cookies = world.shop.server.sign_in().await.cookies();
    let page = "/console/acme/shop/settings/new-pinned-document";
    let document = json!({ "client_id": world.url, "client_name": "Kept", "redirect_uris": [REDIRECT_URI] });
    let mut with_secret = document.clone();
    with_secret["client_secret"] = json!("s3cret");
    let pin = async |document: &str| world.shop.press(&cookies, page, "pin_document", &[("typed[document]", document)]).await;
    for (wrong, told) in [
        ("notes".to_owned(), "Paste the document itself"),
        (json!({ "client_id": "shop" }).to_string(), "The client_id of a document is its address"),
        (document.to_string().replace("redirect_uris", "redirects"), "redirect_uris: This member is missing."),
        (with_secret.to_string(), "client_secret: This is not taken from a document."),
    ] {
        let refused = pin(&wrong).await;
        let shown = world.shop.follow(&refused, &cookies).await;
        assert!(shown.body.contains(told), "{told}: {shown:?}");
    }
    let pinned = pin(&document.to_string()).await;
    assert!(pinned.header("location").contains("done=document_pinned"), "{pinned:?}");
    let shown = world.shop.follow(&pinned, &cookies).await;
    assert!(shown.status == StatusCode::OK && shown.body.contains("Kept") && shown.body.contains("client_id"), "{shown:?}");
    let again = pin(&document.to_string()).await;
    assert!(world.shop.follow(&again, &cookies).await.body.contains("This is taken already"), "{again:?}");
    let metadata = world.shop.server.get(&world.shop.path("/.well-known/openid-configuration")).await.json();
    assert_eq!(metadata["client_id_metadata_document_supported"], json!(true));
    let consent = world.consent_page().await;
    assert!(consent.body.contains("Kept"), "{consent:?}");

    let list = world.shop.server.get_with("/console/acme/shop/settings/pinned-documents", &cookies).await;
    assert!(list.body.contains(&world.url), "{list:?}");
    let of_document = pinned.header("location").split('?').next().unwrap().to_owned();
    let removed = world.shop.press(&cookies, &of_document, "unpin_document", &[("address", world.url.as_str())]).await;
    assert!(removed.header("location").contains("done=document_unpinned"), "{removed:?}");
    assert_eq!(world.shop.server.get(&world.request()).await.status, StatusCode::BAD_REQUEST);
    let log = world.shop.server.get_with("/console/acme/shop/logs", &cookies).await;
    assert!(log.body.contains("Pinned documents"), "{log:?}");
}

/// Clauses: 322.
#[tokio::test]
async fn the_admin_api_has_the_pinned_documents_of_a_workspace() {
    const SERVER: &str = "/admin/acme/servers/shop";
    let world = AdminWorld::new().await;
    let program = world.program(None).await;
    let document = json!({ "client_id": "https://notes.example.com/client.json", "redirect_uris": [REDIRECT_URI] });
    let with = |of: &Value| {
        let mut document = document.clone();
        document.as_object_mut().unwrap().extend(of.as_object().cloned().unwrap());
        json!({ "client_registration": { "pinned_documents": [document] } })
    };
    for (wrong, pointer) in [
        (json!({ "client_id": "shop" }), "/client_registration/pinned_documents/0"),
        (json!({ "client_secret": "s3cret" }), "/client_registration/pinned_documents/0/client_secret"),
        (json!({ "sector_identifier_uri": "https://notes.example.com/sector.json" }), "/client_registration/pinned_documents"),
    ] {
        let answer = program.patch(SERVER, &with(&wrong)).await;
        let found = (answer.status, &answer.json()["errors"][0]["pointer"]);
        assert_eq!(found, (StatusCode::UNPROCESSABLE_ENTITY, &json!(pointer)), "{answer:?}");
    }
    let saved = program.patch(SERVER, &with(&json!({}))).await;
    assert_eq!((saved.status, &saved.json()["client_registration"]["pinned_documents"]), (StatusCode::OK, &json!([document])), "{saved:?}");
    let exported = program.get("/admin/acme/configuration").await.json();
    let shop = exported["servers"].as_array().unwrap().iter().find(|server| server["id"] == "shop").unwrap();
    assert_eq!(shop["client_registration"]["pinned_documents"], json!([document]), "{exported}");
    let removed = program.patch(SERVER, &json!({ "client_registration": { "pinned_documents": [] } })).await;
    assert_eq!(removed.status, StatusCode::OK, "{removed:?}");
    assert!(removed.json()["client_registration"].get("pinned_documents").is_none(), "{removed:?}");
}
