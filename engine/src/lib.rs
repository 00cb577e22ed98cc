#![doc = include_str!("../README.md")]
#![warn(missing_docs)]

pub mod attempts;
mod audit;
pub mod client_auth;
#[cfg(feature = "testing")]
pub mod contract;
pub mod dpop;
pub mod endpoint;
mod engine;
pub mod error;
pub mod explain;
pub mod family;
pub mod form;
mod grant;
mod interaction;
pub mod keys;
#[cfg(feature = "testing")]
pub mod memory;
pub mod password;
pub mod pkce;
pub mod random;
mod refusal;
mod refusal_record;
mod resource;
pub mod storage;
pub mod token;

pub use engine::{Engine, Realm, issuer};
pub use error::Error;
pub use refusal::Refusal;
