#![doc = include_str!("../README.md")]
#![expect(unreachable_pub, reason = "components and server functions are public by their macros, and reached by routes alone")]
#![expect(clippy::needless_pass_by_value, reason = "a component owns its properties")]

pub mod api;
pub mod islands;
pub mod paths;
pub mod text;
#[cfg_attr(not(feature = "ssr"), expect(dead_code, unused_imports, reason = "the islands need little of it"))]
mod ui;

// What only the server renders.
#[cfg(feature = "ssr")]
mod components;
#[cfg(feature = "ssr")]
mod done;
#[cfg(feature = "ssr")]
mod find;
#[cfg(feature = "ssr")]
mod form;
#[cfg(feature = "ssr")]
mod layout;
#[cfg(feature = "ssr")]
pub mod mount;
#[cfg(feature = "ssr")]
pub mod page_needs;
#[cfg(feature = "ssr")]
mod pages;
#[cfg(feature = "ssr")]
mod places;
#[cfg(feature = "ssr")]
mod routes;
#[cfg(feature = "ssr")]
mod shell;
#[cfg(feature = "ssr")]
mod undo;

#[cfg(feature = "ssr")]
pub use pages::logs::{LogNews, log_row};
