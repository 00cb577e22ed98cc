//! The chains of audit lines: whether they are as they were written.

use domain::{
    audit::AuditAction,
    audit_chain::{AuditChain, Link},
    grants::Level,
    id::TenantId,
    name::Slug,
    problem::Problem,
};
use store::{AuditChainRow, ChainCheck};

use crate::{Error, Operator, audit_line::Line, changes, permission::Action};

impl Operator {
    /// Returns the chain of a tenant, or those of the whole installation, a few at a time; the first is that of the lines that belong to no
    /// tenant.
    pub async fn list_audit_chains(&self, tenant: Option<&Slug>, after: Option<&AuditChain>) -> Result<Vec<AuditChainRow>, Error> {
        let Some(tenant) = tenant else {
            return Ok(self.read_installation(Action::SeeInstallationAudit)?.list_audit_chains(after).await?);
        };
        let tenant = self.permit_in(Action::SeeTenantAudit, tenant).await?.into_tenant();
        let row = self.control.store().find_audit_chain(Some(tenant.id)).await?;
        Ok(row.filter(|_| after.is_none()).into_iter().collect())
    }

    /// Checks the lines of a chain: those after a line that was noted down at an earlier check, with that line, or all that are kept.
    pub async fn check_audit_chain(&self, row: &AuditChainRow, noted: Option<Link>) -> Result<ChainCheck, Error> {
        match row.chain.tenant_id {
            Some(tenant) => self.check(Action::SeeTenantAudit, Level::Tenant(tenant))?,
            None => self.check(Action::SeeInstallationAudit, Level::Installation)?,
        }
        Ok(self.control.store().check_audit_chain(row, noted, self.control.keys()).await?)
    }

    /// Returns what the owner of a chain is called.
    pub async fn name_of_audit_chain(&self, tenant: Option<TenantId>) -> Result<String, Error> {
        match tenant {
            None => Ok("installation".to_owned()),
            Some(id) => {
                let found = self.control.store().tenants().find(id).await?.filter(|found| self.actor.sees(Level::Tenant(found.id)));
                Ok(found.map_or_else(|| format!("deleted tenant {id}"), |found| found.slug.to_string()))
            }
        }
    }

    /// Seals the ends of a chain anew, as they are now: whoever looked into what was done to them accepts it. The reason is written down
    /// ([`Operator::because`]).
    ///
    /// # Errors
    /// [`Error::Invalid`] without a reason; [`Error::NotFound`] where there is no such chain.
    pub async fn seal_audit_chain(&self, tenant: Option<&Slug>) -> Result<AuditChain, Error> {
        let permit = self.permit(Action::SealAuditChain)?;
        if self.has_no_reason() {
            return Err(Error::invalid("reason", Problem::Missing));
        }
        let tenant = match tenant {
            Some(slug) => Some(self.tenant_seen(slug).await?),
            None => None,
        };
        let write = self.begin(&permit).await?;
        let id = tenant.as_ref().map(|tenant| tenant.id);
        let sealed = write.transaction.accept_audit_chain(id, self.control.keys()).await?.ok_or(Error::NotFound)?;
        let (target, target_id) = match &tenant {
            Some(tenant) => (tenant.name.to_string(), tenant.id.to_string()),
            None => ("Installation".to_owned(), String::new()),
        };
        let changes = changes::one("head", "", &sealed.head);
        write.audit(Line { workspace: None, action: AuditAction::AuditChainSealed, target, target_id, changes }).await?;
        write.commit().await?;
        Ok(sealed)
    }
}
