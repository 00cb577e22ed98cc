//! What a tenant asks of its administrators.

use std::collections::BTreeSet;

use domain::{
    administrator::{Administrator, AdministratorPolicy},
    audit::AuditAction,
    id::TenantId,
    name::Slug,
    permission::Action,
};
use engine::storage::SecretHash;

use crate::{Actor, Control, Credential, Error, Operator, audit_line::Line, changes};

impl Operator {
    /// Returns what a tenant asks of its administrators.
    pub async fn load_administrator_policy(&self, tenant: &Slug) -> Result<AdministratorPolicy, Error> {
        let permit = self.permit_in(Action::SeeAdministrators, tenant).await?;
        Ok(self.control.store().tenant(permit.tenant().id).find_administrator_policy().await?)
    }

    /// Changes what a tenant asks of its administrators. It applies from their next request on.
    pub async fn set_administrator_policy(&self, tenant: &Slug, policy: AdministratorPolicy) -> Result<AdministratorPolicy, Error> {
        let permit = self.permit_in(Action::SetAdministratorPolicy, tenant).await?;
        let write = self.begin_in(&permit).await?;
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

impl Control {
    /// Returns an administrator as they act by a session at the console. Who has no second factor, and administers a tenant that requires one
    /// or a part of it, may do nothing but set one up.
    pub async fn at_the_console(&self, administrator: Administrator, session: SecretHash) -> Result<Actor, Error> {
        let tenants: BTreeSet<TenantId> = administrator.grants.iter().filter_map(|grant| grant.level.tenant()).collect();
        let tenants: Vec<_> = tenants.into_iter().collect();
        let required = !tenants.is_empty() && self.store().requires_second_factor(&tenants).await?;
        let lacks = required && self.store().administrators().find_second_factor(administrator.id).await?.is_none();
        let credential = if lacks { Credential::EnrolmentOnly(session) } else { Credential::Session(session) };
        Ok(Actor::administrator(administrator, credential))
    }
}
