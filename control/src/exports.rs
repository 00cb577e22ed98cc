//! The audit lines of lists that are taken along as files: who exported what, by which filter. What stands in the rows is no part of them.

use domain::{
    audit::{AuditAction, Change},
    id::{ClientId, WorkspaceId},
    name::Slug,
    view::{AuditFilter, DecisionFilter, FamilyFilter},
    wire::{AuditQuery, DecisionQuery, TokenQuery},
    workspace::WorkspacePath,
};

use crate::{Error, Operator, audit_line::Line, changes, permission::Action, write::Write};

/// A list that is exported, by its filter.
#[derive(Debug, Clone)]
pub enum Export {
    /// Refresh tokens of a workspace.
    Tokens(WorkspacePath, FamilyFilter),
    /// What the token endpoint of a workspace decided.
    Decisions(WorkspacePath, DecisionFilter),
    /// Audit lines of a workspace, of a tenant where none is named, or of the whole installation.
    Log {
        /// The tenant.
        tenant: Option<Slug>,
        /// The workspace.
        workspace: Option<Slug>,
        /// Which lines.
        filter: AuditFilter,
    },
}

/// The form of an exported list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportFormat {
    /// CSV, for spreadsheets.
    Csv,
    /// A JSON value a line.
    JsonLines,
}

impl ExportFormat {
    /// Returns its name, as files of it end.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::JsonLines => "jsonl",
        }
    }
}

impl Export {
    /// Returns what is exported, in words.
    const fn label(&self) -> &'static str {
        match self {
            Self::Tokens(..) => "Refresh tokens",
            Self::Decisions(..) => "Token requests",
            Self::Log { .. } => "Log",
        }
    }

    /// Returns the filter, as the admin API has it.
    fn asked(&self) -> Result<Vec<Change>, Error> {
        match self {
            Self::Tokens(_, filter) => changes::between(&TokenQuery::default(), &TokenQuery::of(filter)),
            Self::Decisions(_, filter) => changes::between(&DecisionQuery::default(), &DecisionQuery::of(filter)),
            Self::Log { filter, .. } => changes::between(&AuditQuery::default(), &AuditQuery::of(filter)),
        }
    }
}

impl Operator {
    /// Writes down that a list is exported. Whoever hands it out does so first: what cannot be written down is not exported.
    ///
    /// # Errors
    /// Those of reading the list.
    pub async fn record_export(&self, export: &Export, format: ExportFormat) -> Result<(), Error> {
        let (write, workspace, target_id) = match export {
            Export::Tokens(path, filter) => self.of_workspace(Action::SeeFamilies, path, filter.client).await?,
            Export::Decisions(path, filter) => self.of_workspace(Action::Explain, path, filter.client).await?,
            Export::Log { tenant: Some(tenant), workspace: Some(workspace), .. } => {
                self.of_workspace(Action::SeeAudit, &WorkspacePath::new(tenant.clone(), workspace.clone()), None).await?
            }
            Export::Log { tenant: Some(tenant), .. } => {
                let permit = self.permit_in(Action::SeeTenantAudit, tenant).await?;
                (self.begin_in(&permit).await?, None, permit.tenant().id.to_string())
            }
            Export::Log { tenant: None, .. } => {
                let permit = self.permit(Action::SeeInstallationAudit)?;
                (self.begin(&permit).await?, None, String::new())
            }
        };
        let changes = [changes::one("format", "", format.name()), export.asked()?].concat();
        write.audit(Line { workspace, action: AuditAction::ListExported, target: export.label().to_owned(), target_id, changes }).await?;
        write.commit().await
    }

    /// Begins the write about a list of a workspace, or of a client in it. Returns it with the identifier of the workspace.
    async fn of_workspace(
        &self,
        action: Action,
        path: &WorkspacePath,
        client: Option<ClientId>,
    ) -> Result<(Write<'_>, Option<WorkspaceId>, String), Error> {
        let (permit, store) = self.permit_at(action, path, client).await?;
        let id = store.workspace().id;
        Ok((self.begin_in(&permit).await?, Some(id), id.to_string()))
    }
}
