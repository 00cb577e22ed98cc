//! Logs: who did what, to what, when.

mod beyond;
mod chain;
mod chains;
mod events;
mod places;
mod query;
mod target;
mod workspace;

pub use beyond::{InstallationLogPage, TenantLogPage};
pub use chain::AuditChainPage;
pub use chains::AuditChainsPage;
pub use workspace::LogsPage;
