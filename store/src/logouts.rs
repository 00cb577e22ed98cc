//! Back-channel logout: which clients have a part in sessions, what they are to be told, and how they are told.
//!
//! The part of a client in a session is a row. With the end of the session, in the same transaction, it is what the client is to be told; so there is never
//! more to deliver than clients have parts, and the end of a session adds nothing.

mod delivery;
mod list;
mod parts;

pub use self::delivery::{DueLogout, LogoutFate, LogoutOutcome, TellingClient};
pub(crate) use self::parts::{join, pass_on, tell_clients};
