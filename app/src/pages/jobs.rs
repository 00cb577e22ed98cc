//! Jobs of a workspace: bulk acts that are done in small steps.

mod detail;
mod list;
mod words;

pub use detail::JobPage;
pub use list::JobsPage;
