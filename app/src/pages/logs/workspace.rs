use domain::{page::Page as ListPage, view::AuditLine};
use leptos::prelude::*;

use super::{
    events::{Events, LoadedLog},
    query::{Filter, Groups, LogQuery},
};
use crate::{
    api::{ApiError, operator, session},
    components::{ExportLinks, load_at, loaded, use_workspace_path},
    paths::{WorkspacePages as _, WorkspacePath},
    ui::Page,
};

/// Loads a page of a workspace's audit lines, the newest first.
async fn load_audit_events(path: WorkspacePath, asked: LogQuery) -> Result<LoadedLog, ApiError> {
    let Some(filter) = asked.filter(session()?.clock.now()) else { return Ok(LoadedLog::default()) };
    let after = asked.after.parse().ok();
    let page = operator()?.list_audit_events(&path.tenant, Some(&path.workspace), filter.clone(), after).await?;
    let (tenant, workspace) = (Some(path.tenant.to_string()), Some(path.workspace.to_string()));
    let items = page.items.into_iter().map(|event| AuditLine { event, tenant: tenant.clone(), workspace: workspace.clone() }).collect();
    Ok(LoadedLog { filter: Some(filter), page: Some(ListPage { items, next: page.next, total: page.total }) })
}

/// The log of a workspace.
#[component]
pub fn LogsPage() -> impl IntoView {
    let asked = LogQuery::of_page();
    let of_page = asked.clone();
    let resource = load_at(use_workspace_path(), |path| load_audit_events(path, of_page));
    loaded(resource, move |(path, log)| {
        let here = path.logs();
        let (query, unread) = (log.export_query(), log.filter.is_none());
        let actions = move || {
            let path = path.clone();
            query.clone().map(|query| view! { <ExportLinks address=move |format: &str| path.logs_export(format) query/> })
        };
        view! {
            <Page title="Logs" lead="Every change and every sign-in of this workspace, the newest first." wide=true actions=actions.into()>
                <Groups here=here.clone() asked=asked.clone()/>
                <Filter here=here.clone() asked=asked.clone() unread places=None/>
                <Events here places=None page=log.page.unwrap_or(ListPage::empty()) asked/>
            </Page>
        }
    })
}
