//! Logs beyond a workspace: of a tenant, and of the whole installation.

use domain::{name::Slug, page::Page as ListPage, view::AuditLine};
use leptos::prelude::*;

use super::{
    events::{Events, Places},
    query::{Filter, LogQuery},
};
use crate::{
    api::{ApiError, operator},
    components::{load_at, loaded, use_tenant},
    paths,
    ui::{Kind, LinkButton, Page},
};

/// Loads a page of the audit lines of a tenant, or of the whole installation where none is named; the newest first.
async fn load_audit_lines(tenant: Option<Slug>, asked: LogQuery) -> Result<ListPage<AuditLine>, ApiError> {
    let Some(filter) = asked.filter() else { return Ok(ListPage::empty()) };
    Ok(operator()?.list_audit_lines(tenant.as_ref(), filter, asked.after.parse().ok()).await?)
}

/// The log of a tenant, with all of its workspaces.
#[component]
pub fn TenantLogPage() -> impl IntoView {
    let asked = LogQuery::of_page();
    let of_page = asked.clone();
    let resource = load_at(use_tenant(), |tenant| load_audit_lines(Some(tenant), of_page));
    loaded(resource, move |(tenant, page)| {
        let (here, integrity) = (paths::tenant_log(&tenant), paths::audit_chain(Some(&tenant)));
        view! {
            <Page
                title="Tenant log"
                lead="Every change and every sign-in in this tenant and its workspaces, the newest first."
                wide=true
                actions=(move || view! { <LinkButton href=integrity.clone() kind=Kind::Secondary>"Integrity"</LinkButton> }).into()
            >
                <Filter here=here.clone() asked=asked.clone()/>
                <Events here places=Some(Places::OfTenant) page asked/>
            </Page>
        }
    })
}

/// The log of the whole installation.
#[component]
pub fn InstallationLogPage() -> impl IntoView {
    let asked = LogQuery::of_page();
    loaded(load_audit_lines(None, asked.clone()), move |page: ListPage<AuditLine>| {
        let here = paths::INSTALLATION_LOG.to_owned();
        view! {
            <Page
                title="Installation log"
                lead="Every change and every sign-in of this installation, administrators and the command line included; the newest first."
                wide=true
                actions=(move || view! { <LinkButton href=paths::AUDIT_CHAINS kind=Kind::Secondary>"Integrity"</LinkButton> }).into()
            >
                <Filter here=here.clone() asked=asked.clone()/>
                <Events here places=Some(Places::OfInstallation) page asked/>
            </Page>
        }
    })
}
