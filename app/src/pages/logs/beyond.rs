//! Logs beyond a workspace: of a tenant, and of the whole installation.

use domain::{name::Slug, page::Page as ListPage, view::AuditLine};
use leptos::prelude::*;

use super::{Events, Filter, Places, use_asked};
#[cfg(feature = "ssr")]
use crate::api::operator;
use crate::{
    api::ApiError,
    components::loaded,
    paths::{self, use_tenant},
    ui::Page,
};

/// Loads a page of the audit lines of a tenant, or of the whole installation where none is named; the newest first.
#[server(client = crate::api::Caller)]
pub async fn load_audit_lines(
    #[server(default)] tenant: Option<Slug>,
    action: String,
    after: String,
) -> Result<ListPage<AuditLine>, ApiError> {
    let filter = domain::view::AuditFilter { action: domain::audit::AuditAction::from_code(&action) };
    Ok(operator()?.list_audit_lines(tenant.as_ref(), filter, after.parse().ok()).await?)
}

/// The log of a tenant, with all of its workspaces.
#[component]
pub fn TenantLogPage() -> impl IntoView {
    let tenant = use_tenant();
    let asked = use_asked();
    let lines = Resource::new(
        move || (tenant.get(), asked.get()),
        |(tenant, (action, after))| async move { load_audit_lines(Some(tenant?), action, after).await },
    );
    loaded(lines, move |page: ListPage<AuditLine>| {
        let Ok(tenant) = tenant.get_untracked() else { return ().into_any() };
        let here = paths::tenant_log(&tenant);
        let (action, after) = asked.get_untracked();
        view! {
            <Page title="Tenant log" lead="Every change and every sign-in in this tenant and its workspaces, the newest first." wide=true>
                <Filter here=here.clone() action=action.clone()/>
                <Events here places=Some(Places::OfTenant) page action after/>
            </Page>
        }
        .into_any()
    })
}

/// The log of the whole installation.
#[component]
pub fn InstallationLogPage() -> impl IntoView {
    let asked = use_asked();
    let lines = Resource::new(move || asked.get(), |(action, after)| async move { load_audit_lines(None, action, after).await });
    loaded(lines, move |page: ListPage<AuditLine>| {
        let here = paths::INSTALLATION_LOG.to_owned();
        let (action, after) = asked.get_untracked();
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
        .into_any()
    })
}
