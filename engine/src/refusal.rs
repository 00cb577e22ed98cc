//! Refusals: what is wrong with a request, what the standard calls it, and what a client's developer can do about it.

mod administration;
mod advice;
mod by_workspace;
mod code;
mod public;
mod table;

pub use code::ErrorCode;
pub use table::Refusal;
