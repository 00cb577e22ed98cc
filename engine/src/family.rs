//! The token family: one authorization that yielded a refresh token, one row for its whole life.

pub mod state;
pub mod token;

pub use state::{Family, Presentation, Transition};
pub use token::{RefreshToken, RefreshTokenKey};
