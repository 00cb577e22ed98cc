//! Filters of the inventory that an administrator keeps: their own alone, few, and gone with them.

use control::Error;
use domain::{
    audit::AuditAction,
    problem::Problem,
    role::BuiltInRole,
    saved_view::{LONGEST_QUERY, MOST_SAVED_VIEWS},
};

use crate::installation::{on_both_databases, slug};

fn problem<T: std::fmt::Debug>(result: Result<T, Error>) -> Problem {
    match result {
        Err(Error::Invalid(problems)) => problems[0].problem,
        other => panic!("it cannot be saved: {other:?}"),
    }
}

on_both_databases! {
    async fn a_view_is_of_whoever_saved_it_and_told_in_the_log(installation) {
        let path = &installation.path;
        let ada = installation.operator_as(BuiltInRole::Auditor, Some(&installation.acme)).await;
        let bob = installation.operator_as(BuiltInRole::Support, Some(&installation.acme)).await;
        let view = ada.save_view(path, "Unused", "unused_days=90").await.unwrap();
        ada.save_view(path, "Bound", "key_bound=yes").await.unwrap();
        let names = ada.list_saved_views(path).await.unwrap().into_iter().map(|view| view.name.to_string()).collect::<Vec<_>>();
        assert_eq!(names, ["Bound", "Unused"], "by name");
        assert_eq!(bob.list_saved_views(path).await.unwrap(), []);
        bob.save_view(path, "Unused", "unused_days=30").await.unwrap();

        bob.delete_saved_view(path, view.id).await.unwrap();
        assert_eq!(ada.list_saved_views(path).await.unwrap().len(), 2, "it is not theirs");
        ada.delete_saved_view(path, view.id).await.unwrap();
        ada.delete_saved_view(path, view.id).await.unwrap();
        assert_eq!(ada.list_saved_views(path).await.unwrap().len(), 1);
        let count = |trail: &[domain::audit::AuditEvent], action| trail.iter().filter(|event| event.action == action).count();
        let trail = installation.trail().await;
        assert_eq!((count(&trail, AuditAction::SavedViewCreated), count(&trail, AuditAction::SavedViewDeleted)), (3, 1));
    }

    async fn what_cannot_be_kept_is_refused_at_its_name(installation) {
        let (path, ada) = (&installation.path, installation.operator_as(BuiltInRole::Auditor, Some(&installation.acme)).await);
        assert_eq!(problem(ada.save_view(path, "Nothing", "").await), Problem::NothingChosen);
        assert!(ada.save_view(path, " ", "state=live").await.is_err());
        assert_eq!(problem(ada.save_view(path, "Long", &"x".repeat(LONGEST_QUERY + 1)).await), Problem::TooLong { most: 1000 });
        for number in 0..MOST_SAVED_VIEWS {
            ada.save_view(path, &format!("View {number}"), "state=live").await.unwrap();
        }
        assert_eq!(problem(ada.save_view(path, "One more", "state=live").await), Problem::TooMany { most: MOST_SAVED_VIEWS });
        let first = ada.list_saved_views(path).await.unwrap().remove(0);
        ada.delete_saved_view(path, first.id).await.unwrap();
        assert_eq!(problem(ada.save_view(path, "View 7", "state=live").await), Problem::Taken);
        assert!(matches!(installation.operator().save_view(path, "Command", "state=live").await, Err(Error::NotOffered)));
        assert_eq!(installation.operator().list_saved_views(path).await.unwrap(), []);
    }

    async fn views_are_of_one_workspace_and_another_tenant_has_none(installation) {
        let ada = installation.operator_as(BuiltInRole::Administrator, Some(&installation.acme)).await;
        ada.save_view(&installation.path, "Live", "state=live").await.unwrap();
        let new = domain::view::NewWorkspace { name: "Second".to_owned(), slug: "second".to_owned() };
        ada.create_workspace(&installation.path.tenant, new).await.unwrap();
        let second = domain::workspace::WorkspacePath::new(installation.path.tenant.clone(), slug("second"));
        assert_eq!(ada.list_saved_views(&second).await.unwrap(), []);
        let globex = installation.operator().create_tenant("globex", "Globex").await.unwrap();
        let stranger = installation.operator_as(BuiltInRole::Owner, Some(&globex)).await;
        assert!(matches!(stranger.list_saved_views(&installation.path).await, Err(Error::NotFound)));
        assert!(matches!(stranger.save_view(&installation.path, "Live", "state=live").await, Err(Error::NotFound)));
    }
}
