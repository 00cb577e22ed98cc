//! Logs: who did what, to what, when.

mod beyond;
mod events;
mod workspace;

pub use beyond::{InstallationLogPage, TenantLogPage};
pub use workspace::LogsPage;
