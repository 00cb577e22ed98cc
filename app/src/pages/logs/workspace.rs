use domain::{audit::AuditEvent, page::Page as ListPage, view::AuditLine};
use leptos::prelude::*;

use super::events::{Events, Filter, use_log_query};
#[cfg(feature = "ssr")]
use crate::api::operator;
use crate::{
    api::ApiError,
    components::{load_at, loaded},
    paths::{WorkspacePages as _, WorkspacePath, use_workspace_path},
    ui::Page,
};

/// Loads a page of a workspace's audit lines, the newest first.
#[server(client = crate::api::Caller)]
pub async fn load_audit_events(path: WorkspacePath, action: String, after: String) -> Result<ListPage<AuditEvent>, ApiError> {
    let Some(filter) = super::events::filter(&action) else { return Ok(ListPage::empty()) };
    Ok(operator()?.list_audit_events(&path.tenant, Some(&path.workspace), filter, after.parse().ok()).await?)
}

/// The log of a workspace.
#[component]
pub fn LogsPage() -> impl IntoView {
    let query = use_log_query();
    let load = |path, (action, after)| load_audit_events(path, action, after);
    let resource = load_at(use_workspace_path(), move || query.get(), load);
    loaded(resource, move |(path, page)| {
        let here = path.logs();
        let (action, after) = query.get_untracked();
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
