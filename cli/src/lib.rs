#![doc = include_str!("../README.md")]

mod admin;
mod apply;
mod at;
mod audit;
mod backup;
mod choice;
mod client;
mod command;
mod declared;
mod document;
mod explain;
mod export;
pub mod failure;
mod housekeeping;
mod import;
mod initial_access_token;
mod key;
mod listing;
pub mod log;
mod master_key;
mod migrate;
pub mod open;
mod openapi;
mod plan;
mod reuse;
mod settings;
pub mod sign_in_link;
mod tenant;
pub mod terminal;
mod token;
mod user;
mod workspace;

use configuration::{self as config, bounded_file};
use foundation::{client_authorities, clock, installation, node};

pub use self::command::{Typed, read_configuration};
