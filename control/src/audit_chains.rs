//! The chains of audit lines: whether they are as they were written.

use domain::{
    audit::AuditAction,
    audit_chain::Link,
    chain_check::{AuditChainView, ChainCheck},
    grants::Level,
    id::TenantId,
    name::Slug,
    page::{Page, Window},
};

use crate::{Error, Operator, audit_line::Line, changes, permission::Action};

impl Operator {
    /// Returns a page of the chains of the installation, in the order of their tenants' identifiers, those of deleted tenants among them. The first
    /// one, by the identifier that is nil, is that of the lines which belong to no tenant.
    pub async fn list_audit_chains(&self, window: impl Into<Window<TenantId>> + Send) -> Result<Page<AuditChainView>, Error> {
        let store = self.read_installation(Action::SeeInstallationAudit)?;
        Ok(store.list_audit_chains(window.into(), self.control.keys()).await?)
    }

    /// Returns the chain of a tenant, or that of the lines that belong to no tenant.
    pub async fn load_audit_chain(&self, tenant: Option<&Slug>) -> Result<AuditChainView, Error> {
        let tenant = if let Some(slug) = tenant {
            Some(self.permit_in(Action::SeeTenantAudit, slug).await?.tenant().id)
        } else {
            self.read_installation(Action::SeeInstallationAudit)?;
            None
        };
        Ok(self.control.store().find_audit_chain(tenant, self.control.keys()).await?)
    }

    /// Checks lines of a chain, so many at most: those after a line that was noted down at an earlier check, with that line, or all that are
    /// kept. The check of the rest goes on after the line that it ended with.
    pub async fn check_audit_chain(&self, tenant: Option<TenantId>, noted: Option<Link>, most: u64) -> Result<ChainCheck, Error> {
        match tenant {
            Some(tenant) => self.check(Action::SeeTenantAudit, Level::Tenant(tenant))?,
            None => self.check(Action::SeeInstallationAudit, Level::Installation)?,
        }
        Ok(self.control.store().check_audit_chain(tenant, noted, most, self.control.keys()).await?)
    }

    /// Seals the ends of a chain anew, as they are now: whoever looked into what was done to them accepts it. The reason is written down
    /// ([`Operator::because`]).
    ///
    /// # Errors
    /// [`Error::Invalid`] without a reason; [`Error::NotFound`] where there is no such chain.
    pub async fn seal_audit_chain(&self, tenant: Option<&Slug>) -> Result<AuditChainView, Error> {
        let permit = self.permit(Action::SealAuditChain)?;
        self.must_say_why()?;
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
        Ok(AuditChainView { chain: sealed, tenant: tenant.map(|tenant| tenant.slug.to_string()), sealed: true })
    }
}
