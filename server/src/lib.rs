#![doc = include_str!("../README.md")]

pub mod admin_api;
mod bounded_file;
mod browser;
pub mod cli;
mod client_authorities;
mod client_keys;
pub mod clock;
pub mod config;
mod console;
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
mod private_network;
mod router;
mod serve;
mod shares;
mod static_files;
mod text;
mod webhooks;

pub use client_authorities::ClientAuthorities;
pub use client_keys::PublishedKeys;
pub use console::page_routes;
pub use node::Node;
pub use router::{router, router_for_clients};
