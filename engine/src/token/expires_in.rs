//! What clients are told of the end of a refresh token (draft-ietf-oauth-refresh-token-expiration-02).

use domain::clock::Timestamp;
use serde::Serialize;

use crate::{family::Expiration, realm::Realm};

/// For how long a client can count on a refresh token, in whole seconds from the response on. Both are finite here, and so both are always said:
/// every refresh token has an absolute end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct ExpiresIn {
    /// For how long the client may hold the refresh token without using it; at most [`authorization_expires_in`](Self::authorization_expires_in).
    pub refresh_token_timeout: i64,
    /// When the user has to sign in again, however often the client refreshes.
    pub authorization_expires_in: i64,
}

/// The kinds of end that clients are told of (`refresh_token_expiration_types_supported`).
pub(crate) const TYPES: [&str; 2] = ["authorization", "token_timeout"];

impl ExpiresIn {
    /// Returns what a client is told now; `None` if the workspace does not tell.
    pub(crate) fn told(realm: &Realm, expiration: Expiration, now: Timestamp) -> Option<Self> {
        // Rounded down: nobody is told of a second that is not there.
        let seconds_until = |end: Timestamp| ((end.as_millis() - now.as_millis()) / 1000).max(0);
        realm.workspace.tokens.announce_refresh_token_expiration.then(|| Self {
            refresh_token_timeout: seconds_until(expiration.refresh_token),
            authorization_expires_in: seconds_until(expiration.authorization),
        })
    }
}
