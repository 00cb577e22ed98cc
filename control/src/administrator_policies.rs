//! What a tenant asks of its administrators.

use domain::{administrator::AdministratorPolicy, audit::AuditAction, name::Slug, permission::Action};

use crate::{Error, Operator, audit_line::Line, changes};

impl Operator {
    /// Returns what a tenant asks of its administrators.
    pub async fn load_administrator_policy(&self, tenant: &Slug) -> Result<AdministratorPolicy, Error> {
        let permit = self.permit_in(Action::SeeAdministrators, tenant).await?;
        Ok(self.control.store().tenant(permit.tenant().id).find_administrator_policy().await?)
    }

    /// Changes what a tenant asks of its administrators. It applies from their next request on.
    pub async fn set_administrator_policy(&self, tenant: &Slug, policy: AdministratorPolicy) -> Result<AdministratorPolicy, Error> {
        let permit = self.permit_in(Action::SetAdministratorPolicy, tenant).await?;
        let write = self.begin_alone_in(&permit).await?;
        let tenant = permit.tenant();
        let store = write.transaction.tenant(tenant.id);
        let before = store.find_administrator_policy().await?;
        if before == policy {
            return Ok(policy);
        }
        store.set_administrator_policy(policy).await?;
        let (action, changes) = (AuditAction::AdministratorPolicyUpdated, changes::between(&before, &policy)?);
        write.audit(Line { workspace: None, action, target: tenant.name.to_string(), target_id: tenant.id.to_string(), changes }).await?;
        write.commit().await?;
        Ok(policy)
    }
}
