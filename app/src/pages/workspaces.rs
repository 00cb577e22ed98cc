//! Workspaces: the list of a tenant's, and a new one.

mod list;
mod new;

pub use list::WorkspacesPage;
pub use new::NewWorkspacePage;
