//! Clients that are known by a document at an address.

use std::sync::{Arc, Mutex};

use domain::{
    audit::AuditAction,
    client::{ClientStatus, ClientType},
    client_document::ClientIdUrl,
    clock::{Clock as _, FixedClock},
    grant_type::GrantType,
    settings::{
        client_documents::{DocumentHosts, DocumentMode},
        pinned_documents::PinnedDocument,
        registration::RegistrationLimit,
    },
};
use engine::{
    Refusal,
    browser::Browser,
    client_auth::ClientRequest,
    client_document::{DocumentFault, DocumentFuture, DocumentSource, ReadDocument, id_of_url},
    client_keys::KeyOwner,
    endpoint::{
        authorize::{Authorization, AuthorizationAnswer, ConsentPage, Unanswerable},
        signed_introspection::{AcceptedAnswers, IntrospectionAnswer},
    },
    form::Form,
    storage::{ClientRecord, Directory as _},
    token::TokenResponse,
};
use serde_json::{Value, json};
use url::form_urlencoded;

use crate::{
    prover::Prover,
    world::{REDIRECT, VERIFIER, World, access_token, claims, parameter, refresh_token, refusal},
};

const URL: &str = "https://app.example.com/oauth/client.json";
const LOOPBACK: &str = "http://127.0.0.1:51004/callback";

/// The documents that are published: one, at whatever address it says.
struct Published {
    document: Mutex<Option<Value>>,
    clock: Arc<FixedClock>,
}

impl Published {
    fn set(&self, document: Option<Value>) {
        *self.document.lock().unwrap() = document;
    }
}

impl DocumentSource for Published {
    fn document<'a>(&'a self, _: KeyOwner, _: &'a ClientIdUrl) -> DocumentFuture<'a> {
        let document = self.document.lock().unwrap().clone();
        let read_at = self.clock.now();
        let read = document.map(|document| Arc::new(ReadDocument::of(document.as_object().unwrap(), read_at)));
        Box::pin(std::future::ready(read.ok_or(DocumentFault::Unavailable)))
    }
}

fn document(of: &Value) -> Value {
    let mut document = json!({
        "client_id": URL,
        "client_name": "Notes",
        "redirect_uris": [REDIRECT],
        "grant_types": ["authorization_code", "refresh_token"],
        "scope": "openid profile",
    });
    document.as_object_mut().unwrap().extend(of.as_object().cloned().unwrap());
    document
}

/// A workspace that reads anybody's documents, and one that is published.
fn world() -> (World, Arc<Published>) {
    let mut world = World::with(ClientType::SinglePage);
    world.workspace(|workspace| workspace.authorization.registration.client_documents = DocumentMode::Any);
    let published = Arc::new(Published { document: Mutex::new(Some(document(&json!({})))), clock: Arc::clone(&world.clock) });
    world.engine = world.engine.clone().with_document_source(Arc::clone(&published) as _);
    (world, published)
}

fn page(outcome: Authorization) -> ConsentPage {
    match outcome {
        Authorization::Consent(page) => *page,
        other => panic!("the user is asked: {other:?}"),
    }
}

fn answered(outcome: Authorization) -> AuthorizationAnswer {
    match outcome {
        Authorization::Answer(answer) => answer,
        other => panic!("nobody is asked: {other:?}"),
    }
}

fn unanswerable(outcome: Authorization) -> Unanswerable {
    match outcome {
        Authorization::Unanswerable(unanswerable) => unanswerable,
        other => panic!("there is no client: {other:?}"),
    }
}

async fn ask(world: &World, session: &str) -> Authorization {
    world.authorize(&[("client_id", URL)], Some(session)).await
}

async fn allow(world: &World, page: &ConsentPage, session: &str) -> Authorization {
    world.engine.consent(&world.realm().await, &page.interaction, Browser::of(Some(session)), true).await.unwrap()
}

async fn token(world: &World, parameters: &[(&str, &str)]) -> Result<TokenResponse, Refusal> {
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(parameters).append_pair("client_id", URL).finish();
    let form = Form::parse(&query).unwrap();
    let request = ClientRequest { authorization: None, certificate: None, form: &form };
    world.engine.token(&world.realm().await, request, std::iter::empty::<&str>().collect()).await.map_err(refusal)
}

async fn exchange(world: &World, answer: &AuthorizationAnswer) -> Result<TokenResponse, Refusal> {
    let code = parameter(answer, "code").unwrap();
    let form = [("grant_type", "authorization_code"), ("code", code.as_str()), ("redirect_uri", REDIRECT), ("code_verifier", VERIFIER)];
    token(world, &form).await
}

async fn refresh(world: &World, refresh_token: &str) -> Result<TokenResponse, Refusal> {
    token(world, &[("grant_type", "refresh_token"), ("refresh_token", refresh_token)]).await
}

/// The client as it is stored.
async fn stored(world: &World) -> Option<ClientRecord> {
    let id = id_of_url(world.workspace.id, &ClientIdUrl::parse(URL).unwrap());
    world.storage.find_client(world.workspace.id, id).await.unwrap()
}

/// A client that the user has allowed, with its tokens.
async fn allowed(world: &World) -> (String, TokenResponse) {
    let session = world.sign_in().await;
    let asked = page(ask(world, &session).await);
    let tokens = exchange(world, &answered(allow(world, &asked, &session).await)).await.unwrap();
    (session, tokens)
}

/// Clauses: 313, 316, 319, 320.
#[tokio::test]
async fn a_document_is_a_client_that_is_stored_when_a_user_agrees_to_it() {
    let (world, _) = world();
    let session = world.sign_in().await;
    let asked = page(ask(&world, &session).await);
    assert_eq!((asked.client_name.as_str(), asked.provenance.host()), ("Notes", Some("app.example.com")));
    assert!(asked.offline_access.is_some(), "it asks for the refresh token grant");
    assert!(stored(&world).await.is_none(), "nobody has agreed");
    assert_eq!(token(&world, &[("grant_type", "refresh_token"), ("refresh_token", "x")]).await.unwrap_err(), Refusal::InvalidClient);

    let answer = answered(allow(&world, &asked, &session).await);
    let client = stored(&world).await.unwrap().client;
    assert!(client.settings.has_grant(GrantType::RefreshToken) && client.settings.is_public());
    let tokens = exchange(&world, &answer).await.unwrap();
    let id_token = claims(tokens.id_token.as_ref().unwrap().expose());
    assert_eq!((&id_token["aud"], &claims(&access_token(&tokens))["client_id"]), (&json!(URL), &json!(URL)));
    let again = refresh(&world, &refresh_token(&tokens)).await.unwrap();
    assert_eq!(claims(&access_token(&again))["client_id"], URL);
    assert!(world.userinfo(&access_token(&again)).await.is_ok(), "the token is found to be one of this client");
    answered(ask(&world, &session).await);
    let name = client.id.to_string();
    assert_eq!(
        unanswerable(world.authorize(&[("client_id", name.as_str())], Some(&session)).await),
        Unanswerable::Client,
        "it has one name"
    );
}

/// Clauses: 314, 318.
#[tokio::test]
async fn what_is_no_client_is_told_to_the_user_alone() {
    let (mut world, published) = world();
    let session = world.sign_in().await;
    for wrong in [
        json!({ "client_id": "https://app.example.com/other.json" }),
        json!({ "client_secret": "s3cret" }),
        json!({ "token_endpoint_auth_method": "client_secret_basic" }),
        json!({ "grant_types": ["client_credentials"], "redirect_uris": [] }),
        json!({ "sector_identifier_uri": "https://example.com/redirects.json" }),
    ] {
        published.set(Some(document(&wrong)));
        assert_eq!(unanswerable(ask(&world, &session).await), Unanswerable::UnfitDocument, "{wrong}");
        ask(&world, &session).await;
    }
    let noted: Vec<_> = world.storage.audit_events().into_iter().filter(|event| event.action == AuditAction::ClientRefused).collect();
    assert_eq!(noted.len(), 5, "each once: {noted:?}");
    assert!(noted.iter().all(|event| event.target == URL && event.changes.iter().any(|change| change.field == "reason")));
    published.set(None);
    assert_eq!(unanswerable(ask(&world, &session).await), Unanswerable::UnavailableDocument);
    published.set(Some(document(&json!({}))));
    let supported = async |world: &World| world.engine.metadata(&world.realm().await).await.unwrap().client_id_metadata_document_supported;
    assert!(supported(&world).await);
    world.workspace(|workspace| {
        let registration = &mut workspace.authorization.registration;
        registration.client_documents = DocumentMode::Hosts;
        registration.client_document_hosts = DocumentHosts::parse("other.example.com").unwrap();
    });
    assert_eq!(unanswerable(ask(&world, &session).await), Unanswerable::Client);
    world.workspace(|workspace| {
        workspace.authorization.registration.client_document_hosts = DocumentHosts::parse("app.example.com").unwrap();
    });
    page(ask(&world, &session).await);
    world.workspace(|workspace| workspace.authorization.registration.client_documents = DocumentMode::Closed);
    assert_eq!(unanswerable(ask(&world, &session).await), Unanswerable::Client);
    assert!(!supported(&world).await);
}

/// Clauses: 315, 317.
#[tokio::test]
async fn what_a_document_says_now_holds_and_is_asked_for_again_where_the_user_saw_something_else() {
    let (world, published) = world();
    let (session, _) = allowed(&world).await;
    // What the user did not see is not asked for again.
    published
        .set(Some(document(&json!({ "contacts": ["ann@example.com"], "redirect_uris": [REDIRECT, "https://app.example.com/other"] }))));
    answered(ask(&world, &session).await);
    let client = stored(&world).await.unwrap().client;
    assert_eq!((client.version, client.settings.redirect_uris.len()), (2, 2));
    for change in [json!({ "client_name": "Bank" }), json!({ "redirect_uris": [REDIRECT, "https://evil.example.com/callback"] })] {
        published.set(Some(document(&change)));
        let asked = page(ask(&world, &session).await);
        answered(allow(&world, &asked, &session).await);
        answered(ask(&world, &session).await);
    }
    // An address that it gave up is none any more.
    published.set(Some(document(&json!({ "redirect_uris": ["https://app.example.com/other"] }))));
    assert_eq!(unanswerable(ask(&world, &session).await), Unanswerable::RedirectUri);
    let actions: Vec<_> = world.storage.audit_events().into_iter().map(|event| event.action).collect();
    assert_eq!(actions.iter().filter(|action| **action == AuditAction::ClientCreated).count(), 1);
    assert_eq!(actions.iter().filter(|action| **action == AuditAction::ClientUpdated).count(), 4);
}

#[tokio::test]
async fn a_document_that_leads_to_another_sector_ends_the_codes_that_are_open() {
    const ELSEWHERE: &str = "https://other.example/callback";
    let (world, published) = world();
    published.set(Some(document(&json!({ "subject_type": "pairwise" }))));
    let session = world.sign_in().await;
    let asked = page(ask(&world, &session).await);
    let early = answered(allow(&world, &asked, &session).await);
    published.set(Some(document(&json!({ "subject_type": "pairwise", "redirect_uris": [ELSEWHERE] }))));
    let again = [("client_id", URL), ("redirect_uri", ELSEWHERE)];
    let asked = page(world.authorize(&again, Some(&session)).await);
    answered(allow(&world, &asked, &session).await);
    assert_eq!(exchange(&world, &early).await.unwrap_err(), Refusal::UnknownCode);
}

#[tokio::test]
async fn what_one_node_remembers_does_not_undo_what_another_has_read_since() {
    let (mut world, published) = world();
    let (session, _) = allowed(&world).await;
    let before = Arc::new(FixedClock::at(world.clock.now()));
    let earlier = Arc::new(Published { document: Mutex::new(Some(document(&json!({})))), clock: before });
    world.clock.advance_seconds(60);
    published.set(Some(document(&json!({ "client_name": "Bank" }))));
    page(ask(&world, &session).await);
    world.engine = world.engine.clone().with_document_source(earlier);
    assert_eq!(page(ask(&world, &session).await).client_name, "Bank");
    assert_eq!(stored(&world).await.unwrap().client.version, 2);
}

/// Clauses: 317.
#[tokio::test]
async fn nobody_is_sent_to_a_client_that_they_have_not_allowed() {
    let (world, _) = world();
    let silent = [("client_id", URL), ("prompt", "none")];
    let refused = world.authorize(&silent, None).await;
    assert!(matches!(refused, Authorization::Refused(_)), "{refused:?}");
    let (session, _) = allowed(&world).await;
    answered(world.authorize(&silent, Some(&session)).await);
}

/// Clauses: 317.
#[tokio::test]
async fn a_user_who_is_sent_to_their_own_machine_is_asked_each_time() {
    let (world, published) = world();
    published.set(Some(document(&json!({ "redirect_uris": [LOOPBACK] }))));
    let session = world.sign_in().await;
    for known in [false, true] {
        let asked = page(world.authorize(&[("client_id", URL), ("redirect_uri", LOOPBACK)], Some(&session)).await);
        assert!(asked.returns_to_device);
        assert_eq!(asked.known, known);
        answered(allow(&world, &asked, &session).await);
    }
}

#[tokio::test]
async fn an_outage_of_its_server_ends_nothing_and_an_administrator_does() {
    let (mut world, published) = world();
    let (session, tokens) = allowed(&world).await;
    published.set(None);
    let tokens = refresh(&world, &refresh_token(&tokens)).await.unwrap();
    answered(ask(&world, &session).await);
    // What the workspace does not read any more is no client, as long as that is so.
    world.workspace(|workspace| workspace.authorization.registration.client_documents = DocumentMode::Closed);
    assert_eq!(refresh(&world, &refresh_token(&tokens)).await.unwrap_err(), Refusal::InvalidClient);
    let untaken = unanswerable(ask(&world, &session).await);
    assert_eq!((untaken, untaken.refusal()), (Unanswerable::UntakenDocument, Refusal::UnknownClient), "only its administrators learn why");
    world.workspace(|workspace| workspace.authorization.registration.client_documents = DocumentMode::Any);
    let tokens = refresh(&world, &refresh_token(&tokens)).await.unwrap();
    let mut record = stored(&world).await.unwrap();
    record.client.status = ClientStatus::Inactive;
    record.client.version += 1;
    world.storage.put_client(record);
    published.set(Some(document(&json!({}))));
    assert_eq!(refresh(&world, &refresh_token(&tokens)).await.unwrap_err(), Refusal::InvalidClient);
    assert_eq!(unanswerable(ask(&world, &session).await), Unanswerable::Client);
}

/// Clauses: 316.
#[tokio::test]
async fn so_many_clients_are_known_by_documents_and_no_more() {
    let (mut world, published) = world();
    world.workspace(|workspace| {
        workspace.authorization.registration.registration_most_clients = RegistrationLimit::try_from(1_u16).unwrap();
    });
    let (session, _) = allowed(&world).await;
    let other = "https://other.example.com/client.json";
    published.set(Some(document(&json!({ "client_id": other }))));
    let asked = page(world.authorize(&[("client_id", other)], Some(&session)).await);
    assert_eq!(unanswerable(allow(&world, &asked, &session).await), Unanswerable::TooManyDocuments);
    published.set(Some(document(&json!({}))));
    answered(ask(&world, &session).await);
}

/// Keeps a document with these members in the workspace.
fn pin(world: &mut World, of: &Value) {
    let pinned = PinnedDocument::of(document(of)).unwrap();
    world.workspace(|workspace| {
        let registration = &mut workspace.authorization.registration;
        *registration = registration.clone().with_pinned(pinned);
    });
}

/// Clauses: 321, 322.
#[tokio::test]
async fn a_document_that_is_kept_here_is_a_client_without_asking_anybody() {
    let (mut world, published) = world();
    world.workspace(|workspace| workspace.authorization.registration.client_documents = DocumentMode::Closed);
    published.set(Some(document(&json!({ "client_name": "Bank", "redirect_uris": ["https://evil.example.com/callback"] }))));
    let session = world.sign_in().await;
    assert_eq!(unanswerable(ask(&world, &session).await), Unanswerable::Client);
    pin(&mut world, &json!({}));
    assert!(world.engine.metadata(&world.realm().await).await.unwrap().client_id_metadata_document_supported);
    let (session, tokens) = allowed(&world).await;
    assert_eq!(stored(&world).await.unwrap().client.settings.name.as_str(), "Notes", "nobody asks its address");
    // What is kept says now, says who keeps it: at once, and to users again where they saw something else.
    let version = stored(&world).await.unwrap().client.version;
    world.clock.advance_seconds(7_200);
    let tokens = refresh(&world, &refresh_token(&tokens)).await.unwrap();
    assert_eq!(stored(&world).await.unwrap().client.version, version, "nothing has changed");
    pin(&mut world, &json!({ "client_name": "Notes 2" }));
    assert_eq!(page(ask(&world, &session).await).client_name, "Notes 2");
    refresh(&world, &refresh_token(&tokens)).await.unwrap();
}

/// Clauses: 322.
#[tokio::test]
async fn a_document_that_is_kept_no_longer_is_read_again_or_is_none() {
    let (mut world, published) = world();
    pin(&mut world, &json!({}));
    let (session, tokens) = allowed(&world).await;
    let url = ClientIdUrl::parse(URL).unwrap();
    world.clock.advance_seconds(1);
    published.set(Some(document(&json!({ "client_name": "Bank" }))));
    world.workspace(|workspace| {
        let registration = &mut workspace.authorization.registration;
        *registration = registration.clone().without_pinned(&url);
    });
    assert_eq!(page(ask(&world, &session).await).client_name, "Bank");
    world.workspace(|workspace| workspace.authorization.registration.client_documents = DocumentMode::Closed);
    assert_eq!(unanswerable(ask(&world, &session).await), Unanswerable::UntakenDocument);
    assert_eq!(refresh(&world, &refresh_token(&tokens)).await.unwrap_err(), Refusal::InvalidClient);
}

/// Clauses: 322.
#[tokio::test]
async fn a_document_that_is_kept_is_checked_as_one_that_is_read_and_takes_no_place_of_theirs() {
    let (mut world, published) = world();
    world.workspace(|workspace| {
        workspace.authorization.registration.registration_most_clients = RegistrationLimit::try_from(1_u16).unwrap();
    });
    let session = world.sign_in().await;
    pin(&mut world, &json!({ "sector_identifier_uri": "https://example.com/redirects.json" }));
    assert_eq!(unanswerable(ask(&world, &session).await), Unanswerable::UnfitDocument);
    let url = ClientIdUrl::parse(URL).unwrap();
    world.workspace(|workspace| {
        let registration = &mut workspace.authorization.registration;
        *registration = registration.clone().without_pinned(&url);
    });
    let other = "https://other.example.com/client.json";
    published.set(Some(document(&json!({ "client_id": other }))));
    let asked = page(world.authorize(&[("client_id", other)], Some(&session)).await);
    answered(allow(&world, &asked, &session).await);
    pin(&mut world, &json!({}));
    let asked = page(ask(&world, &session).await);
    answered(allow(&world, &asked, &session).await);
}

/// Clauses: 291.
#[tokio::test]
async fn a_signed_answer_is_for_the_client_by_its_address() {
    let (world, published) = world();
    let (_, tokens) = allowed(&world).await;
    // Who asks about tokens authenticates.
    let prover = Prover::new();
    published.set(Some(document(&json!({ "token_endpoint_auth_method": "private_key_jwt", "jwks": { "keys": [prover.jwk] } }))));
    let assertion = prover.assertion(&world).claim("iss", URL).claim("sub", URL).sign();
    let parameters = [
        ("token", access_token(&tokens)),
        ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer".to_owned()),
        ("client_assertion", assertion),
    ];
    let form = Form::parse(&form_urlencoded::Serializer::new(String::new()).extend_pairs(parameters).finish()).unwrap();
    let request = ClientRequest { authorization: None, certificate: None, form: &form };
    let accepted = AcceptedAnswers { asks_for_signed: true, takes_signed: true };
    let answer = world.engine.answer_introspection(&world.realm().await, request, accepted).await.unwrap();
    let IntrospectionAnswer::Signed(jwt) = answer else { panic!("it is signed: {answer:?}") };
    let said = claims(&jwt);
    assert_eq!((&said["aud"], &said["token_introspection"]["client_id"]), (&Value::from(URL), &Value::from(URL)));
}
