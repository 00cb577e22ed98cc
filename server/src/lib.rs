#![doc = include_str!("../README.md")]

mod browser;
mod certificates;
pub mod cli;
mod client_authorities;
mod client_keys;
pub mod clock;
mod console;
mod credentials;
mod delivery;
mod fetch;
mod health;
pub mod installation;
mod jobs;
mod layers;
mod logouts;
mod mail;
mod metrics;
mod node;
mod oauth;
mod otlp;
mod pages;
pub mod paths;
mod peer;
mod private_network;
mod programs;
mod router;
mod serve;
mod shares;
mod static_files;
mod text;
mod webhooks;

use configuration::bounded_file;

pub use admin_api;
pub use app::mount::page_routes;
pub use client_authorities::ClientAuthorities;
pub use client_keys::PublishedKeys;
pub use configuration as config;
pub use node::Node;
pub use peer::{Listener, Peer};
pub use router::router;
