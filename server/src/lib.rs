#![doc = include_str!("../README.md")]

mod browser;
pub mod commands;
mod console;
mod credentials;
mod delivery;
mod health;
mod jobs;
mod layers;
mod logouts;
mod metrics;
mod oauth;
mod otlp;
mod pages;
pub mod paths;
mod peer;
mod programs;
mod router;
mod serve;
mod static_files;
mod text;
mod webhooks;

use configuration::bounded_file;
use foundation::{certificates, client_authorities, fetch, mail, node, shares};

pub use admin_api;
pub use app::mount::page_routes;
pub use configuration as config;
pub use foundation::{
    client_authorities::ClientAuthorities, client_documents::PublishedDocuments, client_keys::PublishedKeys, clock, installation,
    node::Node,
};
pub use peer::{Listener, Peer};
pub use router::router;
