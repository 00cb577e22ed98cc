//! One-time sign-ins, as addresses.

use domain::{console_link::SIGN_IN_ONCE, secret::Secret};

use crate::config::PublicUrl;

/// Returns the address at which a one-time sign-in is used.
pub fn sign_in_link(public_url: &PublicUrl, token: &Secret<String>) -> String {
    public_url.join(&format!("{}?token={}", SIGN_IN_ONCE, token.expose()))
}
