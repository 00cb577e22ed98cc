//! The audit trail: of a workspace, of a tenant, of the installation.

use control::permission::Action;
use domain::{
    id::AuditEventId,
    wire::{AuditEvent, AuditQuery},
};

use super::{
    at::{InstallationAt, TenantAt, WORKSPACE, WorkspaceAt},
    kit::{Ask, ListQuery, Listed, Noun, Operation, Outcome, Place},
};

const NOUN: Noun = Noun { one: "audit_event", many: "audit_events", searched: false, sorted_by: "at", newest_first: true, counted: false };

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
    ]
}

type Query = ListQuery<AuditEventId, AuditQuery>;

async fn of_workspace((ask, query): (Ask<WorkspaceAt>, Query)) -> Outcome<Listed<AuditEvent>> {
    let (tenant, workspace) = (ask.at.tenant.to_string(), ask.at.workspace.to_string());
    let page = ask.operator.list_audit_events(&ask.at.tenant, Some(&ask.at.workspace), query.filter.read()?, query.window).await?;
    Ok(Listed::of(page, |event| (event.id.to_string(), AuditEvent::of(&event, Some(tenant.clone()), Some(workspace.clone())))))
}

async fn of_tenant((ask, query): (Ask<TenantAt>, Query)) -> Outcome<Listed<AuditEvent>> {
    let page = ask.operator.list_audit_lines(Some(&ask.at.tenant), query.filter.read()?, query.window).await?;
    Ok(Listed::of(page, |line| (line.event.id.to_string(), AuditEvent::from(&line))))
}

async fn of_installation((ask, query): (Ask<InstallationAt>, Query)) -> Outcome<Listed<AuditEvent>> {
    let page = ask.operator.list_audit_lines(None, query.filter.read()?, query.window).await?;
    Ok(Listed::of(page, |line| (line.event.id.to_string(), AuditEvent::from(&line))))
}
