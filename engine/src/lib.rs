#![doc = include_str!("../README.md")]
#![warn(missing_docs)]

mod asked_scopes;
pub mod attempts;
mod audit;
pub mod audit_chain;
pub mod client_assertion;
pub mod client_auth;
pub mod client_keys;
mod configuration;
#[cfg(feature = "testing")]
pub mod contract;
mod device;
mod door;
pub mod dpop;
pub mod endpoint;
mod engine;
pub mod error;
pub mod explain;
mod failed_request;
pub mod family;
pub mod form;
pub mod gate;
mod grant;
mod grant_permission;
mod interaction;
mod jws;
pub mod keys;
mod login_session;
mod master_keys;
#[cfg(feature = "testing")]
pub mod memory;
mod network;
pub mod passkey;
pub mod password;
pub mod pkce;
mod public_key;
pub mod random;
mod realm;
mod refusal;
mod refusal_event;
mod refusal_record;
mod resource;
mod sealed_signing_key;
pub mod second_factor;
mod secret_notes;
mod signing_key;
mod snapshot;
pub mod storage;
pub mod token;
mod traces;
mod trail;
pub mod trial;
pub mod typed;
pub mod user_code;
pub mod webhook;

pub use client_auth::PREVIOUS_SECRETS_USED;
pub use device::{Account, DEVICE_LIFETIME, introduce};
pub use door::Door;
pub use engine::Engine;
pub use error::Error;
pub use network::Network;
pub use realm::{Realm, issuer};
pub use refusal::{ErrorCode, Refusal};
pub use snapshot::CONFIGURATION_LOOKUPS;
pub use traces::TRACES;
