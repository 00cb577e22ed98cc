#![doc = include_str!("../README.md")]

mod access_tokens;
mod administrators;
mod api_tokens;
mod assignments;
mod audit;
mod basis;
mod batch;
pub mod bulk;
mod clients;
mod codes;
mod column;
mod connection;
mod consents;
mod console_sessions;
mod counts;
mod deletions;
mod directory;
mod engine_storage;
mod entity;
mod error;
mod events;
mod families;
mod grants;
mod housekeeping;
mod idempotency_keys;
mod invitations;
mod login_sessions;
mod mail_servers;
mod mails;
mod master_keys;
mod nodes;
mod paging;
mod read_back;
mod resealing;
mod roles;
mod rows;
mod sealed_values;
mod services;
mod shared;
mod sign_in_names;
mod signing_keys;
mod tenant_store;
#[cfg(feature = "testing")]
pub mod testing;
mod user_links;
mod users;
mod workspace_store;
mod workspaces;

pub use administrators::{AdministratorRecord, Administrators};
pub use audit::{CHANGES, SettingsChanges};
pub use clients::{NewSecret, SecretUpdate};
pub use connection::{
    Address, AddressError, BackupError, CONNECTION_WAIT_TIME, Failure, FailureKind, Limits, MigrationLock, PoolUsage, Reading, Restore,
    Store, Transaction, Writing, find_left_by_restore, lock_file,
};
pub use console_sessions::ConsoleSessions;
pub use deletions::TenantContents;
pub use engine_storage::EngineStorage;
pub use error::Error;
pub use events::{EventClass, Issuances};
pub use families::{EndedTokens, FamiliesOf, LiveAtClient, LiveFamilies, REFRESHES_PER_STATEMENT};
pub use housekeeping::{ExpiredRows, Forgetting, Housekeeping, KeyProgress, Leap, Progress};
pub use idempotency_keys::{Claim, ClaimTerms, Claimed, Standing};
pub use login_sessions::{EndedSessions, SessionsOf};
pub use mail_servers::{MailServerRecord, SealedPassword};
pub use mails::WaitingMail;
pub use master_keys::MasterKeyRecord;
pub use nodes::{Durability, NodeRecord};
pub use resealing::{ClientPlace, SealedPrivateKey};
pub use roles::Roles;
pub use sealed_values::{Sealed, SealedValue};
pub use sign_in_names::Taken;
pub use tenant_store::{Access, TenantStore, Tenants};
pub use user_links::UserLink;
pub use users::SavedUser;
pub use workspace_store::{WorkspaceStore, WorkspaceTransaction};
