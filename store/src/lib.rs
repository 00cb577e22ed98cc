#![doc = include_str!("../README.md")]

mod column;
mod connection;
mod engine_storage;
mod entity;
mod error;
#[cfg(feature = "testing")]
pub mod testing;

pub use connection::{Store, Transaction};
pub use engine_storage::EngineStorage;
pub use error::Error;
