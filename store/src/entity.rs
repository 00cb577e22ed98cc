//! The rows. Each module has its table, and the conversion between rows and values of the domain.
//!
//! They are private to this crate; the crates above it use [`Store`](crate::Store).
#![expect(unreachable_pub, reason = "sea-orm's derives want a `pub` model, also where nobody outside sees it")]

pub(crate) mod administrator;
pub(crate) mod administrator_link;
pub(crate) mod administrator_passkey;
pub(crate) mod administrator_second_factor;
pub(crate) mod api_client;
pub(crate) mod api_token;
pub(crate) mod audit_chain;
pub(crate) mod audit_event;
pub(crate) mod authorization_code;
pub(crate) mod client;
pub(crate) mod client_failure;
pub(crate) mod client_figure;
pub(crate) mod client_registration;
pub(crate) mod consent;
pub(crate) mod console_session;
pub(crate) mod denied_access_token;
pub(crate) mod device_request;
pub(crate) mod earlier_token_event;
pub(crate) mod hourly_figure;
pub(crate) mod idempotency_key;
pub(crate) mod initial_access_token;
pub(crate) mod installation_mail;
pub(crate) mod invitation;
pub(crate) mod job;
pub(crate) mod lease;
pub(crate) mod linked_subject;
pub(crate) mod login_session;
pub(crate) mod logout_receiver;
pub(crate) mod mail;
pub(crate) mod mail_server;
pub(crate) mod master_key;
pub(crate) mod node;
pub(crate) mod pushed_request;
pub(crate) mod reuse;
pub(crate) mod role;
pub(crate) mod role_assignment;
pub(crate) mod saved_view;
pub(crate) mod search_word;
pub(crate) mod service;
pub(crate) mod session_client;
pub(crate) mod sign_in_name;
pub(crate) mod signing_key;
pub(crate) mod subject_key;
pub(crate) mod tenant;
#[cfg(test)]
mod tests;
pub(crate) mod token_event;
pub(crate) mod token_family;
pub(crate) mod used_proof;
pub(crate) mod user;
pub(crate) mod user_link;
pub(crate) mod user_passkey;
pub(crate) mod user_second_factor;
pub(crate) mod webhook;
pub(crate) mod webhook_attempt;
pub(crate) mod webhook_request;
pub(crate) mod workspace;
