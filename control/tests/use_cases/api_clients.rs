//! API clients: what they may do, and who may change them.

use control::{Error, Holder, NewApiClient, Operator, TypedApiClient};
use domain::{
    client::{ClientSettings, ClientStatus, ClientType},
    client_secret::KEEP_PREVIOUS,
    configuration::Terms,
    name::Name,
    permission::{Action, Actions},
    problem::Problem,
    role::{BuiltInRole, RoleRef},
    signing::SigningAlgorithm,
    view::{LevelPath, NewWorkspace},
    wire::ConfigurationDocument,
    workspace::WorkspacePath,
};
use serde_json::json;

use crate::{
    configuration::exported,
    installation::{TestControl, on_both_databases, slug},
};

fn typed(role: RoleRef) -> TypedApiClient {
    let at = LevelPath { tenant: Some(slug("acme")), ..LevelPath::default() };
    TypedApiClient { name: "Deploy".to_owned(), role, at }
}

async fn create(operator: &Operator, role: BuiltInRole) -> Result<NewApiClient, Error> {
    operator.create_api_client(&slug("acme"), typed(RoleRef::BuiltIn(role))).await
}

fn system() -> WorkspacePath {
    WorkspacePath::new(slug("acme"), slug("system"))
}

on_both_databases! {
    async fn the_first_api_client_of_a_tenant_comes_with_its_system_workspace(installation) {
        let boss = installation.operator();
        // The address may be taken: what is a system workspace is not said by its name.
        boss.create_workspace(&slug("acme"), NewWorkspace { name: "System".to_owned(), slug: "system".to_owned() }).await.unwrap();
        let first = create(&boss, BuiltInRole::Manager).await.unwrap().client;
        assert_eq!(first.path.to_string(), "acme/system-2");
        installation.clock.advance_seconds(1);
        let second = create(&boss, BuiltInRole::Support).await.unwrap().client;
        assert_eq!(second.path, first.path);
        assert_eq!(boss.list_api_clients(&slug("acme")).await.unwrap(), [first.clone(), second]);
        assert_eq!(boss.load_api_client(&slug("acme"), first.client.id).await.unwrap(), first);
        let named = boss.create_client(&system(), "Deploy", ClientType::Service).await.unwrap().client;
        assert!(installation.api_client(named.id, Actions::all()).await.is_none(), "a client of another workspace is none");
        // What it may ask for is what its role permits.
        let settings = boss.load_client(&first.path, first.client.id).await.unwrap().client.settings;
        assert!(settings.scopes.contains("admin:clients.write") && !settings.scopes.contains("admin:signing_keys.write"));
        assert_eq!(settings.scopes, first.client.scopes);

        // Deleted, it takes its clients along, and the next one has another.
        let name = boss.load_workspace(&first.path).await.unwrap().name.to_string();
        boss.delete_workspace(&first.path, &name).await.unwrap();
        assert!(installation.api_client(first.client.id, Actions::all()).await.is_none());
        assert_eq!(boss.list_api_clients(&slug("acme")).await.unwrap(), []);
        assert_eq!(create(&boss, BuiltInRole::Manager).await.unwrap().client.path, first.path);
    }

    async fn what_an_api_client_was_recognised_by_holds_until_its_write_is_done(installation) {
        let boss = installation.operator();
        let actions: Actions = [Action::SeeWorkspaces, Action::SeeClients, Action::CreateClient].into_iter().collect();
        let role = boss.create_role(Some(&slug("acme")), "Makers", actions).await.unwrap();
        let id = boss.create_api_client(&slug("acme"), typed(RoleRef::Own(role.id))).await.unwrap().client.client.id;
        let known = async || installation.api_client(id, Actions::all()).await.unwrap();
        let make = async |operator: &Operator| operator.create_client(&installation.path, "One", ClientType::Service).await.map(drop);

        let before = known().await;
        make(&before).await.unwrap();
        let fewer = actions.without([Action::CreateClient].into_iter().collect());
        let role = boss.set_role(role.id, role.version, "Makers", fewer).await.unwrap();
        assert!(matches!(make(&before).await, Err(Error::SignedOut)));
        assert!(matches!(make(&known().await).await, Err(Error::Forbidden(Action::CreateClient))));
        let role = boss.set_role(role.id, role.version, "Makers", actions).await.unwrap();

        let before = known().await;
        let client = boss.load_client(&system(), id).await.unwrap().client;
        boss.set_client_status(&system(), id, client.version, ClientStatus::Inactive).await.unwrap();
        assert!(matches!(make(&before).await, Err(Error::SignedOut)));
        boss.set_client_status(&system(), id, client.version + 1, ClientStatus::Active).await.unwrap();
        make(&before).await.unwrap();
        // A role that an API client has stays: without it the client would be none, and nobody would be told.
        let refused = boss.delete_role(role.id).await.unwrap_err();
        assert!(matches!(&refused, Error::Invalid(at) if at[0].problem == Problem::RoleOfApiClients { count: 1 }), "{refused}");
        // What its role permits more is told with the scopes that it lacks.
        let more = actions.or([Action::SeeUsers].into_iter().collect());
        boss.set_role(role.id, role.version, "Makers", more).await.unwrap();
        let view = boss.load_api_client(&slug("acme"), id).await.unwrap();
        assert_eq!(view.missing_scopes.to_string(), "admin:users.read");
        assert!(!view.client.scopes.contains("admin:users.read"));
        let client = boss.load_client(&system(), id).await.unwrap().client;
        boss.delete_client(&system(), id, client.version).await.unwrap();
        boss.delete_role(role.id).await.unwrap();
        assert!(matches!(make(&before).await, Err(Error::SignedOut)));
    }
}

#[tokio::test]
async fn nobody_gets_hold_of_an_api_client_that_may_do_more() {
    let installation = TestControl::new().await;
    let boss = installation.operator();
    let owner = create(&boss, BuiltInRole::Owner).await.unwrap().client;
    let support = create(&boss, BuiltInRole::Support).await.unwrap().client;
    let (home, id) = (&owner.path, owner.client.id);
    let client = boss.load_client(home, id).await.unwrap().client;
    let version = boss.load_workspace(home).await.unwrap().version;
    let mine = json!({
        "client_id": id.to_string(),
        "client_name": "Mine",
        "application_types": ["service"],
        "client_secret": "of-my-own-choice-0123456789abcdef",
    });
    let document = json!({ "tenant": { "id": "acme" }, "servers": [{ "id": "system", "name": "System", "clients": [mine] }] });
    let declared = ConfigurationDocument(document).read().unwrap();
    for role in [BuiltInRole::Manager, BuiltInRole::Administrator] {
        let operator = installation.operator_as(role, Some(&installation.acme)).await;
        let settings = ClientSettings { name: Name::parse("Mine").unwrap(), ..client.settings.clone() };
        let mut tried = vec![
            ("secret", operator.rotate_client_secret(home, id, client.version, KEEP_PREVIOUS).await.map(drop)),
            ("settings", operator.set_client(home, id, client.version, settings.clone()).await.map(drop)),
            ("status", operator.set_client_status(home, id, client.version, ClientStatus::Inactive).await.map(drop)),
            ("deletion", operator.delete_client(home, id, client.version).await),
            ("copy", operator.duplicate_client(home, id, None).await.map(drop)),
            ("another", operator.register_client(home, settings).await.map(drop)),
            ("service", operator.create_service(home, "Mine").await.map(drop)),
            ("configuration", operator.apply_configuration(&declared, Terms::default(), None).await.map(drop)),
            ("api client", create(&operator, BuiltInRole::Support).await.map(drop)),
        ];
        if role == BuiltInRole::Administrator {
            tried.push(("name", operator.rename_workspace(home, version, "Mine").await.map(drop)));
            tried.push(("key", operator.publish_signing_key(home, SigningAlgorithm::EdDsa).await.map(drop)));
            tried.push(("workspace", operator.delete_workspace(home, "System").await.map(drop)));
        }
        for (what, outcome) in tried {
            let told = match outcome {
                Err(Error::Forbidden(missing)) => (missing, None),
                Err(Error::Beyond { missing, holder, .. }) => (missing, Some(holder)),
                other => panic!("{what} by {role:?}: {other:?}"),
            };
            if what == "api client" {
                assert_eq!(told, (Action::SetApiClients, None), "they create none");
            } else if what == "configuration" && told.1.is_none() {
                assert!(!role.actions().contains(told.0), "what the document changes beside the API client: {told:?}");
            } else {
                // What the API client has, and not what they have themselves.
                assert!(told.1 == Some(Holder::ApiClient) && !role.actions().contains(told.0), "{what} by {role:?}: {told:?}");
            }
        }
        // They hold what this one may do.
        let other = boss.load_client(home, support.client.id).await.unwrap().client;
        operator.rotate_client_secret(home, other.id, other.version, KEEP_PREVIOUS).await.unwrap();
    }
    // Nor by way of a role that they may give, or an API client that makes others.
    let narrow = [Action::SetApiClients, Action::SeeAdministrators, Action::SetRoles].into_iter().collect();
    let maker = installation.api_client(id, narrow).await.unwrap();
    assert!(matches!(
        create(&maker, BuiltInRole::Auditor).await,
        Err(Error::Beyond { action: Action::SetApiClients, holder: Holder::Role, .. })
    ));
    let whole = installation.api_client(id, Actions::all()).await.unwrap();
    create(&whole, BuiltInRole::Auditor).await.unwrap();
    let everything = LevelPath::default();
    let typed = TypedApiClient { at: everything, ..typed(RoleRef::BuiltIn(BuiltInRole::Owner)) };
    assert!(matches!(whole.create_api_client(&slug("acme"), typed.clone()).await, Err(Error::NotFound)));
    assert!(matches!(boss.create_api_client(&slug("acme"), typed).await, Err(Error::NotFound)), "a tenant's client has no role beyond it");
}

#[tokio::test]
async fn an_api_client_invites_nobody_and_sees_its_tenant_alone() {
    let installation = TestControl::new().await;
    let boss = installation.operator();
    boss.create_tenant("globex", "Globex").await.unwrap();
    let id = create(&boss, BuiltInRole::Owner).await.unwrap().client.client.id;
    let client = installation.api_client(id, Actions::all()).await.unwrap();
    let acme = LevelPath { tenant: Some(slug("acme")), ..LevelPath::default() };
    let invited = client.invite("ada@example.com", RoleRef::BuiltIn(BuiltInRole::Auditor), &acme).await;
    assert!(matches!(invited, Err(Error::Forbidden(Action::AssignRole))), "{invited:?}");
    assert_eq!(client.search_tenants("", None).await.unwrap().items, std::slice::from_ref(&installation.acme));
    assert_eq!(client.list_tenants().await.unwrap(), std::slice::from_ref(&installation.acme));
    assert!(matches!(client.load_tenant(&slug("globex")).await, Err(Error::NotFound)));
    assert_eq!(client.own_roles().await.unwrap(), ["Owner of Acme"]);
}

#[tokio::test]
async fn a_system_workspace_is_no_configuration() {
    let installation = TestControl::new().await;
    let before = exported(&installation).await;
    create(&installation.operator(), BuiltInRole::Manager).await.unwrap();
    assert_eq!(exported(&installation).await, before);
}
