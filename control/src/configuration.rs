//! Configuration as code: a tenant's workspaces with their services and clients, exported as a document, compared with one, and made what it
//! declares. Users, sessions and refresh tokens are none of it, and no workspace is deleted by it.

mod comparison;
mod draft;
mod misfits;
mod target;
mod tokens;
mod writing;

use std::collections::HashMap;

use domain::{
    configuration::{AppliedConfiguration, Configuration, ConfiguredWorkspace, Plan, Terms, WorkspaceContents},
    grants::Level,
    id::TenantId,
    name::Slug,
    page::Window,
    problem::Problem,
    wire::{self, ExportDetail, ExportedConfiguration},
    workspace::WorkspacePath,
};
use store::{Access, Reading, WorkspaceStore};

use self::{
    draft::{Draft, Site},
    misfits::Misfits,
    tokens::Effect,
};
use crate::{Error, Operator, edit::Edit, new_workspace, permission::Action, permit::level_of, write::Write};

impl Operator {
    /// Returns a tenant as a document that declares it, or one workspace of it.
    pub async fn export_configuration(
        &self,
        tenant: &Slug,
        workspace: Option<&Slug>,
        detail: ExportDetail,
    ) -> Result<ExportedConfiguration, Error> {
        let tenant = self.tenant_seen(tenant).await?;
        let slugs = if let Some(workspace) = workspace {
            vec![workspace.clone()]
        } else {
            self.check(Action::SeeWorkspaces, Level::Tenant(tenant.id))?;
            self.workspaces_of(tenant.id).await?
        };
        let mut contents = Vec::new();
        for slug in slugs {
            let store = self.read_configured(&WorkspacePath::new(tenant.slug.clone(), slug)).await?;
            let (services, clients) = (store.list_services().await?, store.all_clients().await?);
            // What its own document says is declared there.
            let clients = clients.into_iter().filter(|client| client.document.is_none()).collect();
            contents.push(WorkspaceContents { workspace: store.workspace().clone(), services, clients });
        }
        Ok(ExportedConfiguration::of(&tenant, &contents, detail))
    }

    /// Returns what [`Operator::apply_configuration`] would do on these terms, and what would become of active refresh tokens.
    ///
    /// # Errors
    /// [`Error::Unfit`] with all that does not fit.
    pub async fn plan_configuration(&self, declared: &Configuration, terms: Terms) -> Result<Plan, Error> {
        let (site, drafts) = self.draft(declared, terms).await?;
        draft::plan(&site, &drafts, terms)
    }

    /// Makes a tenant's workspaces what is declared: all of it in one transaction, or nothing. With the identifier of a plan, it does that
    /// plan and nothing else.
    ///
    /// # Errors
    /// Those of [`Operator::plan_configuration`]; [`Error::Stale`] where it is not that plan any more; [`Error::Undecided`] where existing
    /// refresh tokens would end earlier and the terms do not say whether they shall; [`Error::Forbidden`] with the first change that is not
    /// permitted.
    pub async fn apply_configuration(
        &self,
        declared: &Configuration,
        terms: Terms,
        plan: Option<&str>,
    ) -> Result<AppliedConfiguration, Error> {
        let is_meant = |found: &Plan| plan.is_none_or(|plan| plan == found.id);
        let (site, drafts) = self.draft(declared, terms).await?;
        let planned = draft::plan(&site, &drafts, terms)?;
        self.check_drafts(&drafts)?;
        match () {
            () if !is_meant(&planned) => return Err(Error::Stale),
            () if planned.is_empty() => return Ok(AppliedConfiguration { plan: planned, clients: Vec::new() }),
            () if planned.undecided => return Err(Error::Undecided),
            () => {}
        }

        // Keys take a while to be made, and whoever else writes would wait for it.
        let mut keys = HashMap::new();
        for target in drafts.iter().map(|draft| &draft.target).filter(|target| target.is_new) {
            keys.insert(target.workspace().id, self.first_signing_keys(target.workspace())?);
        }
        let Write { mut transaction, now, .. } = self.begin_configuring(&site, &drafts).await?;
        // Whoever locks several does so in this order.
        let mut places: Vec<_> = declared.workspaces.iter().zip(drafts).enumerate().collect();
        places.sort_by(|(_, (one, _)), (_, (other, _))| one.slug.cmp(&other.slug));
        let (mut done, mut clients) = (Vec::new(), Vec::new());
        for (index, (workspace, drafted)) in places {
            if drafted.target.is_new {
                let target = &drafted.target;
                let fields = new_workspace::between(&new_workspace::usual(target.settings.name.clone()), &target.settings)?;
                let keys = keys.remove(&target.workspace().id).unwrap_or_default();
                let inserted = self.write_new_workspace(&transaction, now, target.workspace(), &target.before.services, keys, fields).await;
                inserted.map_err(faster)?;
            }
            let held = transaction.lock_workspace(site.tenant.id, &workspace.slug).await?.ok_or(Error::Stale)?;
            let edit = Edit::by(self.author(None), held, now, ());
            self.check_over_api_clients(Action::SetClient, &edit.store(), level_of(&edit.store())).await?;
            // What was drafted may have changed until it was locked.
            let draft = if drafted.target.is_new { drafted } else { self.draft_there(workspace, &edit.store(), terms).await? };
            self.check_drafts(std::slice::from_ref(&draft))?;
            clients.extend(self.write_target(&edit, &draft.target, terms.reach).await?);
            transaction = edit.into_transaction();
            done.push((index, draft));
        }
        done.sort_by_key(|(index, _)| *index);
        let done: Vec<Draft> = done.into_iter().map(|(_, draft)| draft).collect();
        let plan = draft::plan(&site, &done, terms)?;
        if !is_meant(&plan) {
            return Err(Error::Stale);
        }
        self.author(None).use_claim(&transaction, now).await?;
        transaction.commit().await?;
        Ok(AppliedConfiguration { plan, clients })
    }

    /// A workspace whose configuration is read.
    async fn read_configured(&self, path: &WorkspacePath) -> Result<WorkspaceStore<'_, Reading>, Error> {
        let store = self.read(Action::SeeWorkspaces, path).await?;
        for action in [Action::SeeServices, Action::SeeClients] {
            self.check(action, level_of(&store))?;
        }
        Ok(store)
    }

    /// Returns the addresses of all workspaces of a tenant, in order, without its system workspace: what that is for is not configuration.
    async fn workspaces_of(&self, tenant: TenantId) -> Result<Vec<Slug>, Error> {
        let (mut slugs, mut after) = (Vec::new(), None);
        let system = self.control.store().tenant(tenant).system_workspace().await?.map(|workspace| workspace.id);
        loop {
            let window = Window { counted: false, ..Window::from(after) };
            let page = self.control.store().tenant(tenant).list_workspaces("", window.into(), None).await?;
            slugs.extend(page.items.into_iter().filter(|workspace| Some(workspace.id) != system).map(|workspace| workspace.slug));
            after = page.next.and_then(|next| Slug::parse(&next).ok());
            if after.is_none() {
                return Ok(slugs);
            }
        }
    }

    /// Drafts what a tenant becomes.
    async fn draft(&self, declared: &Configuration, terms: Terms) -> Result<(Site, Vec<Draft>), Error> {
        let site = self.site(declared).await?;
        let mut misfits = Misfits::default();
        let mut drafts = Vec::new();
        for workspace in &declared.workspaces {
            let drafted = self.draft_workspace(&site, workspace, terms).await;
            drafts.extend(misfits.placed::<_, wire::Server>(&workspace.at, drafted)?);
        }
        misfits.check()?;
        Ok((site, drafts))
    }

    /// Returns the tenant that is declared, or a new one where there is none.
    async fn site(&self, declared: &Configuration) -> Result<Site, Error> {
        let found = self.control.store().tenants().find_by_slug(&declared.tenant).await?;
        let may_create = self.actor.may(Action::CreateTenant, Level::Installation);
        let mut misfits = Misfits::default();
        let site = match (found, &declared.tenant_name) {
            (Some(tenant), _) if !self.actor.sees(Level::Tenant(tenant.id)) => return Err(Error::NotFound),
            (Some(tenant), name) => {
                if name.as_ref().is_some_and(|name| *name != tenant.name) {
                    misfits.note("/tenant/name".to_owned(), Problem::Fixed);
                }
                Site { tenant, is_new: false }
            }
            (None, _) if !may_create => return Err(Error::NotFound),
            (None, None) => {
                misfits.note("/tenant/name".to_owned(), Problem::NoSuchTenant);
                return Err(misfits.check().err().unwrap_or(Error::NotFound));
            }
            (None, Some(name)) => Site { tenant: self.new_tenant(declared.tenant.clone(), name.clone()), is_new: true },
        };
        misfits.check()?;
        Ok(site)
    }

    async fn draft_workspace(&self, site: &Site, declared: &ConfiguredWorkspace, terms: Terms) -> Result<Draft, Error> {
        let tenant = site.tenant.id;
        let is_there = !site.is_new && self.control.store().tenant(tenant).workspace(&declared.slug).await?.is_some();
        if is_there {
            let path = WorkspacePath::new(site.tenant.slug.clone(), declared.slug.clone());
            let store = self.read_configured(&path).await?;
            self.check(Action::SeeFamilies, level_of(&store))?;
            return self.draft_there(declared, &store, terms).await;
        }
        // Whoever does not see every workspace does not learn that there is none.
        if !self.actor.may(Action::SeeWorkspaces, Level::Tenant(tenant)) {
            return Err(Error::NotFound);
        }
        let target = self.compare_new(declared, tenant).await?;
        Ok(Draft { target, effect: Effect { clients: Vec::new(), undecided: false } })
    }

    async fn draft_there<C: Access>(
        &self,
        declared: &ConfiguredWorkspace,
        store: &WorkspaceStore<'_, C>,
        terms: Terms,
    ) -> Result<Draft, Error> {
        let target = self.compare(declared, store, terms.prune).await?;
        let effect = tokens::effect(store, &target, terms.reach, self.now()).await?;
        Ok(Draft { target, effect })
    }

    /// Checks that each change is permitted, and what is dangerous confirmed.
    fn check_drafts(&self, drafts: &[Draft]) -> Result<(), Error> {
        let actions: Vec<_> = drafts.iter().flat_map(|draft| draft.target.actions()).collect();
        actions.iter().try_for_each(|(action, level)| self.check(*action, *level))?;
        actions.iter().try_for_each(|(action, _)| self.check_recent(Some(*action)))
    }

    /// Begins the write of drafts that change something.
    async fn begin_configuring(&self, site: &Site, drafts: &[Draft]) -> Result<Write<'_>, Error> {
        if site.is_new {
            let permit = self.permit(Action::CreateTenant)?;
            let write = self.begin_tenant(&permit, site.tenant.id).await?;
            write.write_new_tenant(&site.tenant).await.map_err(faster)?;
            return Ok(write);
        }
        let first = drafts.iter().flat_map(|draft| draft.target.actions()).next();
        let (action, level) = first.unwrap_or((Action::SeeWorkspaces, Level::Tenant(site.tenant.id)));
        let permit = self.permit_level(action, level)?;
        self.begin_at(&permit, level).await
    }
}

/// What is new is there already: somebody else was faster.
fn faster(error: Error) -> Error {
    if matches!(error, Error::Invalid(_)) { Error::Stale } else { error }
}
