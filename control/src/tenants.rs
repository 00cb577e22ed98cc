//! Tenants.

use domain::{
    audit::AuditAction,
    id::TenantId,
    name::{Name, Slug},
    tenant::Tenant,
};

use crate::{Desk, Error, desk::Line, error::Problems, permission::Action};

impl Desk {
    /// The tenants that whoever asks administers, by address.
    pub async fn list_tenants(&self) -> Result<Vec<Tenant>, Error> {
        self.check(Action::SeeTenants)?;
        let mut tenants = self.control.store().tenants().list().await?;
        tenants.retain(|tenant| self.actor.sees(tenant.id));
        Ok(tenants)
    }

    /// The tenant at this address.
    pub async fn load_tenant(&self, tenant: &Slug) -> Result<Tenant, Error> {
        self.tenant(Action::SeeTenants, tenant).await
    }

    /// Makes a tenant.
    pub async fn create_tenant(&self, slug: &str, name: &str) -> Result<Tenant, Error> {
        self.check(Action::CreateTenant)?;
        let mut problems = Problems::default();
        let slug = problems.take("slug", Slug::parse(slug));
        let name = problems.take("name", Name::parse(name));
        let (Some(slug), Some(name)) = (slug, name) else { return Err(problems.into()) };

        let now = self.now();
        let tenant = Tenant { id: TenantId::new(now, self.control.random_bytes()), slug, name, created_at: now };
        let write = self.begin(Some(tenant.id)).await?;
        write.transaction.tenants().insert(&tenant).await.map_err(Error::taken("slug"))?;
        let line = Line {
            workspace: None,
            action: AuditAction::TenantCreated,
            target: tenant.name.to_string(),
            target_id: tenant.id.to_string(),
            changes: Vec::new(),
        };
        write.audit(line).await?;
        write.commit().await?;
        Ok(tenant)
    }
}
