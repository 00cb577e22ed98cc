//! Clients that registered themselves (RFC 7591), and the tokens that let them.

use crate::{
    client_registration,
    clock::Timestamp,
    id::InitialAccessTokenId,
    name::Name,
    wire::{
        resource::Resource,
        sent::Sent,
        types::{sent, told},
    },
};

sent! {
    /// A token by which clients register themselves, that is to be created.
    pub struct NewInitialAccessToken needed [name ttl uses] {
        /// What it is for.
        pub name: String,
        /// How long it works: 1 minute to 1 year.
        pub ttl: String,
        /// How many clients it can register: 1 to 10,000.
        pub uses: u64,
    }
}

told! {
    /// A token by which clients register themselves.
    pub struct InitialAccessToken {
        /// Its identifier.
        pub id: Sent<InitialAccessTokenId>,
        /// What it is for.
        pub name: Sent<Name>,
        /// Who made it.
        pub created_by: String,
        /// When it was created.
        pub created_at: Sent<Timestamp>,
        /// When it ends.
        pub expires_at: Sent<Timestamp>,
        /// How many clients it can register.
        pub uses: u64,
        /// How many of these are left.
        pub uses_left: u64,
        /// The token itself, in the answer that creates it alone: only a hash is stored.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub token: Option<String>,
    }

    /// Whether and how a client registered itself.
    pub struct ClientRegistration {
        /// When it did; absent for a client that an administrator has made.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub registered_at: Option<Sent<Timestamp>>,
        /// What the initial access token is called by which it did; absent where it needed none.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub initial_access_token: Option<Sent<Name>>,
        /// Whether it can read, change and delete what it registered, by its registration access token.
        pub manages_itself: bool,
        /// What it says of itself, which nobody has checked: its members of RFC 7591, section 2, that nothing depends on.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub about: Option<serde_json::Value>,
    }
}

impl Resource for NewInitialAccessToken {}

impl From<&client_registration::InitialAccessToken> for InitialAccessToken {
    fn from(token: &client_registration::InitialAccessToken) -> Self {
        Self {
            id: Sent::of(&token.id),
            name: Sent::of(&token.name),
            created_by: token.created_by.clone(),
            created_at: Sent::of(&token.created_at),
            expires_at: Sent::of(&token.expires_at),
            uses: token.uses.into(),
            uses_left: token.uses_left().into(),
            token: None,
        }
    }
}

impl From<Option<&client_registration::ClientRegistration>> for ClientRegistration {
    fn from(registration: Option<&client_registration::ClientRegistration>) -> Self {
        Self {
            registered_at: registration.map(|registration| Sent::of(&registration.registered_at)),
            initial_access_token: registration.and_then(|registration| registration.initial_access_token.as_ref()).map(Sent::of),
            manages_itself: registration.is_some_and(|registration| registration.manages_itself),
            about: registration.and_then(|registration| serde_json::to_value(&registration.about).ok()),
        }
    }
}
