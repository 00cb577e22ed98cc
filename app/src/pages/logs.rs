//! Logs: who did what, to what, when.

mod beyond;
mod events;
mod query;
mod workspace;

pub use beyond::{InstallationLogPage, TenantLogPage};
pub use workspace::LogsPage;
