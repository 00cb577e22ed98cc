//! The console: `/console/…`.

mod api_clients;
mod failed_forms;
mod keys;
mod lists;
mod new_client;
mod new_workspace;
mod quickstart;
mod read_only;
mod search;
mod second_factor;
mod secrets;
mod show_as;
mod sign_in;
mod theme;
mod trial;
mod two_at_once;
mod typed;
mod undo;
mod users;
