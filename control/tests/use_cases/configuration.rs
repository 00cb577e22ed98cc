//! Configuration as code: exported, planned and applied.

mod prediction;

use control::{Error, Operator};
use domain::{
    client::{ClientSettings, ClientStatus, ClientType},
    client_secret::KEEP_PREVIOUS,
    clock::Timestamp,
    configuration::{Configuration, Doing, Plan, Terms},
    description::Description,
    family::FamilyState,
    grant_type::GrantType,
    id::ClientId,
    impact::Reach,
    name::Name,
    permission::{Action, Actions},
    policy::Rotation,
    problem::Problem,
    redirect_uri::RedirectUri,
    resource::Resource,
    role::BuiltInRole,
    scope::Scope,
    secret::Secret,
    service::{ServiceScope, ServiceSettings},
    settings::{
        sign_in::SignInSettings,
        tokens::{AccessTokenFormat, TokenSettings, TokenTtls},
    },
    signing::SigningAlgorithm,
    token_exchange::TokenExchangePolicy,
    trusted_issuer::TrustedIssuer,
    view::{FamilyFilter, NewWorkspace},
    wire::{ConfigurationDocument, ExportDetail},
    workspace::WorkspacePath,
};
use engine::storage::Directory as _;
use serde_json::{Value, json};
use store::testing::TestStore;

use crate::{
    installation::{TestControl, on_both_databases, slug},
    trusted_issuers::trusted_issuer,
};

/// Reads a document.
pub(crate) fn declared(document: &Value) -> Configuration {
    ConfigurationDocument(document.clone()).read().unwrap()
}

/// Exports the tenant, as a program gets it.
pub(crate) async fn exported(installation: &TestControl) -> Value {
    serde_json::from_str(&text(installation).await).unwrap()
}

/// The same to the letter.
async fn text(installation: &TestControl) -> String {
    let exported = installation.operator().export_configuration(&installation.path.tenant, None, ExportDetail::default()).await.unwrap();
    serde_json::to_string(&exported).unwrap()
}

async fn apply(operator: &Operator, document: &Value, terms: Terms) -> Result<Plan, Error> {
    operator.apply_configuration(&declared(document), terms, None).await.map(|applied| applied.plan)
}

/// The places and problems of what does not fit.
fn misfits<T: std::fmt::Debug>(done: Result<T, Error>) -> Vec<(String, Problem)> {
    match done {
        Err(Error::Unfit(misfits)) => misfits.into_iter().map(|misfit| (misfit.pointer, misfit.problem)).collect(),
        other => panic!("{other:?}"),
    }
}

/// An installation on the same kind of database, without a tenant.
async fn empty_beside(installation: &TestControl) -> TestControl {
    let is_sqlite = installation.store.url().starts_with("sqlite:");
    let store = if is_sqlite { TestStore::sqlite().await } else { TestStore::postgres().await };
    let other = TestControl::on(store.unwrap()).await;
    other.operator().delete_tenant(&other.path.tenant, "Acme").await.unwrap();
    other
}

fn service(name: &str, scopes: &[&str], resource: Option<&str>) -> ServiceSettings {
    let scope = |scope: &&str| ServiceScope {
        scope: Scope::parse(scope).unwrap(),
        display_name: Name::parse(&format!("Scope {scope}")).unwrap(),
        description: Description::parse("Whether: \"this\" is - #quoted, 'too'").unwrap(),
        description_de: Description::parse("Ob: „dies“ zitiert ist").unwrap(),
    };
    let resource = resource.map(|resource| Resource::parse(resource).unwrap());
    ServiceSettings { name: Name::parse(name).unwrap(), resource, scopes: scopes.iter().map(scope).collect() }
}

/// Fills the tenant with something of everything that is configured, and with some that is not.
async fn fill(installation: &TestControl) {
    let (operator, main) = (installation.operator(), &installation.path);
    let mut tokens =
        TokenSettings { access_token_format: AccessTokenFormat::Opaque, dpop_nonce_required: true, ..TokenSettings::default() };
    tokens.ttls.refresh_token_ttl = TokenTtls::parse_refresh_token_ttl("45d").unwrap();
    tokens.signing.signing_keys_rotate_every = None;
    tokens.refresh.end_on_logout = true;
    let version = operator.load_workspace(main).await.unwrap().version;
    let version = operator.set_token_settings(main, version, tokens, None).await.unwrap().version;
    let sign_in = SignInSettings { registration: true, password_reset: false, ..SignInSettings::default() };
    operator.set_sign_in_settings(main, version, sign_in).await.unwrap();
    operator.create_workspace(&main.tenant, NewWorkspace { name: "Änother: one".to_owned(), slug: "other".to_owned() }).await.unwrap();
    operator.add_service(main, service("Orders", &["orders:read", "orders:write"], Some("https://orders.example.com/"))).await.unwrap();
    operator.add_service(main, service("Bills", &[], None)).await.unwrap();
    let other = WorkspacePath::new(main.tenant.clone(), slug("other"));
    for (path, client_type) in ClientType::ALL.into_iter().map(|of| (main, of)).chain([(&other, ClientType::SinglePage)]) {
        installation.clock.advance_seconds(1);
        let mut settings = ClientSettings::defaults(Name::parse(&format!("The {} #1", client_type.label())).unwrap(), client_type);
        if client_type.has_users() {
            settings.grant_types.insert(GrantType::RefreshToken);
            settings.redirect_uris = vec![RedirectUri::parse("https://shop.example.com/callback?a=b").unwrap()];
            settings.refresh.end_on_logout = Some(false);
            settings.token_ttls.refresh_token_ttl = Some(TokenTtls::parse_refresh_token_ttl("0").unwrap());
        }
        if client_type == ClientType::ServerSideWeb {
            settings.scopes = ["openid", "orders:read"].iter().map(|scope| Scope::parse(scope).unwrap()).collect();
            settings.refresh.rotation = Some(Rotation::Never);
            settings.signing.access_token_signing_alg = Some(SigningAlgorithm::EdDsa);
            settings.trusted = true;
        }
        let client = operator.register_client(path, settings).await.unwrap().client;
        if client_type == ClientType::Service {
            operator.set_client_status(path, client.id, client.version, ClientStatus::Inactive).await.unwrap();
        }
    }
    let client = operator.list_clients(main, "", None).await.unwrap().items.remove(0).id;
    let scopes = "openid orders:read".parse().unwrap();
    let issuer = TrustedIssuer { any_client: false, clients: [client].into(), scopes, ..trusted_issuer("idp") };
    let version = operator.load_workspace(main).await.unwrap().version;
    operator.set_trusted_issuers(main, version, [issuer].into_iter().collect()).await.unwrap();
    installation.user("alice").await;
}

on_both_databases! {
    async fn an_export_applied_to_an_empty_installation_is_exported_again_to_the_letter(installation) {
        fill(&installation).await;
        let first = text(&installation).await;
        assert_eq!(first, text(&installation).await);
        assert!(!first.contains("alice") && !first.contains("secret\":"), "{first}");
        let document: Value = serde_json::from_str(&first).unwrap();

        // Here it changes nothing.
        let (operator, before) = (installation.operator(), installation.trail().await.len());
        let plan = apply(&operator, &document, Terms { prune: true, reach: None }).await.unwrap();
        assert!(plan.is_empty(), "{plan:?}");
        assert_eq!(installation.trail().await.len(), before);

        let empty = empty_beside(&installation).await;
        empty.clock.advance_seconds(7);
        let applied = empty.operator().apply_configuration(&declared(&document), Terms::default(), None).await.unwrap();
        // The tenant, two workspaces, two services and five clients; the two that authenticate got a secret.
        let with_secret: Vec<_> = applied.clients.iter().filter_map(|client| Some((client.id, client.secret.as_ref()?))).collect();
        assert_eq!((applied.plan.changes.len(), applied.clients.len(), with_secret.len()), (10, 5, 2), "{:?}", applied.plan);
        assert!(applied.plan.changes.iter().all(|change| change.doing == Doing::Create));
        assert_eq!(text(&empty).await, first);
        // What was chosen signs, and the new secret works.
        let keys = empty.operator().list_signing_keys(&empty.path).await.unwrap().keys;
        assert!(keys.iter().any(|key| key.algorithm == SigningAlgorithm::EdDsa && key.life.is_current()));
        let workspace = empty.operator().load_workspace(&empty.path).await.unwrap().id;
        let (client, secret) = &with_secret[0];
        let record = empty.store.engine_storage().find_client(workspace, *client).await.unwrap().unwrap();
        assert!(empty.keys.verify_client_secret(workspace, secret.expose(), &record.secret_hash.unwrap()));

        let again = apply(&empty.operator(), &document, Terms { prune: true, reach: None }).await.unwrap();
        assert!(again.is_empty(), "{again:?}");
    }

    async fn what_is_changed_is_changed_what_is_left_out_is_left_alone_and_what_is_pruned_ends(installation) {
        let (operator, path) = (installation.operator(), &installation.path);
        let shop = installation.client("Shop", ClientType::ServerSideWeb).await;
        let page = installation.client("Page", ClientType::SinglePage).await;
        let alice = installation.user("alice").await;
        for client in [&shop, &page, &page] {
            installation.family(client, &alice).await;
        }
        operator.add_service(path, service("Orders", &["orders"], None)).await.unwrap();
        let mut settings = shop.settings.clone();
        settings.scopes.insert(Scope::parse("orders").unwrap());
        operator.set_client(path, shop.id, shop.version, settings).await.unwrap();

        // Clients are not spoken of: they stay, but a scope that is gone is taken from them.
        let mut document = exported(&installation).await;
        document["servers"][0].as_object_mut().unwrap().remove("clients");
        document["servers"][0]["services"] = json!([{ "name": "Orders", "resource": "https://orders.example.com/" }]);
        document["servers"][0]["name"] = json!("Renamed");
        // The log is in the order of time.
        installation.clock.advance_seconds(1);
        let plan = apply(&operator, &document, Terms { prune: true, reach: None }).await.unwrap();
        let told: Vec<_> = plan.changes.iter().map(|change| (change.at.as_str(), change.doing, change.name.as_str())).collect();
        let expected = [("/servers/0", Doing::Change, "Renamed"), ("/servers/0/services/0", Doing::Change, "Orders"), ("/servers/0/services", Doing::Change, "Shop")];
        assert_eq!(told, expected);
        assert!(!operator.load_client(path, shop.id).await.unwrap().client.settings.scopes.contains("orders"));
        let mut lines: Vec<_> = installation.trail().await.into_iter().rev().take(3).map(|line| line.action.code()).collect();
        lines.sort_unstable();
        assert_eq!(lines, ["client.updated", "service.updated", "workspace.updated"]);

        // A list that leaves one out deletes it only where that is said.
        let mut document = exported(&installation).await;
        document["servers"][0]["clients"].as_array_mut().unwrap().retain(|client| client["client_name"] == "Shop");
        assert!(apply(&operator, &document, Terms::default()).await.unwrap().is_empty());
        let plan = operator.plan_configuration(&declared(&document), Terms { prune: true, reach: None }).await.unwrap();
        assert_eq!((plan.changes[0].doing, plan.changes[0].tokens.ended, plan.total().ended), (Doing::Delete, 2, 2));
        assert_eq!(plan.tokens[0].client_id, page.id);
        let applied = apply(&operator, &document, Terms { prune: true, reach: None }).await.unwrap();
        assert_eq!(applied, plan);
        assert!(matches!(operator.load_client(path, page.id).await, Err(Error::NotFound)));
        let live = FamilyFilter { state: Some(FamilyState::Live), ..FamilyFilter::default() };
        assert_eq!(operator.count_some_families(path, &live).await.unwrap().number, 1);
    }

    async fn what_is_stale_or_undecided_or_another_plan_changes_nothing(installation) {
        let (operator, path) = (installation.operator(), &installation.path);
        let shop = installation.client("Shop", ClientType::ServerSideWeb).await;
        let alice = installation.user("alice").await;
        installation.family(&shop, &alice).await;
        let versions = operator.export_configuration(&path.tenant, None, ExportDetail { versions: true, defaults: false }).await.unwrap();
        let mut versions: Value = serde_json::to_value(&versions).unwrap();
        assert_eq!(versions["servers"][0]["clients"][0]["version"], json!(shop.version));
        operator.rename_workspace(path, 1, "Renamed").await.unwrap();
        versions["servers"][0]["clients"][0]["version"] = json!(1);
        let before = text(&installation).await;
        let stale = misfits(apply(&operator, &versions, Terms::default()).await);
        let expected = [
            ("/servers/0/version".to_owned(), Problem::OtherVersion { version: 2 }),
            ("/servers/0/clients/0/version".to_owned(), Problem::OtherVersion { version: shop.version }),
        ];
        assert_eq!(stale, expected);

        let mut shorter = exported(&installation).await;
        shorter["servers"][0]["token_ttls"] = json!({ "refresh_token_ttl": "1h" });
        let plan = operator.plan_configuration(&declared(&shorter), Terms::default()).await.unwrap();
        assert!(plan.undecided && plan.tokens[0].tokens.shortened == 1, "{plan:?}");
        assert!(matches!(apply(&operator, &shorter, Terms::default()).await, Err(Error::Undecided)));
        let terms = Terms { reach: Some(Reach::NewTokens), ..Terms::default() };
        let meant = operator.plan_configuration(&declared(&shorter), terms).await.unwrap();
        assert!(!meant.undecided && meant.tokens.is_empty() && meant.id != plan.id);
        let other = operator.apply_configuration(&declared(&shorter), terms, Some(&plan.id)).await;
        assert!(matches!(other, Err(Error::Stale)), "{other:?}");
        assert_eq!(text(&installation).await, before, "nothing was changed");

        // The same plan holds while nothing of it was changed, however many refresh tokens there are by then.
        installation.family(&shop, &alice).await;
        operator.apply_configuration(&declared(&shorter), terms, Some(&meant.id)).await.unwrap();
        let late = operator.apply_configuration(&declared(&shorter), terms, Some(&meant.id)).await;
        assert!(matches!(late, Err(Error::Stale)), "it was done: {late:?}");
    }

    async fn a_plan_refuses_an_identifier_that_another_tenants_client_has_and_names_what_it_leaves_alone(installation) {
        let (operator, path) = (installation.operator(), &installation.path);
        let shop = installation.client("Shop", ClientType::ServerSideWeb).await;
        operator.add_service(path, service("Orders", &["orders"], None)).await.unwrap();
        let document = |tenant: &str, client: Value| {
            let server = json!({ "id": path.workspace.to_string(), "name": "Copy", "services": [], "clients": [client] });
            json!({ "tenant": { "id": tenant, "name": "Copy" }, "servers": [server] })
        };
        let taken = json!({ "client_id": shop.id.to_string(), "client_name": "Shop", "application_types": ["server_side_web"] });
        let refused = misfits(operator.plan_configuration(&declared(&document("copy", taken)), Terms::default()).await);
        assert_eq!(refused, [("/servers/0/clients/0/client_id".to_owned(), Problem::Taken)]);
        let unknown = misfits(operator.plan_configuration(&declared(&json!({ "tenant": { "id": "amce" } })), Terms::default()).await);
        assert_eq!(unknown, [("/tenant/name".to_owned(), Problem::NoSuchTenant)]);

        let mut here = document(path.tenant.as_str(), json!({ "client_name": "Job", "application_types": ["service"] }));
        here["tenant"].as_object_mut().unwrap().remove("name");
        let plan = operator.plan_configuration(&declared(&here), Terms::default()).await.unwrap();
        let left: Vec<_> = plan.left_alone.iter().map(|left| (left.at.as_str(), left.id.clone())).collect();
        assert_eq!(left, [("/servers/0/services", "Orders".to_owned()), ("/servers/0/clients", shop.id.to_string())]);
        let pruning = operator.plan_configuration(&declared(&here), Terms { prune: true, reach: None }).await.unwrap();
        assert_eq!(pruning.left_alone.len(), 1, "{pruning:?}");
    }

    async fn what_is_declared_by_its_identifier_is_not_found_by_its_name(installation) {
        let (operator, path) = (installation.operator(), &installation.path);
        let shop = installation.client("Shop", ClientType::ServerSideWeb).await;
        let entry = |id: Option<String>, name: &str| {
            let mut entry = json!({ "client_name": name, "application_types": ["server_side_web"] });
            if let Some(id) = id {
                entry["client_id"] = id.into();
            }
            entry
        };
        let id = Some(shop.id.to_string());
        let mut document = exported(&installation).await;
        // The one that is there gets another name, and a new one its name; then both have the same.
        for (first, second) in [("Old shop", "Shop"), ("Shop", "Shop")] {
            document["servers"][0]["clients"] = json!([entry(id.clone(), first), entry(None, second)]);
            apply(&operator, &document, Terms::default()).await.unwrap();
            let again = apply(&operator, &document, Terms::default()).await.unwrap();
            assert!(again.is_empty(), "{first}, {second}: {again:?}");
        }
        assert_eq!(operator.load_client(path, shop.id).await.unwrap().client.settings.name.as_str(), "Shop");
    }

    async fn a_client_may_exchange_the_tokens_of_one_that_is_declared_beside_it(installation) {
        let (operator, path) = (installation.operator(), &installation.path);
        let shop = ClientId::new(Timestamp::from_millis(1), [7; 10]);
        let grant = GrantType::TokenExchange.name();
        let exchanges = json!({ "subject_clients": [shop], "impersonation": true });
        let mut document = exported(&installation).await;
        document["servers"][0]["clients"] = json!([
            { "client_name": "Gateway", "application_types": ["service"], "grant_types": [grant], "token_exchange": exchanges },
            { "client_id": shop, "client_name": "Shop", "application_types": ["server_side_web"] },
        ]);
        apply(&operator, &document, Terms::default()).await.unwrap();
        let again = apply(&operator, &document, Terms::default()).await.unwrap();
        assert!(again.is_empty(), "{again:?}");
        let gateway = operator.list_clients(path, "Gateway", None).await.unwrap().items.remove(0);
        let policy = TokenExchangePolicy { subject_clients: [shop].into(), impersonation: true, ..TokenExchangePolicy::default() };
        assert_eq!(gateway.settings.token_exchange, policy);
    }

    async fn what_users_read_of_a_scope_is_in_the_plan_and_in_the_log(installation) {
        let (operator, path) = (installation.operator(), &installation.path);
        operator.add_service(path, service("Orders", &["orders"], None)).await.unwrap();
        let mut document = exported(&installation).await;
        document["servers"][0]["services"][0]["scopes"][0]["description"] = json!("Delete everything");
        let planned = operator.plan_configuration(&declared(&document), Terms::default()).await.unwrap();
        let field = &planned.changes[0].fields[0];
        assert_eq!((field.field.as_str(), field.to.as_str()), ("description", "orders (Delete everything)"));
        document["servers"][0]["services"][0]["scopes"][0]["description"] = json!("See orders");
        let other = operator.apply_configuration(&declared(&document), Terms::default(), Some(&planned.id)).await;
        assert!(matches!(other, Err(Error::Stale)), "{other:?}");
        apply(&operator, &document, Terms::default()).await.unwrap();
        let lines = installation.trail().await;
        assert!(lines.iter().flat_map(|line| &line.changes).any(|change| change.to == "orders (See orders)"), "{lines:?}");
    }

    async fn a_secret_that_is_declared_works_and_the_one_before_it_for_a_day(installation) {
        let (operator, path) = (installation.operator(), &installation.path);
        let made = operator.create_client(path, "Job", ClientType::Service).await.unwrap();
        let (first, second) = (made.secret.unwrap(), Secret::new("0123456789abcdef0123456789abcdef".to_owned()));
        let mut document = exported(&installation).await;
        document["servers"][0]["clients"][0]["client_secret"] = json!(second.expose());
        let planned = operator.plan_configuration(&declared(&document), Terms::default()).await.unwrap();
        let mut other = document.clone();
        other["servers"][0]["clients"][0]["client_secret"] = json!("fedcba9876543210fedcba9876543210");
        let stale = operator.apply_configuration(&declared(&other), Terms::default(), Some(&planned.id)).await;
        assert!(matches!(stale, Err(Error::Stale)), "another secret is another plan: {stale:?}");
        let applied = operator.apply_configuration(&declared(&document), Terms::default(), Some(&planned.id)).await.unwrap();
        assert_eq!((applied.plan.changes.len(), applied.clients.len()), (1, 0));
        let told = serde_json::to_string(&applied.plan.changes).unwrap();
        assert!(told.contains("client_secret") && !told.contains(second.expose()), "{told}");
        let workspace = operator.load_workspace(path).await.unwrap().id;
        let record = installation.store.engine_storage().find_client(workspace, made.client.id).await.unwrap().unwrap();
        let previous = record.previous_secret.unwrap();
        assert!(installation.keys.verify_client_secret(workspace, second.expose(), &record.secret_hash.unwrap()));
        assert!(installation.keys.verify_client_secret(workspace, first.expose(), &previous.hash));
        assert_eq!(previous.until.seconds_since(operator.now()), KEEP_PREVIOUS.as_seconds());
        assert!(apply(&operator, &document, Terms::default()).await.unwrap().is_empty(), "it is the current one");
        // A public client has none.
        let page = json!({ "client_name": "Page", "application_types": ["single_page"], "client_secret": second.expose() });
        document["servers"][0]["clients"].as_array_mut().unwrap().push(page);
        let refused = misfits(apply(&operator, &document, Terms::default()).await);
        assert_eq!(refused, [("/servers/0/clients/1/client_secret".to_owned(), Problem::NoSecret)]);
    }
}

#[tokio::test]
async fn what_does_not_fit_is_told_by_its_place_all_at_once_and_changes_nothing() {
    let installation = TestControl::new().await;
    let operator = installation.operator();
    for name in ["Twin", "Twin"] {
        operator.create_client(&installation.path, name, ClientType::Service).await.unwrap();
    }
    let before = text(&installation).await;
    let client = |name: &str, more: Value| {
        let mut client = json!({ "client_name": name, "application_types": ["single_page"] });
        client.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        client
    };
    let document = json!({
        "tenant": { "id": "acme", "name": "Acme" },
        "servers": [
            {
                "id": "main",
                "name": "Renamed",
                "signing_algorithms": ["RS256"],
                "services": [
                    { "name": "OAuth2" },
                    { "name": "One", "scopes": [{ "scope_name": "openid", "display_name": "Taken" }] },
                ],
                "clients": [
                    client("Twin", json!({})),
                    client("Scopes", json!({ "scopes": ["nothing"] })),
                    client("Rotation", json!({ "grant_types": ["authorization_code", "refresh_token"], "refresh_token_policy": { "rotation": "never" } })),
                    client("Gone", json!({ "version": 3 })),
                    client("Exchange", json!({ "token_exchange": { "exchange_targets": ["https://nowhere.example.com/"] } })),
                ],
            },
            { "id": "second", "name": "Second", "clients": [client("Own", json!({ "redirect_uris": ["https://id.example.com/"] }))] },
        ],
    });
    let found = misfits(apply(&operator, &document, Terms::default()).await);
    let places: Vec<_> = found.iter().map(|(place, _)| place.as_str()).collect();
    let expected = [
        "/servers/0/id_token_signed_response_alg",
        "/servers/0/services/0/name",
        "/servers/0/services/1/scopes",
        "/servers/0/clients/0/client_name",
        "/servers/0/clients/1/scopes",
        "/servers/0/clients/2/refresh_token_policy/rotation",
        "/servers/0/clients/3/version",
        "/servers/0/clients/4/token_exchange/exchange_targets",
        "/servers/1/clients/0/redirect_uris/0",
    ];
    assert_eq!(places[1..], expected[1..], "{found:?}");
    assert!(places[0].starts_with("/servers/0/") && places[0].ends_with("_alg"), "{places:?}");
    assert_eq!(text(&installation).await, before);

    for (tenant, at) in [(json!({ "id": "acme", "name": "Other" }), "/tenant/name"), (json!({ "id": "nobody" }), "/tenant/name")] {
        let found = misfits(apply(&operator, &json!({ "tenant": tenant }), Terms::default()).await);
        assert_eq!(found[0].0, at);
    }
}

#[tokio::test]
async fn each_change_needs_its_own_permission_and_without_one_nothing_is_done() {
    let installation = TestControl::new().await;
    let (path, acme) = (&installation.path, &installation.acme);
    installation.client("Shop", ClientType::ServerSideWeb).await;
    let before = text(&installation).await;
    let manager = installation.operator_as(BuiltInRole::Manager, Some(acme)).await;
    let document: Value = serde_json::from_str(&before).unwrap();
    let with = |change: &dyn Fn(&mut Value)| {
        let mut document = document.clone();
        change(&mut document);
        document
    };
    for (document, missing) in [
        (with(&|document| document["servers"][0]["name"] = json!("Renamed")), Action::RenameWorkspace),
        (with(&|document| document["servers"][0]["dpop_nonce_required"] = json!(true)), Action::SetTokenSettings),
        (with(&|document| document["servers"][0]["sign_in"] = json!({ "registration": true })), Action::SetSignInSettings),
        (
            with(&|document| {
                let issuer = json!({ "id": "idp", "issuer": "https://idp.example.com", "jwks_uri": "https://idp.example.com/keys" });
                document["servers"][0]["trusted_issuers"] = json!([issuer]);
            }),
            Action::SetTrustedIssuers,
        ),
        (
            with(&|document| document["servers"].as_array_mut().unwrap().push(json!({ "id": "new", "name": "New" }))),
            Action::CreateWorkspace,
        ),
    ] {
        let refused = apply(&manager, &document, Terms::default()).await;
        assert!(matches!(refused, Err(Error::Forbidden(action)) if action == missing), "{refused:?}");
        // Who may see everything may ask what it would do.
        assert_eq!(manager.plan_configuration(&declared(&document), Terms::default()).await.unwrap().changes.len(), 1);
    }
    assert_eq!(text(&installation).await, before);
    let renamed = with(&|document| document["servers"][0]["clients"][0]["client_name"] = json!("Renamed"));
    assert_eq!(apply(&manager, &renamed, Terms::default()).await.unwrap().changes.len(), 1);
    // Who sets what a client authenticates by can act as it.
    let all_but: Actions = Action::ALL.iter().copied().filter(|action| *action != Action::RotateClientSecret).collect();
    let setter = installation.control.acting_as(installation.by_token("Manager@acme.example.com", Some(all_but)).await);
    for (member, value) in [("jwks_uri", "https://app.example.com/jwks"), ("token_endpoint_auth_method", "client_secret_post")] {
        let by_other = with(&|document| document["servers"][0]["clients"][0][member] = json!(value));
        let refused = apply(&setter, &by_other, Terms::default()).await;
        assert!(matches!(refused, Err(Error::Forbidden(Action::RotateClientSecret))), "{member}: {refused:?}");
        assert_eq!(setter.plan_configuration(&declared(&by_other), Terms::default()).await.unwrap().changes.len(), 1);
    }
    let auditor = installation.operator_as(BuiltInRole::Auditor, Some(acme)).await;
    let refused = apply(&auditor, &document, Terms { prune: true, reach: None }).await;
    assert!(matches!(refused, Err(Error::Forbidden(Action::SetClient))), "{refused:?}");

    // A tenant that is not there is created by those who may create tenants, and is not there for others.
    let other = json!({ "tenant": { "id": "globex", "name": "Globex" }, "servers": [{ "id": "main", "name": "Main" }] });
    assert!(matches!(apply(&manager, &other, Terms::default()).await, Err(Error::NotFound)));
    apply(&installation.operator(), &other, Terms::default()).await.unwrap();
    assert!(matches!(apply(&manager, &other, Terms::default()).await, Err(Error::NotFound)));
    let there = WorkspacePath::new(slug("globex"), path.workspace.clone());
    installation.operator().load_workspace(&there).await.unwrap();
}

#[tokio::test]
async fn an_identifier_that_another_workspace_has_is_refused_and_nothing_is_left_of_the_rest() {
    let installation = TestControl::new().await;
    let operator = installation.operator();
    let shop = installation.client("Shop", ClientType::ServerSideWeb).await;
    let document = json!({
        "tenant": { "id": "acme" },
        "servers": [{
            "id": "second",
            "name": "Second",
            "clients": [{ "client_id": shop.id.to_string(), "client_name": "Shop", "application_types": ["service"] }],
        }],
    });
    let refused = misfits(apply(&operator, &document, Terms::default()).await);
    assert_eq!(refused, [("/servers/0/clients/0/client_id".to_owned(), Problem::Taken)]);
    let second = WorkspacePath::new(installation.path.tenant.clone(), slug("second"));
    assert!(matches!(operator.load_workspace(&second).await, Err(Error::NotFound)));
    // Free again, it is another client: tokens that the one before got for itself are none of it.
    operator.delete_client(&installation.path, shop.id, shop.version).await.unwrap();
    apply(&operator, &document, Terms::default()).await.unwrap();
    assert!(operator.load_client(&second, shop.id).await.unwrap().client.epoch > shop.epoch);
}
