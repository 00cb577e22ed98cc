//! Settings of a workspace.

mod authorization;
mod danger_zone;
mod general;

pub use authorization::AuthorizationPage;
pub use danger_zone::DangerZonePage;
pub use general::GeneralPage;

use domain::workspace::Workspace;
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use crate::api::operator;
use crate::{api::ApiError, paths::WorkspacePath};

/// Loads a workspace with its settings.
#[server(client = crate::api::Caller)]
pub async fn load_workspace(path: WorkspacePath) -> Result<Workspace, ApiError> {
    Ok(operator()?.load_workspace(&path).await?)
}
