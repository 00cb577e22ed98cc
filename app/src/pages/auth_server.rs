//! Auth Server.

mod sections;
mod tokens;
mod typed;

pub use tokens::TokenSettingsPage;
