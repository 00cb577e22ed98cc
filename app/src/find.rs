//! The search over everything: the console's own pages, and what the control plane finds.

use control::Operator;
use domain::{
    grants::Level,
    name::Slug,
    search::{FoundKind, FoundWorkspace, MOST_HITS, SearchHit, SearchQuery, SearchResults, SearchText, Target, USUAL_HITS},
    view::LevelPath,
};

use crate::{
    api::{ApiError, FoundGroup, FoundLink, answered, operator, recent_workspaces},
    paths::{self, WorkspacePages as _, WorkspacePath},
    places::{find_places, same_page},
    t,
    text::{of_user, word},
};

/// How many of the console's own pages are shown.
const PAGES: usize = 5;

/// What is asked for, and where.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// The tenant that is shown.
    pub tenant: Option<Slug>,
    /// The workspace that is shown.
    pub workspace: Option<Slug>,
    /// The page of the workspace that is shown: another workspace is opened there. Of the page of a client, the client is enough.
    pub page: String,
    /// What was typed.
    pub text: SearchText,
    /// Whether only workspaces are looked for.
    pub workspaces_only: bool,
    /// Whether as many are shown as a page holds.
    pub all: bool,
}

/// Reads what was typed.
///
/// # Errors
/// A problem of `q`.
pub fn typed(text: &str) -> Result<SearchText, ApiError> {
    SearchText::parse(text).map_err(|problem| answered(ApiError::invalid("q", problem)))
}

/// Returns what is found; where nothing was typed, the workspaces that were opened lately.
pub async fn find(asked: &Asked) -> Result<Vec<FoundGroup>, ApiError> {
    let operator = operator()?;
    let actor = operator.actor();
    let tenant = match &asked.tenant {
        Some(slug) => Some(operator.load_tenant(slug).await?),
        None => None,
    };
    let path = asked.tenant.clone().zip(asked.workspace.clone()).map(|(tenant, workspace)| WorkspacePath { tenant, workspace });
    let mut groups = Vec::new();
    if !asked.workspaces_only {
        let level = match &path {
            Some(WorkspacePath { tenant, workspace }) => {
                let path = LevelPath { tenant: Some(tenant.clone()), workspace: Some(workspace.clone()), client: None };
                operator.level(&path).await.ok()
            }
            None => None,
        };
        // From a page of the tenant, those of the workspace that was opened last are found, too.
        let last = if path.is_none() { last_opened(&operator, asked).await? } else { None };
        let near = path.zip(level).or_else(|| {
            let (tenant, workspace) = tenant.as_ref().zip(last.as_ref())?;
            let path = WorkspacePath { tenant: tenant.slug.clone(), workspace: workspace.slug.clone() };
            Some((path, Level::Workspace(tenant.id, workspace.id)))
        });
        let named = tenant.as_ref().map(|tenant| (&tenant.slug, tenant.id));
        let client = asked.page.strip_prefix("/clients/").and_then(|id| id.parse().ok());
        let mut pages = find_places(actor, named, near.as_ref().map(|(path, level)| (path, *level)), client, &asked.text);
        let more = pages.len() > PAGES;
        pages.truncate(PAGES);
        let elsewhere = near.as_ref().zip(last.as_ref()).map(|((path, _), workspace)| (path.below(""), workspace.name.to_string()));
        let links = pages.into_iter().map(|page| {
            let of = elsewhere.as_ref().filter(|(path, _)| page.address.starts_with(path));
            FoundLink { name: page.name, detail: of.map(|(_, name)| name.clone()).unwrap_or_default(), address: page.address }
        });
        groups.push(FoundGroup { title: t!("outcomes-found-pages").to_owned(), found: links.collect(), more });
    }
    let query = SearchQuery {
        tenant: asked.tenant.clone(),
        near: asked.workspace.clone(),
        only: asked.workspaces_only.then_some(FoundKind::Workspace),
        text: asked.text.clone(),
        recent: recent_workspaces(),
        limit: if asked.all { MOST_HITS } else { USUAL_HITS },
    };
    let mut results = operator.search(&query).await?;
    if tenant.is_some() && !asked.workspaces_only {
        let tenants = SearchQuery { tenant: None, near: None, only: Some(FoundKind::Tenant), ..query };
        let SearchResults { hits, more } = operator.search(&tenants).await?;
        results.hits.extend(hits);
        results.more.extend(more);
    }
    let page = if asked.workspaces_only { asked.page.as_str() } else { "" };
    let link = |hit: &SearchHit| {
        let level = hit.workspace.as_ref().zip(tenant.as_ref()).map(|(workspace, tenant)| Level::Workspace(tenant.id, workspace.id));
        let here = hit.workspace.as_ref().is_some_and(|workspace| Some(&workspace.slug) == asked.workspace.as_ref());
        let path = hit.workspace.as_ref().zip(asked.tenant.clone());
        let path = path.map(|(workspace, tenant)| WorkspacePath { tenant, workspace: workspace.slug.clone() });
        let address = match (&hit.target, path, level) {
            (Target::Tenant(slug), ..) => paths::workspaces(slug),
            (Target::Administrator(id), ..) => paths::administrator(asked.tenant.as_ref(), *id),
            (Target::Workspace, Some(path), Some(level)) => same_page(actor, &path, level, page)?,
            (Target::Client(id), Some(path), _) => path.client(*id),
            (Target::Service(id), Some(path), _) => path.service(*id),
            (Target::User(id) | Target::Session(_, id), Some(path), _) => path.user(*id),
            (Target::RefreshToken(id), Some(path), _) => path.family(*id),
            _ => return None,
        };
        let name = match hit.target {
            Target::RefreshToken(_) | Target::Session(..) => of_user(&hit.name),
            _ => hit.name.clone(),
        };
        Some(FoundLink { name, detail: detail(hit, here), address })
    };
    let recent = asked.text.is_empty();
    for kind in FoundKind::ALL {
        let title = if recent { t!("outcomes-found-recent") } else { word(kind.label()) };
        let found = results.of(*kind).filter_map(link).collect();
        groups.push(FoundGroup { title: title.to_owned(), found, more: results.more.contains(kind) });
    }
    groups.retain(|group| !group.found.is_empty());
    Ok(groups)
}

/// Returns the workspace of the tenant that was opened last, where something was typed.
async fn last_opened(operator: &Operator, asked: &Asked) -> Result<Option<FoundWorkspace>, ApiError> {
    if asked.tenant.is_none() || asked.text.is_empty() {
        return Ok(None);
    }
    let query = SearchQuery {
        tenant: asked.tenant.clone(),
        near: None,
        only: Some(FoundKind::Workspace),
        text: SearchText::default(),
        recent: recent_workspaces(),
        limit: 0,
    };
    Ok(operator.search(&query).await?.hits.into_iter().find_map(|hit| hit.workspace))
}

/// Returns what is said beside the name of something: what tells it from others, and where it is unless that is the workspace that is shown.
fn detail(hit: &SearchHit, here: bool) -> String {
    let own = match hit.target {
        Target::Tenant(_) | Target::Workspace | Target::User(_) | Target::Administrator(_) => hit.detail.as_str(),
        Target::Client(_) | Target::Service(_) | Target::RefreshToken(_) | Target::Session(..) => "",
    };
    let place = hit.workspace.as_ref().filter(|_| !here && hit.target != Target::Workspace).map(|workspace| workspace.name.as_str());
    let parts = [own, place.unwrap_or_default()].into_iter().filter(|part| !part.is_empty() && *part != hit.name);
    parts.collect::<Vec<_>>().join(" · ")
}
