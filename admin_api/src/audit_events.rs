//! The audit trail: of a workspace, of a tenant, of the installation.

use control::{Operator, permission::Action};
use domain::{
    audit_news::AuditNews,
    id::AuditEventId,
    name::Slug,
    wire::{AuditEvent, AuditQuery, ExportedAuditEvent, FollowQuery, FollowedAuditEvents},
};

use super::{
    at::{InstallationAt, TenantAt, WORKSPACE, WorkspaceAt},
    kit::{Ask, ListQuery, Listed, Noun, Operation, Outcome, Place},
};

const NOUN: Noun =
    Noun { one: "audit_event", many: "audit_events", searched: false, sorted_by: "at", newest_first: true, also_by: &[], counted: false };

const EXPORT: Noun = Noun { newest_first: false, ..NOUN };
const ABOUT_EXPORT: &str = "Word for word as they are stored, oldest first, with what is needed to check them elsewhere: the place of each in \
                            the chain, and its hash.";

const ABOUT_FOLLOWING: &str = "In the order in which they were committed, 250 at most, about a second after they happened. Whoever asks with the \
                               `after` of the answer before misses none and gets none twice.";

pub(super) fn operations() -> Vec<Operation> {
    vec![
        Place::<WorkspaceAt>::new("Audit events", format!("{WORKSPACE}/audit-events"))
            .list(("list_audit_events", "List the audit events of a workspace"), NOUN, of_workspace)
            .needs(&[Action::SeeAudit]),
        Place::<TenantAt>::new("Audit events", "/admin/{tenant}/audit-events")
            .list(("list_tenant_audit_events", "List the audit events of a tenant"), NOUN, of_tenant)
            .needs(&[Action::SeeTenantAudit]),
        Place::<InstallationAt>::new("Audit events", "/system/audit-events")
            .list(("list_installation_audit_events", "List the audit events of the installation"), NOUN, of_installation)
            .needs(&[Action::SeeInstallationAudit]),
        Place::<WorkspaceAt>::new("Audit events", format!("{WORKSPACE}/audit-events/export"))
            .list(("export_audit_events", "Export the audit events of a workspace"), EXPORT, export_of_workspace)
            .about(ABOUT_EXPORT)
            .needs(&[Action::SeeAudit]),
        Place::<TenantAt>::new("Audit events", "/admin/{tenant}/audit-events/export")
            .list(("export_tenant_audit_events", "Export the audit events of a tenant"), EXPORT, export_of_tenant)
            .about(ABOUT_EXPORT)
            .needs(&[Action::SeeTenantAudit]),
        Place::<InstallationAt>::new("Audit events", "/system/audit-events/export")
            .list(("export_installation_audit_events", "Export the audit events of the installation"), EXPORT, export_of_installation)
            .about(ABOUT_EXPORT)
            .needs(&[Action::SeeInstallationAudit]),
        Place::<WorkspaceAt>::new("Audit events", format!("{WORKSPACE}/audit-events/follow"))
            .look(("follow_audit_events", "Follow the audit events of a workspace"), follow_workspace)
            .about(ABOUT_FOLLOWING)
            .needs(&[Action::SeeAudit]),
        Place::<TenantAt>::new("Audit events", "/admin/{tenant}/audit-events/follow")
            .look(("follow_tenant_audit_events", "Follow the audit events of a tenant"), follow_tenant)
            .about(ABOUT_FOLLOWING)
            .needs(&[Action::SeeTenantAudit]),
    ]
}

type Query = ListQuery<AuditEventId, AuditQuery>;

async fn of_workspace((ask, query): (Ask<WorkspaceAt>, Query)) -> Outcome<Listed<AuditEvent>> {
    let (tenant, workspace) = (ask.at.tenant.to_string(), ask.at.workspace.to_string());
    let page = ask.operator.list_audit_events(&ask.at.tenant, Some(&ask.at.workspace), query.filter.read()?, query.window).await?;
    Ok(Listed::of(page, |event| AuditEvent::of(&event, Some(tenant.clone()), Some(workspace.clone()))))
}

async fn of_tenant((ask, query): (Ask<TenantAt>, Query)) -> Outcome<Listed<AuditEvent>> {
    let page = ask.operator.list_audit_lines(Some(&ask.at.tenant), query.filter.read()?, query.window).await?;
    Ok(Listed::of(page, |line| AuditEvent::from(&line)))
}

async fn of_installation((ask, query): (Ask<InstallationAt>, Query)) -> Outcome<Listed<AuditEvent>> {
    let page = ask.operator.list_audit_lines(None, query.filter.read()?, query.window).await?;
    Ok(Listed::of(page, |line| AuditEvent::from(&line)))
}

async fn export_of_workspace((ask, query): (Ask<WorkspaceAt>, Query)) -> Outcome<Listed<ExportedAuditEvent>> {
    exported(&ask.operator, Some(&ask.at.tenant), Some(&ask.at.workspace), query).await
}

async fn export_of_tenant((ask, query): (Ask<TenantAt>, Query)) -> Outcome<Listed<ExportedAuditEvent>> {
    exported(&ask.operator, Some(&ask.at.tenant), None, query).await
}

async fn export_of_installation((ask, query): (Ask<InstallationAt>, Query)) -> Outcome<Listed<ExportedAuditEvent>> {
    exported(&ask.operator, None, None, query).await
}

async fn exported(
    operator: &Operator,
    tenant: Option<&Slug>,
    workspace: Option<&Slug>,
    query: Query,
) -> Outcome<Listed<ExportedAuditEvent>> {
    let page = operator.export_audit(tenant, workspace, query.filter.read()?, query.window).await?;
    Ok(Listed::of(page, |line| ExportedAuditEvent::from(&line)))
}

async fn follow_workspace(ask: Ask<WorkspaceAt, FollowQuery>) -> Outcome<FollowedAuditEvents> {
    followed(&ask.operator, &ask.at.tenant, Some(&ask.at.workspace), &ask.query).await
}

async fn follow_tenant(ask: Ask<TenantAt, FollowQuery>) -> Outcome<FollowedAuditEvents> {
    followed(&ask.operator, &ask.at.tenant, None, &ask.query).await
}

async fn followed(operator: &Operator, tenant: &Slug, workspace: Option<&Slug>, query: &FollowQuery) -> Outcome<FollowedAuditEvents> {
    let log = operator.follow_audit(tenant, workspace).await?;
    let news = match query.read()? {
        Some(after) => log.news(after).await?,
        None => AuditNews { until: log.position().await?.get(), ..AuditNews::default() },
    };
    Ok((&news).into())
}
