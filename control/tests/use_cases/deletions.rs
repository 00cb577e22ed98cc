//! A workspace or a tenant that is deleted is gone at once, and leaves nothing behind.

use std::collections::BTreeSet;

use control::Error;
use domain::{
    audit::AuditAction,
    client::ClientType,
    name::Slug,
    permission::Action,
    problem::Problem,
    role::BuiltInRole,
    view::{AuditFilter, NewWorkspace},
    workspace::WorkspacePath,
};
use engine::storage::{CodeOutcome, CodeStorage as _, Directory as _, FamilyStorage as _};

use crate::installation::on_both_databases;

fn is_other_name<T: std::fmt::Debug>(answer: Result<T, Error>) -> bool {
    matches!(answer, Err(Error::Invalid(problems)) if problems[0].field == "name" && problems[0].problem == Problem::OtherName)
}

on_both_databases! {
    async fn a_workspace_goes_with_everything_in_it_when_its_name_was_typed(installation) {
        let (path, operator) = (&installation.path, installation.operator());
        let client = installation.client("Shop", ClientType::ServerSideWeb).await;
        let user = installation.user("alice").await;
        let family = installation.family(&client, &user).await;
        assert!(is_other_name(operator.delete_workspace(path, "main").await), "its address is not its name");
        assert!(operator.load_workspace(path).await.is_ok());
        let under_way = installation.code(&client, &user).await;

        operator.delete_workspace(path, "Main").await.unwrap();
        assert!(matches!(operator.load_workspace(path).await, Err(Error::NotFound)));
        assert!(operator.list_workspaces(&path.tenant, "", None).await.unwrap().items.is_empty());
        assert_eq!(installation.store.engine_storage().find_workspace(&path.tenant, &path.workspace).await.unwrap(), None);
        let outcome = installation.store.engine_storage().redeem_code(under_way).await.unwrap();
        assert_eq!(outcome, CodeOutcome::BasisChanged, "what was under way stands on the workspace as it was");
        let lines = installation.trail().await;
        let line = lines.last().unwrap();
        assert_eq!((line.action, line.target.as_str()), (AuditAction::WorkspaceDeleted, "Main"));
        let told: Vec<_> = line.changes.iter().map(|change| (change.field.as_str(), change.from.as_str())).collect();
        assert_eq!(told, [("clients", "1"), ("users", "1"), ("active_refresh_tokens", "1")]);
        let places = async || {
            let lines = operator.list_audit_lines(Some(&path.tenant), AuditFilter::default(), None).await.unwrap().items;
            lines.into_iter().filter_map(|line| line.workspace).collect::<BTreeSet<_>>()
        };
        assert_eq!(places().await, BTreeSet::from(["main (deleted)".to_owned()]));

        // Its address is free, and who comes there finds nothing of the first.
        operator.create_workspace(&path.tenant, NewWorkspace { name: "Main".to_owned(), slug: path.workspace.to_string() }).await.unwrap();
        assert!(matches!(operator.load_client(path, client.id).await, Err(Error::NotFound)));
        assert!(matches!(operator.load_family(path, family).await, Err(Error::NotFound)));

        let round = installation.store.store().begin_housekeeping(installation.clock.clone()).await.unwrap().unwrap();
        while round.delete_remains().await.unwrap() {}
        round.finish().await.unwrap();
        let storage = installation.store.engine_storage();
        assert_eq!(storage.find_user(user.workspace_id, user.id).await.unwrap(), None);
        assert_eq!(storage.find_family(client.workspace_id, family).await.unwrap(), None);
        assert!(operator.load_workspace(path).await.is_ok(), "the second one stays");
        assert_eq!(places().await, BTreeSet::from(["main".to_owned(), "main (deleted)".to_owned()]));
    }

    async fn nothing_is_made_in_a_tenant_that_is_being_deleted(installation) {
        for round in 0..10 {
            let slug = Slug::parse(&format!("doomed-{round}")).unwrap();
            installation.operator().create_tenant(slug.as_str(), "Doomed").await.unwrap();
            let make = |name: String| {
                let (operator, slug) = (installation.operator(), slug.clone());
                tokio::spawn(async move { operator.create_workspace(&slug, NewWorkspace { name: "Main".to_owned(), slug: name }).await })
            };
            let under_way: Vec<_> = (0..4).map(|number| make(format!("w{number}"))).collect();
            installation.operator().delete_tenant(&slug, "Doomed").await.unwrap();
            for made in under_way {
                match made.await.unwrap() {
                    // It was made before, and went with the tenant.
                    Ok(_) | Err(Error::NotFound) => {}
                    Err(error) => panic!("{error}"),
                }
            }
            let lines = installation.operator().list_audit_lines(None, AuditFilter::default(), None).await.unwrap().items;
            let of_tenant = lines.iter().filter(|line| line.tenant.as_deref() == Some(&format!("{slug} (deleted)")));
            let left: Vec<_> = of_tenant.filter_map(|line| line.workspace.as_deref()).filter(|place| !place.ends_with(" (deleted)")).collect();
            assert!(left.is_empty(), "{left:?}");
            installation.clock.advance_seconds(1);
        }
    }

    async fn a_tenant_is_renamed_in_the_version_that_was_read(installation) {
        let (tenant, operator) = (&installation.path.tenant, installation.operator());
        installation.clock.advance_seconds(1);
        let renamed = operator.rename_tenant(tenant, 1, " Apex ").await.unwrap();
        assert_eq!((renamed.name.as_str(), &renamed.slug, renamed.version), ("Apex", tenant, 2));
        assert_eq!(operator.load_tenant(tenant).await.unwrap(), renamed);
        assert!(matches!(operator.rename_tenant(tenant, 1, "Acme").await, Err(Error::Stale)));
        assert!(matches!(operator.rename_tenant(tenant, 2, " ").await, Err(Error::Invalid(problems)) if problems[0].field == "name"));
        assert_eq!(operator.rename_tenant(tenant, 2, "Apex").await.unwrap(), renamed, "nothing to write");
        let line = installation.trail().await.pop().unwrap();
        assert_eq!((line.action, line.target.as_str(), line.tenant_id), (AuditAction::TenantUpdated, "Apex", Some(renamed.id)));
        let changes: Vec<_> = line.changes.iter().map(|change| (change.field.as_str(), change.from.as_str(), change.to.as_str())).collect();
        assert_eq!(changes, [("name", "Acme", "Apex")]);
        let own = installation.actor("own@example.com", BuiltInRole::Administrator, Some(&installation.acme)).await;
        let refused = installation.control.acting_as(own).rename_tenant(tenant, 2, "Acme").await;
        assert!(matches!(refused, Err(Error::Forbidden(Action::RenameTenant))), "{refused:?}");
    }

    async fn a_tenant_goes_with_its_workspaces_and_its_own_administrators(installation) {
        let (path, operator) = (&installation.path, installation.operator());
        installation.user("alice").await;
        let own = installation.actor("own@example.com", BuiltInRole::Administrator, Some(&installation.acme)).await;
        installation.actor("boss@example.com", BuiltInRole::Owner, None).await;
        let globex = operator.create_tenant("globex", "Globex").await.unwrap();
        operator.create_workspace(&globex.slug, NewWorkspace { name: "Main".to_owned(), slug: "main".to_owned() }).await.unwrap();
        let view = operator.load_tenant_contents(&path.tenant).await.unwrap();
        assert_eq!((view.workspaces, view.clients, view.users, view.administrators), (1, 0, 1, 1));
        assert!(is_other_name(operator.delete_tenant(&path.tenant, "Globex").await));

        installation.clock.advance_seconds(1);
        operator.delete_tenant(&path.tenant, " Acme ").await.unwrap();
        assert!(matches!(operator.load_tenant(&path.tenant).await, Err(Error::NotFound)));
        assert_eq!(operator.list_tenants().await.unwrap(), std::slice::from_ref(&globex));
        assert_eq!(installation.store.engine_storage().find_workspace(&path.tenant, &path.workspace).await.unwrap(), None);
        assert!(installation.control.acting_as(own).list_workspaces(&globex.slug, "", None).await.is_err());
        let left: Vec<_> = operator.list_administrators(&domain::view::LevelPath::default()).await.unwrap().into_iter().map(|one| one.email.to_string()).collect();
        assert_eq!(left, ["boss@example.com"]);
        let lines = operator.list_audit_lines(None, AuditFilter::default(), None).await.unwrap().items;
        assert_eq!((lines[0].event.action, lines[0].event.target.as_str()), (AuditAction::TenantDeleted, "Acme"));

        let round = installation.store.store().begin_housekeeping(installation.clock.clone()).await.unwrap().unwrap();
        while round.delete_remains().await.unwrap() {}
        round.finish().await.unwrap();
        operator.create_tenant("acme", "Acme").await.unwrap();
        assert!(operator.list_workspaces(&path.tenant, "", None).await.unwrap().items.is_empty());
        assert!(operator.load_workspace(&WorkspacePath::new(globex.slug.clone(), path.workspace.clone())).await.is_ok());
    }
}
