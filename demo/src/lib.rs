#![doc = include_str!("../README.md")]
#![warn(missing_docs)]

mod action;
mod answer;
mod api;
mod api_call;
mod callback;
mod configuration;
mod cookie;
mod error;
mod exchange;
mod guard;
mod jwt;
mod outcome;
mod page;
mod problem;
mod proofs;
mod provider;
mod router;
mod session;
mod state;
#[cfg(test)]
mod tests;
mod text;
mod tokens;
mod transport;

pub use api::SCOPE as API_SCOPE;
pub use configuration::{ApiClient, Configuration, api_resource, post_logout_redirect_uri, redirect_uri};
pub use error::Error;
pub use router::router;
