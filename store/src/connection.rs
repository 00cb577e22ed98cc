//! The connection to the database: readers, one way to write, and a health check.

mod address;
mod alone;
mod arrays;
mod backup;
mod failure;
mod limits;
mod link;
mod migrating;
mod outcomes;
mod pool;
mod pooler;
mod probe;
mod question;
mod reading;
mod repeating;
mod source;
mod step;
mod store;
#[cfg(test)]
mod tests;
pub(crate) mod traced;
mod transaction;
mod write_back;

pub use self::{
    address::{Address, AddressError},
    backup::{BackupError, Left, Restore, find_left_beside},
    failure::{Failure, FailureKind},
    limits::Limits,
    migrating::{MigrationLock, lock_file},
    pool::{CONNECTION_WAIT_TIME, PoolUsage},
    reading::Reading,
    store::Store,
    transaction::{Transaction, Writing},
};
pub(crate) use self::{arrays::Arrays, failure::COMMIT, probe::APPLIED, step::Step};
