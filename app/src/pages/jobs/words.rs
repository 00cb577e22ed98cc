//! Jobs in words.

use domain::{
    job::{Job, JobStatus, Task},
    view::FamilyFilter,
};
use leptos::prelude::*;

use crate::{
    t,
    ui::{Badge, Tone, bounded},
};

/// How far a job has come, in a word.
#[component]
pub(super) fn StatusBadge(status: JobStatus) -> impl IntoView {
    let (tone, word) = match status {
        JobStatus::Running => (Tone::Neutral, t!("logs-job-running")),
        JobStatus::Done => (Tone::Good, t!("logs-job-done")),
        JobStatus::Stopped => (Tone::Warning, t!("logs-job-stopped")),
    };
    view! { <Badge tone>{word}</Badge> }.into_any()
}

/// How many it has done, of how many.
pub(super) fn progress(job: &Job) -> String {
    match (job.status, job.expected.at_least) {
        (JobStatus::Done, _) => t!("logs-job-revoked", done = job.done),
        (_, true) => t!("logs-job-revoked-at-least", done = job.done, expected = job.expected.number),
        (_, false) => t!("logs-job-revoked-of", done = job.done, expected = bounded(job.expected.number)),
    }
}

/// Which refresh tokens it is about, each part by itself. Of a client and a user the identifiers: they may have been deleted since.
pub(super) fn about(task: &Task) -> Vec<(&'static str, String)> {
    let Task::RevokeFamilies(FamilyFilter {
        client,
        user,
        state: _,
        began_before,
        unused_since,
        expires_before,
        ended_because: _,
        scope,
        key_bound,
    }) = task;
    let bound = key_bound.map(|bound| if bound { t!("logs-job-yes") } else { t!("logs-job-no") }.to_owned());
    let all = [
        (t!("logs-job-client"), client.map(|id| id.to_string())),
        (t!("logs-job-user"), user.map(|id| id.to_string())),
        (t!("logs-job-started-before"), began_before.map(|at| at.to_string())),
        (t!("logs-job-unused-since"), unused_since.map(|at| at.to_string())),
        (t!("logs-job-expires-before"), expires_before.map(|at| at.to_string())),
        (t!("logs-job-scope"), scope.as_ref().map(ToString::to_string)),
        (t!("logs-job-key-bound"), bound),
    ];
    all.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
}
