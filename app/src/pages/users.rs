//! Users of a workspace's own pool.

mod detail;
mod list;
mod new;

pub use detail::UserPage;
pub use list::UsersPage;
pub use new::NewUserPage;
