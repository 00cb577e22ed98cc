#![doc = include_str!("../README.md")]
#![warn(missing_docs)]

pub mod attempts;
mod audit;
pub mod client_auth;
#[cfg(feature = "testing")]
pub mod contract;
pub mod endpoint;
mod engine;
pub mod error;
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
pub mod storage;
pub mod token;

pub use engine::{Engine, Realm, issuer};
pub use error::{Error, Refusal};
