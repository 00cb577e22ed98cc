//! Where somebody gets a role, as it is offered and typed: in the whole tenant, or in one of its workspaces.

use domain::{
    name::Slug,
    problem::Problem,
    role::RoleRef,
    view::{LevelPath, WorkspaceSummary},
};

use crate::{
    api::{ApiError, operator},
    ui::Choice,
};

/// Returns the places that are offered.
pub(super) fn places(whole_tenant: bool, workspaces: Vec<WorkspaceSummary>) -> Vec<Choice> {
    let whole = whole_tenant.then(|| Choice::new("", "The whole tenant"));
    let parts = workspaces.into_iter().map(|one| Choice::new(one.slug.to_string(), format!("Workspace {}", one.name)));
    whole.into_iter().chain(parts).collect()
}

/// Loads the workspaces of a tenant; the installation has none of its own.
pub(super) async fn load_workspaces(tenant: Option<&Slug>) -> Result<Vec<WorkspaceSummary>, ApiError> {
    match tenant {
        Some(tenant) => Ok(operator()?.list_workspaces(tenant, "", None).await?.items),
        None => Ok(Vec::new()),
    }
}

/// Reads a role, and the workspace of the tenant for which it is; an empty one stands for the whole tenant.
pub(super) fn parse(tenant: Option<Slug>, role: &str, workspace: &str) -> Result<(RoleRef, LevelPath), ApiError> {
    let role = role.parse().map_err(|_| ApiError::invalid("role", Problem::UnknownValue))?;
    let workspace = match workspace {
        "" => None,
        slug => Some(Slug::parse(slug).map_err(|_| ApiError::invalid("workspace", Problem::UnknownValue))?),
    };
    Ok((role, LevelPath { tenant, workspace, client: None }))
}
