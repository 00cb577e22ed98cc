//! Who may do what, and what belongs to others.

use std::fmt::Write as _;

use control::{
    Actor, ClientTokenPolicy, Error, Import, Missed, NewAdministrator, Operator, Sessions, TypedApiClient, TypedInitialAccessToken,
    permission::{Action, Extent},
};
use domain::{
    activity::Period,
    administrator::{Administrator, AdministratorPolicy, AdministratorStatus},
    client::{ClientSettings, ClientStatus, ClientType},
    client_secret::KEEP_PREVIOUS,
    clock::Clock,
    configuration::{Configuration, ConfiguredWorkspace, Terms},
    description::Description,
    explanation::Question,
    grants::Level,
    id::{InitialAccessTokenId, LinkedSubjectId, LoginSessionId, PasskeyId, TokenEventId},
    impact::Reach,
    mail::TypedMailServer,
    name::Name,
    policy::RefreshOverrides,
    resource::Resource,
    reuse::ReuseFilter,
    role::{BuiltInRole, RoleRef},
    scope::Scope,
    service::{Service, ServiceScope, ServiceSettings},
    settings::{
        authorization::AuthorizationSettings,
        sign_in::{PasswordStrength, SignInSettings},
        tokens::{TokenSettings, TokenTtls, TtlOverrides},
    },
    signing::SigningAlgorithm,
    signing_key::Urgency,
    subject_identifier::SubjectIdentifier,
    trial::TrialAnswer,
    trusted_issuer::TrustedIssuers,
    user::UserStatus,
    view::{AuditFilter, DecisionFilter, FamilyFilter, LevelPath, NewUser, NewWorkspace, SignOut, TypedUser, TypedWebhook},
    wire::ExportDetail,
    workspace::{WorkspacePath, WorkspaceSettings},
};

use crate::{
    installation::{PASSWORD, TestControl, slug},
    trusted_issuers::trusted_issuer,
};

#[test]
fn the_table() {
    let mut table = format!("{:26}{:14}", "", "extent");
    for role in BuiltInRole::ALL {
        write!(table, "{:>14}", role.name()).unwrap();
    }
    table.push('\n');
    for action in Action::ALL {
        write!(table, "{:26}{:14}", format!("{action:?}"), action.extent().label()).unwrap();
        for role in BuiltInRole::ALL {
            write!(table, "{:>14}", if role.actions().contains(*action) { "yes" } else { "-" }).unwrap();
        }
        table.push('\n');
    }
    insta::assert_snapshot!(table);
}

fn scope(name: &str) -> ServiceScope {
    let display_name = Name::parse(name).unwrap();
    let (description, description_de) = (Description::default(), Description::default());
    ServiceScope { scope: Scope::parse(name).unwrap(), display_name, description, description_de }
}

fn settings_of(service: &Service) -> ServiceSettings {
    let Service { name, resource, scopes, .. } = service.clone();
    ServiceSettings { name, resource, scopes }
}

fn mail_server() -> TypedMailServer {
    let [host, port, tls] = ["smtp.example.com", "465", "implicit"].map(str::to_owned);
    TypedMailServer { host, port, tls, user: String::new(), sender: "no-reply@example.com".to_owned(), sender_name: "Acme".to_owned() }
}

/// What a file of users holds.
fn imported(names: &[&str]) -> Import {
    let users: Vec<_> = names.iter().map(|name| serde_json::json!({ "username": name })).collect();
    crate::import::keycloak(&serde_json::json!({ "users": users })).unwrap()
}

/// What was asked for: the action, where it has to be permitted, the use case and its outcome.
type Asked = (Action, Level, &'static str, Result<(), Error>);

/// Asks for everything that a tenant's operator does; the last two would end the client. Returns the client's level, too.
#[expect(clippy::too_many_lines, reason = "a line for each use case")]
async fn everything(installation: &TestControl, operator: &Operator) -> Vec<Asked> {
    macro_rules! ask {
        ($($action:ident @ $level:ident: $name:ident($($argument:expr),*);)*) => {
            // Each is made in a frame of its own: together they are more than a stack holds.
            vec![$({
                let ask = || Box::pin(async { operator.$name($($argument),*).await.map(drop) });
                (Action::$action, $level, stringify!($name), ask().await)
            },)*]
        };
    }
    let path = &installation.path;
    let boss = installation.operator();
    let client = match boss.list_clients(path, "Shop", None).await.unwrap().items.pop() {
        Some(client) => client,
        None => installation.client("Shop", ClientType::ServerSideWeb).await,
    };
    let user = installation.user("alice").await;
    let family = installation.family(&client, &user).await;
    // They have none: who may remove it is told so.
    let passkey = PasskeyId::from_uuid(user.id.as_uuid());
    let reuse = installation.reuse(&client, &user).await;
    let service = boss.create_service(path, "Orders").await.unwrap();
    let before = boss.load_workspace(path).await.unwrap();
    let (version, as_it_is) = (before.version, before.settings());
    let plain = WorkspaceSettings {
        name: Name::parse("Third").unwrap(),
        authorization: AuthorizationSettings::default(),
        tokens: TokenSettings::default(),
        sign_in: SignInSettings::default(),
        trusted_issuers: TrustedIssuers::none(),
    };
    let keys = boss.list_signing_keys(path).await.unwrap().keys;
    let key = keys.iter().find(|key| key.life.is_current() && key.algorithm == SigningAlgorithm::Es256).unwrap().id;
    let policy = ClientTokenPolicy { token_ttls: TtlOverrides::default(), refresh: RefreshOverrides::default(), reach: None };
    let workspace = boss.load_workspace(path).await.unwrap().id;
    let (tenant, here) = (Level::Tenant(installation.acme.id), Level::Workspace(installation.acme.id, workspace));
    let at_client = Level::Client(installation.acme.id, workspace, client.id);
    let new_user = NewUser { identifier: "bob".to_owned(), name: "Bob".to_owned(), email: String::new(), password: PASSWORD.to_owned() };
    let declared = ConfiguredWorkspace {
        at: "/servers/0".to_owned(),
        slug: path.workspace.clone(),
        version: Some(version),
        settings: as_it_is.clone(),
        services: None,
        clients: None,
    };
    let declared = Configuration { tenant: path.tenant.clone(), tenant_name: None, workspaces: vec![declared] };
    let webhook = TypedWebhook { name: "SIEM".to_owned(), url: "https://hooks.example.com/".to_owned(), ..TypedWebhook::default() };
    let hook = boss.create_webhook(&path.tenant, &webhook).await.unwrap().0.webhook.id;
    let matching = FamilyFilter { key_bound: Some(false), ..FamilyFilter::default() };
    let job = boss.start_revocation(path, &matching).await.unwrap().id;
    let at_tenant = LevelPath { tenant: Some(path.tenant.clone()), ..LevelPath::default() };
    let looking = TypedApiClient { name: "Looker".to_owned(), role: RoleRef::BuiltIn(BuiltInRole::Auditor), at: at_tenant };
    ask! {
        SeeWorkspaces @ tenant: list_workspaces(&path.tenant, "", None);
        CreateWorkspace @ tenant: create_workspace(&path.tenant, NewWorkspace { name: "Second".to_owned(), slug: "second".to_owned() });
        CreateWorkspace @ tenant: add_workspace(&path.tenant, slug("third"), plain.clone());
        SeeTenants @ tenant: load_mail(&path.tenant);
        RenameTenant @ tenant: rename_tenant(&path.tenant, 1, "Apex");
        SetMailServer @ tenant: set_mail_server(&path.tenant, 0, &mail_server(), "");
        SetMailServer @ tenant: send_test_mail(&path.tenant, "ann@example.com");
        SetMailServer @ tenant: delete_mail_server(&path.tenant, 1);
        SeeAdministrators @ tenant: list_api_clients(&path.tenant);
        SetApiClients @ tenant: create_api_client(&path.tenant, looking.clone());
        SetApiClients @ tenant: list_roles_for_api_clients(&path.tenant);
        SeeAdministrators @ tenant: load_administrator_policy(&path.tenant);
        SetAdministratorPolicy @ tenant: set_administrator_policy(&path.tenant, AdministratorPolicy { second_factor_required: true });
        SeeWorkspaces @ here: load_workspace(path);
        SeeWorkspaces @ here: set_workspace(path, version, as_it_is.clone(), None);
        SeeWorkspaces @ here: export_configuration(&path.tenant, Some(&path.workspace), ExportDetail::default());
        SeeWorkspaces @ here: plan_configuration(&declared, Terms::default());
        SeeWorkspaces @ here: apply_configuration(&declared, Terms::default(), None);
        SeeWorkspaces @ here: plan_import(path, imported(&[]));
        CreateUser @ here: apply_import(path, imported(&["zoe"]), |_| ());
        SeeWorkspaces @ here: load_overview(path, control::Counting::Bounded);
        SeeWorkspaces @ here: load_activity(path, Period::Day);
        RenameWorkspace @ here: rename_workspace(path, version, "Other");
        SetAuthorizationSettings @ here: set_authorization_settings(path, version, AuthorizationSettings { grant_types: [].into(), ..Default::default() });
        SetTokenSettings @ here: set_token_settings(path, version, TokenSettings { ttls: TokenTtls { refresh_token_ttl: None, ..TokenTtls::default() }, ..TokenSettings::default() }, Some(Reach::NewTokens));
        SeeSigningKeys @ here: list_signing_keys(path);
        RotateSigningKeys @ here: publish_signing_key(path, SigningAlgorithm::EdDsa);
        RotateSigningKeys @ here: rotate_signing_key(path, key, Urgency::AtOnce);
        RevokeSigningKeys @ here: preview_key_revocation(path, key);
        RevokeSigningKeys @ here: revoke_signing_key(path, key);
        SetTokenSettings @ here: set_key_rotation(path, version, None);
        SetSignInSettings @ here: set_sign_in_settings(path, version, SignInSettings { minimum_password_strength: PasswordStrength::Strong, ..SignInSettings::default() });
        SetTrustedIssuers @ here: set_trusted_issuers(path, version, [trusted_issuer("idp")].into_iter().collect());
        SeeClients @ here: list_clients(path, "", None);
        SeeClients @ at_client: load_client(path, client.id);
        SeeClients @ at_client: load_client_activity(path, client.id, Period::Day);
        CreateClient @ here: create_client(path, "Other", ClientType::Service);
        CreateClient @ here: register_client(path, ClientSettings::defaults(Name::parse("Another").unwrap(), ClientType::Service));
        CreateClient @ here: duplicate_client(path, client.id, None);
        SetClient @ at_client: set_client(path, client.id, client.version, client.settings.clone());
        SetClient @ at_client: replace_client(path, client.id, client.version, client.settings.clone(), None);
        SetClient @ at_client: set_client_token_policy(path, client.id, client.version, policy);
        SeeFamilies @ at_client: preview_client_token_policy(path, client.id, &policy);
        SeeFamilies @ here: preview_token_settings(path, &TokenSettings::default());
        SeeFamilies @ here: preview_workspace_pauses(path, &AuthorizationSettings { grant_types: [].into(), ..Default::default() });
        SeeFamilies @ at_client: preview_client_pauses(path, client.id, &client.settings);
        SeeFamilies @ at_client: paused_clients(path, Some(client.id), &[client.id]);
        RotateClientSecret @ at_client: rotate_client_secret(path, client.id, client.version, KEEP_PREVIOUS);
        RotateClientSecret @ at_client: revoke_previous_client_secret(path, client.id, client.version);
        RotateClientSecret @ at_client: revoke_registration_access_token(path, client.id, client.version);
        SeeWorkspaces @ here: list_initial_access_tokens(path);
        CreateClient @ here: create_initial_access_token(path, TypedInitialAccessToken { name: "Partners".to_owned(), ttl: "1d".to_owned(), uses: "1".to_owned() });
        CreateClient @ here: revoke_initial_access_token(path, InitialAccessTokenId::new(installation.clock.now(), [0; 10]));
        SeeServices @ here: list_services(path);
        SeeServices @ here: load_service(path, service.id);
        SeeServices @ here: set_service(path, service.id, service.version, settings_of(&service));
        CreateService @ here: create_service(path, "Other");
        CreateService @ here: add_service(path, ServiceSettings { name: Name::parse("Another").unwrap(), resource: None, scopes: Vec::new() });
        SetServiceScopes @ here: add_service_scope(path, service.id, scope("orders"));
        SetServiceScopes @ here: remove_service_scope(path, service.id, &scope("orders").scope);
        SetServiceResource @ here: set_service_resource(path, service.id, "https://orders.example.com/");
        SeeUsers @ here: list_users(path, "", None);
        SeeUsers @ here: load_user(path, user.id);
        SeeUsers @ here: find_user(path, user.id);
        SeeUsers @ here: list_user_sessions(path, user.id);
        CreateUser @ here: create_user(path, new_user);
        CreateUser @ here: add_user(path, &TypedUser { identifier: "carol".to_owned(), name: "Carol".to_owned(), ..TypedUser::default() }, PASSWORD.to_owned());
        SetUserStatus @ here: set_user_status(path, user.id, user.version, UserStatus::Disabled);
        SetUserPassword @ here: set_user_password(path, user.id, PASSWORD);
        ResetUserSecondFactor @ here: reset_user_second_factor(path, user.id);
        SeeUsers @ here: list_user_passkeys(path, user.id);
        ResetUserSecondFactor @ here: rename_user_passkey(path, user.id, passkey, "Phone");
        ResetUserSecondFactor @ here: remove_user_passkey(path, user.id, passkey);
        SeeUsers @ here: list_linked_subjects(path, user.id);
        SetTrustedIssuers @ here: link_subject(path, user.id, "idp", "00u1a2b3c4");
        SetTrustedIssuers @ here: unlink_subject(path, user.id, LinkedSubjectId::new(installation.clock.now(), [0; 10]));
        SignOutUser @ here: end_user_session(path, user.id, LoginSessionId::new(installation.clock.now(), [0; 10]));
        SignOutUser @ here: sign_out_user(path, user.id, SignOut { sessions: true, tokens: false, consents: false });
        SignOutUser @ here: revoke_user_globally(path, &SubjectIdentifier::Opaque { id: user.id.to_string() });
        SetUser @ here: set_user(path, user.id, user.version + 2, &TypedUser { identifier: "alice".to_owned(), name: "Alice".to_owned(), ..TypedUser::default() });
        SeeFamilies @ here: list_families(path, &FamilyFilter::default(), None);
        SeeFamilies @ at_client: load_family(path, family);
        SeeFamilies @ here: count_some_families(path, &FamilyFilter::default());
        SeeFamilies @ at_client: load_selected_families(path, &[family]);
        RevokeFamily @ at_client: revoke_family(path, family, Sessions::Stay);
        RevokeFamily @ at_client: revoke_selected_families(path, &[family], Sessions::Stay);
        RevokeFamilies @ at_client: revoke_families(path, Some(client.id), None, Sessions::Stay);
        RevokeFamilies @ here: revoke_families(path, None, Some(user.id), Sessions::Stay);
        RevokeAllFamilies @ here: revoke_families(path, None, None, Sessions::Stay);
        RevokeFamilies @ here: start_revocation(path, &FamilyFilter { key_bound: Some(true), ..FamilyFilter::default() });
        SeeFamilies @ here: list_reuses(path, &ReuseFilter::default(), None);
        SeeFamilies @ at_client: list_reuses(path, &ReuseFilter { client: Some(client.id), ..ReuseFilter::default() }, None);
        SeeFamilies @ here: find_reuses(path, &[family]);
        SeeFamilies @ at_client: load_reuse(path, reuse);
        SeeFamilies @ at_client: load_selected_reuses(path, &[reuse]);
        HandleReuses @ at_client: handle_reuses(path, &[reuse], "Lost phone");
        HandleReuses @ at_client: set_reuse_note(path, reuse, 1, "Stolen phone");
        HandleReuses @ at_client: reopen_reuse(path, reuse, 2);
        SeeFamilies @ here: list_jobs(path, None);
        SeeFamilies @ here: load_job(path, job);
        RevokeFamilies @ here: stop_job(path, job);
        Explain @ at_client: explain(path, client.id, &Question::default());
        Explain @ at_client: explain(path, client.id, &Question { family_id: Some(family), ..Question::default() });
        Explain @ at_client: list_decisions(path, client.id);
        Explain @ here: search_decisions(path, DecisionFilter::default(), None);
        Explain @ at_client: search_decisions(path, DecisionFilter { client: Some(client.id), ..DecisionFilter::default() }, None);
        Explain @ at_client: list_client_failures(path, Some(client.id), None);
        SetClient @ at_client: begin_trial(path, client.id, "https://id.example.com/console/acme/main/clients/x/try");
        SetClient @ at_client: run_trial(path, client.id, "nothing", &TrialAnswer::default());
        Explain @ here: list_client_failures(path, None, None);
        SeeTenantAudit @ tenant: list_audit_events(&path.tenant, None, AuditFilter::default(), None);
        SeeAudit @ here: list_audit_events(&path.tenant, Some(&path.workspace), AuditFilter::default(), None);
        SeeAudit @ here: list_last_changes(path, "x");
        SeeTenantAudit @ tenant: list_audit_lines(Some(&path.tenant), AuditFilter::default(), None);
        SeeTenantAudit @ tenant: follow_audit(&path.tenant, None);
        SeeAudit @ here: follow_audit(&path.tenant, Some(&path.workspace));
        SeeTenantAudit @ tenant: export_audit(Some(&path.tenant), None, AuditFilter::default(), None);
        SeeAudit @ here: export_audit(Some(&path.tenant), Some(&path.workspace), AuditFilter::default(), None);
        SeeWebhooks @ tenant: list_webhooks(&path.tenant);
        SeeWebhooks @ tenant: load_webhook(&path.tenant, hook);
        SeeWebhooks @ tenant: list_webhook_attempts(&path.tenant, hook, None);
        SetWebhooks @ tenant: create_webhook(&path.tenant, &webhook);
        SetWebhooks @ tenant: set_webhook(&path.tenant, hook, 1, &webhook);
        SetWebhooks @ tenant: set_webhook_status(&path.tenant, hook, 1, false, Missed::Deliver);
        SetWebhooks @ tenant: rotate_webhook_secret(&path.tenant, hook, 1);
        SetWebhooks @ tenant: test_webhook(&path.tenant, hook);
        ReplayWebhooks @ tenant: replay_event(&path.tenant, hook, 1);
        ReplayWebhooks @ tenant: replay_since(&path.tenant, hook, installation.clock.now());
        SetWebhooks @ tenant: delete_webhook(&path.tenant, hook, None);
        SeeTenantAudit @ tenant: load_audit_chain(Some(&path.tenant));
        SeeTenantAudit @ tenant: check_audit_chain(Some(installation.acme.id), None, 100);
        SetClientStatus @ at_client: set_client_status(path, client.id, client.version, ClientStatus::Inactive);
        DeleteClient @ at_client: delete_client(path, client.id, client.version);
        DeleteUser @ here: delete_user(path, user.id, user.version + 2, "alice");
        DeleteWorkspace @ here: delete_workspace_as_read(path, version - 1);
        DeleteWorkspace @ here: delete_workspace(path, &boss.load_workspace(path).await.unwrap().name.to_string());
        SeeTenants @ tenant: load_tenant_contents(&path.tenant);
    }
}

/// Lists that show what the actor sees, and nothing else.
const FILTERED: [&str; 2] = ["list_workspaces", "list_clients"];

#[tokio::test]
async fn each_role_does_at_each_level_what_the_table_allows_and_nothing_else() {
    for role in BuiltInRole::ALL {
        for extent in [Extent::Installation, Extent::Tenant, Extent::Workspace, Extent::Client] {
            let installation = TestControl::new().await;
            let operator = installation.operator_at(*role, extent).await;
            let Actor::Administrator(Administrator { grants, .. }, _) = operator.actor().clone() else { panic!("an administrator") };
            for (action, level, name, result) in Box::pin(everything(&installation, &operator)).await {
                let what = format!("{role:?} of a {}: {name} gives {result:?}", extent.label());
                if grants.may(action, level) {
                    assert!(!matches!(result, Err(Error::Forbidden(_))), "{what}");
                } else if FILTERED.contains(&name) && result.is_ok() {
                    assert!(grants.sees(level), "{what}");
                } else if grants.sees(level) {
                    assert!(matches!(result, Err(Error::Forbidden(missing)) if missing == action), "{what}");
                } else {
                    assert!(matches!(result, Err(Error::NotFound)), "{what}");
                }
            }
        }
    }
}

#[tokio::test]
async fn whoever_only_looks_changes_nothing_and_every_action_of_a_tenant_is_asked_for() {
    let installation = TestControl::new().await;
    let auditor = installation.operator_as(BuiltInRole::Auditor, Some(&installation.acme)).await;
    let asked = Box::pin(everything(&installation, &auditor)).await;
    let before = installation.trail().await.len();
    for (action, _, name, result) in &asked {
        let allowed = BuiltInRole::Auditor.actions().contains(*action);
        assert_eq!(result.is_ok(), allowed, "{name}: {result:?}");
    }
    let of_administrators = |action: Action| action.group() == "Administrators";
    let missing: Vec<_> = Action::ALL
        .iter()
        .filter(|action| action.extent() <= Extent::Tenant && !of_administrators(**action))
        .filter(|action| !asked.iter().any(|(asked, ..)| asked == *action))
        .collect();
    assert!(missing.is_empty(), "{missing:?}: ask for them in `everything`");
    assert_eq!(installation.trail().await.len(), before);
}

#[tokio::test]
async fn what_belongs_to_another_tenant_is_not_there() {
    let installation = TestControl::new().await;
    let globex = installation.operator().create_tenant("globex", "Globex").await.unwrap();
    let foreigner = installation.operator_as(BuiltInRole::Administrator, Some(&globex)).await;
    for (_, _, name, result) in Box::pin(everything(&installation, &foreigner)).await {
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
    let administrator = installation.operator_as(BuiltInRole::Administrator, Some(&installation.acme)).await;
    let new = NewAdministrator { email: "eve@example.com".to_owned(), name: "Eve".to_owned(), tenant: None, role: BuiltInRole::Auditor };
    installation.operator_as(BuiltInRole::Owner, None).await;
    let boss = "Owner@installation.example.com";
    assert!(matches!(administrator.create_tenant("mine", "Mine").await, Err(Error::Forbidden(_))));
    assert!(matches!(administrator.delete_tenant(&installation.path.tenant, "Acme").await, Err(Error::Forbidden(_))));
    assert!(matches!(administrator.list_administrators(&LevelPath::default()).await.unwrap().as_slice(), [own] if own.yourself));
    assert!(matches!(administrator.create_administrator(new).await, Err(Error::Forbidden(_))));
    assert!(matches!(administrator.create_one_time_sign_in(boss).await, Err(Error::NotFound)));
    let status = AdministratorStatus::Disabled;
    assert!(matches!(administrator.set_administrator_status(boss, status).await, Err(Error::NotFound)));
    assert!(matches!(administrator.delete_administrator(boss).await, Err(Error::NotFound)));
    assert!(matches!(administrator.end_administrator_sessions(boss).await, Err(Error::NotFound)));
    assert!(matches!(administrator.reset_second_factor(boss).await, Err(Error::NotFound)));
    assert!(matches!(administrator.list_audit_lines(None, AuditFilter::default(), None).await, Err(Error::Forbidden(_))));
    assert!(matches!(administrator.export_audit(None, None, AuditFilter::default(), None).await, Err(Error::Forbidden(_))));
    assert!(matches!(administrator.list_audit_chains(None).await, Err(Error::Forbidden(_))));
    assert!(matches!(administrator.load_audit_chain(None).await, Err(Error::Forbidden(_))));
    assert!(matches!(administrator.check_audit_chain(None, None, 100).await, Err(Error::Forbidden(_))));
    let administrator = administrator.because(Some("Because".to_owned()));
    assert!(matches!(administrator.seal_audit_chain(Some(&installation.path.tenant)).await, Err(Error::Forbidden(_))));
}

/// An administrator of the workspace who holds these actions and no others.
pub(crate) async fn holding(installation: &TestControl, name: &str, actions: &[Action]) -> Operator {
    let boss = installation.operator();
    let role = boss.create_role(Some(&installation.path.tenant), name, actions.iter().copied().collect()).await.unwrap();
    let at = LevelPath { tenant: Some(installation.path.tenant.clone()), ..LevelPath::default() };
    let email = format!("{name}@example.com");
    let invitation = boss.invite(&email, RoleRef::Own(role.id), &at).await.unwrap();
    installation.control.accept_as_new(invitation.token.expose(), name, PASSWORD).await.unwrap();
    installation.control.acting_as(installation.by_token(&email, None).await)
}

#[tokio::test]
async fn of_what_is_saved_whole_only_the_change_has_to_be_permitted() {
    let installation = TestControl::new().await;
    let (path, boss) = (&installation.path, installation.operator());
    let renamer = holding(&installation, "renamer", &[Action::SeeWorkspaces, Action::RenameWorkspace, Action::CreateWorkspace]).await;
    let workspace = boss.load_workspace(path).await.unwrap();
    let other_tokens = TokenSettings { dpop_nonce_required: true, ..workspace.tokens.clone() };
    let other_name = WorkspaceSettings { name: Name::parse("Renamed").unwrap(), ..workspace.settings() };
    let both = WorkspaceSettings { tokens: other_tokens, ..other_name.clone() };
    let refused = renamer.set_workspace(path, workspace.version, both.clone(), None).await;
    assert!(matches!(refused, Err(Error::Forbidden(Action::SetTokenSettings))), "{refused:?}");
    assert_eq!(boss.load_workspace(path).await.unwrap(), workspace, "nothing of it was saved");
    let refused = renamer.add_workspace(&path.tenant, slug("second"), both).await;
    assert!(matches!(refused, Err(Error::Forbidden(Action::SetTokenSettings))), "{refused:?}");
    renamer.set_workspace(path, workspace.version, other_name, None).await.unwrap();

    let keeper = holding(&installation, "keeper", &[Action::SeeServices, Action::CreateService, Action::SetServiceScopes]).await;
    let plain = ServiceSettings { name: Name::parse("Orders").unwrap(), resource: None, scopes: vec![scope("orders")] };
    let with_resource = ServiceSettings { resource: Some(Resource::parse("https://orders.example.com/").unwrap()), ..plain.clone() };
    let refused = keeper.add_service(path, with_resource.clone()).await;
    assert!(matches!(refused, Err(Error::Forbidden(Action::SetServiceResource))), "{refused:?}");
    let service = keeper.add_service(path, plain.clone()).await.unwrap();
    let refused = keeper.set_service(path, service.id, service.version, with_resource).await;
    assert!(matches!(refused, Err(Error::Forbidden(Action::SetServiceResource))), "{refused:?}");
    keeper.set_service(path, service.id, service.version, ServiceSettings { scopes: Vec::new(), ..plain }).await.unwrap();
}

#[tokio::test]
async fn a_decision_is_explained_to_those_who_may_explain() {
    let installation = TestControl::new().await;
    let client = installation.client("Shop", ClientType::ServerSideWeb).await;
    let nothing = TokenEventId::new(installation.clock.now(), [0; 10]);
    let keeper = holding(&installation, "keeper", &[Action::SeeClients]).await;
    let refused = keeper.explain_decision(&installation.path, client.id, nothing).await;
    assert!(matches!(refused, Err(Error::Forbidden(Action::Explain))), "{refused:?}");
    let auditor = installation.operator_as(BuiltInRole::Auditor, Some(&installation.acme)).await;
    let unknown = auditor.explain_decision(&installation.path, client.id, nothing).await;
    assert!(matches!(unknown, Err(Error::NotFound)), "{unknown:?}");
}
