//! Jobs: bulk acts that are done in small steps beside the requests. They can be watched and stopped, and go on after a crash.

use serde::{Deserialize, Serialize};

use crate::{
    audit::ActorKind,
    audit_context::AuditContext,
    clock::Timestamp,
    id::{JobId, WorkspaceId},
    page::Counted,
    view::FamilyFilter,
};

/// The most jobs of a workspace that run at a time.
pub const MOST_RUNNING: u32 = 5;
/// For how many seconds a job that has ended is listed: 90 days.
pub const LISTED_FOR: i64 = 90 * 24 * 3600;

/// What a job does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Task {
    /// Revokes the families that a filter means, of those that began before the job.
    RevokeFamilies(FamilyFilter),
}

impl Task {
    /// In words.
    pub const fn label(&self) -> &'static str {
        match self {
            Self::RevokeFamilies(_) => "Revoke refresh tokens",
        }
    }
}

/// How far a job has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum JobStatus {
    /// It has begun, and is not done.
    Running,
    /// It is done.
    Done,
    /// An administrator stopped it. What was done until then stays done.
    Stopped,
}

/// Who started a job, as its audit lines say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StartedBy {
    /// The kind of actor.
    pub kind: ActorKind,
    /// Their name or address.
    pub name: String,
    /// How they were recognised.
    pub context: AuditContext,
}

/// A job of a workspace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Job {
    /// Its identifier; begins with the time at which it was started.
    pub id: JobId,
    /// Its workspace.
    pub workspace_id: WorkspaceId,
    /// What it does.
    pub task: Task,
    /// How far it has come.
    pub status: JobStatus,
    /// Who started it.
    pub by: StartedBy,
    /// When.
    pub started_at: Timestamp,
    /// How many there were to be done when it was started, as far as they were counted.
    pub expected: Counted,
    /// How many it has looked at.
    pub looked_at: u64,
    /// How many of them it has done.
    pub done: u64,
    /// When it was done or stopped.
    pub ended_at: Option<Timestamp>,
}
