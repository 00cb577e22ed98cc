//! Settings of a workspace: one struct a page of the console, whose `Default` are the product's defaults.

pub mod authorization;
pub mod client_documents;
pub mod pinned_documents;
pub mod registration;
pub mod retention;
pub mod security;
pub mod sign_in;
pub mod tokens;
