//! Logs beyond a workspace: of a tenant, and of the whole installation.

use domain::{name::Slug, page::Page as ListPage, view::AuditLine};
use leptos::prelude::*;

use super::events::{Events, Filter, Places, use_log_query};
use crate::{
    api::{ApiError, operator},
    components::{load_at, loaded, use_tenant},
    paths::{self},
    ui::Page,
};

/// Loads a page of the audit lines of a tenant, or of the whole installation where none is named; the newest first.
pub async fn load_audit_lines(tenant: Option<Slug>, action: String, after: String) -> Result<ListPage<AuditLine>, ApiError> {
    let Some(filter) = super::events::filter(&action) else { return Ok(ListPage::empty()) };
    Ok(operator()?.list_audit_lines(tenant.as_ref(), filter, after.parse().ok()).await?)
}

/// The log of a tenant, with all of its workspaces.
#[component]
pub fn TenantLogPage() -> impl IntoView {
    let (action, after) = use_log_query();
    let asked = (action.clone(), after.clone());
    let loading = load_at(use_tenant(), |tenant| load_audit_lines(Some(tenant), asked.0, asked.1));
    loaded(loading, move |(tenant, page)| {
        let here = paths::tenant_log(&tenant);
        view! {
            <Page title="Tenant log" lead="Every change and every sign-in in this tenant and its workspaces, the newest first." wide=true>
                <Filter here=here.clone() action=action.clone()/>
                <Events here places=Some(Places::OfTenant) page action after/>
            </Page>
        }
    })
}

/// The log of the whole installation.
#[component]
pub fn InstallationLogPage() -> impl IntoView {
    let (action, after) = use_log_query();
    loaded(load_audit_lines(None, action.clone(), after.clone()), move |page: ListPage<AuditLine>| {
        let here = paths::INSTALLATION_LOG.to_owned();
        view! {
            <Page
                title="Installation log"
                lead="Every change and every sign-in of this installation, administrators and the command line included; the newest first."
                wide=true
            >
                <Filter here=here.clone() action=action.clone()/>
                <Events here places=Some(Places::OfInstallation) page action after/>
            </Page>
        }
    })
}
