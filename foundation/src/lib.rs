#![doc = include_str!("../README.md")]

pub mod certificates;
pub mod client_authorities;
pub mod client_documents;
pub mod client_keys;
pub mod clock;
pub mod count;
pub mod fetch;
pub mod installation;
pub mod mail;
pub mod node;
pub mod private_network;
mod published;
mod sector_documents;
pub mod shares;

use configuration::{self as config, bounded_file};
