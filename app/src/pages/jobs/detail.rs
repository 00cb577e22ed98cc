use domain::{
    id::JobId,
    job::{Job, JobStatus},
};
use leptos::prelude::*;

use super::words::{StatusBadge, about, progress};
use crate::{
    api::{ApiError, done, operator},
    components::{ActionRow, Renewing, load_at, loaded, use_param_in_workspace},
    done::{Done, DoneNotice},
    form::{ActionButton, FormAction, FormNotice, Target},
    paths::{WorkspacePages as _, WorkspacePath},
    t,
    text::{actor, word},
    ui::{Breadcrumb, Fact, Facts, Kind, LinkButton, Page, Section, Time, group},
};

async fn load_job(path: WorkspacePath, id: JobId) -> Result<Job, ApiError> {
    Ok(operator()?.load_job(&path, id).await?)
}

/// Stops a job.
#[server]
pub async fn stop_job(path: WorkspacePath, job: JobId) -> Result<(), ApiError> {
    let stopped = operator()?.stop_job(&path, job).await?;
    done(&path.job(job), if stopped.status == JobStatus::Stopped { Done::JobStopped } else { Done::JobOver });
    Ok(())
}

crate::form::needs!(StopJob: RevokeFamilies);

/// A job, and how far it has come.
#[component]
pub fn JobPage() -> impl IntoView {
    let at = use_param_in_workspace::<JobId>("job");
    let stop = FormAction::<StopJob>::new();
    let form = stop.form;
    let loading = load_at(at, |(path, id)| load_job(path, id));
    loaded(loading, move |((path, _), job)| {
        let title = word(job.task.label());
        let steps = vec![(path.tokens(), t!("logs-jobs-tokens").to_owned()), (path.jobs(), t!("logs-jobs-title").to_owned())];
        let running = job.status == JobStatus::Running;
        let here = path.job(job.id);
        let again = running.then(|| view! { <LinkButton href=here kind=Kind::Secondary>{t!("logs-job-look-again")}</LinkButton> });
        let manage = running.then(|| {
            let target = Target::workspace(&path).with("job", job.id);
            view! {
                <Section title=t!("logs-job-manage")>
                    <ActionRow title=t!("logs-job-stop-title") text=t!("logs-job-stop-text")>
                        <ActionButton action=stop target label=t!("logs-job-stop")/>
                    </ActionRow>
                </Section>
            }
        });
        let (far, looked_at, by) = (progress(&job), group(job.looked_at), actor(job.by.kind, job.by.name.clone()));
        let facts = about(&job.task).into_iter().map(|(name, value)| view! { <Fact name>{value}</Fact> }).collect_view();
        view! {
            <Page
                title
                lead=t!("logs-job-lead")
                above=(move || view! { <Breadcrumb steps=steps.clone() here=title/> }).into()
            >
                <DoneNotice failed=form.failed()/>
                <FormNotice form/>
                <Section title=t!("logs-jobs-progress")>
                    <Renewing goes_on=running>
                        <Facts>
                            <Fact name=t!("logs-jobs-status")><StatusBadge status=job.status/></Fact>
                            <Fact name=t!("logs-jobs-progress")>{far}</Fact>
                            <Fact name=t!("logs-job-looked-at")>{looked_at}</Fact>
                            <Fact name=t!("logs-jobs-started")><Time utc=job.started_at.to_string() seconds=true/></Fact>
                            {job.ended_at.map(|at| view! { <Fact name=t!("logs-job-ended")><Time utc=at.to_string() seconds=true/></Fact> })}
                            <Fact name=t!("logs-jobs-by")>{by}</Fact>
                        </Facts>
                    </Renewing>
                    {again}
                </Section>
                <Section title=t!("logs-job-which") lead=t!("logs-job-which-lead")>
                    <Facts>{facts}</Facts>
                </Section>
                {manage}
            </Page>
        }
    })
}
