//! The console: `/console/…`.

mod api_clients;
mod failed_forms;
mod keys;
mod new_client;
mod new_workspace;
mod quickstart;
mod search;
mod second_factor;
mod secrets;
mod sign_in;
mod trial;
mod two_at_once;
mod typed;
mod users;
