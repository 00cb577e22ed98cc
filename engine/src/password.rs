//! Passwords of users and administrators: Argon2id (RFC 9106), with the parameters that OWASP recommends (19 MiB, two passes). Hashes that
//! other servers made are understood, too, and replaced when their owner signs in.
//!
//! Each computation takes tens of milliseconds of one core and 19 MiB, and strangers can ask for it. So there is one way to it, the
//! [`Pool`]: as many threads as there are slots, each with its own memory that is used again, and a bounded queue before them.

mod choice;
mod error;
mod hash;
mod memory;
mod pool;
mod queue;
mod stored;

pub use choice::{Known, check_new};
pub use error::{Busy, HashError, PasswordHashError};
pub use hash::Verdict;
pub(crate) use hash::is_outdated;
#[cfg(feature = "testing")]
pub use pool::Occupied;
pub use pool::{Load, Pool};
pub use queue::{Bounds, Lane};
pub use stored::{ImportedHash, Pbkdf2Digest, UnusableHash};
