#![doc = include_str!("../README.md")]

mod admin_api;
mod causes;
pub mod cli;
pub mod client_address;
pub mod config;
mod console;
mod cookies;
mod dead_ends;
mod deadline;
mod demonstration;
mod form_token;
mod health;
mod housekeeping;
pub mod installation;
mod master_key;
mod oauth;
mod private_file;
mod public_name;
mod router;
pub mod same_origin;
mod security_headers;
mod serve;
mod server_lock;
mod static_files;
mod stop;
pub mod system;
mod telemetry;
mod terminal;
mod told;

pub use router::router;
