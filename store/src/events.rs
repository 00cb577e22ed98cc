//! Events of the token engine: how they are written, read by their family or client, and kept.

mod deletion;
mod earlier;
mod figures;
mod issuances;
mod list;
mod partitions;
mod recorded;
mod search;
mod storage;

pub(crate) use self::{
    deletion::delete_events,
    earlier::count_own_access_tokens,
    figures::{delete_client_figures, delete_figures},
    list::count_exchanged_tokens,
    partitions::first_at,
    recorded::RecordIssue,
};
pub use self::{issuances::Issuances, partitions::EventClass};
