use domain::{audit::AuditEvent, page::Page as ListPage, view::AuditLine};
use leptos::prelude::*;

use super::{
    events::Events,
    query::{Filter, LogQuery},
};
use crate::{
    api::{ApiError, operator},
    components::{load_at, loaded, use_workspace_path},
    paths::{WorkspacePages as _, WorkspacePath},
    ui::Page,
};

/// Loads a page of a workspace's audit lines, the newest first.
async fn load_audit_events(path: WorkspacePath, asked: LogQuery) -> Result<ListPage<AuditEvent>, ApiError> {
    let Some(filter) = asked.filter() else { return Ok(ListPage::empty()) };
    Ok(operator()?.list_audit_events(&path.tenant, Some(&path.workspace), filter, asked.after.parse().ok()).await?)
}

/// The log of a workspace.
#[component]
pub fn LogsPage() -> impl IntoView {
    let asked = LogQuery::of_page();
    let of_page = asked.clone();
    let resource = load_at(use_workspace_path(), |path| load_audit_events(path, of_page));
    loaded(resource, move |(path, page)| {
        let here = path.logs();
        let items = page.items.into_iter().map(|event| AuditLine { event, tenant: None, workspace: None }).collect();
        let page = ListPage { items, next: page.next, total: page.total };
        view! {
            <Page title="Logs" lead="Every change and every sign-in of this workspace, the newest first." wide=true>
                <Filter here=here.clone() asked=asked.clone()/>
                <Events here places=None page asked/>
            </Page>
        }
    })
}
