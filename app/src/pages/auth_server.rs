//! Auth Server.

mod sections;
mod tokens;
mod typed;

pub use sections::{read_idle, read_window};
pub use tokens::TokenSettingsPage;
pub use typed::zero_or_short;
