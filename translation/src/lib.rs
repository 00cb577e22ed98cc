#![doc = include_str!("../README.md")]
#![warn(missing_docs)]

mod catalog;
mod digits;
mod language;
mod missing;
mod problems;
mod sentences;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
#[cfg(test)]
mod tests;
mod words;

pub use catalog::{Arguments, Catalogs, Piece};
pub use digits::in_thousands;
pub use fluent_bundle::FluentValue as Value;
pub use language::{Language, alphabetical};
