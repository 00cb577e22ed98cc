//! The admin API: `/api/admin/…`.

mod administrators;
mod answers;
mod api_clients;
mod audit_events;
mod clients;
mod configuration;
mod decisions;
mod every_operation;
mod explain;
mod keys;
mod lists;
mod mail_servers;
mod once;
pub(crate) mod program;
mod quota;
pub(crate) mod reuses;
pub(crate) mod samples;
mod schema;
mod search;
mod servers;
mod services;
mod tokens;
mod users;
mod webhooks;
pub(crate) mod world;
