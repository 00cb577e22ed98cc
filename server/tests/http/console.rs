//! The console: `/console/…`.

mod activity;
mod api_clients;
mod failed_forms;
mod jobs;
mod keys;
mod lists;
mod live;
mod new_client;
mod new_workspace;
mod one_permission;
mod quickstart;
mod read_only;
mod reuses;
mod search;
mod second_factor;
mod secrets;
mod settings;
mod show_as;
mod sign_in;
mod theme;
mod trial;
mod two_at_once;
mod typed;
mod undo;
mod users;
mod without_password;
