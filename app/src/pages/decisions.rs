//! Activity › Token requests: what the token endpoint decided, across clients.

mod list;
mod query;

pub use list::DecisionsPage;
