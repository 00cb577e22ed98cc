//! The control plane through its front door, on a real database.

#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test may fail so")]

mod access;
mod administrators;
mod api_clients;
mod audit_chains;
mod client_authentication;
mod client_secrets;
mod clients;
mod configuration;
mod console_sessions;
mod deletions;
mod endings;
mod escalation;
mod exchange_policies;
mod explain;
mod exports;
mod import;
mod installation;
mod jobs;
mod last_changes;
mod lists;
mod mail;
mod new_clients;
mod new_workspaces;
mod own_account;
mod passkeys;
mod passwords;
mod permissions;
mod policies;
mod reads;
mod refusals;
mod reuses;
mod saved_views;
mod search;
mod second_factors;
mod selection;
mod signing_keys;
mod trail;
mod user_mails;
mod user_passkeys;
mod user_second_factors;
mod users;
