//! What ends what an administrator acts by, and that a write under way ends with it.

use std::collections::BTreeSet;

use control::{Actor, Credential, Error, TypedApiToken, TypedInitialAccessToken};
use domain::{
    administrator::AdministratorStatus,
    audit::AuditAction,
    clock::Clock,
    description::Description,
    name::Name,
    problem::Problem,
    role::BuiltInRole,
    scope::Scope,
    service::ServiceScope,
    view::{AuditFilter, LevelPath, NewWorkspace},
};
use engine::{keys::hash_secret, storage::SecretHash};
use serde_json::json;

use crate::installation::{PASSWORD, TestControl, on_both_databases, slug};

const ADA: &str = "ada@example.com";
const GRACE: &str = "grace@example.com";

/// The administrator at the console, by a session of this cookie.
async fn at_the_console(installation: &TestControl, email: &str, cookie: &str) -> Actor {
    let Actor::Administrator(administrator, _) = found(installation, email).await else { panic!("an administrator") };
    let hash: SecretHash = hash_secret("console-session", cookie);
    let until = installation.clock.now().plus_seconds(3600);
    installation.store.store().console_sessions().insert(hash, Some(administrator.id), json!({}), until).await.unwrap();
    Actor::administrator(administrator, Credential::Session(hash))
}

/// The administrator as they are now.
async fn found(installation: &TestControl, email: &str) -> Actor {
    let all = installation.operator().list_administrators(&LevelPath::default()).await.unwrap();
    let id = all.into_iter().find(|one| one.email.as_str() == email).unwrap().id;
    let administrator = installation.operator().load_administrator(id).await.unwrap();
    Actor::administrator(administrator, Credential::Session([0; 32]))
}

/// A write by whoever had been found to be this.
async fn write(installation: &TestControl, actor: &Actor, name: &str) -> Result<(), Error> {
    let new = NewWorkspace { name: name.to_owned(), slug: name.to_owned() };
    installation.control.acting_as(actor.clone()).create_workspace(&installation.path.tenant, new).await.map(drop)
}

on_both_databases! {
    async fn whatever_ends_an_administrator_ends_what_they_act_by_and_no_write_comes_after_it(installation) {
        let operator = installation.operator();
        let token = installation.actor(ADA, BuiltInRole::Owner, None).await;
        let session = at_the_console(&installation, ADA, "one").await;
        write(&installation, &token, "by-token").await.unwrap();
        write(&installation, &session, "by-session").await.unwrap();

        assert_eq!(operator.end_administrator_sessions(ADA).await.unwrap(), 1);
        assert!(matches!(write(&installation, &session, "ended").await, Err(Error::SignedOut)));
        write(&installation, &token, "token-goes-on").await.unwrap();

        let again = at_the_console(&installation, ADA, "two").await;
        write(&installation, &again, "signed-in-again").await.unwrap();
        let link = operator.create_one_time_sign_in(ADA).await.unwrap();
        installation.control.use_one_time_sign_in(link.token.expose(), Some(PASSWORD.to_owned())).await.unwrap();
        for (actor, name) in [(&again, "session-after-password"), (&token, "token-after-password")] {
            assert!(matches!(write(&installation, actor, name).await, Err(Error::SignedOut)), "{name}");
        }
        assert_eq!(operator.list_api_tokens(ADA).await.unwrap(), []);

        let typed = TypedApiToken { email: ADA.to_owned(), name: "deploy".to_owned(), ttl: "1d".to_owned(), scope: None };
        let made = operator.create_api_token(typed.clone()).await.unwrap();
        let token = installation.control.find_by_api_token(made.value.expose()).await.unwrap().unwrap();
        let session = at_the_console(&installation, ADA, "three").await;
        let registering = async |actor: &Actor, name: &str| {
            let typed = TypedInitialAccessToken { name: name.to_owned(), ttl: "1d".to_owned(), uses: "5".to_owned() };
            installation.control.acting_as(actor.clone()).create_initial_access_token(&installation.path, typed).await.unwrap()
        };
        let registering_by = async || {
            let all = operator.list_initial_access_tokens(&installation.path).await.unwrap();
            all.into_iter().map(|token| token.name.to_string()).collect::<BTreeSet<_>>()
        };
        registering(&token, "by Ada").await;
        registering(&installation.actor(GRACE, BuiltInRole::Owner, None).await, "by Grace").await;
        assert_eq!(registering_by().await, ["by Ada".to_owned(), "by Grace".to_owned()].into());
        let link = operator.create_one_time_sign_in(ADA).await.unwrap();
        operator.set_administrator_status(ADA, AdministratorStatus::Disabled).await.unwrap();
        assert_eq!(registering_by().await, ["by Grace".to_owned()].into(), "nobody registers in the name of somebody who is out");
        for enabled in [false, true] {
            for actor in [&token, &session] {
                assert!(matches!(write(&installation, actor, "after").await, Err(Error::SignedOut)), "enabled again: {enabled}");
            }
            assert!(installation.control.find_by_api_token(made.value.expose()).await.unwrap().is_none());
            assert!(installation.control.use_one_time_sign_in(link.token.expose(), None).await.is_err());
            if !enabled {
                assert!(installation.sign_in(ADA, PASSWORD).await.is_err());
                for refused in [operator.create_one_time_sign_in(ADA).await.err(), operator.create_api_token(typed.clone()).await.err()] {
                    assert!(matches!(refused, Some(Error::Invalid(at)) if at[0].problem == Problem::AdministratorDisabled));
                }
                operator.set_administrator_status(ADA, AdministratorStatus::Active).await.unwrap();
            }
        }
        assert!(installation.sign_in(ADA, PASSWORD).await.is_ok(), "enabled again, they sign in anew");

        let session = at_the_console(&installation, ADA, "four").await;
        operator.delete_administrator(ADA).await.unwrap();
        assert!(matches!(write(&installation, &session, "deleted").await, Err(Error::SignedOut)));
        assert!(matches!(operator.delete_administrator(ADA).await, Err(Error::NotFound)));

        let written = operator.list_workspaces(&installation.path.tenant, "", None).await.unwrap().items;
        let names: BTreeSet<_> = written.iter().map(|workspace| workspace.slug.as_str()).collect();
        assert_eq!(names, ["by-session", "by-token", "main", "signed-in-again", "token-goes-on"].into());
        let mut actions = BTreeSet::new();
        let mut next = None;
        loop {
            let page = operator.list_audit_lines(None, AuditFilter::default(), next).await.unwrap();
            actions.extend(page.items.iter().map(|line| line.event.action.code()));
            match page.next {
                Some(after) => next = Some(after.parse().unwrap()),
                None => break,
            }
        }
        for action in [
            AuditAction::AdministratorDisabled,
            AuditAction::AdministratorEnabled,
            AuditAction::AdministratorDeleted,
            AuditAction::AdministratorSessionsEnded,
            AuditAction::AdministratorPasswordSet,
        ] {
            assert!(actions.contains(action.code()), "{action:?} leaves its line: {actions:?}");
        }
    }

    async fn a_token_that_is_revoked_while_its_write_is_under_way_writes_nothing(installation) {
        let actor = installation.actor(ADA, BuiltInRole::Owner, None).await;
        let token = installation.operator().list_api_tokens(ADA).await.unwrap().remove(0);
        installation.operator().revoke_api_token(token.id).await.unwrap();
        assert!(matches!(write(&installation, &actor, "late").await, Err(Error::SignedOut)));
    }

    async fn two_who_disable_one_another_at_once_leave_one(installation) {
        let ada = installation.actor(ADA, BuiltInRole::Owner, None).await;
        let grace = installation.actor(GRACE, BuiltInRole::Owner, None).await;
        let (one, other) = (installation.control.acting_as(ada), installation.control.acting_as(grace));
        let disabled = AdministratorStatus::Disabled;
        assert!(matches!(one.set_administrator_status(ADA, disabled).await, Err(Error::Invalid(at)) if at[0].problem == Problem::Yourself));
        assert!(matches!(one.delete_administrator(ADA).await, Err(Error::Invalid(at)) if at[0].problem == Problem::Yourself));
        let (first, second) =
            tokio::join!(one.set_administrator_status(GRACE, disabled), other.set_administrator_status(ADA, disabled));
        let done = [first.is_ok(), second.is_ok()];
        assert_eq!(done.iter().filter(|done| **done).count(), 1, "{first:?} {second:?}");
        assert!([first.err(), second.err()].into_iter().flatten().all(|error| matches!(error, Error::SignedOut)));
    }

    async fn two_who_add_scopes_at_once_lose_neither(installation) {
        let (operator, path) = (installation.operator(), &installation.path);
        let service = operator.create_service(path, "Orders").await.unwrap();
        let scope = |name: &str| ServiceScope {
            scope: Scope::parse(name).unwrap(),
            display_name: Name::parse(name).unwrap(),
            description: Description::default(),
            description_de: Description::default(),
        };
        let (one, other) = tokio::join!(
            operator.add_service_scope(path, service.id, scope("orders.read")),
            operator.add_service_scope(path, service.id, scope("orders.write")),
        );
        one.unwrap();
        other.unwrap();
        let services = operator.list_services(path).await.unwrap();
        assert_eq!(services.iter().find(|found| found.id == service.id).unwrap().scopes.len(), 2);
    }

    async fn a_log_shows_its_tenant_and_the_installations_all(installation) {
        let operator = installation.operator();
        installation.actor(ADA, BuiltInRole::Auditor, None).await;
        let globex = operator.create_tenant("globex", "Globex").await.unwrap();
        operator.create_workspace(&globex.slug, NewWorkspace { name: "Shop".to_owned(), slug: "shop".to_owned() }).await.unwrap();
        let places = |lines: Vec<domain::view::AuditLine>| {
            let told = |line: &domain::view::AuditLine| (line.event.action.code(), line.tenant.clone(), line.workspace.clone());
            lines.iter().map(told).collect::<BTreeSet<_>>()
        };
        let some = |text: &str| Some(text.to_owned());
        let all = places(operator.list_audit_lines(None, AuditFilter::default(), None).await.unwrap().items);
        assert!(all.contains(&("administrator.created", None, None)));
        assert!(all.contains(&("tenant.created", some("globex"), None)));
        assert!(all.contains(&("workspace.created", some("acme"), some("main"))));
        let own = places(operator.list_audit_lines(Some(&globex.slug), AuditFilter::default(), None).await.unwrap().items);
        assert_eq!(own, [("tenant.created", some("globex"), None), ("workspace.created", some("globex"), some("shop"))].into());
        let filter = AuditFilter { action: Some(AuditAction::TenantCreated), ..AuditFilter::default() };
        let tenants = places(operator.list_audit_lines(None, filter.clone(), None).await.unwrap().items);
        assert_eq!(tenants, [("tenant.created", some("acme"), None), ("tenant.created", some("globex"), None)].into());
        assert!(matches!(operator.list_audit_lines(Some(&slug("nobody")), filter, None).await, Err(Error::NotFound)));
    }
}
