//! What an audit line says beyond who and when.

use domain::{
    audit::{AuditAction, Change},
    id::WorkspaceId,
};

/// An audit line before it has its actor and time.
pub(crate) struct Line {
    pub(crate) workspace: Option<WorkspaceId>,
    pub(crate) action: AuditAction,
    pub(crate) target: String,
    pub(crate) target_id: String,
    pub(crate) changes: Vec<Change>,
}
