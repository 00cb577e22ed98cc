#![doc = include_str!("../README.md")]
#![warn(missing_docs)]

mod administrators;
mod api_tokens;
mod assignments;
mod audit;
mod audit_line;
mod changes;
mod clients;
mod control;
mod edit;
mod error;
mod explain;
mod families;
mod held_keys;
mod invitations;
mod key_duties;
mod levels;
mod lifetimes;
mod new_workspace;
mod once;
mod one_time_sign_in;
mod operator;
mod overview;
mod permit;
mod roles;
mod services;
mod settings;
mod sign_in;
mod signing;
mod signing_keys;
mod slugs;
mod tenants;
mod user_access;
mod user_changes;
mod users;
mod workspaces;
mod write;

/// After how many seconds a request refused as [`Error::Busy`] is worth retrying.
pub const BUSY_SECONDS: i64 = engine::password::Busy::RETRY_AFTER_SECONDS;

pub use administrators::NewAdministrator;
pub use api_tokens::{API_TOKEN_PREFIX, NewApiToken, TypedApiToken};
pub use clients::{ClientTokenPolicy, SavedClient};
pub use control::Control;
pub use domain::permission;
pub use engine::{DEVICE_LIFETIME, gate::Visitor};
pub use error::{Cause, Error, FieldError};
pub use explain::Answer;
pub use families::Sessions;
pub use invitations::{NewInvitation, Offer};
pub use key_duties::KeyDuty;
pub use once::{Attempt, Repeated};
pub use one_time_sign_in::OneTimeSignIn;
pub use operator::{Actor, Credential, Operator};
pub use overview::Counting;
pub use sign_in::{SignInError, SignedIn};
pub use slugs::suggested_slug;
