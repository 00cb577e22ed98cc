//! Jobs of a workspace.

use crate::{
    clock::Timestamp,
    id::JobId,
    job::{self, JobStatus, Task},
    wire::{query::TokenQuery, sent::Sent, types::told},
};

told! {
    /// A bulk act that is done in small steps beside the requests.
    pub struct Job {
        /// Its identifier.
        pub id: Sent<JobId>,
        /// What it does: `revoke_tokens`.
        pub task: String,
        /// Which refresh tokens it revokes, of those that were issued before it was started.
        pub tokens: TokenQuery,
        /// How far it has come: `running`, `done` or `stopped`.
        pub status: Sent<JobStatus>,
        /// Who started it.
        pub started_by: String,
        /// When it was started.
        pub started_at: Sent<Timestamp>,
        /// How many there were to be done when it was started, up to 10,000; a larger number stands for more.
        pub expected: u64,
        /// Whether only the newest 10,000 tokens were looked at for that, and there were others.
        pub expected_at_least: bool,
        /// How many it has looked at.
        pub looked_at: u64,
        /// How many it has done.
        pub done: u64,
        /// When it was done or stopped.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub ended_at: Option<Sent<Timestamp>>,
    }
}

impl From<&job::Job> for Job {
    fn from(job: &job::Job) -> Self {
        let Task::RevokeFamilies(filter) = &job.task;
        Self {
            id: Sent::of(&job.id),
            task: "revoke_tokens".to_owned(),
            tokens: TokenQuery::of(filter),
            status: Sent::of(&job.status),
            started_by: job.by.name.clone(),
            started_at: Sent::of(&job.started_at),
            expected: job.expected.number,
            expected_at_least: job.expected.at_least,
            looked_at: job.looked_at,
            done: job.done,
            ended_at: job.ended_at.as_ref().map(Sent::of),
        }
    }
}
