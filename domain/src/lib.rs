#![doc = include_str!("../README.md")]
#![warn(missing_docs)]

pub mod administrator;
pub mod audit;
pub mod client;
pub mod clock;
pub mod decision;
pub mod family;
pub mod grant_type;
pub mod id;
pub mod lifetime;
pub mod name;
pub mod page;
pub mod policy;
pub mod problem;
pub mod redirect_uri;
pub mod resource;
pub mod scope;
pub mod secret;
pub mod service;
pub mod settings;
pub mod tenant;
pub mod thumbprint;
pub mod token_event;
pub mod user;
pub mod view;
pub mod workspace;
