use domain::{
    grants::Level,
    id::WorkspaceId,
    name::{Name, Slug},
    permission::{Action, Actions},
    search::SearchQuery,
    tenant::Tenant,
    view::LevelPath,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::spot::Spot;
use crate::{
    api::{ApiError, done, operator, recent_workspaces, remember_workspace, session},
    done::Done,
    paths::{self, WorkspacePath},
    places::same_page,
};

/// How many workspaces that were opened lately come first in the switcher.
const RECENT: usize = 5;

/// What the frame shows.
#[expect(clippy::struct_excessive_bools, reason = "each is a permission of its own")]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chrome {
    /// The name of the administrator.
    pub name: String,
    /// Their e-mail address.
    pub email: String,
    /// Their roles, in words.
    pub roles: Vec<String>,
    /// Whether they may see the log of the installation.
    pub installation_log: bool,
    /// Whether they may see the administrators of the installation.
    pub installation_administrators: bool,
    /// Whether they may create tenants.
    pub new_tenant: bool,
    /// Whether they may see administrators somewhere.
    pub administrators: bool,
    /// What they may do in the workspace that is shown.
    pub in_workspace: Actions,
    /// What they may do in the tenant that is shown.
    pub in_tenant: Actions,
    /// What they may do in it or in a part of it.
    pub within_tenant: Actions,
    /// Whether they may see the log of the tenant that is shown.
    pub tenant_log: bool,
    /// Whether they may see its settings.
    pub tenant_settings: bool,
    /// Whether they may create workspaces in it.
    pub new_workspace: bool,
    /// The tenant that is shown; where the page is of no tenant, the only one that they administer.
    pub tenant: Option<SwitcherEntry>,
    /// The workspace that is shown.
    pub workspace: Option<SwitcherEntry>,
    /// The tenants they administer.
    pub tenants: Vec<SwitcherEntry>,
    /// The workspaces of this tenant which this browser opened lately, but the one that is shown.
    pub recent: Vec<SwitcherEntry>,
    /// The workspaces of this tenant, as many as a page of a list holds.
    pub workspaces: Vec<SwitcherEntry>,
}

/// A tenant or a workspace of the switcher.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SwitcherEntry {
    /// Its part of addresses.
    pub slug: Slug,
    /// What it is called now.
    pub name: Name,
    /// Where it is opened: a workspace at the page that is shown, where they may see it there.
    pub address: String,
}

/// Loads what the frame shows.
pub async fn load_chrome(spot: Spot) -> Result<Chrome, ApiError> {
    let operator = operator()?;
    let tenants = operator.list_tenants().await?;
    let shown = match (&spot.tenant, tenants.as_slice()) {
        (Some(slug), tenants) => tenants.iter().find(|tenant| tenant.slug == *slug),
        // A page of no tenant, such as one's own account, still leads to the workspaces.
        (None, [only]) => Some(only),
        (None, _) => None,
    };
    let of_tenant =
        |tenant: &Tenant| SwitcherEntry { slug: tenant.slug.clone(), name: tenant.name.clone(), address: paths::workspaces(&tenant.slug) };
    let workspaces = match shown {
        Some(tenant) => operator.list_named_workspaces(&tenant.slug, "", None).await.ok(),
        None => None,
    };
    let may = |action| shown.is_some_and(|tenant| operator.actor().may(action, Level::Tenant(tenant.id)));
    let may_within = |action| shown.is_some_and(|tenant| operator.actor().may_within(action, Level::Tenant(tenant.id)));
    let administrator = crate::api::signed_in();
    let entry = |id: WorkspaceId, slug: &Slug, name: &Name| {
        let tenant = shown?;
        let path = WorkspacePath { tenant: tenant.slug.clone(), workspace: slug.clone() };
        let address = same_page(operator.actor(), &path, Level::Workspace(tenant.id, id), &spot.page)?;
        Some(SwitcherEntry { slug: slug.clone(), name: name.clone(), address })
    };
    let listed: Vec<_> = workspaces.iter().flat_map(|page| &page.items).filter_map(|one| entry(one.id, &one.slug, &one.name)).collect();
    let on_page = workspaces.iter().flat_map(|page| &page.items).find(|one| Some(&one.slug) == spot.workspace.as_ref());
    let current = match (on_page, spot.path()) {
        (Some(one), _) => Some((one.id, one.slug.clone(), one.name.clone())),
        // It is on a later page of the list.
        (None, Some(path)) => operator.name_workspace(&path).await.ok().map(|one| (one.id, one.slug, one.name)),
        (None, None) => None,
    };
    if let Some((id, ..)) = &current {
        remember_workspace(*id);
    }
    let workspace = current.and_then(|(id, slug, name)| entry(id, &slug, &name));
    let recent = match shown {
        Some(tenant) => {
            let recent = SearchQuery { tenant: Some(tenant.slug.clone()), recent: recent_workspaces(), ..SearchQuery::default() };
            operator.search(&recent).await.map(|found| found.hits).unwrap_or_default()
        }
        None => Vec::new(),
    };
    let recent = recent.into_iter().filter_map(|hit| hit.workspace).filter(|one| Some(&one.slug) != spot.workspace.as_ref());
    let recent = recent.take(RECENT).filter_map(|one| entry(one.id, &one.slug, &one.name)).collect();
    Ok(Chrome {
        name: administrator.as_ref().map(|administrator| administrator.name.to_string()).unwrap_or_default(),
        email: administrator.as_ref().map(|administrator| administrator.email.to_string()).unwrap_or_default(),
        roles: operator.own_roles().await?,
        installation_log: operator.actor().may(Action::SeeInstallationAudit, Level::Installation),
        installation_administrators: operator.actor().may(Action::SeeAdministrators, Level::Installation),
        new_tenant: operator.actor().may(Action::CreateTenant, Level::Installation),
        administrators: administrator.is_some_and(|administrator| administrator.grants.may_somewhere(Action::SeeAdministrators)),
        in_workspace: permitted_in(&operator, &spot).await,
        in_tenant: Action::ALL.iter().copied().filter(|action| may(*action)).collect(),
        within_tenant: Action::ALL.iter().copied().filter(|action| may_within(*action)).collect(),
        tenant_log: may(Action::SeeTenantAudit),
        tenant_settings: may(Action::SeeTenants),
        new_workspace: may(Action::CreateWorkspace),
        tenant: shown.map(of_tenant),
        workspace,
        recent,
        workspaces: listed,
        tenants: tenants.iter().map(of_tenant).collect(),
    })
}

/// Returns what the administrator may do in the workspace that is shown; nothing where none is.
async fn permitted_in(operator: &control::Operator, spot: &Spot) -> Actions {
    let Some(WorkspacePath { tenant, workspace }) = spot.path() else { return Actions::default() };
    let path = LevelPath { tenant: Some(tenant), workspace: Some(workspace), client: None };
    let Ok(level) = operator.level(&path).await else { return Actions::default() };
    let actor = operator.actor();
    // Its clients are listed as far as they are seen.
    let may = |action: &Action| actor.may(*action, level) || (*action == Action::SeeClients && actor.may_within(*action, level));
    Action::ALL.iter().copied().filter(may).collect()
}

/// Ends the session.
#[server]
pub async fn sign_out() -> Result<(), ApiError> {
    if let Ok(operator) = operator() {
        operator.sign_out().await?;
    }
    session()?.sign_out().await?;
    done(paths::SIGN_IN, Done::SignedOut);
    Ok(())
}
