//! What the engine requires of a storage, by noun. There are two implementations: `memory`, the reference (feature `testing`), and the
//! `store` crate.
//!
//! Each method is one transaction. Where two may race, the outcome is in the return type, and `contract` (feature `testing`) tests every
//! storage for it.

mod access_token;
mod assertion;
mod basis;
mod client_document;
mod code;
mod consent;
mod device;
mod directory;
mod error;
mod event;
mod family;
mod passkey;
mod password;
mod pushed_request;
mod second_factor;
mod secret_hash;
mod session;
mod share;
mod subject_key;
mod sum;
mod token_exchange;
mod usual_refresh;

pub use access_token::{AccessTokenStorage, TokenOrigin, TokenStanding};
pub use assertion::{AssertedSession, AssertionStorage};
pub use basis::{Basis, Written};
pub use client_document::{Adopted, Adoption, ClientDocumentStorage, DocumentRenewal, UNUSED_GIVES_WAY_AFTER};
pub use code::{AuthorizationCode, CodeOutcome, CodeRedemption, CodeStorage, FamilyCap, Redeemed, StoredCode};
pub use consent::{AccessEnd, Consent, ConsentStorage};
pub use device::{
    DeviceAllowance, DeviceDecided, DeviceDenial, DevicePoll, DevicePolled, DeviceRequest, DeviceStart, DeviceStarted, DeviceState,
    DeviceStorage, SLOWEST,
};
pub use directory::{ClientRecord, Directory, PreviousSecret, SealedSigningKey, UserRecord};
pub use error::StorageError;
pub use event::{EventIds, EventStorage};
pub use family::{FamilyRevocation, FamilyStorage, OwnedFamily, PresentRefreshToken, RefreshOutcome, revoked_event};
pub use passkey::PasskeyStorage;
pub use password::{HashRenewal, PasswordStorage};
pub use pushed_request::{Pushed, PushedBounds, PushedRequest, PushedRequestStorage};
pub use second_factor::SecondFactorStorage;
pub use secret_hash::SecretHash;
pub use session::{EndedSessions, LoginSession, SessionClient, SessionEnd, SessionOrigin, SessionStart, SessionStorage};
pub use share::makes_room;
pub use subject_key::SubjectKeyStorage;
pub use sum::Storage;
pub use token_exchange::{ClientStanding, StandingToken, TokenExchange, TokenExchangeStorage};
pub use usual_refresh::{AllowedFamilies, Refreshed, UsualRefresh};
