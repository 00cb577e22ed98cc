#![doc = include_str!("../README.md")]

mod ask;
mod authorization;
mod browser;
mod check;
mod checks;
mod client;
mod clock;
mod cookies;
pub mod error;
mod fapi_flow;
mod fill;
mod html;
mod http;
mod jwt;
mod key;
pub mod matrix;
mod metadata;
mod proxy;
mod random;
pub mod report;
mod rotation;
mod run;
pub mod settings;
mod sign_in;
mod subject;
mod tokens;
mod verdict;

pub use self::{check::Asks, key::Key, run::run, verdict::Outcome};
