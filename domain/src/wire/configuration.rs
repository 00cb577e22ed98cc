//! Configurations: what a document declares, and a tenant as such a document.
//!
//! Services and clients are in it as programs send them, with their version beside. What is not said of something is as in a new one.

mod document;
mod exported;
mod parts;
mod types;

pub use document::ConfigurationDocument;
pub use exported::{ExportDetail, ExportedConfiguration};
pub use parts::{BesideClient, BesideServer, BesideService, ConfiguredTenant};
pub use types::{ApplyConfiguration, ConfigurationQuery, PlanConfiguration};
