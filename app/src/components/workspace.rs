//! Workspaces as several pages load them, some with nothing but themselves, such as an empty form.

use domain::{view::Overview, workspace::Workspace};
use leptos::prelude::*;

use super::{load_at, loaded};
use crate::{
    api::{ApiError, operator},
    components::use_workspace_path,
    paths::WorkspacePath,
};

/// Loads a workspace with its settings.
pub async fn load_workspace(path: WorkspacePath) -> Result<Workspace, ApiError> {
    Ok(operator()?.load_workspace(&path).await?)
}

/// Loads the overview of a workspace.
pub async fn load_overview(path: WorkspacePath) -> Result<Overview, ApiError> {
    Ok(operator()?.load_overview(&path, control::Counting::Bounded).await?)
}

/// Checks that a workspace exists and the administrator sees something of it.
pub async fn find_workspace(path: WorkspacePath) -> Result<(), ApiError> {
    operator()?.name_workspace(&path).await?;
    Ok(())
}

/// Shows a page of the workspace in the address that loads nothing, and the reason where there is no such workspace.
pub fn within_workspace<V: IntoView + 'static>(shown: impl FnOnce(WorkspacePath) -> V + Send + 'static) -> impl IntoView {
    loaded(load_at(use_workspace_path(), find_workspace), move |(path, ())| shown(path))
}
