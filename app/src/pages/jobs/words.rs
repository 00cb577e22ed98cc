//! Jobs in words.

use domain::{
    job::{Job, JobStatus, Task},
    view::FamilyFilter,
};
use leptos::prelude::*;

use crate::ui::{Badge, Tone, bounded, group};

/// How far a job has come, in a word.
#[component]
pub(super) fn StatusBadge(status: JobStatus) -> impl IntoView {
    let (tone, word) = match status {
        JobStatus::Running => (Tone::Neutral, "Running"),
        JobStatus::Done => (Tone::Good, "Done"),
        JobStatus::Stopped => (Tone::Warning, "Stopped"),
    };
    view! { <Badge tone>{word}</Badge> }.into_any()
}

/// How many it has done, of how many.
pub(super) fn progress(job: &Job) -> String {
    let done = group(job.done);
    match (job.status, job.expected.at_least) {
        (JobStatus::Done, _) => format!("{done} revoked"),
        (_, true) => format!("{done} revoked of at least {}", group(job.expected.number)),
        (_, false) => format!("{done} revoked of {}", bounded(job.expected.number)),
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
    let bound = key_bound.map(|bound| if bound { "Yes" } else { "No" }.to_owned());
    let all = [
        ("Client ID", client.map(|id| id.to_string())),
        ("User ID", user.map(|id| id.to_string())),
        ("Started before", began_before.map(|at| at.to_string())),
        ("Not used since", unused_since.map(|at| at.to_string())),
        ("Expires before", expires_before.map(|at| at.to_string())),
        ("Scope", scope.as_ref().map(ToString::to_string)),
        ("Bound to a key", bound),
    ];
    all.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
}
