//! Activity › Token requests: what the token endpoint decided, across clients.

mod list;
mod query;
mod reasons;

pub use list::DecisionsPage;
