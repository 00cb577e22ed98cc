//! The store against both databases.

mod audit_chain;
mod basis;
mod client_failures;
mod client_secrets;
mod connections;
mod console_sessions;
mod contract;
mod events;
mod figures;
mod housekeeping;
mod lists;
mod logouts;
mod mails;
mod many;
mod promises;
mod properties;
mod read_back;
mod repeated;
mod search;
mod shared;
mod signing_keys;
mod subject_keys;
mod users;
mod usual_refresh;
