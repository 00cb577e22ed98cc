use domain::view::AuditLine;

use crate::t;

/// The places of a log that is of several, which a column tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Places {
    /// The workspaces of a tenant.
    OfTenant,
    /// All tenants.
    OfInstallation,
}

impl Places {
    /// Returns where a line was written.
    pub(super) fn name(self, line: &AuditLine) -> String {
        match (self, &line.tenant, &line.workspace) {
            (_, None, _) => t!("logs-place-installation").to_owned(),
            (Self::OfTenant, _, None) => t!("logs-place-tenant").to_owned(),
            (Self::OfTenant, _, Some(workspace)) => workspace.clone(),
            (Self::OfInstallation, Some(tenant), None) => tenant.clone(),
            (Self::OfInstallation, Some(tenant), Some(workspace)) => format!("{tenant}/{workspace}"),
        }
    }
}
