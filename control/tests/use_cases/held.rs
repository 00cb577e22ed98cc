//! What is counted, compared or named by a write is held until its end, also where two write at once.

use std::time::Duration;

use control::{Error, NewAdministrator, SignInError};
use domain::{
    administrator::{Administrator, Assignment},
    clock::Clock as _,
    grants::Level,
    id::AssignmentId,
    name::Slug,
    permission::{Action, Actions},
    problem::Problem,
    role::{BuiltInRole, Role, RoleRef},
    view::{LevelPath, TypedWebhook},
    webhook::MOST_WEBHOOKS,
};
use tokio::task::JoinHandle;

use crate::installation::{PASSWORD, TestControl, on_both_databases};

const GRACE: &str = "grace@example.com";

/// How long something has that does not wait to be done.
const WHILE: Duration = Duration::from_millis(200);

fn problem<T: std::fmt::Debug>(outcome: Result<T, Error>) -> (&'static str, Problem) {
    match outcome {
        Err(Error::Invalid(problems)) => (problems[0].field, problems[0].problem),
        other => panic!("{other:?}"),
    }
}

fn webhook(name: &str) -> TypedWebhook {
    TypedWebhook { name: name.to_owned(), url: "https://hooks.example.com/".to_owned(), ..TypedWebhook::default() }
}

impl TestControl {
    /// An administrator of the tenant `acme` alone.
    async fn auditor_of_acme(&self) -> Administrator {
        let new = NewAdministrator {
            email: GRACE.to_owned(),
            name: "Grace".to_owned(),
            tenant: Some(self.path.tenant.clone()),
            role: BuiltInRole::Auditor,
        };
        self.operator().create_administrator(new).await.unwrap()
    }

    /// Creates a role of this name, at the same time as whoever else does.
    fn creates_role(&self, tenant: Option<Slug>) -> JoinHandle<Result<Role, Error>> {
        let operator = self.operator();
        let actions: Actions = [Action::SeeClients].into_iter().collect();
        tokio::spawn(async move { operator.create_role(tenant.as_ref(), "Reader", actions).await })
    }
}

on_both_databases! {
    async fn of_two_who_create_roles_of_one_name_at_once_one_does(installation) {
        for tenant in [Some(installation.path.tenant.clone()), None] {
            let holding = installation.store.store().begin().await.unwrap();
            match tenant {
                Some(_) => assert!(holding.tenants().lock_alone(installation.acme.id).await.unwrap()),
                None => holding.hold_installation().await.unwrap(),
            }
            let both = [installation.creates_role(tenant.clone()), installation.creates_role(tenant.clone())];
            tokio::time::sleep(WHILE).await;
            assert!(both.iter().all(|one| !one.is_finished()), "they wait for whoever adds roles there: {tenant:?}");
            holding.commit().await.unwrap();
            let [one, other] = both;
            let (one, other) = (one.await.unwrap(), other.await.unwrap());
            let refused = if one.is_ok() { other } else { one };
            assert_eq!(problem(refused), ("name", Problem::Taken));
            let named = installation.operator().list_roles(tenant.as_ref()).await.unwrap();
            let named = named.iter().filter(|role| role.name == "Reader" && role.of_installation == tenant.is_none()).count();
            assert_eq!(named, 1, "{tenant:?}");
        }
    }

    async fn of_two_who_create_the_last_webhook_at_once_one_does(installation) {
        let (operator, tenant) = (installation.operator(), installation.path.tenant.clone());
        for number in 1..MOST_WEBHOOKS {
            operator.create_webhook(&tenant, &webhook(&number.to_string())).await.unwrap();
        }
        let holding = installation.store.store().begin().await.unwrap();
        assert!(holding.tenants().lock(installation.acme.id).await.unwrap());
        let create = || {
            let (operator, tenant) = (installation.operator(), tenant.clone());
            tokio::spawn(async move { operator.create_webhook(&tenant, &webhook("last")).await.map(drop) })
        };
        let [one, other] = [create(), create()];
        tokio::time::sleep(WHILE).await;
        assert!(!one.is_finished() && !other.is_finished(), "who counts them is alone in the tenant");
        holding.commit().await.unwrap();
        let (one, other) = (one.await.unwrap(), other.await.unwrap());
        let refused = if one.is_ok() { other } else { one };
        assert_eq!(problem(refused), ("name", Problem::TooMany { most: MOST_WEBHOOKS }));
        assert_eq!(operator.list_webhooks(&tenant).await.unwrap().len(), MOST_WEBHOOKS as usize);
    }

    async fn a_webhook_is_deleted_in_the_version_that_was_read(installation) {
        let (operator, tenant) = (installation.operator(), &installation.path.tenant);
        let id = operator.create_webhook(tenant, &webhook("SIEM")).await.unwrap().0.webhook.id;
        operator.set_webhook(tenant, id, 1, &webhook("Elsewhere")).await.unwrap();
        assert!(matches!(operator.delete_webhook(tenant, id, Some(1)).await, Err(Error::Stale)));
        operator.delete_webhook(tenant, id, Some(2)).await.unwrap();
        assert!(matches!(operator.delete_webhook(tenant, id, None).await, Err(Error::NotFound)));
    }

    async fn nobody_is_given_a_role_in_a_tenant_that_is_deleted_meanwhile(installation) {
        let operator = installation.operator();
        let globex = operator.create_tenant("globex", "Globex").await.unwrap();
        let grace = installation.auditor_of_acme().await;
        let at = LevelPath { tenant: Some(globex.slug.clone()), ..LevelPath::default() };
        let invitation = operator.invite("new@example.com", RoleRef::BuiltIn(BuiltInRole::Auditor), &at).await.unwrap();
        let deleting = installation.store.store().begin().await.unwrap();
        assert!(deleting.tenants().lock_alone(globex.id).await.unwrap());
        let assigning = {
            let (operator, at) = (installation.operator(), at.clone());
            tokio::spawn(async move { operator.assign_role(GRACE, RoleRef::BuiltIn(BuiltInRole::Auditor), &at).await.map(drop) })
        };
        let accepting = {
            let control = installation.control.clone();
            let token = invitation.token.expose().clone();
            tokio::spawn(async move { control.accept_as_new(&token, "New", PASSWORD).await.map(drop) })
        };
        // The password of the second one is hashed before.
        tokio::time::sleep(WHILE * 10).await;
        assert!(!assigning.is_finished() && !accepting.is_finished());
        deleting.tenant(globex.id).delete(installation.clock.now()).await.unwrap();
        deleting.commit().await.unwrap();
        assert!(matches!(assigning.await.unwrap(), Err(Error::NotFound)));
        assert!(matches!(accepting.await.unwrap(), Err(SignInError::Refused)));
        let all = operator.list_administrators(&LevelPath::default()).await.unwrap();
        assert_eq!(all.iter().map(|one| one.id).collect::<Vec<_>>(), [grace.id], "nobody new");
        assert_eq!(operator.load_administrator(grace.id).await.unwrap().grants, grace.grants);
    }

    async fn who_is_given_a_role_elsewhere_does_not_go_with_their_tenant(installation) {
        let operator = installation.operator();
        let globex = operator.create_tenant("globex", "Globex").await.unwrap();
        let grace = installation.auditor_of_acme().await;
        let giving = installation.store.store().begin().await.unwrap();
        giving.administrators().lock([grace.id]).await.unwrap();
        let deleting = {
            let (operator, tenant) = (installation.operator(), installation.path.tenant.clone());
            tokio::spawn(async move { operator.delete_tenant(&tenant, "Acme").await.map(drop) })
        };
        tokio::time::sleep(WHILE).await;
        assert!(!deleting.is_finished());
        let now = installation.clock.now();
        let assignment = Assignment {
            id: AssignmentId::new(now, installation.bytes()),
            administrator_id: grace.id,
            role: RoleRef::BuiltIn(BuiltInRole::Auditor),
            level: Level::Tenant(globex.id),
            created_at: now,
        };
        giving.administrators().insert_assignment(&assignment).await.unwrap();
        giving.commit().await.unwrap();
        deleting.await.unwrap().unwrap();
        let left = operator.load_administrator(grace.id).await.unwrap();
        assert_eq!(left.grants.one_tenant(), Some(globex.id));
    }
}
