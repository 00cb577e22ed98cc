#![doc = include_str!("../README.md")]

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
