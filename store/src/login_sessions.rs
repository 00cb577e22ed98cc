//! Login sessions of users.

mod ending;
mod list;
mod open;
mod storage;

pub use self::ending::{EndedSessions, SessionsOf};
pub(crate) use self::open::end_open;
