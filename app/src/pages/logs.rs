//! Logs: who did what, to what, when.

mod beyond;
mod chain;
mod chains;
mod events;
mod query;
mod workspace;

pub use beyond::{InstallationLogPage, TenantLogPage};
pub use chain::AuditChainPage;
pub use chains::AuditChainsPage;
pub use workspace::LogsPage;
