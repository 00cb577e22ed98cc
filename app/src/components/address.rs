//! What the address of the page says that is shown.

use std::str::FromStr;

use domain::{name::Slug, workspace::WorkspacePath};
use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_params_map};

use super::Query;
use crate::{api::ApiError, paths};

/// Its query.
pub fn use_query() -> Query {
    use_location().search.with_untracked(|search| Query::of(search))
}

/// The address of the page itself, without what was said on an earlier visit there.
pub fn use_here() -> String {
    let location = use_location();
    let (path, search) = (location.pathname.get_untracked(), location.search.get_untracked());
    let search = search.trim_start_matches('?');
    let whole = if search.is_empty() { path.clone() } else { format!("{path}?{search}") };
    paths::page(&whole).unwrap_or(path)
}

/// A value of its path, such as the client of `/clients/:client`; [`ApiError::NotFound`] where it is none.
pub fn use_param<T: FromStr>(name: &str) -> Result<T, ApiError> {
    use_params_map().with_untracked(|params| params.get_str(name).and_then(|text| text.parse().ok())).ok_or(ApiError::NotFound)
}

/// The workspace.
pub fn use_workspace_path() -> Result<WorkspacePath, ApiError> {
    Ok(WorkspacePath { tenant: use_param("tenant")?, workspace: use_param("workspace")? })
}

/// The workspace, with a value of the path below it.
pub fn use_param_in_workspace<T: FromStr>(name: &str) -> Result<(WorkspacePath, T), ApiError> {
    Ok((use_workspace_path()?, use_param(name)?))
}

/// The tenant.
pub fn use_tenant() -> Result<Slug, ApiError> {
    use_param("tenant")
}

/// The tenant of a page that is there for a tenant and for the installation; none for the installation.
pub fn use_tenant_or_installation() -> Result<Option<Slug>, ApiError> {
    let named = use_params_map().with_untracked(|params| params.get_str("tenant").is_some());
    if named { use_tenant().map(Some) } else { Ok(None) }
}

/// The same, with a value of the path below it.
pub fn use_param_in_tenant_or_installation<T: FromStr>(name: &str) -> Result<(Option<Slug>, T), ApiError> {
    Ok((use_tenant_or_installation()?, use_param(name)?))
}
