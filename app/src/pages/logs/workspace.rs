use domain::{audit::AuditEvent, page::Page as ListPage, view::AuditLine};
use leptos::prelude::*;

use super::events::{Events, Filter, use_log_query};
use crate::{
    api::{ApiError, operator},
    components::{load_at, loaded, use_workspace_path},
    paths::{WorkspacePages as _, WorkspacePath},
    ui::Page,
};

/// Loads a page of a workspace's audit lines, the newest first.
pub async fn load_audit_events(path: WorkspacePath, action: String, after: String) -> Result<ListPage<AuditEvent>, ApiError> {
    let Some(filter) = super::events::filter(&action) else { return Ok(ListPage::empty()) };
    Ok(operator()?.list_audit_events(&path.tenant, Some(&path.workspace), filter, after.parse().ok()).await?)
}

/// The log of a workspace.
#[component]
pub fn LogsPage() -> impl IntoView {
    let (action, after) = use_log_query();
    let asked = (action.clone(), after.clone());
    let loading = load_at(use_workspace_path(), |path| load_audit_events(path, asked.0, asked.1));
    loaded(loading, move |(path, page)| {
        let here = path.logs();
        let items = page.items.into_iter().map(|event| AuditLine { event, tenant: None, workspace: None }).collect();
        let page = ListPage { items, next: page.next, total: page.total };
        view! {
            <Page title="Logs" lead="Every change and every sign-in of this workspace, the newest first." wide=true>
                <Filter here=here.clone() action=action.clone()/>
                <Events here places=None page action after/>
            </Page>
        }
    })
}
