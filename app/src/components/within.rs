//! Pages that load nothing of their own, such as an empty form: shown where the workspace of their address is there.

use domain::name::Slug;
use leptos::prelude::*;

use super::loaded;
#[cfg(feature = "ssr")]
use crate::api::operator;
use crate::{
    api::ApiError,
    paths::{WorkspacePath, use_tenant, use_workspace_path},
};

/// Looks whether a workspace is there for whoever asks.
#[server(client = crate::api::Caller)]
pub async fn find_workspace(path: WorkspacePath) -> Result<WorkspacePath, ApiError> {
    operator()?.load_workspace(&path).await?;
    Ok(path)
}

/// Looks whether a tenant is there for whoever asks.
#[server(client = crate::api::Caller)]
pub async fn find_tenant(tenant: Slug) -> Result<Slug, ApiError> {
    operator()?.load_tenant(&tenant).await?;
    Ok(tenant)
}

/// Shows a page of the workspace in the address, and the reason where there is none.
pub fn within_workspace<V: IntoView + Send + 'static>(shown: impl Fn(WorkspacePath) -> V + Clone + Send + Sync + 'static) -> impl IntoView {
    let path = use_workspace_path();
    loaded(Resource::new(move || path.get(), |path| async move { find_workspace(path?).await }), shown)
}

/// The same for a page of the tenant.
pub fn within_tenant<V: IntoView + Send + 'static>(shown: impl Fn(Slug) -> V + Clone + Send + Sync + 'static) -> impl IntoView {
    let tenant = use_tenant();
    loaded(Resource::new(move || tenant.get(), |tenant| async move { find_tenant(tenant?).await }), shown)
}
