//! Clients that register themselves, and the tokens that let them.

use std::{
    collections::BTreeSet,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use async_trait::async_trait;
use control::{
    Error, NewClientRegistration, NoSectorDocument, RegisteredClient, RegistrationRefusal, SectorDocuments, TypedInitialAccessToken,
};
use domain::{
    audit::{ActorKind, AuditAction},
    authorization_details::DetailsType,
    client::{ClientSettings, ClientType, TokenEndpointAuthMethod},
    client_registration::MOST_INITIAL_ACCESS_TOKENS,
    client_uri::SectorIdentifierUri,
    description::Description,
    lifetime::IdleTtl,
    name::Name,
    policy::Rotation,
    problem::Problem,
    provenance::Provenance,
    scope::Scope,
    service::ServiceScope,
    settings::{
        client_documents::{DocumentHosts, DocumentMode},
        registration::{RegistrationLimit, RegistrationMode, RegistrationSettings},
    },
    subject_type::SubjectType,
};
use engine::{Realm, client_keys::KeyOwner, storage::CodeStorage as _};
use serde_json::{Map, Value, json};

use crate::installation::{TestControl, on_both_databases};

async fn set(installation: &TestControl, change: impl FnOnce(&mut RegistrationSettings)) {
    let (operator, path) = (installation.operator(), &installation.path);
    let workspace = operator.load_workspace(path).await.unwrap();
    let mut authorization = workspace.authorization.clone();
    change(&mut authorization.registration);
    operator.set_authorization_settings(path, workspace.version, authorization).await.unwrap();
}

async fn realm(installation: &TestControl) -> Realm {
    let path = &installation.path;
    let workspace = installation.operator().load_workspace(path).await.unwrap();
    Realm { workspace, tenant: path.tenant.clone(), issuer: format!("https://id.example.com/{path}") }
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(object) => object,
        other => panic!("{other}"),
    }
}

async fn register(installation: &TestControl, document: Value, token: Option<&str>) -> Result<RegisteredClient, RegistrationRefusal> {
    let document = object(document);
    let new = NewClientRegistration { document: &document, token, address: "203.0.113.7".parse().unwrap() };
    installation.control.register_client(&realm(installation).await, new).await
}

fn public() -> Value {
    json!({
        "client_name": "Tools", "redirect_uris": ["http://localhost:6274/callback"], "token_endpoint_auth_method": "none",
        "grant_types": ["authorization_code", "refresh_token"], "contacts": ["ops@example.com"],
    })
}

fn typed(uses: &str) -> TypedInitialAccessToken {
    TypedInitialAccessToken { name: "Partners".to_owned(), ttl: "1d".to_owned(), uses: uses.to_owned() }
}

on_both_databases! {
    async fn a_client_registers_changes_and_deletes_itself_and_the_log_says_so(installation) {
        set(&installation, |registration| registration.client_registration = RegistrationMode::Open).await;
        let registered = register(&installation, public(), None).await.unwrap();
        assert!(registered.secret.is_none() && registered.client.settings.token_endpoint_auth_method == TokenEndpointAuthMethod::None);
        let (id, token) = (registered.client.id.to_string(), registered.token.unwrap());
        let (realm, token) = (realm(&installation).await, Some(token.expose().as_str()));
        let read = installation.control.read_registration(&realm, &id, token).await.unwrap();
        assert_eq!(read.about.contacts, ["ops@example.com"]);
        let mut document = read.document();
        document.insert("client_id".to_owned(), json!(id));
        document.insert("contacts".to_owned(), json!(["dev@example.com"]));
        let replaced = installation.control.replace_registration(&realm, &id, token, &document).await.unwrap();
        assert_eq!((replaced.client.version, replaced.about.contacts.as_slice()), (2, &["dev@example.com".to_owned()][..]));
        let again = installation.control.replace_registration(&realm, &id, token, &document).await.unwrap();
        assert_eq!(again.client.version, 2, "what changes nothing is no change");
        installation.control.delete_registration(&realm, &id, token).await.unwrap();
        let gone = installation.control.read_registration(&realm, &id, token).await;
        assert!(matches!(gone, Err(RegistrationRefusal::TokenInvalid)), "{gone:?}");

        let lines = installation.trail().await;
        let own: Vec<_> = lines.iter().filter(|line| line.target_id == id).collect();
        let mut codes: Vec<_> = own.iter().map(|line| line.action.code()).collect();
        codes.sort_unstable();
        assert_eq!(codes, ["client.created", "client.deleted", "client.updated"]);
        for line in own {
            assert_eq!((line.actor_kind, line.actor.as_str()), (ActorKind::Client, "registration"));
            assert_eq!(line.context.actor_id, Some(registered.client.id.as_uuid()));
        }
    }

    async fn an_initial_access_token_is_used_as_often_as_it_may_be_however_many_come_at_once(installation) {
        set(&installation, |registration| registration.client_registration = RegistrationMode::InitialAccessToken).await;
        let made = installation.operator().create_initial_access_token(&installation.path, typed("2")).await.unwrap();
        let token = Some(made.value.expose().as_str());
        let (a, b, c) = tokio::join!(
            register(&installation, public(), token),
            register(&installation, public(), token),
            register(&installation, public(), token),
        );
        assert_eq!([&a, &b, &c].iter().filter(|one| one.is_ok()).count(), 2);
        assert!([a, b, c].iter().any(|one| matches!(one, Err(RegistrationRefusal::TokenInvalid))));
        let listed = installation.operator().list_initial_access_tokens(&installation.path).await.unwrap();
        assert_eq!((listed.len(), listed[0].used, listed[0].uses_left()), (1, 2, 0));
    }

    async fn a_put_that_leads_to_another_sector_ends_the_codes_that_are_open(installation) {
        set(&installation, |registration| registration.client_registration = RegistrationMode::Open).await;
        let mut document = object(public());
        document.insert("redirect_uris".to_owned(), json!(["https://app.example.com/callback"]));
        document.insert("subject_type".to_owned(), json!("pairwise"));
        let registered = register(&installation, document.clone().into(), None).await.unwrap();
        let (id, token, realm) = (registered.client.id.to_string(), registered.token.unwrap(), realm(&installation).await);
        document.insert("client_id".to_owned(), json!(id));
        let user = installation.user("alice@example.com").await;
        let code = installation.code(&registered.client, &user).await;
        let storage = installation.store.engine_storage();
        for (redirect_uri, is_open) in [("https://app.example.com/other", true), ("https://other.example/callback", false)] {
            document.insert("redirect_uris".to_owned(), json!([redirect_uri]));
            let token = Some(token.expose().as_str());
            installation.control.replace_registration(&realm, &id, token, &document).await.unwrap();
            let found = storage.find_code(code.workspace_id, &code.hash).await.unwrap();
            assert_eq!(found.is_some(), is_open, "{redirect_uri}");
        }
    }
}

#[tokio::test]
async fn a_public_client_gets_refresh_tokens_that_rotate_whatever_the_workspace_does() {
    let installation = TestControl::new().await;
    set(&installation, |registration| registration.client_registration = RegistrationMode::Open).await;
    let (operator, path) = (installation.operator(), &installation.path);
    let workspace = operator.load_workspace(path).await.unwrap();
    let mut tokens = workspace.tokens.clone();
    tokens.refresh.rotation = Rotation::Never;
    operator.set_token_settings(path, workspace.version, tokens, None).await.unwrap();
    let registered = register(&installation, public(), None).await.unwrap();
    assert_eq!(registered.client.settings.refresh.rotation, Some(Rotation::Always));
}

#[tokio::test]
async fn what_the_workspace_does_not_allow_is_left_out() {
    let installation = TestControl::new().await;
    let (operator, path) = (installation.operator(), &installation.path);
    let payments = Scope::parse("payments").unwrap();
    let service = operator.create_service(path, "Payments").await.unwrap();
    let offered = ServiceScope {
        scope: payments.clone(),
        display_name: Name::parse("Payments").unwrap(),
        description: Description::default(),
        description_de: Description::default(),
    };
    operator.add_service_scope(path, service.id, offered).await.unwrap();
    set(&installation, |registration| {
        registration.client_registration = RegistrationMode::Open;
        registration.registration_scopes = "openid payments".parse().unwrap();
    })
    .await;
    operator.remove_service_scope(path, service.id, &payments).await.unwrap();
    let registered = register(&installation, public(), None).await.unwrap();
    assert_eq!(registered.client.settings.scopes.to_string(), "openid", "no service has payments");
    let service = register(&installation, json!({ "grant_types": ["client_credentials"] }), None).await;
    assert!(matches!(&service, Err(RegistrationRefusal::Metadata(error)) if error.member == "grant_types"), "{service:?}");
    let mutual_tls = json!({ "redirect_uris": ["https://app.example.com/"], "tls_client_certificate_bound_access_tokens": true });
    let refused = register(&installation, mutual_tls, None).await;
    assert!(matches!(&refused, Err(RegistrationRefusal::Metadata(error)) if error.member.starts_with("tls_")), "{refused:?}");
}

#[tokio::test]
async fn initial_access_tokens_are_bounded_and_what_is_typed_wrong_is_said_at_its_field() {
    let installation = TestControl::new().await;
    let (operator, path) = (installation.operator(), &installation.path);
    let wrong = TypedInitialAccessToken { name: String::new(), ttl: "2y".to_owned(), uses: "0".to_owned() };
    let Err(Error::Invalid(problems)) = operator.create_initial_access_token(path, wrong).await else { panic!("it is refused") };
    assert_eq!(problems.iter().map(|at| at.field).collect::<Vec<_>>(), ["name", "ttl", "uses"]);
    for _ in 0..MOST_INITIAL_ACCESS_TOKENS {
        operator.create_initial_access_token(path, typed("1")).await.unwrap();
    }
    let full = operator.create_initial_access_token(path, typed("1")).await;
    assert!(matches!(&full, Err(Error::Invalid(problems)) if problems[0].problem == Problem::TooMany { most: 100 }), "{full:?}");
    // They are forgotten 30 days after their end.
    installation.clock.advance_seconds(31 * 24 * 3600);
    operator.create_initial_access_token(path, typed("1")).await.unwrap();
    assert_eq!(operator.list_initial_access_tokens(path).await.unwrap().len(), 1);
}

/// A document that lists two addresses, and how often it was read.
#[derive(Default)]
struct OneDocument(AtomicUsize);

const LISTED: [&str; 2] = ["https://app.example.com/", "https://app.example.net/"];

#[async_trait]
impl SectorDocuments for OneDocument {
    async fn listed(&self, _: KeyOwner, address: &SectorIdentifierUri) -> Result<Vec<String>, NoSectorDocument> {
        self.0.fetch_add(1, Ordering::SeqCst);
        match address.as_str() {
            "https://example.com/redirects.json" => Ok(LISTED.map(str::to_owned).to_vec()),
            "https://slow.example.com/redirects.json" => Err(NoSectorDocument::Unavailable),
            _ => Err(NoSectorDocument::Wrong),
        }
    }
}

fn pairwise(redirect_uris: &[&str], more: Value) -> Value {
    let mut document = object(json!({ "redirect_uris": redirect_uris, "subject_type": "pairwise" }));
    document.extend(object(more));
    document.into()
}

/// Clauses: 238.
#[tokio::test]
async fn a_sector_is_that_of_the_document_that_lists_every_redirect_uri() {
    let mut installation = TestControl::new().await;
    let refused = |answer: Result<RegisteredClient, RegistrationRefusal>| match answer {
        Err(RegistrationRefusal::Metadata(error)) => error.to_string(),
        other => panic!("{other:?}"),
    };
    set(&installation, |registration| {
        registration.client_registration = RegistrationMode::Open;
        registration.registration_most_per_hour = RegistrationLimit::parse("100").unwrap();
    })
    .await;
    let shown = json!({ "sector_identifier_uri": "https://example.com/redirects.json" });
    let without = register(&installation, pairwise(&LISTED, shown.clone()), None).await;
    assert!(refused(without).starts_with("sector_identifier_uri: There is no document"), "nothing reads any here");

    let document = Arc::new(OneDocument::default());
    installation.control = installation.control.clone().with_sector_documents(Arc::clone(&document) as _);
    let missing = json!({ "sector_identifier_uri": "https://example.com/other.json" });
    let none = register(&installation, pairwise(&LISTED, missing), None).await;
    assert!(refused(none).starts_with("sector_identifier_uri: There is no document"));
    let slow = json!({ "sector_identifier_uri": "https://slow.example.com/redirects.json" });
    let slow = register(&installation, pairwise(&LISTED, slow), None).await;
    assert!(matches!(slow, Err(RegistrationRefusal::Unavailable)), "{slow:?}");
    let other = register(&installation, pairwise(&[LISTED[0], "https://app.example.org/"], shown.clone()), None).await;
    assert_eq!(refused(other), "sector_identifier_uri: The document at this address does not list https://app.example.org/.");
    assert!(refused(register(&installation, pairwise(&LISTED, json!({})), None).await).starts_with("subject_type: "), "two hosts");

    let registered = register(&installation, pairwise(&LISTED, shown), None).await.unwrap();
    let (client, read) = (&registered.client, document.0.load(Ordering::SeqCst));
    assert_eq!((client.settings.subject_type, client.sector().unwrap().as_str()), (SubjectType::Pairwise, "example.com"));

    // What has been shown is not read again, and what has not is.
    let (id, token, realm) = (client.id.to_string(), registered.token.as_ref().unwrap().expose().clone(), realm(&installation).await);
    let mut told = registered.document();
    told.insert("client_id".to_owned(), json!(id));
    let control = &installation.control;
    let replace = async |document: &Map<String, Value>| control.replace_registration(&realm, &id, Some(&token), document).await;
    told.insert("client_name".to_owned(), json!("Renamed"));
    assert_eq!(replace(&told).await.unwrap().client.sector().unwrap().as_str(), "example.com");
    assert_eq!(document.0.load(Ordering::SeqCst), read);
    told.insert("redirect_uris".to_owned(), json!(["https://app.example.org/"]));
    assert!(refused(replace(&told).await).contains("does not list https://app.example.org/"));
    // Without the document it is of the sector of its own host, and stays pairwise.
    told.remove("sector_identifier_uri");
    told.remove("subject_type");
    assert_eq!(replace(&told).await.unwrap().client.sector().unwrap().as_str(), "app.example.org");
}

on_both_databases! {
    async fn a_client_does_not_register_by_the_name_of_one_that_an_administrator_made(installation) {
        set(&installation, |registration| {
            registration.client_registration = RegistrationMode::Open;
            registration.registration_most_per_hour = RegistrationLimit::parse("100").unwrap();
        })
        .await;
        let named = |name: &str| json!({ "client_name": name, "redirect_uris": ["https://tools.example.com/cb"] });
        let registered = register(&installation, named("Tools"), None).await.unwrap();
        assert!(registered.client.registered_itself && !Provenance::of(&registered.client).is_known());
        // Names of clients that registered themselves say nothing.
        register(&installation, named("Tools"), None).await.unwrap();
        let known = installation.client("Demo shop", ClientType::ServerSideWeb).await;
        for name in ["Demo shop", "DEMO Shop", " demo shop "] {
            match register(&installation, named(name), None).await {
                Err(RegistrationRefusal::Metadata(error)) => assert_eq!(error.member, "client_name", "{name}"),
                other => panic!("{other:?}"),
            }
        }
        let (id, token) = (registered.client.id.to_string(), registered.token.as_ref().unwrap().expose().clone());
        let mut told = registered.document();
        told.insert("client_id".to_owned(), json!(id));
        told.insert("client_name".to_owned(), json!("Demo shop"));
        let realm = realm(&installation).await;
        let renamed = installation.control.replace_registration(&realm, &id, Some(&token), &told).await;
        assert!(matches!(renamed, Err(RegistrationRefusal::Metadata(_))), "{renamed:?}");
        let (operator, path) = (installation.operator(), &installation.path);
        assert!(!operator.load_client(path, known.id).await.unwrap().client.registered_itself);
        assert!(operator.load_client(path, registered.client.id).await.unwrap().client.registered_itself);
    }
}

#[tokio::test]
async fn documents_at_allowed_hosts_take_a_host() {
    let installation = TestControl::new().await;
    let (operator, path) = (installation.operator(), &installation.path);
    let workspace = operator.load_workspace(path).await.unwrap();
    let mut authorization = workspace.authorization.clone();
    authorization.registration.client_documents = DocumentMode::Hosts;
    match operator.set_authorization_settings(path, workspace.version, authorization.clone()).await {
        Err(Error::Invalid(problems)) => assert_eq!((problems[0].field, problems[0].problem), ("client_document_hosts", Problem::Missing)),
        other => panic!("{other:?}"),
    }
    authorization.registration.client_document_hosts = DocumentHosts::parse("app.example.com").unwrap();
    operator.set_authorization_settings(path, workspace.version, authorization).await.unwrap();
}

#[tokio::test]
async fn what_an_administrator_made_stricter_no_put_loosens() {
    let installation = TestControl::new().await;
    let (operator, path) = (installation.operator(), &installation.path);
    set(&installation, |registration| registration.client_registration = RegistrationMode::Open).await;
    let mut document = object(public());
    let registered = register(&installation, document.clone().into(), None).await.unwrap();
    let id = registered.client.id;
    let strict = |settings: &ClientSettings| (settings.require_pushed_authorization_requests, settings.dpop_bound_access_tokens);
    assert_eq!(strict(&registered.client.settings), (false, false));
    let settings = ClientSettings {
        require_pushed_authorization_requests: true,
        dpop_bound_access_tokens: true,
        ..registered.client.settings.clone()
    };
    operator.set_client(path, id, 1, settings).await.unwrap();
    let (name, token, realm) = (id.to_string(), registered.token.unwrap(), realm(&installation).await);
    document.insert("client_id".to_owned(), json!(name));
    document.insert("client_name".to_owned(), json!("Renamed"));
    for asked in [Value::Null, json!(false)] {
        document.insert("require_pushed_authorization_requests".to_owned(), asked.clone());
        document.insert("dpop_bound_access_tokens".to_owned(), asked);
        let token = Some(token.expose().as_str());
        let replaced = installation.control.replace_registration(&realm, &name, token, &document).await.unwrap();
        assert_eq!((strict(&replaced.client.settings), replaced.client.settings.name.as_str()), ((true, true), "Renamed"));
    }
}

#[tokio::test]
async fn types_of_authorization_details_are_given_by_an_administrator_and_stay() {
    let installation = TestControl::new().await;
    let (operator, path) = (installation.operator(), &installation.path);
    let workspace = operator.load_workspace(path).await.unwrap();
    let mut authorization = workspace.authorization.clone();
    authorization.registration.client_registration = RegistrationMode::Open;
    let kind: DetailsType = serde_json::from_str(r#"{"name":"payment","title":"A payment","schema":{},"enabled":true}"#).unwrap();
    let types = BTreeSet::from([kind.name.clone()]);
    authorization.authorization_details_types = vec![kind];
    operator.set_authorization_settings(path, workspace.version, authorization).await.unwrap();

    let mut document = object(public());
    document.insert("authorization_details_types".to_owned(), json!(["payment"]));
    let registered = register(&installation, document.clone().into(), None).await.unwrap();
    assert!(registered.client.settings.authorization_details_types.is_empty(), "nobody gives itself any");

    let given = ClientSettings { authorization_details_types: types.clone(), ..registered.client.settings.clone() };
    operator.set_client(path, registered.client.id, 1, given).await.unwrap();
    let (id, token, realm) = (registered.client.id.to_string(), registered.token.unwrap(), realm(&installation).await);
    document.insert("client_id".to_owned(), json!(id));
    document.insert("client_name".to_owned(), json!("Renamed"));
    for asked in [json!(["payment", "account"]), Value::Null] {
        document.insert("authorization_details_types".to_owned(), asked);
        let token = Some(token.expose().as_str());
        let replaced = installation.control.replace_registration(&realm, &id, token, &document).await.unwrap();
        assert_eq!(replaced.client.settings.authorization_details_types, types);
    }
}

on_both_databases! {
    async fn what_an_administrator_changed_is_kept_though_nobody_uses_it(installation) {
        set(&installation, |registration| registration.client_registration = RegistrationMode::Open).await;
        let (operator, path) = (installation.operator(), &installation.path);
        let kept = register(&installation, public(), None).await.unwrap().client;
        let renamed = register(&installation, public(), None).await.unwrap();
        let settings = ClientSettings { dpop_bound_access_tokens: true, ..kept.settings.clone() };
        operator.set_client(path, kept.id, kept.version, settings).await.unwrap();
        let (id, mut document) = (renamed.client.id, object(public()));
        document.insert("client_id".to_owned(), json!(id.to_string()));
        document.insert("client_name".to_owned(), json!("Renamed"));
        let (realm, token) = (realm(&installation).await, renamed.token.unwrap());
        let token = Some(token.expose().as_str());
        installation.control.replace_registration(&realm, &id.to_string(), token, &document).await.unwrap();
        installation.clock.advance_seconds(31 * 24 * 3_600);
        let round = installation.store.store().begin_housekeeping(Arc::clone(&installation.clock) as _).await.unwrap().unwrap();
        assert!(installation.control.end_unused_clients(&round).await.unwrap());
        round.finish().await.unwrap();
        assert!(operator.load_client(path, kept.id).await.is_ok(), "an administrator stands for what it may do");
        assert!(operator.load_client(path, id).await.is_err(), "what it says of itself does not keep it");
    }
}

on_both_databases! {
    async fn what_strangers_registered_and_nobody_uses_makes_room_and_ends_in_time(installation) {
        set(&installation, |registration| {
            registration.client_registration = RegistrationMode::Open;
            registration.registration_most_per_hour = RegistrationLimit::parse("100").unwrap();
            registration.registration_most_clients = RegistrationLimit::parse("2").unwrap();
        })
        .await;
        let (operator, path) = (installation.operator(), &installation.path);
        let used = register(&installation, public(), None).await.unwrap().client;
        let ann = installation.user("ann").await;
        installation.family_with(&used, &ann, |family| family.position.idle_ttl = IdleTtl::parse("40d").unwrap()).await;
        let unused = register(&installation, public(), None).await.unwrap().client;
        let full = register(&installation, public(), None).await;
        assert!(matches!(full, Err(RegistrationRefusal::Full)), "they were made a moment ago: {full:?}");
        for _ in 0..30 {
            register(&installation, json!({ "redirect_uris": ["http://app.example.com/"] }), None).await.unwrap_err();
        }
        let refused = async || installation.trail().await.into_iter().filter(|line| line.action == AuditAction::ClientRefused).count();
        assert_eq!(refused().await, 2, "each fault once in an hour");
        installation.clock.advance_seconds(3_601);
        let newer = register(&installation, public(), None).await.unwrap().client;
        assert!(operator.load_client(path, unused.id).await.is_err(), "it gave way");
        let end = async || {
            let round = installation.store.store().begin_housekeeping(Arc::clone(&installation.clock) as _).await.unwrap().unwrap();
            let ended = installation.control.end_unused_clients(&round).await.unwrap();
            round.finish().await.unwrap();
            ended
        };
        assert!(!end().await);
        installation.clock.advance_seconds(20 * 24 * 3_600);
        installation.family_with(&used, &ann, |family| family.position.idle_ttl = IdleTtl::parse("40d").unwrap()).await;
        installation.clock.advance_seconds(10 * 24 * 3_600);
        assert!(end().await && !end().await);
        assert!(operator.load_client(path, used.id).await.is_ok() && operator.load_client(path, newer.id).await.is_err());
        let trail = installation.trail().await;
        let last = trail.iter().find(|line| line.target_id == newer.id.to_string() && line.action == AuditAction::ClientDeleted).unwrap();
        assert_eq!((last.actor_kind, last.actor.as_str()), (ActorKind::Server, "housekeeping"));
    }
}
