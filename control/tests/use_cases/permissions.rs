//! Who may do what, and what belongs to others.

use std::fmt::Write as _;

use control::{
    Actor, ClientTokenPolicy, Error, NewAdministrator, Operator, Sessions,
    permission::{Action, Extent},
};
use domain::{
    administrator::{AdministratorStatus, Role},
    client::{ClientStatus, ClientType},
    clock::Clock,
    explanation::Question,
    id::LoginSessionId,
    impact::Reach,
    name::Name,
    policy::RefreshOverrides,
    scope::Scope,
    service::ServiceScope,
    settings::{
        authorization::AuthorizationSettings,
        tokens::{TokenSettings, TokenTtls, TtlOverrides},
    },
    user::UserStatus,
    view::{AuditFilter, FamilyFilter, NewUser, NewWorkspace, SignOut, TypedUser},
    workspace::WorkspacePath,
};

use crate::installation::{PASSWORD, TestControl, slug};

#[tokio::test]
async fn the_table() {
    let installation = TestControl::new().await;
    let acme = Some(&installation.acme);
    let actors = [
        installation.operator_as(Role::Auditor, acme).await,
        installation.operator_as(Role::Administrator, acme).await,
        installation.operator_as(Role::Auditor, None).await,
        installation.operator_as(Role::Administrator, None).await,
        installation.control.acting_as(Actor::CommandLine),
    ];
    let mut table = format!("{:26}tenant:auditor administrator | installation:auditor administrator | command line\n", "");
    for action in Action::ALL {
        let may = actors.each_ref().map(|operator| if operator.actor().may(*action) { "yes" } else { "-" });
        let [tenant_auditor, tenant_administrator, auditor, administrator, command_line] = may;
        writeln!(
            table,
            "{:26}{tenant_auditor:>14} {tenant_administrator:>13} | {auditor:>20} {administrator:>13} | {command_line:>12}",
            format!("{action:?}")
        )
        .unwrap();
    }
    insta::assert_snapshot!(table);
}

fn scope(name: &str) -> ServiceScope {
    let display_name = Name::parse(name).unwrap();
    ServiceScope { scope: Scope::parse(name).unwrap(), display_name, description: String::new() }
}

/// Asks for everything that a tenant's operator does; the last two would end the client.
async fn everything(installation: &TestControl, operator: &Operator) -> Vec<(Action, &'static str, Result<(), Error>)> {
    macro_rules! ask {
        ($($action:ident: $name:ident($($argument:expr),*);)*) => {
            vec![$((Action::$action, stringify!($name), operator.$name($($argument),*).await.map(drop)),)*]
        };
    }
    let path = &installation.path;
    let boss = installation.operator();
    let client = installation.client("Shop", ClientType::ServerSideWeb).await;
    let user = installation.user("alice").await;
    let family = installation.family(&client, &user).await;
    let service = boss.create_service(path, "Orders").await.unwrap();
    let version = boss.load_workspace(path).await.unwrap().version;
    let policy = ClientTokenPolicy { token_ttls: TtlOverrides::default(), refresh: RefreshOverrides::default(), reach: None };
    let new_user = NewUser { identifier: "bob".to_owned(), name: "Bob".to_owned(), email: String::new(), password: PASSWORD.to_owned() };
    ask! {
        SeeTenants: load_tenant(&path.tenant);
        SeeWorkspaces: list_workspaces(&path.tenant, "", None);
        CreateWorkspace: create_workspace(&path.tenant, NewWorkspace { name: "Second".to_owned(), slug: "second".to_owned() });
        SeeWorkspaces: load_workspace(path);
        SeeWorkspaces: load_overview(path, control::Counting::Bounded);
        RenameWorkspace: rename_workspace(path, version, "Other");
        SetAuthorizationSettings: set_authorization_settings(path, version, AuthorizationSettings { grant_types: [].into() });
        SetTokenSettings: set_token_settings(path, version, TokenSettings { ttls: TokenTtls { refresh_token_ttl: None, ..TokenTtls::default() }, ..TokenSettings::default() }, Some(Reach::NewTokens));
        SeeClients: list_clients(path, "", None);
        SeeClients: load_client(path, client.id);
        CreateClient: create_client(path, "Other", ClientType::Service);
        CreateClient: duplicate_client(path, client.id, None);
        SetClient: set_client(path, client.id, client.version, client.settings.clone());
        SetClient: set_client_token_policy(path, client.id, client.version, policy);
        SeeFamilies: preview_client_token_policy(path, client.id, &policy);
        SeeFamilies: preview_token_settings(path, &TokenSettings::default());
        RotateClientSecret: rotate_client_secret(path, client.id, client.version);
        SeeServices: list_services(path);
        CreateService: create_service(path, "Other");
        SetServiceScopes: add_service_scope(path, service.id, scope("orders"));
        SetServiceScopes: remove_service_scope(path, service.id, &scope("orders").scope);
        SetServiceResource: set_service_resource(path, service.id, "https://orders.example.com/");
        SeeUsers: list_users(path, "", None);
        SeeUsers: load_user(path, user.id);
        CreateUser: create_user(path, new_user);
        SetUserStatus: set_user_status(path, user.id, user.version, UserStatus::Disabled);
        SetUserPassword: set_user_password(path, user.id, PASSWORD);
        SignOutUser: end_user_session(path, user.id, LoginSessionId::new(installation.clock.now(), [0; 10]));
        SignOutUser: sign_out_user(path, user.id, SignOut { sessions: true, tokens: false, consents: false });
        SetUser: set_user(path, user.id, user.version + 2, &TypedUser { identifier: "alice".to_owned(), name: "Alice".to_owned(), ..TypedUser::default() });
        SeeFamilies: list_families(path, FamilyFilter::default(), None);
        SeeFamilies: load_family(path, family);
        SeeFamilies: count_families(path, FamilyFilter::default());
        RevokeFamily: revoke_family(path, family, Sessions::Stay);
        RevokeFamilies: revoke_families(path, Some(client.id), None, Sessions::Stay);
        Explain: explain(path, client.id, &Question::default());
        Explain: explain(path, client.id, &Question { family_id: Some(family), ..Question::default() });
        Explain: list_decisions(path, client.id);
        SeeAudit: list_audit_events(&path.tenant, None, AuditFilter::default(), None);
        SeeAudit: list_audit_events(&path.tenant, Some(&path.workspace), AuditFilter::default(), None);
        SeeAudit: list_audit_lines(Some(&path.tenant), AuditFilter::default(), None);
        SetClientStatus: set_client_status(path, client.id, client.version, ClientStatus::Inactive);
        DeleteClient: delete_client(path, client.id, client.version);
        DeleteUser: delete_user(path, user.id, user.version + 2, "alice");
        DeleteWorkspace: delete_workspace(path, &boss.load_workspace(path).await.unwrap().name.to_string());
        SeeTenants: load_tenant_contents(&path.tenant);
    }
}

#[tokio::test]
async fn everything_asks_the_table_and_whoever_only_looks_changes_nothing() {
    let installation = TestControl::new().await;
    let auditor = installation.operator_as(Role::Auditor, Some(&installation.acme)).await;
    let asked = everything(&installation, &auditor).await;
    let before = installation.trail().await.len();
    for (action, name, result) in &asked {
        match result {
            Ok(()) => assert_eq!(action.role(), Role::Auditor, "{name} is not for auditors"),
            Err(Error::Forbidden) => assert_eq!(action.role(), Role::Administrator, "{name} is for auditors too"),
            Err(error) => panic!("{name}: {error}"),
        }
    }
    let missing: Vec<_> = Action::ALL
        .iter()
        .filter(|action| action.extent() == Extent::Tenant && !asked.iter().any(|(asked, ..)| asked == *action))
        .collect();
    assert!(missing.is_empty(), "{missing:?}: ask for them in `everything`");
    assert_eq!(installation.trail().await.len(), before);
}

#[tokio::test]
async fn what_belongs_to_another_tenant_is_not_there() {
    let installation = TestControl::new().await;
    let globex = installation.operator().create_tenant("globex", "Globex").await.unwrap();
    let foreigner = installation.operator_as(Role::Administrator, Some(&globex)).await;
    for (_, name, result) in everything(&installation, &foreigner).await {
        assert!(matches!(result, Err(Error::NotFound)), "{name}: {result:?}");
    }
    assert_eq!(foreigner.list_tenants().await.unwrap(), std::slice::from_ref(&globex));
    // The same address in one's own tenant is another place.
    foreigner.create_workspace(&globex.slug, NewWorkspace { name: "Main".to_owned(), slug: "main".to_owned() }).await.unwrap();
    let theirs = WorkspacePath::new(globex.slug.clone(), slug("main"));
    assert_eq!(foreigner.list_clients(&theirs, "", None).await.unwrap().items, []);
    let client = installation.operator().list_clients(&installation.path, "", None).await.unwrap().items.remove(0);
    let crossed = foreigner.load_client(&theirs, client.id).await;
    assert!(matches!(crossed, Err(Error::NotFound)), "{crossed:?}");
}

#[tokio::test]
async fn the_installation_is_not_a_tenants_to_change() {
    let installation = TestControl::new().await;
    let administrator = installation.operator_as(Role::Administrator, Some(&installation.acme)).await;
    let new = NewAdministrator { email: "eve@example.com".to_owned(), name: "Eve".to_owned(), tenant: None, role: Role::Administrator };
    assert!(matches!(administrator.create_tenant("mine", "Mine").await, Err(Error::Forbidden)));
    assert!(matches!(administrator.delete_tenant(&installation.path.tenant, "Acme").await, Err(Error::Forbidden)));
    assert!(matches!(administrator.list_administrators().await, Err(Error::Forbidden)));
    assert!(matches!(administrator.create_administrator(new).await, Err(Error::Forbidden)));
    assert!(matches!(administrator.create_one_time_sign_in("ada@example.com").await, Err(Error::Forbidden)));
    let status = AdministratorStatus::Disabled;
    assert!(matches!(administrator.set_administrator_status("ada@example.com", status).await, Err(Error::Forbidden)));
    assert!(matches!(administrator.delete_administrator("ada@example.com").await, Err(Error::Forbidden)));
    assert!(matches!(administrator.end_administrator_sessions("ada@example.com").await, Err(Error::Forbidden)));
    assert!(matches!(administrator.list_audit_lines(None, AuditFilter::default(), None).await, Err(Error::Forbidden)));
}
