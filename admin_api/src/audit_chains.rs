//! The chains of audit events: whether they are as they were written.

use control::{Operator, permission::Action};
use domain::{
    id::TenantId,
    name::Slug,
    wire::{AuditChain, AuditChainCheck, AuditChainQuery, SealAuditChain},
};

use super::{
    at::{InstallationAt, TenantAt},
    kit::{Ask, ListQuery, Listed, Nothing, Noun, Operation, Outcome, Place},
};

/// How many events a request checks at most.
const MOST: u64 = 10_000;
const NOUN: Noun = Noun {
    one: "audit_chain",
    many: "audit_chains",
    searched: false,
    sorted_by: "tenant_id",
    newest_first: false,
    also_by: &[],
    counted: false,
};

const ABOUT_CHECK: &str = "Looks at 10,000 events at most, from the first one that is kept, or from one whose place was noted down before: that \
                           tells, too, whether the end of the chain was cut off.";
const ABOUT_SEAL: &str = "For after it was found out what was done to it: where it begins and ends is accepted as it is now. The reason is \
                          written to the log.";

pub(super) fn operations() -> Vec<Operation> {
    let of_tenant = Place::<TenantAt>::new("Audit events", "/admin/{tenant}/audit-chain");
    let of_installation = Place::<InstallationAt>::new("Audit events", "/system/audit-chain");
    vec![
        of_tenant.look(("read_audit_chain", "Read where the chain of a tenant's audit events ends"), read).needs(&[Action::SeeTenantAudit]),
        of_tenant
            .below::<TenantAt>("/check")
            .look(("check_audit_chain", "Check that the audit events of a tenant are as they were written"), check)
            .about(ABOUT_CHECK)
            .needs(&[Action::SeeTenantAudit]),
        of_tenant
            .below::<TenantAt>("/seal")
            .act(("seal_audit_chain", "Seal the chain of a tenant's audit events anew"), seal)
            .about(ABOUT_SEAL)
            .needs(&[Action::SealAuditChain]),
        of_installation
            .look(("read_installation_audit_chain", "Read where the chain of the audit events ends that belong to no tenant"), read_own)
            .needs(&[Action::SeeInstallationAudit]),
        of_installation
            .below::<InstallationAt>("/check")
            .look(
                ("check_installation_audit_chain", "Check that the audit events that belong to no tenant are as they were written"),
                check_own,
            )
            .about(ABOUT_CHECK)
            .needs(&[Action::SeeInstallationAudit]),
        of_installation
            .below::<InstallationAt>("/seal")
            .act(("seal_installation_audit_chain", "Seal the chain of the audit events anew that belong to no tenant"), seal_own)
            .about(ABOUT_SEAL)
            .needs(&[Action::SealAuditChain]),
        Place::<InstallationAt>::new("Audit events", "/system/audit-chains")
            .list(("list_audit_chains", "List the chains of audit events of the installation"), NOUN, list)
            .about("Those of deleted tenants among them. The first one is that of the events which belong to no tenant.")
            .needs(&[Action::SeeInstallationAudit]),
    ]
}

async fn read(ask: Ask<TenantAt>) -> Outcome<AuditChain> {
    Ok((&ask.operator.load_audit_chain(Some(&ask.at.tenant)).await?).into())
}

async fn read_own(ask: Ask<InstallationAt>) -> Outcome<AuditChain> {
    Ok((&ask.operator.load_audit_chain(None).await?).into())
}

async fn check(ask: Ask<TenantAt, AuditChainQuery>) -> Outcome<AuditChainCheck> {
    let tenant = ask.operator.load_audit_chain(Some(&ask.at.tenant)).await?.chain.tenant_id;
    Ok((&ask.operator.check_audit_chain(tenant, ask.query.read()?, MOST).await?).into())
}

async fn check_own(ask: Ask<InstallationAt, AuditChainQuery>) -> Outcome<AuditChainCheck> {
    Ok((&ask.operator.check_audit_chain(None, ask.query.read()?, MOST).await?).into())
}

async fn seal(ask: Ask<TenantAt, Nothing, SealAuditChain>) -> Outcome<AuditChain> {
    sealed(ask.operator, Some(&ask.at.tenant), ask.body).await
}

async fn seal_own(ask: Ask<InstallationAt, Nothing, SealAuditChain>) -> Outcome<AuditChain> {
    sealed(ask.operator, None, ask.body).await
}

async fn sealed(operator: Operator, tenant: Option<&Slug>, body: SealAuditChain) -> Outcome<AuditChain> {
    let view = operator.because(Some(body.reason)).seal_audit_chain(tenant).await?;
    Ok((&view).into())
}

async fn list((ask, query): (Ask<InstallationAt>, ListQuery<TenantId>)) -> Outcome<Listed<AuditChain>> {
    let page = ask.operator.list_audit_chains(query.window).await?;
    Ok(Listed::of(page, |view| AuditChain::from(&view)))
}
