use domain::{
    audit::{AuditAction, AuditEvent},
    id::FamilyId,
    page::Page as ListPage,
    reuse::ReuseLine,
    view::AuditLine,
};
use leptos::prelude::*;

use super::{
    events::{Events, LoadedLog},
    live::{LiveBar, Source},
    query::{Filter, Groups, LogQuery},
};
use crate::{
    api::{ApiError, operator, session},
    components::{ExportLinks, load_at, loaded, use_workspace_path},
    done::DoneNotice,
    paths::{WorkspacePages as _, WorkspacePath},
    t,
    ui::Page,
};

/// Loads a page of a workspace's audit lines, the newest first.
async fn load_audit_events(path: WorkspacePath, asked: LogQuery) -> Result<LoadedLog, ApiError> {
    let Some(filter) = asked.filter(session()?.clock.now()) else { return Ok(LoadedLog::default()) };
    let operator = operator()?;
    // Before the lines are read: what comes after it is shown or follows, or both, which the page finds out.
    let position = operator.follow_audit(&path.tenant, Some(&path.workspace)).await?.position().await?.to_string();
    let page = operator.list_audit_events(&path.tenant, Some(&path.workspace), filter.clone(), asked.cut.window()?).await?;
    let reuses = load_reuses(&path, &page.items).await?;
    let (tenant, workspace) = (Some(path.tenant.to_string()), Some(path.workspace.to_string()));
    let page = page.map(|event| AuditLine { event, tenant: tenant.clone(), workspace: workspace.clone() });
    Ok(LoadedLog { filter: Some(filter), page: Some(page), position: Some(position), reuses })
}

/// Loads the reuses that lines are about; none for whoever may not see refresh tokens.
async fn load_reuses(path: &WorkspacePath, events: &[AuditEvent]) -> Result<Vec<ReuseLine>, ApiError> {
    let reused = events.iter().filter(|event| event.action == AuditAction::RefreshTokenReused);
    let families: Vec<FamilyId> = reused.filter_map(|event| event.target_id.parse().ok()).collect();
    if families.is_empty() {
        return Ok(Vec::new());
    }
    match operator()?.find_reuses(path, &families).await {
        Err(control::Error::Forbidden(_)) => Ok(Vec::new()),
        found => Ok(found?),
    }
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
        let source = Source::of(path.logs_live(), &asked, query.as_deref(), log.position.as_deref());
        let is_followed = source.is_some();
        let reuses = Some((path.clone(), log.reuses));
        let actions = move || {
            let path = path.clone();
            query.clone().map(|query| view! { <ExportLinks address=move |format: &str| path.logs_export(format) query/> })
        };
        view! {
            <Page title=t!("logs-title") lead=t!("logs-lead") wide=true actions=actions.into()>
                <DoneNotice/>
                <Groups here=here.clone() asked=asked.clone()/>
                <Filter here=here.clone() asked=asked.clone() unread places=None/>
                <LiveBar here=here.clone() asked=asked.clone() source/>
                <Events here places=None page=log.page.unwrap_or(ListPage::empty()) asked is_followed reuses/>
            </Page>
        }
    })
}
