//! Administrators and their roles: of a tenant, or of the installation.

mod api_clients;
mod badge;
mod detail;
mod groups;
mod invite;
mod link;
mod list;
mod named;
mod place;
mod role;
mod roles;

pub use api_clients::ApiClientsPage;
pub use detail::AdministratorPage;
pub use invite::InvitePage;
pub use list::AdministratorsPage;
pub use role::{NewRolePage, RolePage};
pub use roles::RolesPage;
