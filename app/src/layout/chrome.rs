use domain::{
    administrator::Role,
    name::{Name, Slug},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::api::ApiError;
#[cfg(feature = "ssr")]
use crate::{
    api::{done, operator, session},
    done::Done,
    paths,
};

/// What the frame shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chrome {
    /// The name of the administrator.
    pub name: String,
    /// Their e-mail address.
    pub email: String,
    /// Their role.
    pub role: Option<Role>,
    /// Whether they administer the whole installation.
    pub installation: bool,
    /// The tenants they administer.
    pub tenants: Vec<SwitcherEntry>,
    /// The workspaces of the tenant that is shown, as many as a page of a list holds.
    pub workspaces: Vec<SwitcherEntry>,
    /// Whether it has more than those.
    pub more_workspaces: bool,
}

/// A tenant or a workspace of the switcher.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SwitcherEntry {
    /// Its address.
    pub slug: Slug,
    /// What it is called.
    pub name: Name,
}

/// Loads what the frame shows.
#[server(client = crate::api::Caller)]
pub async fn load_chrome(#[server(default)] tenant: Option<Slug>) -> Result<Chrome, ApiError> {
    let operator = operator()?;
    let tenants = operator.list_tenants().await?;
    let page = match tenant.filter(|slug| tenants.iter().any(|tenant| tenant.slug == *slug)) {
        Some(tenant) => Some(operator.list_workspaces(&tenant, "", None).await?),
        None => None,
    };
    Ok(Chrome::of(crate::api::signed_in(), tenants, page))
}

/// Ends the session.
#[server(client = crate::api::Caller)]
pub async fn sign_out() -> Result<(), ApiError> {
    if let Ok(operator) = operator() {
        operator.sign_out().await?;
    }
    session()?.sign_out().await?;
    done(paths::SIGN_IN, Done::SignedOut);
    Ok(())
}

#[cfg(feature = "ssr")]
impl Chrome {
    fn of(
        administrator: Option<domain::administrator::Administrator>,
        tenants: Vec<domain::tenant::Tenant>,
        page: Option<domain::page::Page<domain::view::WorkspaceSummary>>,
    ) -> Self {
        let more_workspaces = page.as_ref().is_some_and(|page| page.next.is_some());
        let workspaces = page.map(|page| page.items).unwrap_or_default();
        Self {
            name: administrator.as_ref().map(|administrator| administrator.name.to_string()).unwrap_or_default(),
            email: administrator.as_ref().map(|administrator| administrator.email.to_string()).unwrap_or_default(),
            role: administrator.as_ref().map(|administrator| administrator.role),
            installation: administrator.is_some_and(|administrator| administrator.tenant_id.is_none()),
            tenants: tenants.into_iter().map(|tenant| SwitcherEntry { slug: tenant.slug, name: tenant.name }).collect(),
            workspaces: workspaces.into_iter().map(|workspace| SwitcherEntry { slug: workspace.slug, name: workspace.name }).collect(),
            more_workspaces,
        }
    }
}
