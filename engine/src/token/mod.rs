//! The tokens that are signed or sealed: access tokens and ID tokens.

pub mod access;
pub mod id;
