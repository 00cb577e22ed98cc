//! The console: `/console/…`.

mod failed_forms;
mod sign_in;
mod typed;
mod users;
