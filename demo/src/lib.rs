#![doc = include_str!("../README.md")]
#![warn(missing_docs)]

mod action;
mod answer;
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
mod provider;
mod router;
mod session;
mod state;
#[cfg(test)]
mod tests;
mod text;
mod tokens;
mod transport;

pub use configuration::{Configuration, post_logout_redirect_uri, redirect_uri};
pub use error::Error;
pub use router::router;
