//! Events of the token engine: how they are written, read by their family or client, and kept.

mod counts;
mod deletion;
mod earlier;
mod list;
mod partitions;
mod storage;

pub use self::partitions::EventClass;
pub(crate) use self::{deletion::delete_events, earlier::count_own_access_tokens, partitions::first_at};
