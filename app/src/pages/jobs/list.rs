use domain::{
    job::{Job, JobStatus},
    page::Page as ListPage,
    sort::TimeSort,
};
use leptos::prelude::*;

use super::words::{StatusBadge, about, progress};
use crate::{
    api::{ApiError, operator},
    components::{Cut, Extent, Pages, Renewing, cut_address, load_at, loaded, use_query, use_workspace_path},
    done::DoneNotice,
    paths::{WorkspacePages as _, WorkspacePath},
    ui::{Breadcrumb, Empty, Glyph, Head, Link, Page, Table, Time},
};

async fn load_jobs(path: WorkspacePath, cut: Cut) -> Result<ListPage<Job>, ApiError> {
    Ok(operator()?.list_jobs(&path, cut.window()).await?)
}

/// The jobs of a workspace.
#[component]
pub fn JobsPage() -> impl IntoView {
    let cut = Cut::of(&use_query());
    let asked = cut.clone();
    let resource = load_at(use_workspace_path(), |path| load_jobs(path, asked));
    loaded(resource, move |(path, page)| {
        let steps = vec![(path.tokens(), "Refresh tokens".to_owned())];
        // The script asks for the first page.
        let goes_on = cut.is_first() && page.items.iter().any(|job| job.status == JobStatus::Running);
        let (extent, here) = (Extent::from(&page), path.jobs());
        let address = move |cut: &Cut| cut_address(&here, cut);
        let list = if page.items.is_empty() {
            view! {
                <Empty glyph=Glyph::Renew title="No job yet">
                    <p>"A job is the revocation of all refresh tokens that match a filter by age or use, such as those not used for 90 days: filter the refresh tokens, and choose Revoke all that match. What is revoked of one client or one user is revoked at once, without a job."</p>
                </Empty>
            }
            .into_any()
        } else {
            let rows = page.items.into_iter().map(|job| view! { <Row path=path.clone() job/> }).collect_view();
            let others = ["Job", "Refresh tokens", "Progress", "Status", "Started by"].map(Head::from);
            let heads = [vec![cut.head("Started", TimeSort::Time, &address)], others.to_vec()].concat();
            view! {
                <Renewing goes_on>
                    <Table label="Jobs" heads><tbody>{rows}</tbody></Table>
                </Renewing>
                <Pages extent cut noun=("job", "jobs") address/>
            }
            .into_any()
        };
        view! {
            <Page
                title="Jobs"
                lead="Revocations of many refresh tokens: those that run, and those that ended in the last 90 days."
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
            <th scope="row" data-label="Started"><Link href=path.job(job.id)><Time utc=job.started_at.to_string()/></Link></th>
            <td data-label="Job">{job.task.label()}</td>
            <td data-label="Refresh tokens">{which}</td>
            <td data-label="Progress">{progress(&job)}</td>
            <td data-label="Status"><StatusBadge status=job.status/></td>
            <td data-label="Started by">{job.by.name}</td>
        </tr>
    }
    .into_any()
}
