#![doc = include_str!("../README.md")]
#![expect(unreachable_pub, reason = "components and server functions are public by their macros, and reached by routes alone")]
#![expect(clippy::needless_pass_by_value, reason = "a component owns its properties")]

pub mod api;
mod components;
mod done;
mod form;
mod layout;
mod pages;
pub mod paths;
mod routes;
#[cfg(feature = "ssr")]
mod shell;
mod ui;

pub use routes::App;
#[cfg(feature = "ssr")]
pub use shell::shell;
