//! Auth Server.

mod claims;
mod fapi;
mod key_revocation;
mod key_table;
mod keys;
mod sections;
mod tokens;
mod typed;

pub use claims::ClaimsPage;
pub use fapi::FapiPage;
pub use key_revocation::KeyRevocationPage;
pub use keys::KeysPage;
pub use tokens::TokenSettingsPage;
