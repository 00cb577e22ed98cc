//! The console: `/console/…`.

mod api_clients;
mod failed_forms;
mod keys;
mod lists;
mod read_only;
mod second_factor;
mod secrets;
mod show_as;
mod sign_in;
mod two_at_once;
mod typed;
mod undo;
mod users;
