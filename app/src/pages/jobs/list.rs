use domain::{job::Job, page::Page as ListPage};
use leptos::prelude::*;
use leptos_router::components::A;

use super::words::{StatusBadge, about, progress};
use crate::{
    api::{ApiError, operator},
    components::{load_at, loaded, query_string, use_query, use_workspace_path},
    done::DoneNotice,
    paths::{WorkspacePages as _, WorkspacePath},
    ui::{Breadcrumb, Empty, Glyph, Page, Pagination, Table, Time},
};

async fn load_jobs(path: WorkspacePath, after: String) -> Result<ListPage<Job>, ApiError> {
    Ok(operator()?.list_jobs(&path, after.parse().ok()).await?)
}

/// The jobs of a workspace.
#[component]
pub fn JobsPage() -> impl IntoView {
    let after = use_query().value("after");
    let asked = after.clone();
    let resource = load_at(use_workspace_path(), |path| load_jobs(path, asked));
    loaded(resource, move |(path, page)| {
        let steps = vec![(path.tokens(), "Refresh tokens".to_owned())];
        let first = (!after.is_empty()).then(|| path.jobs());
        let next = page.next.clone().map(|after| format!("{}{}", path.jobs(), query_string(&[("after", Some(after.as_str()))])));
        let shown = page.items.len();
        let list = if page.items.is_empty() {
            view! {
                <Empty glyph=Glyph::Renew title="No job yet">
                    <p>"A job is the revocation of all refresh tokens that match a filter by age or use, such as those not used for 90 days: filter the refresh tokens, and choose Revoke all that match. What is revoked of one client or one user is revoked at once, without a job."</p>
                </Empty>
            }
            .into_any()
        } else {
            let rows = page.items.into_iter().map(|job| view! { <Row path=path.clone() job/> }).collect_view();
            view! {
                <Table label="Jobs" heads=vec!["Started", "Job", "Refresh tokens", "Progress", "Status", "Started by"]><tbody>{rows}</tbody></Table>
                <Pagination shown total=None noun=("job", "jobs") first next/>
            }
            .into_any()
        };
        view! {
            <Page
                title="Jobs"
                lead="Revocations of many refresh tokens, the newest first: those that run, and those that ended in the last 90 days."
                wide=true
                above=(move || view! { <Breadcrumb steps=steps.clone() here="Jobs"/> }).into()
            >
                <DoneNotice/>
                {list}
            </Page>
        }
    })
}

#[component]
fn Row(path: WorkspacePath, job: Job) -> impl IntoView {
    let which = about(&job.task).into_iter().map(|(name, value)| format!("{name}: {value}")).collect::<Vec<_>>().join(" · ");
    view! {
        <tr>
            <th scope="row" data-label="Started"><A href=path.job(job.id)><Time utc=job.started_at.to_string()/></A></th>
            <td data-label="Job">{job.task.label()}</td>
            <td data-label="Refresh tokens">{which}</td>
            <td data-label="Progress">{progress(&job)}</td>
            <td data-label="Status"><StatusBadge status=job.status/></td>
            <td data-label="Started by">{job.by.name}</td>
        </tr>
    }
    .into_any()
}
