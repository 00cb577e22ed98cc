//! Lists that are taken along as files: who exported what stands in the log.

use control::{Error, Export, ExportFormat};
use domain::{
    audit::{AuditAction, Change},
    client::ClientType,
    family::FamilyState,
    permission::{Action, Extent},
    role::BuiltInRole,
    view::{AuditFilter, DecisionFilter, FamilyFilter},
};

use crate::installation::TestControl;

fn change(field: &str, to: &str) -> Change {
    Change { field: field.to_owned(), from: String::new(), to: to.to_owned() }
}

#[tokio::test]
async fn an_export_is_written_down_with_its_filter_and_its_place() {
    let installation = TestControl::new().await;
    let (path, acme) = (&installation.path, &installation.acme);
    let auditor = installation.operator_as(BuiltInRole::Auditor, None).await;
    let client = installation.client("Shop", ClientType::ServerSideWeb).await;
    let log = |tenant, workspace| Export::Log { tenant, workspace, filter: AuditFilter::default() };
    let filter = FamilyFilter { client: Some(client.id), state: Some(FamilyState::Live), ..FamilyFilter::default() };
    let exports = [
        (Export::Tokens(path.clone(), filter), ExportFormat::Csv),
        (Export::Decisions(path.clone(), DecisionFilter::default()), ExportFormat::JsonLines),
        (log(Some(path.tenant.clone()), Some(path.workspace.clone())), ExportFormat::Csv),
        (log(Some(path.tenant.clone()), None), ExportFormat::Csv),
        (log(None, None), ExportFormat::JsonLines),
    ];
    for (export, format) in &exports {
        installation.clock.advance_seconds(1);
        auditor.record_export(export, *format).await.unwrap();
    }

    let workspace = installation.operator().load_workspace(path).await.unwrap().id;
    let exported = AuditFilter { action: Some(AuditAction::ListExported), ..AuditFilter::default() };
    let lines = installation.operator().list_audit_lines(None, exported, None).await.unwrap().items;
    let mut lines: Vec<_> = lines.into_iter().map(|line| line.event).collect();
    lines.reverse();
    let told: Vec<_> = lines.iter().map(|line| (line.target.as_str(), line.tenant_id, line.workspace_id)).collect();
    let (tenant, workspace) = (Some(acme.id), Some(workspace));
    let of_workspace = ["Refresh tokens", "Token requests", "Log"].map(|list| (list, tenant, workspace));
    assert_eq!(told, [&of_workspace[..], &[("Log", tenant, None), ("Log", None, None)]].concat());
    let tokens = lines.iter().find(|line| line.target == "Refresh tokens").unwrap();
    assert!(tokens.actor.to_lowercase().starts_with("auditor@"), "{tokens:?}");
    let mut changes = tokens.changes.clone();
    changes.sort_by(|one, other| one.field.cmp(&other.field));
    assert_eq!(changes, [change("client_id", &client.id.to_string()), change("format", "csv"), change("state", "live")]);
}

#[tokio::test]
async fn whoever_may_not_see_a_list_exports_none_of_it() {
    let installation = TestControl::new().await;
    let path = &installation.path;
    let support = installation.operator_at(BuiltInRole::Support, Extent::Client).await;
    let all = Export::Tokens(path.clone(), FamilyFilter::default());
    let refused = support.record_export(&all, ExportFormat::Csv).await;
    assert!(matches!(refused, Err(Error::Forbidden(Action::SeeFamilies))), "{refused:?}");
    let client = installation.operator().list_clients(path, "Shop", None).await.unwrap().items.remove(0);
    let own = Export::Tokens(path.clone(), FamilyFilter { client: Some(client.id), ..FamilyFilter::default() });
    support.record_export(&own, ExportFormat::Csv).await.unwrap();
    let globex = installation.operator().create_tenant("globex", "Globex").await.unwrap();
    let foreigner = installation.operator_as(BuiltInRole::Owner, Some(&globex)).await;
    let refused = foreigner.record_export(&all, ExportFormat::Csv).await;
    assert!(matches!(refused, Err(Error::NotFound)), "{refused:?}");
    let exported = installation.trail().await.into_iter().filter(|line| line.action == AuditAction::ListExported).count();
    assert_eq!(exported, 1);
}
