//! The token family: one authorization that yielded a refresh token, one row for its whole life.

mod authorization;
pub mod state;
pub mod token;

pub use authorization::Authorization;
pub use state::{Expiration, Family, Position, Presentation, Transition};
pub use token::{RefreshToken, RefreshTokenKey};
