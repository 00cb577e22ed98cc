//! The account of the administrator who is signed in.

mod api_tokens;
mod password;
mod view;

pub use view::AccountPage;
