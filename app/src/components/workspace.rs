//! Workspaces and tenants as several pages load them, some with nothing but themselves, such as an empty form.

use domain::{name::Slug, view::Overview, workspace::Workspace};
use leptos::prelude::*;

use super::{load_at, loaded};
#[cfg(feature = "ssr")]
use crate::api::operator;
use crate::{
    api::ApiError,
    paths::{WorkspacePath, use_tenant, use_workspace_path},
};

/// Loads a workspace with its settings.
#[server(client = crate::api::Caller)]
pub async fn load_workspace(path: WorkspacePath) -> Result<Workspace, ApiError> {
    Ok(operator()?.load_workspace(&path).await?)
}

/// Loads the overview of a workspace.
#[server(client = crate::api::Caller)]
pub async fn load_overview(path: WorkspacePath) -> Result<Overview, ApiError> {
    Ok(operator()?.load_overview(&path, control::Counting::Bounded).await?)
}

/// Checks that a workspace exists and the administrator may see it.
#[server(client = crate::api::Caller)]
pub async fn find_workspace(path: WorkspacePath) -> Result<(), ApiError> {
    operator()?.load_workspace(&path).await?;
    Ok(())
}

/// Checks that a tenant exists and the administrator may see it.
#[server(client = crate::api::Caller)]
pub async fn find_tenant(tenant: Slug) -> Result<(), ApiError> {
    operator()?.load_tenant(&tenant).await?;
    Ok(())
}

/// Shows a page of the workspace in the address that loads nothing, and the reason where there is no such workspace.
pub fn within_workspace<V: IntoView + Send + 'static>(shown: impl Fn(WorkspacePath) -> V + Clone + Send + Sync + 'static) -> impl IntoView {
    let resource = load_at(use_workspace_path(), || (), |path, ()| find_workspace(path));
    loaded(resource, move |(path, ())| shown(path))
}

/// Shows a page of the tenant in the address that loads nothing, and the reason where there is no such tenant.
pub fn within_tenant<V: IntoView + Send + 'static>(shown: impl Fn(Slug) -> V + Clone + Send + Sync + 'static) -> impl IntoView {
    let resource = load_at(use_tenant(), || (), |tenant, ()| find_tenant(tenant));
    loaded(resource, move |(tenant, ())| shown(tenant))
}
