//! What the sign-in page offers beside signing in.

use control::Offers;

use super::{error::Failure, shared::Shared, visit::Visit};

/// Returns what the workspace of a visit offers to who is not signed in.
pub(super) async fn offers(shared: &Shared, visit: &Visit) -> Result<Offers, Failure> {
    Ok(shared.control.offers(&visit.realm.workspace).await?)
}
