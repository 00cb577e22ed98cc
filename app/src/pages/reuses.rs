//! Reuses of refresh tokens: what came back, and who has handled it.

mod handle;
mod list;
mod query;

pub use handle::HandleReusesPage;
pub use list::ReusesPage;
