//! What the sign-in page offers beside the password.

use control::{OfferedPasskey, Offers};

use super::{error::Failure, shared::Shared, visit::Visit};

/// What the sign-in page offers beside the password.
pub(super) struct BesidePassword {
    /// What the workspace offers to who is not signed in.
    pub(super) offers: Offers,
    /// Asks for a passkey; none where browsers have none for this installation.
    pub(super) passkey: Option<OfferedPasskey>,
}

/// Returns what the workspace of a visit offers.
pub(super) async fn offers(shared: &Shared, visit: &Visit) -> Result<BesidePassword, Failure> {
    let passkey = shared.engine.offer_passkey(&visit.realm)?;
    Ok(BesidePassword { offers: shared.control.offers(&visit.realm.workspace).await?, passkey })
}
