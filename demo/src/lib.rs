#![doc = include_str!("../README.md")]
#![warn(missing_docs)]

mod action;
mod answer;
mod callback;
mod configuration;
mod cookie;
mod exchange;
mod guard;
mod outcome;
mod page;
mod problem;
mod provider;
mod router;
mod session;
#[cfg(test)]
mod tests;
mod text;
mod token;
mod transport;

pub use configuration::{Configuration, post_logout_redirect_uri, redirect_uri};
pub use router::{Error, router, serve};
