//! The pages, each with its server functions beside it.

pub mod account;
pub mod administrators;
pub mod auth_server;
pub mod clients;
pub mod decisions;
pub mod details_types;
pub mod guide;
pub mod home;
pub mod jobs;
pub mod logs;
pub mod mail;
pub mod new_tenant;
pub mod overview;
pub mod pinned_documents;
pub mod reuses;
pub mod search;
pub mod services;
pub mod settings;
pub mod sign_in;
pub mod tenant_settings;
pub mod tokens;
pub mod trusted_issuers;
pub mod users;
pub mod webhooks;
pub mod workspaces;
