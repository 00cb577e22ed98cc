//! Tenants.

use std::collections::BTreeSet;

use domain::{
    audit::{AuditAction, Change},
    grants::Level,
    id::TenantId,
    name::{Name, Slug},
    page::{Page, Window},
    tenant::Tenant,
    view::TenantView,
};
use store::TenantContents;

use crate::{Error, Operator, audit_line::Line, changes, error::Problems, permission::Action, workspaces::confirmed, write::Write};

impl Operator {
    /// Returns the tenants that the actor sees, sorted by slug.
    pub async fn list_tenants(&self) -> Result<Vec<Tenant>, Error> {
        let mut tenants = self.control.store().tenants().list().await?;
        tenants.retain(|tenant| self.actor.sees(Level::Tenant(tenant.id)));
        Ok(tenants)
    }

    /// Returns a page of the tenants that the actor sees and whose name or slug contains the text, sorted by slug.
    pub async fn search_tenants(&self, search: &str, window: impl Into<Window<Slug>> + Send) -> Result<Page<Tenant>, Error> {
        let window = window.into();
        let all = self.actor.levels_within(Level::Installation).any(|level| level == Level::Installation);
        let some: BTreeSet<TenantId> = self.actor.levels_within(Level::Installation).filter_map(Level::tenant).collect();
        let some = (!all && self.actor.grants().is_some()).then(|| some.into_iter().collect::<Vec<_>>());
        if some.as_ref().is_some_and(Vec::is_empty) {
            return Ok(Page::empty());
        }
        Ok(self.control.store().tenants().page(search, window, some.as_deref()).await?)
    }

    /// Returns a tenant of which the actor sees something.
    pub async fn load_tenant(&self, tenant: &Slug) -> Result<Tenant, Error> {
        self.tenant_seen(tenant).await
    }

    /// Checks that the actor may create tenants.
    pub fn may_create_tenants(&self) -> Result<(), Error> {
        self.permit(Action::CreateTenant).map(drop)
    }

    /// Creates a tenant.
    pub async fn create_tenant(&self, slug: &str, name: &str) -> Result<Tenant, Error> {
        let permit = self.permit(Action::CreateTenant)?;
        let mut problems = Problems::default();
        let slug = problems.take("slug", Slug::parse(slug));
        let name = problems.take("name", Name::parse(name));
        let (Some(slug), Some(name)) = (slug, name) else { return Err(problems.into()) };

        let tenant = self.new_tenant(slug, name);
        let write = self.begin_tenant(&permit, tenant.id).await?;
        write.write_new_tenant(&tenant).await?;
        write.commit().await?;
        Ok(tenant)
    }

    /// Renames a tenant. Its slug stays, because tokens carry it.
    ///
    /// # Errors
    /// [`Error::Stale`] where it has another version.
    pub async fn rename_tenant(&self, tenant: &Slug, version: i64, name: &str) -> Result<Tenant, Error> {
        let permit = self.permit_in(Action::RenameTenant, tenant).await?;
        let name = Name::parse(name).map_err(|error| Error::invalid("name", error))?;
        let write = self.begin_alone_in(&permit).await?;
        let before = write.transaction.tenants().find(permit.tenant().id).await?.ok_or(Error::NotFound)?;
        if before.version != version {
            return Err(Error::Stale);
        }
        if before.name == name {
            return Ok(before);
        }
        let changes = changes::one("name", &before.name, &name);
        let after = write.transaction.tenants().rename(&Tenant { name, ..before }).await?;
        write.audit(line(AuditAction::TenantUpdated, &after, changes)).await?;
        write.commit().await?;
        Ok(after)
    }

    /// Returns a tenant that is new.
    pub(crate) fn new_tenant(&self, slug: Slug, name: Name) -> Tenant {
        let now = self.now();
        Tenant { id: TenantId::new(now, self.control.random_bytes()), slug, name, created_at: now, version: 1 }
    }

    /// Returns a tenant with its contents, and whether the actor may delete it.
    pub async fn load_tenant_contents(&self, tenant: &Slug) -> Result<TenantView, Error> {
        let tenant = self.permit_in(Action::SeeTenants, tenant).await?.into_tenant();
        let contents = self.control.store().tenant(tenant.id).contents().await?;
        let TenantContents { workspaces, clients, users, administrators } = contents;
        Ok(TenantView {
            may_rename: self.actor.may(Action::RenameTenant, Level::Tenant(tenant.id)),
            may_delete: self.actor.may(Action::DeleteTenant, Level::Tenant(tenant.id)),
            tenant,
            workspaces,
            clients,
            users,
            administrators,
        })
    }

    /// Deletes a tenant with everything in it: its workspaces with their contents, its roles, and the administrators who have
    /// none elsewhere. `name` is the tenant's name,
    /// typed to confirm. Its audit lines stay in the installation's log.
    pub async fn delete_tenant(&self, tenant: &Slug, name: &str) -> Result<Tenant, Error> {
        let permit = self.permit_in(Action::DeleteTenant, tenant).await?;
        let write = self.begin_alone_in(&permit).await?;
        let doomed = write.transaction.tenants().find_by_slug(tenant).await?.ok_or(Error::NotFound)?;
        confirmed(&doomed.name, name)?;
        let store = write.transaction.tenant(doomed.id);
        let TenantContents { workspaces, clients, users, administrators } = store.contents().await?;
        store.delete(write.now).await?;
        let counts = [("workspaces", workspaces), ("clients", clients), ("users", users), ("administrators", administrators)];
        write.audit(line(AuditAction::TenantDeleted, &doomed, changes::gone(&counts))).await?;
        write.commit().await?;
        Ok(doomed)
    }
}

impl Write<'_> {
    /// Writes a tenant that is new.
    pub(crate) async fn write_new_tenant(&self, tenant: &Tenant) -> Result<(), Error> {
        self.transaction.tenants().insert(tenant).await.map_err(Error::taken("slug"))?;
        self.audit(line(AuditAction::TenantCreated, tenant, Vec::new())).await
    }
}

fn line(action: AuditAction, tenant: &Tenant, changes: Vec<Change>) -> Line {
    Line { workspace: None, action, target: tenant.name.to_string(), target_id: tenant.id.to_string(), changes }
}
