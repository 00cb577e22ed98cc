//! Auth Server.

mod tokens;
mod typed;

pub use tokens::TokenSettingsPage;
