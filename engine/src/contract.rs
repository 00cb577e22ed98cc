//! What every storage must do, as tests that any storage can be put to.
//!
//! A storage provides a [`Fixture`] and calls [`storage_contract!`](crate::storage_contract), which makes a test of each statement.

pub mod access_tokens;
pub mod assertions;
pub mod basis;
pub mod client_documents;
pub mod codes;
pub mod consents;
pub mod deletion;
pub mod devices;
pub mod directory;
pub mod events;
pub mod families;
mod fixture;
mod given;
pub mod passkeys;
pub mod passwords;
pub mod presentation;
pub mod pushed_requests;
mod seed;
pub mod session_clients;
pub mod sessions;
mod statements;
pub mod subject_keys;
pub mod token_exchanges;

pub use fixture::{Change, Fixture, seeded};
pub use given::{
    code, event, hash, join, linked_subject, moved, passkey, redemption, second_factor, session, session_client, start, store_family,
};
pub use seed::{API, DETAILS, Failure, LIFETIME, START, Seed, retry, unique, unique_seed};
