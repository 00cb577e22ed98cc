//! What is delivered to whom.

use std::hash::Hash;

use domain::id::TenantId;
use store::Error;

/// What is delivered, and who is due.
pub(crate) trait Outbox: Send + Sync + 'static {
    /// What tells a receiver from others.
    type Receiver: Copy + Eq + Hash + Send + Sync + 'static;
    /// A receiver that this node has for the time being.
    type Taken: Send + Sync + 'static;

    /// What cannot be done where the database cannot be asked, as the log says it.
    const TASK: &'static str;

    /// Returns receivers to which something is to be sent now and that no node has, each with its tenant; those that had their turn longest ago come first.
    fn list_due(&self, most: u64) -> impl Future<Output = Result<Vec<(Self::Receiver, TenantId)>, Error>> + Send;

    /// Takes a receiver over. `None` where another node has it, or it is gone.
    fn take(&self, receiver: Self::Receiver) -> impl Future<Output = Result<Option<Self::Taken>, Error>> + Send;

    /// What tells this node apart from who has a receiver before and after.
    fn fence(taken: &Self::Taken) -> i64;

    /// Sends what is due, for the time of a turn.
    ///
    /// # Errors
    /// [`Error::Stale`] if another node has taken the receiver over, or an administrator has changed it.
    fn serve(&self, taken: &Self::Taken) -> impl Future<Output = Result<(), Error>> + Send;

    /// Lets a receiver go: another node can take it at once. The others have their turn first.
    ///
    /// # Errors
    /// [`Error::Stale`] if another node has taken it over, or an administrator has changed it.
    fn release(&self, taken: Self::Taken) -> impl Future<Output = Result<(), Error>> + Send;

    /// Lets all of these go, when the server ends.
    fn release_all(&self, held: &[(Self::Receiver, i64)]) -> impl Future<Output = Result<(), Error>> + Send;
}
