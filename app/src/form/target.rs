use domain::name::Slug;
use leptos::prelude::*;

use crate::paths::WorkspacePath;

/// What a form changes, as its hidden fields say it.
#[derive(Debug, Clone)]
pub struct Target(Vec<(&'static str, String)>);

impl Target {
    /// A tenant.
    pub fn tenant(tenant: &Slug) -> Self {
        Self(vec![("tenant", tenant.to_string())])
    }

    /// A tenant, or the installation.
    pub fn tenant_or_installation(tenant: Option<&Slug>) -> Self {
        tenant.map_or_else(|| Self(Vec::new()), Self::tenant)
    }

    /// Nothing that has to be named.
    pub const fn none() -> Self {
        Self(Vec::new())
    }

    /// A workspace.
    pub fn workspace(path: &WorkspacePath) -> Self {
        Self(vec![("path[tenant]", path.tenant.to_string()), ("path[workspace]", path.workspace.to_string())])
    }

    /// The same with one more field: `client`, `version`.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.0.push((name, value.to_string()));
        self
    }

    /// The hidden fields.
    pub(super) fn fields(self) -> impl IntoView {
        self.0.into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value/> }).collect_view()
    }
}
