//! The inventory of refresh tokens.

mod detail;
mod filter;
mod list;
mod matching;
mod query;
mod selected;
mod timeline;
mod views;

pub use detail::FamilyPage;
pub use list::TokensPage;
pub use selected::RevokeSelectedPage;
