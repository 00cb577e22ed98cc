//! The search over everything that the actor sees: by name what the lists show, and by identifier what a log names.

use domain::{
    grants::Level,
    id::{FamilyId, LoginSessionId, TenantId, UserId, WorkspaceId},
    name::Slug,
    page::{Edge, Window},
    permission::Action,
    search::{FoundKind, MOST_HITS, SearchHit, SearchQuery, SearchResults, Target, USUAL_HITS},
    tenant::Tenant,
};
use store::{Found, Seen, Sought};

use crate::{Error, Operator};

impl Operator {
    /// Returns what the actor sees of what is named so: in a tenant its workspaces, clients, services, users and administrators, and by their
    /// identifiers its refresh tokens and sessions; without a tenant, the tenants and the administrators of the installation. Where nothing
    /// is typed, the recent workspaces.
    ///
    /// # Errors
    /// [`Error::NotFound`] where there is no such tenant or the actor sees nothing of it.
    pub async fn search(&self, query: &SearchQuery) -> Result<SearchResults, Error> {
        let text = query.text.as_str();
        let tenant = match &query.tenant {
            Some(slug) => Some(self.tenant_seen(slug).await?),
            None => None,
        };
        let near = match (&tenant, &query.near) {
            (Some(tenant), Some(near)) => self.control.store().tenant(tenant.id).workspace(near).await?.map(|store| store.workspace().id),
            _ => None,
        };
        let mut results = SearchResults::default();
        if text.is_empty() {
            if let Some(tenant) = &tenant {
                results.hits = self.recent(tenant.id, &query.recent).await?;
            }
            return Ok(results);
        }
        let most = match query.limit {
            0 => USUAL_HITS,
            limit => limit.min(MOST_HITS),
        };
        let sought = Sought { text, near, most: usize::try_from(most).unwrap_or_default() };
        for kind in FoundKind::ALL.iter().copied().filter(|kind| query.only.is_none_or(|only| only == *kind)) {
            let Found { hits, more } = match &tenant {
                Some(tenant) => self.find_in(tenant, kind, sought).await?,
                None => self.find_in_installation(kind, sought).await?,
            };
            results.hits.extend(hits);
            results.more.extend(more.then_some(kind));
        }
        Ok(results)
    }

    /// Returns those of these workspaces that there are and that the actor sees, as they are called now.
    async fn recent(&self, tenant: TenantId, ids: &[WorkspaceId]) -> Result<Vec<SearchHit>, Error> {
        let seen = ids.iter().copied().filter(|id| self.actor.sees(Level::Workspace(tenant, *id)));
        let ids: Vec<WorkspaceId> = seen.take(usize::try_from(MOST_HITS).unwrap_or_default()).collect();
        let mut found = self.control.store().tenant(tenant).workspaces_by_id(&ids).await?;
        let hit = |id: &WorkspaceId| {
            let workspace = found.remove(id)?;
            let (name, detail) = (workspace.name.to_string(), workspace.slug.to_string());
            Some(SearchHit { target: Target::Workspace, name, detail, workspace: Some(workspace) })
        };
        Ok(ids.iter().filter_map(hit).collect())
    }

    async fn find_in(&self, tenant: &Tenant, kind: FoundKind, sought: Sought<'_>) -> Result<Found, Error> {
        // Of whatever it is: the same text is looked for among all.
        let id = sought.text.parse::<FamilyId>().ok().map(FamilyId::as_uuid);
        let action = match kind {
            FoundKind::Tenant => return Ok(Found::default()),
            FoundKind::Workspace => return self.find_workspaces(tenant.id, sought).await,
            FoundKind::Client => Action::SeeClients,
            FoundKind::Service => Action::SeeServices,
            FoundKind::User | FoundKind::Session => Action::SeeUsers,
            FoundKind::Administrator => Action::SeeAdministrators,
            FoundKind::RefreshToken => Action::SeeFamilies,
        };
        let Some(seen) = self.seen_of(action, tenant.id) else { return Ok(Found::default()) };
        let store = self.control.store().tenant(tenant.id);
        Ok(match (kind, id) {
            (FoundKind::Client, _) => store.find_clients(sought, &seen).await?,
            (FoundKind::Service, Some(id)) => store.find_service_by_id(id, &seen).await?,
            (FoundKind::Service, None) => store.find_services(sought, &seen).await?,
            (FoundKind::User, Some(id)) => store.find_user_by_id(id, &seen).await?,
            (FoundKind::User, None) => match self.called_near(sought).await? {
                Some(id) => store.find_user_by_id(id.as_uuid(), &seen).await?,
                None => store.find_users(sought, &seen).await?,
            },
            (FoundKind::Administrator, _) => self.control.store().administrators().search(sought, Some((tenant.id, &seen))).await?,
            (FoundKind::RefreshToken, Some(id)) => one(store.find_family_by_id(FamilyId::from_uuid(id), &seen).await?),
            (FoundKind::Session, Some(id)) => one(store.find_session_by_id(LoginSessionId::from_uuid(id), &seen).await?),
            _ => Found::default(),
        })
    }

    /// Returns the user whom clients of the workspace where somebody searches call so: a pairwise subject means something in its own alone.
    async fn called_near(&self, sought: Sought<'_>) -> Result<Option<UserId>, Error> {
        match sought.near {
            Some(near) => self.id_called(near, sought.text).await,
            None => Ok(None),
        }
    }

    async fn find_workspaces(&self, tenant: TenantId, sought: Sought<'_>) -> Result<Found, Error> {
        // Those that the list of workspaces shows.
        let Ok(some) = self.workspaces_seen(tenant) else { return Ok(Found::default()) };
        let store = self.control.store().tenant(tenant);
        let Ok(id) = sought.text.parse::<WorkspaceId>() else { return Ok(store.find_workspaces(sought, some.as_deref()).await?) };
        if some.is_some_and(|some| !some.contains(&id)) {
            return Ok(Found::default());
        }
        Ok(one(store.find_workspace_by_id(id).await?))
    }

    async fn find_in_installation(&self, kind: FoundKind, sought: Sought<'_>) -> Result<Found, Error> {
        match kind {
            FoundKind::Tenant => {
                let window: Window<Slug> = Window { edge: Edge::Start, limit: sought.most as u64, reversed: false, counted: false };
                let page = self.search_tenants(sought.text, window).await?;
                let more = page.next.is_some();
                let hit = |tenant: Tenant| {
                    let (name, detail) = (tenant.name.to_string(), tenant.slug.to_string());
                    SearchHit { target: Target::Tenant(tenant.slug), name, detail, workspace: None }
                };
                Ok(Found { hits: page.items.into_iter().map(hit).collect(), more })
            }
            FoundKind::Administrator if self.actor.may(Action::SeeAdministrators, Level::Installation) => {
                Ok(self.control.store().administrators().search(sought, None).await?)
            }
            _ => Ok(Found::default()),
        }
    }

    /// Returns where in a tenant the actor may do this; none where nowhere.
    fn seen_of(&self, action: Action, tenant: TenantId) -> Option<Seen> {
        let all = Level::Tenant(tenant);
        if self.actor.may(action, all) {
            return Some(Seen::All);
        }
        let (mut workspaces, mut clients) = (Vec::new(), Vec::new());
        for level in self.actor.levels_within(all).filter(|level| self.actor.may(action, *level)) {
            match (level.workspace(), level.client()) {
                (_, Some(client)) => clients.push(client),
                (Some(workspace), None) => workspaces.push(workspace),
                (None, None) => {}
            }
        }
        (!workspaces.is_empty() || !clients.is_empty()).then_some(Seen::Only { workspaces, clients })
    }
}

fn one(hit: Option<SearchHit>) -> Found {
    Found { hits: hit.into_iter().collect(), more: false }
}
