//! Guides.

mod refresh_tokens;

pub use refresh_tokens::RefreshTokensGuide;
