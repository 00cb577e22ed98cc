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
    t,
    text::{actor, word},
    ui::{Breadcrumb, Empty, Glyph, Head, Link, Page, Table, Time},
};

async fn load_jobs(path: WorkspacePath, cut: Cut) -> Result<ListPage<Job>, ApiError> {
    Ok(operator()?.list_jobs(&path, cut.window()?).await?)
}

/// The jobs of a workspace.
#[component]
pub fn JobsPage() -> impl IntoView {
    let cut = Cut::of(&use_query());
    let asked = cut.clone();
    let resource = load_at(use_workspace_path(), |path| load_jobs(path, asked));
    loaded(resource, move |(path, page)| {
        let steps = vec![(path.tokens(), t!("logs-jobs-tokens").to_owned())];
        // The script asks for the first page.
        let goes_on = cut.is_first() && page.items.iter().any(|job| job.status == JobStatus::Running);
        let (extent, here) = (Extent::from(&page), path.jobs());
        let address = move |cut: &Cut| cut_address(&here, cut);
        let list = if page.items.is_empty() {
            view! {
                <Empty glyph=Glyph::Renew title=t!("logs-jobs-none")>
                    <p>{t!("logs-jobs-none-text")}</p>
                </Empty>
            }
            .into_any()
        } else {
            let rows = page.items.into_iter().map(|job| view! { <Row path=path.clone() job/> }).collect_view();
            let others =
                [t!("logs-jobs-job"), t!("logs-jobs-tokens"), t!("logs-jobs-progress"), t!("logs-jobs-status"), t!("logs-jobs-by")]
                    .map(Head::from);
            let heads = [vec![cut.head(t!("logs-jobs-started"), TimeSort::Time, &address)], others.to_vec()].concat();
            view! {
                <Renewing goes_on>
                    <Table label=t!("logs-jobs-title") heads><tbody>{rows}</tbody></Table>
                </Renewing>
                <Pages extent cut noun=(t!("logs-jobs-noun-one"), t!("logs-jobs-noun-many")) address/>
            }
            .into_any()
        };
        view! {
            <Page
                title=t!("logs-jobs-title")
                lead=t!("logs-jobs-lead")
                wide=true
                above=(move || view! { <Breadcrumb steps=steps.clone() here=t!("logs-jobs-title")/> }).into()
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
            <th scope="row" data-label=t!("logs-jobs-started")><Link href=path.job(job.id)><Time utc=job.started_at.to_string()/></Link></th>
            <td data-label=t!("logs-jobs-job")>{word(job.task.label())}</td>
            <td data-label=t!("logs-jobs-tokens")>{which}</td>
            <td data-label=t!("logs-jobs-progress")>{progress(&job)}</td>
            <td data-label=t!("logs-jobs-status")><StatusBadge status=job.status/></td>
            <td data-label=t!("logs-jobs-by")>{actor(job.by.kind, job.by.name)}</td>
        </tr>
    }
    .into_any()
}
