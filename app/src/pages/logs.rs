//! Logs: who did what, to what, when.

mod beyond;
mod chain;
mod chains;
mod events;
mod live;
mod places;
mod query;
mod target;
mod workspace;

pub use beyond::{InstallationLogPage, TenantLogPage};
pub use chain::AuditChainPage;
pub use chains::AuditChainsPage;
pub use live::{LogNews, log_row};
pub use workspace::LogsPage;
