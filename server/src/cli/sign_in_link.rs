//! One-time sign-ins, as addresses.

use domain::secret::Secret;

use crate::config::PublicUrl;

/// Returns the address at which a one-time sign-in is used.
pub(super) fn sign_in_link(public_url: &PublicUrl, token: &Secret<String>) -> String {
    public_url.join(&format!("{}?token={}", app::paths::SIGN_IN_ONCE, token.expose()))
}
