//! The audit trail. A line is written with [`Transaction::append_audit`](crate::Transaction::append_audit), gets its place in the chain of its
//! tenant soon afterwards, and is never changed.

mod chain;
mod chaining;
mod changes;
mod check;
mod export;
mod lines;
mod list;
mod news;
mod retention;

pub use self::{
    chain::Unchained,
    chaining::Chaining,
    changes::{CHANGES, SettingsChanges},
    retention::PassedLines,
};
