//! The console: `/console/…`.

mod api_clients;
mod failed_forms;
mod keys;
mod search;
mod second_factor;
mod secrets;
mod sign_in;
mod two_at_once;
mod typed;
mod users;
