//! Clients that registered themselves (RFC 7591), and the tokens that let them.

use serde::{Deserialize, Serialize};

use crate::{
    client_metadata::ClientAbout,
    clock::Timestamp,
    id::InitialAccessTokenId,
    lifetime::{ApiTokenTtl, DAY},
    name::Name,
};

/// The lifetime of an initial access token: a minute to a year.
pub type InitialAccessTokenTtl = ApiTokenTtl;

/// The most initial access tokens of a workspace.
pub const MOST_INITIAL_ACCESS_TOKENS: u32 = 100;
/// For how many seconds an initial access token is shown after its end.
pub const INITIAL_ACCESS_TOKEN_SHOWN_FOR: i64 = 30 * DAY;

/// A token that lets whoever has it register clients. The token itself is not here: only its hash is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InitialAccessToken {
    /// Its identifier.
    pub id: InitialAccessTokenId,
    /// What it is for.
    pub name: Name,
    /// Who made it.
    pub created_by: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
    /// How many clients it can register.
    pub uses: u16,
    /// How many it has registered.
    pub used: u16,
}

impl InitialAccessToken {
    /// How many clients can still be registered by it, if it has not expired.
    pub const fn uses_left(&self) -> u16 {
        self.uses.saturating_sub(self.used)
    }
}

/// How a client came to be that registered itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClientRegistration {
    /// When it did.
    pub registered_at: Timestamp,
    /// What the initial access token is called by which it did; none where it needed none.
    pub initial_access_token: Option<Name>,
    /// Whether it can read, change and delete what it registered, by its registration access token.
    pub manages_itself: bool,
    /// What it says of itself.
    pub about: ClientAbout,
}
