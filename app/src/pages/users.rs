//! Users of a workspace's own pool.

mod badge;
mod delete;
mod detail;
mod edit;
mod frame;
mod linked;
mod list;
mod mails;
mod new;
mod sessions;
mod sign_out;
mod words;

pub use delete::DeleteUserPage;
pub use detail::UserPage;
pub use edit::EditUserPage;
pub use list::UsersPage;
pub use new::NewUserPage;
pub use sign_out::SignOutUserPage;
