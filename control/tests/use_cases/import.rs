//! Taking over from other servers.

use std::fmt::Write as _;

use control::{Auth0Files, Error, Import, ImportedUsers, KeycloakFiles, PlannedImport};
use domain::{
    client::{ClientType, TokenEndpointAuthMethod},
    description::Description,
    grant_type::GrantType,
    id::{ClientId, UserId},
    import::{Reason, Source},
    name::{Name, Slug},
    policy::Rotation,
    problem::{JsonType, Problem},
    scope::Scope,
    secret::Secret,
    service::{ServiceScope, ServiceSettings},
    view::NewUser,
    wire::Misfit,
    workspace::WorkspacePath,
};
use serde_json::{Value, json};

use crate::{
    installation::{PASSWORD, TestControl, on_both_databases, slug},
    own_account::{Place, browser},
};

const REALM: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../server/tests/import/keycloak-realm.json"));
const TENANT: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../server/tests/import/auth0-tenant.json"));
const USERS: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../server/tests/import/auth0-users.ndjson"));

pub(crate) fn keycloak(json: &Value) -> Result<Import, Vec<Misfit>> {
    let mut files = KeycloakFiles::default();
    files.read(0, json)?;
    Ok(files.done())
}

fn realm() -> Import {
    keycloak(&serde_json::from_str(REALM).unwrap()).unwrap()
}

fn auth0() -> Import {
    let mut files = Auth0Files::default();
    files.read(0, &serde_json::from_str(TENANT).unwrap()).unwrap();
    let users: Value = USERS.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()).collect();
    files.read(1, &users).unwrap();
    files.done()
}

fn elsewhere(installation: &TestControl, workspace: &str) -> WorkspacePath {
    WorkspacePath::new(installation.path.tenant.clone(), slug(workspace))
}

fn service_scope(scope: &str) -> ServiceScope {
    let (description, description_de) = (Description::default(), Description::default());
    ServiceScope { scope: Scope::parse(scope).unwrap(), display_name: Name::parse(scope).unwrap(), description, description_de }
}

/// What would be done and what would not, to be reviewed.
fn told(planned: &PlannedImport) -> String {
    let mut text = String::new();
    for change in &planned.plan.changes {
        writeln!(text, "{} {} {} {}", change.doing.name(), change.kind.name(), change.name, change.at).unwrap();
        for field in &change.fields {
            writeln!(text, "    {}: {} -> {}", field.field, field.from, field.to).unwrap();
        }
    }
    writeln!(text, "{:?}", planned.users).unwrap();
    for (reason, omissions) in planned.report.iter() {
        writeln!(text, "{} ({}): {reason}", reason.code(), omissions.count).unwrap();
        for left in &omissions.first {
            writeln!(text, "    {}{} {}", left.at.file, left.at.pointer, left.name).unwrap();
        }
    }
    text
}

#[tokio::test]
async fn what_is_taken_of_a_realm_and_what_is_left_out() {
    let installation = TestControl::new().await;
    let planned = installation.operator().plan_import(&elsewhere(&installation, "shop"), realm()).await.unwrap();
    let text = told(&planned);
    assert!(!text.contains("wKqjC0bq3t6JpKXhHk9ZqBvFq2mY7rTn"), "a secret is not told");
    insta::assert_snapshot!(text);
}

#[tokio::test]
async fn what_is_taken_of_an_auth0_tenant_and_what_is_left_out() {
    let installation = TestControl::new().await;
    let planned = installation.operator().plan_import(&elsewhere(&installation, "shop"), auth0()).await.unwrap();
    let text = told(&planned);
    assert!(!text.contains("k3Jf0q8YzWnB5tRvLxMhPcDgSaUeQoTi"), "a secret is not told");
    insta::assert_snapshot!(text);
}

on_both_databases! {
    async fn an_import_is_planned_without_a_trace_done_once_and_never_overwrites(installation) {
        let (operator, path) = (installation.operator(), elsewhere(&installation, "shop"));
        let before = installation.trail().await.len();
        let planned = operator.plan_import(&path, realm()).await.unwrap();
        assert_eq!(installation.trail().await.len(), before);
        assert!(matches!(operator.load_workspace(&path).await, Err(Error::NotFound)), "nothing was written");

        let applied = operator.apply_import(&path, realm(), |_| ()).await.unwrap();
        assert_eq!((applied.done.plan.id.len(), applied.done.users), (planned.plan.id.len(), planned.users));
        assert_eq!(applied.done.users, ImportedUsers { added: 8, with_password: 4, with_second_factor: 1 });
        let web = applied.clients.iter().find(|client| client.known_as == "shop-web").unwrap();
        assert!(web.client.secret.is_none(), "it has the secret that it had");
        let job = applied.clients.iter().find(|client| client.known_as == "nightly").unwrap();
        assert!(job.client.secret.is_some(), "the export had none");
        let id: ClientId = "1b6e2d0c-4c9d-4f8e-9a51-000000000002".parse().unwrap();
        let client = operator.load_client(&path, id).await.unwrap().client;
        assert_eq!((client.settings.name.as_str(), client.settings.client_type, client.settings.trusted), ("Shop", ClientType::ServerSideWeb, true));
        let id: UserId = "1b6e2d0c-4c9d-4f8e-9a51-000000000020".parse().unwrap();
        let ann = operator.find_user(&path, id).await.unwrap();
        assert_eq!((ann.identifier.as_str(), ann.profile.name.as_str(), ann.profile.email_verified), ("ann", "Ann Example", true));
        let workspace = operator.load_workspace(&path).await.unwrap();
        assert_eq!((workspace.name.as_str(), workspace.tokens.refresh.rotation), ("The Shop", Rotation::PublicClients));
        assert!(workspace.tokens.refresh.without_offline_access && workspace.sign_in.registration);

        // Again: nothing, and that is said.
        let lines = installation.trail().await.len();
        let again = operator.apply_import(&path, realm(), |_| ()).await.unwrap();
        assert!(again.done.is_empty() && again.clients.is_empty(), "{:?}", again.done);
        let report = &again.done.report;
        assert_eq!((report.count(Reason::ClientThere), report.count(Reason::UserThere), report.count(Reason::WorkspaceThere)), (5, 9, 1));
        assert_eq!(installation.trail().await.len(), lines);

        // Into another workspace: the same, under other identifiers.
        let copy = elsewhere(&installation, "copy");
        let copied = operator.apply_import(&copy, realm(), |_| ()).await.unwrap();
        assert_eq!((copied.clients.len(), copied.done.users), (5, applied.done.users));
        assert_eq!(copied.done.report.count(Reason::UserSubject), 8, "a `sub` is one user's");
    }

    async fn thousands_of_users_come_in_batches_and_are_there_once(installation) {
        let (operator, path) = (installation.operator(), installation.path.clone());
        let user = |index: usize| json!({ "username": format!("user-{index}"), "email": format!("user-{index}@example.com"), "credentials": [] });
        let users: Vec<Value> = (0..1_200).map(|index| user(index % 1_100)).collect();
        let import = || keycloak(&json!({ "realm": "many", "users": users })).unwrap();
        let done = operator.apply_import(&path, import(), |_| ()).await.unwrap().done;
        assert_eq!((done.users.added, done.report.count(Reason::UserDuplicate)), (1_100, 100));
        let (_, omissions) = done.report.iter().find(|(reason, _)| *reason == Reason::PasswordMissing).unwrap();
        assert_eq!((omissions.count, omissions.first.len()), (1_200, 100));
        let again = operator.apply_import(&path, import(), |_| ()).await.unwrap().done;
        assert!(again.is_empty());
        assert_eq!(again.report.count(Reason::UserThere), 1_200);
    }
}

#[tokio::test]
async fn a_client_of_a_realm_keeps_its_key_where_the_export_has_it_and_gets_a_secret_where_not() {
    const KEY: &str =
        r#"{"keys":[{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo","kid":"a","alg":"EdDSA","use":"sig"}]}"#;
    let installation = TestControl::new().await;
    let (operator, path) = (installation.operator(), installation.path.clone());
    let client = |name: &str, attributes: Value| {
        json!({ "clientId": name, "clientAuthenticatorType": "client-jwt", "serviceAccountsEnabled": true, "standardFlowEnabled": false,
                "attributes": attributes })
    };
    let address = "https://app.example.com/jwks.json";
    let clients = [
        client("by-text", json!({ "use.jwks.string": "true", "jwks.string": KEY, "token.endpoint.auth.signing.alg": "EdDSA" })),
        client("by-address", json!({ "use.jwks.url": "true", "jwks.url": address, "token.endpoint.auth.signing.alg": "RS512" })),
        client("by-certificate", json!({ "jwt.credential.certificate": "MIIC" })),
        client("off", json!({ "use.jwks.url": "false", "jwks.url": address })),
    ];
    let import = keycloak(&json!({ "realm": "keys", "clients": clients })).unwrap();
    let applied = operator.apply_import(&path, import, |_| ()).await.unwrap();
    let report = &applied.done.report;
    assert_eq!([Reason::ClientKeys, Reason::ClientAlgorithm, Reason::ClientOther].map(|reason| report.count(reason)), [3, 1, 0]);
    for (name, method) in [
        ("by-text", TokenEndpointAuthMethod::PrivateKeyJwt),
        ("by-address", TokenEndpointAuthMethod::PrivateKeyJwt),
        ("by-certificate", TokenEndpointAuthMethod::ClientSecretBasic),
        ("off", TokenEndpointAuthMethod::ClientSecretBasic),
    ] {
        let client = &applied.clients.iter().find(|client| client.known_as == name).unwrap().client;
        assert_eq!(client.secret.is_some(), method.uses_secret(), "{name}");
        let settings = operator.load_client(&path, client.id).await.unwrap().client.settings;
        assert_eq!(settings.token_endpoint_auth_method, method, "{name}");
        assert_eq!(settings.keys.jwks.is_some(), name == "by-text");
        assert_eq!(settings.keys.jwks_uri.map(|uri| uri.to_string()), (name == "by-address").then(|| address.to_owned()));
    }
}

#[tokio::test]
async fn a_client_of_a_realm_signs_its_requests_where_the_export_has_its_keys() {
    const KEY: &str = r#"{"keys":[{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo","kid":"a","use":"sig"}]}"#;
    let installation = TestControl::new().await;
    let (operator, path) = (installation.operator(), installation.path.clone());
    let client = |name: &str, attributes: Value| {
        json!({ "clientId": name, "clientAuthenticatorType": "client-secret", "redirectUris": ["https://app.example.com/callback"],
                "secret": "3d1bc2c0-7e6e-4a57-9a0e-5b7bb1e4b5f1", "attributes": attributes })
    };
    let with_key = |required: &str| json!({ "use.jwks.string": "true", "jwks.string": KEY, "request.object.required": required });
    let mut signs = with_key("request only");
    signs["request.object.signature.alg"] = "EdDSA".into();
    signs["authorization.signed.response.alg"] = "PS256".into();
    let free =
        json!({ "request.object.required": "not required", "request.object.signature.alg": "any", "request.object.encryption.enc": "any" });
    let clients = [
        client("signs", signs),
        client("either", with_key("request or request_uri")),
        client("by-reference", with_key("request_uri only")),
        client("without-key", json!({ "request.object.required": "request only" })),
        client("by-secret", json!({ "request.object.signature.alg": "HS256" })),
        client("free", free),
    ];
    let import = keycloak(&json!({ "realm": "requests", "clients": clients })).unwrap();
    let applied = operator.apply_import(&path, import, |_| ()).await.unwrap();
    let report = &applied.done.report;
    assert_eq!([Reason::RequestObjects, Reason::ClientOther].map(|reason| report.count(reason)), [3, 0]);
    for (name, requires) in
        [("signs", true), ("either", true), ("by-reference", false), ("without-key", false), ("by-secret", false), ("free", false)]
    {
        let client = &applied.clients.iter().find(|client| client.known_as == name).unwrap().client;
        let settings = operator.load_client(&path, client.id).await.unwrap().client.settings;
        assert_eq!(settings.require_signed_request_object, requires, "{name}");
        assert_eq!(settings.token_endpoint_auth_method, TokenEndpointAuthMethod::ClientSecretBasic, "{name}");
        assert_eq!(settings.signing.authorization_signed_response_alg.is_some(), name == "signs");
    }
}

#[tokio::test]
async fn a_client_of_a_realm_keeps_the_subject_of_its_certificate_and_gets_a_secret_where_it_is_a_pattern() {
    let installation = TestControl::new().await;
    let (operator, path) = (installation.operator(), installation.path.clone());
    let client = |name: &str, attributes: Value| {
        json!({ "clientId": name, "clientAuthenticatorType": "client-x509", "serviceAccountsEnabled": true, "standardFlowEnabled": false,
                "attributes": attributes })
    };
    let (bound, is_pattern) = ("tls.client.certificate.bound.access.tokens", "x509.allow.regex.pattern.comparison");
    let clients = [
        client("exact", json!({ "x509.subjectdn": "CN=Shop\\+Bar, O=Example", is_pattern: "false", bound: "true" })),
        client("by-default", json!({ "x509.subjectdn": "CN=shop.example.com, O=Example" })),
        client("pattern", json!({ "x509.subjectdn": "(.*?)(?:$)", is_pattern: "true" })),
        client("none", json!({ is_pattern: "true", bound: "true", "dpop.bound.access.tokens": "true" })),
    ];
    let import = keycloak(&json!({ "realm": "certificates", "clients": clients })).unwrap();
    let applied = operator.apply_import(&path, import, |_| ()).await.unwrap();
    let report = &applied.done.report;
    assert_eq!([Reason::ClientCertificate, Reason::ClientOther].map(|reason| report.count(reason)), [2, 1]);
    for (name, subject, is_bound) in [
        ("exact", Some("CN=Shop\\+Bar,O=Example"), true),
        ("by-default", Some("CN=shop.example.com,O=Example"), false),
        ("pattern", None, false),
        ("none", None, false),
    ] {
        let client = &applied.clients.iter().find(|client| client.known_as == name).unwrap().client;
        assert_eq!(client.secret.is_some(), subject.is_none(), "{name}");
        let settings = operator.load_client(&path, client.id).await.unwrap().client.settings;
        assert_eq!(settings.token_endpoint_auth_method == TokenEndpointAuthMethod::TlsClientAuth, subject.is_some(), "{name}");
        assert_eq!(settings.tls_client_auth_subject.map(|subject| subject.to_string()).as_deref(), subject);
        assert_eq!(settings.tls_client_certificate_bound_access_tokens, is_bound, "{name}");
    }
}

#[tokio::test]
async fn what_is_there_stays_as_it_is() {
    let installation = TestControl::new().await;
    let (operator, path) = (installation.operator(), installation.path.clone());
    let client = installation.client("Shop", ClientType::SinglePage).await;
    let new = NewUser {
        identifier: "ann@example.com".to_owned(),
        name: "Somebody".to_owned(),
        email: String::new(),
        password: PASSWORD.to_owned(),
    };
    let user = operator.create_user(&path, new).await.unwrap();
    let before = operator.load_workspace(&path).await.unwrap();
    let done = operator.apply_import(&path, realm(), |_| ()).await.unwrap().done;
    assert_eq!(operator.load_workspace(&path).await.unwrap().settings(), before.settings());
    assert_eq!(operator.load_client(&path, client.id).await.unwrap().client, client);
    assert_eq!(operator.find_user(&path, user.id).await.unwrap(), user);
    // Both users of the file would sign in with that address.
    assert_eq!((done.report.count(Reason::UserThere), done.report.count(Reason::ClientThere)), (2, 1));
}

#[tokio::test]
async fn nobody_gets_an_identifier_that_a_client_or_a_user_has() {
    let installation = TestControl::new().await;
    let (operator, path) = (installation.operator(), installation.path.clone());
    let client = installation.client("Shop", ClientType::ServerSideWeb).await;
    let user = installation.user("ann@example.com").await;
    let import = keycloak(&json!({
        "clients": [{ "clientId": "bot", "id": user.id.to_string(), "serviceAccountsEnabled": true, "standardFlowEnabled": false }],
        "users": [{ "username": "zoe", "id": client.id.to_string() }],
    }));
    let done = operator.apply_import(&path, import.unwrap(), |_| ()).await.unwrap();
    assert_ne!(done.clients[0].client.id.as_uuid(), user.id.as_uuid(), "the `sub` of the client's tokens would be the user's");
    let zoe = operator.list_users(&path, "zoe", None).await.unwrap().items.remove(0);
    assert_ne!(zoe.id.as_uuid(), client.id.as_uuid());
    assert_eq!(done.done.report.count(Reason::UserSubject), 1);
}

#[tokio::test]
async fn a_public_client_that_is_developed_on_this_machine_is_what_its_origins_say() {
    let installation = TestControl::new().await;
    let public = |id: &str, uris: &[&str], origins: &[&str]| json!({ "clientId": id, "publicClient": true, "redirectUris": uris, "webOrigins": origins });
    let clients = json!([
        public("page", &["http://localhost:3000/callback"], &["http://localhost:3000"]),
        public("page-of-two", &["http://localhost:3000/callback", "https://app.example.com/callback"], &["+"]),
        public("published", &["https://app.example.com/callback"], &[]),
        public("tool", &["http://localhost:8000"], &[]),
        public("app", &["com.example.app:/callback"], &["+"]),
    ]);
    let path = elsewhere(&installation, "public");
    installation.operator().apply_import(&path, keycloak(&json!({ "clients": clients })).unwrap(), |_| ()).await.unwrap();
    let mut found = installation.operator().list_clients(&path, "", None).await.unwrap().items;
    found.sort_by(|one, other| one.settings.name.as_str().cmp(other.settings.name.as_str()));
    let types: Vec<_> = found.iter().map(|client| (client.settings.name.as_str(), client.settings.client_type)).collect();
    let (page, device) = (ClientType::SinglePage, ClientType::MobileDesktop);
    assert_eq!(types, [("app", device), ("page", page), ("page-of-two", page), ("published", page), ("tool", device)]);
}

#[tokio::test]
async fn a_client_whose_devices_may_ask_keeps_that_with_and_without_a_browser_of_its_own() {
    let installation = TestControl::new().await;
    let attributes = json!({ "oauth2.device.authorization.grant.enabled": "true" });
    let clients = json!([
        { "clientId": "both", "publicClient": true, "redirectUris": ["https://app.example.com/callback"], "attributes": attributes },
        { "clientId": "television", "publicClient": true, "standardFlowEnabled": false, "attributes": attributes },
    ]);
    let path = elsewhere(&installation, "devices");
    let import = keycloak(&json!({ "clients": clients })).unwrap();
    let done = installation.operator().apply_import(&path, import, |_| ()).await.unwrap();
    let mut found = installation.operator().list_clients(&path, "", None).await.unwrap().items;
    found.sort_by(|one, other| one.settings.name.as_str().cmp(other.settings.name.as_str()));
    let grants: Vec<_> = found.iter().map(|client| client.settings.grant_types.iter().copied().collect::<Vec<_>>()).collect();
    let (code, device, refresh) = (GrantType::AuthorizationCode, GrantType::DeviceCode, GrantType::RefreshToken);
    assert_eq!(grants, [vec![code, device, refresh], vec![device, refresh]]);
    assert_eq!(found[1].settings.client_type, ClientType::MobileDesktop);
    assert_eq!((done.done.report.count(Reason::OtherGrant), done.done.report.count(Reason::ClientWithoutGrant)), (0, 0));
}

#[tokio::test]
async fn a_client_is_told_of_sign_outs_at_the_address_that_it_had_if_that_can_be() {
    let installation = TestControl::new().await;
    let client = |id: &str, url: &str, session: &str| {
        let attributes = json!({ "backchannel.logout.url": url, "backchannel.logout.session.required": session });
        json!({ "clientId": id, "redirectUris": ["https://app.example.com/callback"], "attributes": attributes })
    };
    let service = json!({
        "clientId": "service", "standardFlowEnabled": false, "serviceAccountsEnabled": true,
        "attributes": { "backchannel.logout.url": "https://app.example.com/logout" },
    });
    let clients = json!([
        client("a", "https://app.example.com/logout", "true"),
        client("b", "https://app.example.com/logout", "false"),
        client("c", "http://app.example.com/logout", "true"),
        client("d", "", "true"),
        service,
    ]);
    let path = elsewhere(&installation, "logout");
    let import = keycloak(&json!({ "clients": clients })).unwrap();
    let done = installation.operator().apply_import(&path, import, |_| ()).await.unwrap();
    let mut found = installation.operator().list_clients(&path, "", None).await.unwrap().items;
    found.sort_by(|one, other| one.settings.name.as_str().cmp(other.settings.name.as_str()));
    let told: Vec<_> = found
        .iter()
        .map(|client| (client.settings.backchannel_logout_uri.is_some(), client.settings.backchannel_logout_session_required))
        .collect();
    assert_eq!(told, [(true, true), (true, false), (false, false), (false, false), (false, false)]);
    assert_eq!(done.done.report.count(Reason::ClientLogout), 2);
}

#[tokio::test]
async fn a_scope_that_only_has_the_name_of_another_one_is_given_to_nobody() {
    let installation = TestControl::new().await;
    let (operator, path) = (installation.operator(), installation.path.clone());
    let scope = service_scope("payments:write");
    let payments = ServiceSettings { name: Name::parse("Payments").unwrap(), resource: None, scopes: vec![scope] };
    operator.add_service(&path, payments).await.unwrap();
    let scopes = ["payments:write", "introspect_tokens", "orders"];
    let import = keycloak(&json!({
        "clientScopes": scopes.map(|name| json!({ "name": name, "protocol": "openid-connect" })),
        "clients": [{
            "clientId": "bot", "serviceAccountsEnabled": true, "standardFlowEnabled": false, "optionalClientScopes": scopes,
        }],
    }));
    let done = operator.apply_import(&path, import.unwrap(), |_| ()).await.unwrap();
    let given = operator.load_client(&path, done.clients[0].client.id).await.unwrap().client.settings.scopes;
    assert_eq!(given.to_string(), "orders");
    assert_eq!((done.done.report.count(Reason::ScopeTaken), done.done.report.count(Reason::ClientScope)), (2, 2));
}

#[tokio::test]
async fn the_export_of_another_server_is_called_so() {
    let keycloak_as_auth0 = Auth0Files::default().read(0, &json!({ "realm": "shop", "clients": [], "users": [] })).unwrap_err();
    assert_eq!(keycloak_as_auth0[0].problem, Problem::ExportOf(Source::Keycloak));
    let auth0_as_keycloak = keycloak(&json!({ "clients": [], "resource_servers": [] })).unwrap_err();
    assert_eq!(auth0_as_keycloak[0].problem, Problem::ExportOf(Source::Auth0));
}

#[tokio::test]
async fn what_auth0s_deploy_cli_writes_has_no_identifiers_and_names_clients_by_their_names() {
    let installation = TestControl::new().await;
    let mut files = Auth0Files::default();
    for (index, file) in [
        json!({ "name": "Job", "app_type": "non_interactive", "grant_types": ["client_credentials"] }),
        json!({ "name": "Orders", "identifier": "https://orders.example.com/", "scopes": [{ "value": "read:orders" }] }),
        json!({ "client_id": "Job", "audience": "https://orders.example.com/", "scope": ["read:orders"] }),
    ]
    .iter()
    .enumerate()
    {
        files.read(index, file).unwrap();
    }
    let path = elsewhere(&installation, "deployed");
    let done = installation.operator().apply_import(&path, files.done(), |_| ()).await.unwrap();
    let job = &done.clients[0];
    let settings = installation.operator().load_client(&path, job.client.id).await.unwrap().client.settings;
    assert_eq!((job.known_as.as_str(), settings.scopes.to_string().as_str()), ("Job", "read:orders"));
    assert_eq!(done.done.users.added, 0);
}

#[tokio::test]
async fn a_damaged_file_is_refused_by_pointer_before_anything_is_written() {
    let wrong = |json: Value| {
        let misfits = keycloak(&json).unwrap_err();
        misfits.into_iter().map(|misfit| (misfit.pointer, misfit.problem)).collect::<Vec<_>>()
    };
    let of = |pointer: &str, wanted| vec![(pointer.to_owned(), Problem::WrongType(wanted))];
    for (json, misfits) in [
        (json!([]), of("", JsonType::Object)),
        (json!(7), of("", JsonType::Object)),
        (json!({ "realm": "shop" }), vec![("/clients".to_owned(), Problem::Missing)]),
        (json!({ "users": {} }), of("/users", JsonType::List)),
        (json!({ "users": ["ann"] }), of("/users/0", JsonType::Object)),
        (json!({ "users": [{ "username": 7 }] }), of("/users/0/username", JsonType::Text)),
        (json!({ "users": [{ "username": "a", "enabled": "yes" }] }), of("/users/0/enabled", JsonType::Switch)),
        (
            json!({ "users": [{ "username": "a", "credentials": [{ "type": "password", "secretData": {} }] }] }),
            of("/users/0/credentials/0/secretData", JsonType::Text),
        ),
        (json!({ "clients": [{ "clientId": "a", "redirectUris": ["x", 1] }] }), of("/clients/0/redirectUris/1", JsonType::Text)),
        (json!({ "clients": [], "accessTokenLifespan": "1h" }), of("/accessTokenLifespan", JsonType::Number)),
    ] {
        assert_eq!(wrong(json.clone()), misfits, "{json}");
    }
    let many: Vec<Value> = (0..5_000).map(|_| json!(1)).collect();
    assert_eq!(wrong(json!({ "users": many })).len(), 100);
    let mut auth0 = Auth0Files::default();
    assert_eq!(auth0.read(0, &json!({ "rules": [] })).unwrap_err()[0].pointer, "/clients");
    assert_eq!(auth0.read(0, &json!("text")).unwrap_err()[0].problem, Problem::WrongType(JsonType::List));
}

#[tokio::test]
async fn what_a_hostile_file_says_is_left_out_and_told() {
    let installation = TestControl::new().await;
    let secret = |data: Value| json!({ "type": "password", "secretData": data.to_string(), "credentialData": json!({ "hashIterations": 1000, "algorithm": "pbkdf2-sha256" }).to_string() });
    let nested = format!("{}{}", "[".repeat(10_000), "]".repeat(10_000));
    let users = json!([
        { "username": "a", "credentials": [{ "type": "password", "secretData": nested, "credentialData": "{}" }] },
        { "username": "b", "credentials": [secret(json!({ "value": "!!", "salt": "AAAA" }))] },
        { "username": "c", "credentials": [secret(json!({ "value": "", "salt": "" }))] },
        { "username": "d", "credentials": [secret(json!({ "value": "A".repeat(100_000), "salt": "A".repeat(100_000) }))] },
        { "username": "e", "credentials": [{ "type": "password", "secretData": "null", "credentialData": "7" }] },
        { "username": "f".repeat(10_000) },
        { "username": "p\u{430}ypal" },
        { "username": "g", "firstName": "\u{202e}evil", "email": "g@example.com", "attributes": { "phoneNumber": ["call me"] } },
        {},
    ]);
    let client = |id: &str, more: Value| {
        let mut client = json!({ "clientId": id, "redirectUris": ["https://app.example.com/"] });
        client.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        client
    };
    let uris: Vec<String> = (0..60).map(|index| format!("https://app.example.com/{index}")).collect();
    let clients = json!([
        client("one", json!({ "id": "1b6e2d0c-4c9d-4f8e-9a51-000000000001", "redirectUris": uris })),
        client("two", json!({ "id": "1b6e2d0c-4c9d-4f8e-9a51-000000000001", "name": "one" })),
        client("two", json!({})),
        client("", json!({})),
        client(&"x".repeat(101), json!({})),
        client(
            "own",
            json!({ "redirectUris": ["https://id.example.com/acme/main/login"], "attributes": { "access.token.lifespan": "99999999999999999999", "client.offline.session.idle.timeout": "315360000" } })
        ),
        client(
            "public",
            json!({ "publicClient": true, "secret": "0123456789abcdef0123456789abcdef", "attributes": { "id.token.signed.response.alg": "HS512" } })
        ),
    ]);
    let import = keycloak(&json!({ "realm": "hostile", "displayName": "\u{202e}", "accessTokenLifespan": -1, "offlineSessionIdleTimeout": i64::MAX, "clients": clients, "users": users, "clientScopes": [{ "name": "a b" }, {}, { "name": "s" }, { "name": "s" }] })).unwrap();
    let path = elsewhere(&installation, "hostile");
    let done = installation.operator().apply_import(&path, import, |_| ()).await.unwrap().done;
    let count = |reason| done.report.count(reason);
    assert_eq!((done.users.added, done.users.with_password), (6, 0));
    assert_eq!(
        (count(Reason::PasswordMalformed), count(Reason::UserIdentifier), count(Reason::UserName), count(Reason::PhoneNumber)),
        (5, 3, 1, 1)
    );
    assert_eq!(
        (
            count(Reason::RedirectUriTooMany),
            count(Reason::RedirectUriInvalid),
            count(Reason::ClientDuplicate),
            count(Reason::ClientInvalid)
        ),
        (10, 1, 1, 2)
    );
    assert_eq!((count(Reason::ScopeInvalid), count(Reason::ScopeTaken), count(Reason::Algorithm)), (2, 1, 1));
    assert_eq!(count(Reason::Lifetime), 4, "two of the realm, one that is no number, and one that would never end anything");
}

#[tokio::test]
async fn a_password_that_is_typed_again_renews_its_hash_too() {
    let world = Place::of(TestControl::new().await);
    let user = world.grace().await;
    let cookie = world.sign_in("grace", PASSWORD).await.unwrap();
    // As if it had been taken over after the sign-in.
    let theirs = "$pbkdf2-sha256$i=27500$c2FsdC1vZi1rZXljbG9haw$WIuj4xMwZ3tXdUv9esR6IVLKyzfiiR5sf+D8jhbMx6M";
    let (installation, path) = (&world.installation, &world.installation.path);
    let transaction = installation.store.store().begin().await.unwrap();
    let held = transaction.lock_workspace(installation.acme.id, &path.workspace).await.unwrap().unwrap();
    held.store().update_user(&user, Some(theirs.to_owned())).await.unwrap();
    held.commit().await.unwrap();
    let hash = async || {
        let store = installation.store.store().tenant(installation.acme.id).workspace(&path.workspace).await.unwrap().unwrap();
        store.find_password_hash(user.id).await.unwrap().unwrap()
    };
    let account = world.account(&cookie).await.unwrap();
    let wrong = account.remove_second_factor(browser(), Secret::new("correct horse batterx".to_owned())).await;
    assert!(matches!(wrong, Err(Error::Invalid(_))), "{wrong:?}");
    assert_eq!(hash().await, theirs);
    // There is none to remove, which is found out after the password.
    let right = account.remove_second_factor(browser(), Secret::new(PASSWORD.to_owned())).await;
    assert!(matches!(right, Err(Error::NotFound)), "{right:?}");
    assert!(hash().await.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
    assert!(world.sign_in("grace", PASSWORD).await.is_some());
}

#[tokio::test]
async fn there_has_to_be_a_tenant() {
    let installation = TestControl::new().await;
    let nowhere = WorkspacePath::new(Slug::parse("nowhere").unwrap(), slug("shop"));
    assert!(matches!(installation.operator().plan_import(&nowhere, realm()).await, Err(Error::NotFound)));
    assert!(matches!(installation.operator().apply_import(&nowhere, realm(), |_| ()).await, Err(Error::NotFound)));
}
