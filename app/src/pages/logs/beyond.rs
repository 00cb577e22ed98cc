//! Logs beyond a workspace: of a tenant, and of the whole installation.

use domain::{name::Slug, page::Page as ListPage};
use leptos::prelude::*;

use super::{
    events::{Events, LoadedLog},
    live::{LiveBar, Source},
    places::Places,
    query::{Filter, Groups, LogQuery},
};
use crate::{
    api::{ApiError, operator, session},
    components::{ExportLinks, load_at, loaded, use_tenant},
    paths, t,
    ui::{Kind, LinkButton, Page},
};

/// Loads a page of the audit lines of a tenant, or of the whole installation where none is named; the newest first.
async fn load_audit_lines(tenant: Option<Slug>, asked: LogQuery) -> Result<LoadedLog, ApiError> {
    let Some(filter) = asked.filter(session()?.clock.now()) else { return Ok(LoadedLog::default()) };
    let operator = operator()?;
    // Before the lines are read: what comes after it is shown or follows, or both, which the page finds out. The lines of all tenants together have no
    // order in which they could be followed.
    let position = match &tenant {
        Some(tenant) => Some(operator.follow_audit(tenant, None).await?.position().await?.to_string()),
        None => None,
    };
    let page = operator.list_audit_lines(tenant.as_ref(), filter.clone(), asked.cut.window()?).await?;
    Ok(LoadedLog { filter: Some(filter), page: Some(page), position, reuses: Vec::new() })
}

/// The log of a tenant, with all of its workspaces.
#[component]
pub fn TenantLogPage() -> impl IntoView {
    let asked = LogQuery::of_page();
    let of_page = asked.clone();
    let resource = load_at(use_tenant(), |tenant| load_audit_lines(Some(tenant), of_page));
    loaded(resource, move |(tenant, log)| {
        let (here, integrity) = (paths::tenant_log(&tenant), paths::audit_chain(Some(&tenant)));
        let (query, unread, of_export) = (log.export_query(), log.filter.is_none(), here.clone());
        let source = Source::of(paths::tenant_log_live(&tenant), &asked, query.as_deref(), log.position.as_deref());
        let is_followed = source.is_some();
        let actions = move || view! { <LogActions here=of_export.clone() query=query.clone() integrity=integrity.clone()/> };
        view! {
            <Page
                title=t!("logs-tenant-title")
                lead=t!("logs-tenant-lead")
                wide=true
                actions=actions.into()
            >
                <Groups here=here.clone() asked=asked.clone()/>
                <Filter here=here.clone() asked=asked.clone() unread places=Some(Places::OfTenant)/>
                <LiveBar here=here.clone() asked=asked.clone() source/>
                <Events here places=Some(Places::OfTenant) page=log.page.unwrap_or(ListPage::empty()) asked is_followed/>
            </Page>
        }
    })
}

/// The log of the whole installation.
#[component]
pub fn InstallationLogPage() -> impl IntoView {
    let asked = LogQuery::of_page();
    loaded(load_audit_lines(None, asked.clone()), move |log: LoadedLog| {
        let here = paths::INSTALLATION_LOG.to_owned();
        let (query, unread, of_export) = (log.export_query(), log.filter.is_none(), here.clone());
        let actions = move || view! { <LogActions here=of_export.clone() query=query.clone() integrity=paths::AUDIT_CHAINS.to_owned()/> };
        view! {
            <Page
                title=t!("logs-installation-title")
                lead=t!("logs-installation-lead")
                wide=true
                actions=actions.into()
            >
                <Groups here=here.clone() asked=asked.clone()/>
                <Filter here=here.clone() asked=asked.clone() unread places=Some(Places::OfInstallation)/>
                <LiveBar here=here.clone() asked=asked.clone() source=None/>
                <Events here places=Some(Places::OfInstallation) page=log.page.unwrap_or(ListPage::empty()) asked/>
            </Page>
        }
    })
}

/// What can be done with a log: take it along, where its filter can be read, and look whether it is as it was written.
#[component]
fn LogActions(here: String, query: Option<String>, integrity: String) -> impl IntoView {
    view! {
        {query.map(|query| view! { <ExportLinks address=move |format: &str| format!("{here}/export.{format}") query/> })}
        <LinkButton href=integrity kind=Kind::Secondary>{t!("logs-integrity")}</LinkButton>
    }
    .into_any()
}
