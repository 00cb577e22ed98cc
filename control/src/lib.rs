#![doc = include_str!("../README.md")]
#![warn(missing_docs)]

mod account_recovery;
mod administrator_policies;
mod administrators;
mod api_access;
mod api_clients;
mod api_tokens;
mod assignments;
mod at_the_console;
mod audit;
mod audit_chains;
mod audit_line;
mod audit_news;
mod author;
mod changes;
mod client_failures;
mod client_secrets;
mod client_settings;
mod clients;
mod configuration;
mod control;
mod decisions;
mod edit;
mod enrolment;
mod error;
mod exchange_policies;
mod explain;
mod exports;
mod families;
mod held_keys;
mod import;
mod invitations;
mod jobs;
mod key_duties;
mod levels;
mod lifetimes;
mod links;
mod logouts;
mod mail;
mod new_clients;
mod new_workspace;
mod once;
mod one_time_sign_in;
mod operator;
mod overview;
mod own_account;
mod own_confirmation;
mod own_passkeys;
mod own_password;
mod own_second_factor;
mod own_sessions;
mod passkey_entry;
mod passkeys;
mod passkeys_of_administrators;
mod passkeys_of_users;
mod password_check;
mod passwords;
mod pauses;
mod permit;
mod qr_code;
mod registration;
mod reuses;
mod roles;
mod saved_views;
mod search;
mod second_step;
mod services;
mod settings;
mod sign_in;
mod signed_tokens;
mod signing;
mod signing_keys;
mod slugs;
mod tenants;
mod text;
mod trials;
mod user_access;
mod user_changes;
mod users;
mod webhooks;
mod workspaces;
mod write;

/// After how many seconds a request refused as [`Error::Busy`] is worth retrying.
pub const BUSY_SECONDS: i64 = engine::password::Busy::RETRY_AFTER_SECONDS;

pub use account_recovery::{Offers, OpenLink, Proof};
pub use administrators::NewAdministrator;
pub use api_access::{ADMIN_API, Presented, Recognised};
pub use api_clients::{NewApiClient, TypedApiClient};
pub use api_tokens::{API_TOKEN_PREFIX, NewApiToken, TypedApiToken};
pub use audit_news::{FollowedLog, NEWS_AT_ONCE};
pub use clients::{ClientTokenPolicy, SavedClient};
pub use control::Control;
pub use domain::permission;
pub use engine::{
    DEVICE_LIFETIME, Refusal,
    certificate::read_keys,
    client_keys::thumbprint,
    endpoint::passkey::{PasskeyAnswer, SecondStepOffer},
    gate::Visitor,
    passkey::OfferedPasskey,
};
pub use enrolment::{Enrolment, TypedEnrolment};
pub use error::{Cause, Error, FieldError, Holder};
pub use explain::Answer;
pub use exports::{Export, ExportFormat};
pub use families::{MOST_SELECTED, Sessions};
pub use import::{AppliedImport, Auth0Files, Import, ImportedClient, ImportedUsers, KeycloakFiles, PlannedImport};
pub use invitations::{NewInvitation, Offer};
pub use key_duties::KeyDuty;
pub use logouts::UndeliveredLogouts;
pub use mail::{Delivery, Mail, MailAccount, MailTransport, Post};
pub use new_clients::ClientStart;
pub use once::{Attempt, Repeated};
pub use one_time_sign_in::OneTimeSignIn;
pub use operator::{Actor, Credential, Operator, Recency};
pub use overview::Counting;
pub use own_account::{AccountView, OwnAccount, OwnSession, TypedOwnProfile};
pub use own_confirmation::{ConfirmationOffer, OwnConfirmation};
pub use own_passkeys::{AddedPasskey, OwnPasskeys};
pub use own_password::OwnPassword;
pub use own_second_factor::OwnSecondFactor;
pub use own_sessions::OwnSessions;
pub use password_check::AtBrowser;
pub use qr_code::QrCode;
pub use registration::NewRegistration;
pub use sign_in::{Entry, FirstStep, SignInError, SignedIn};
pub use slugs::{suggested_slug, typed_or_suggested_slug};
pub use webhooks::Missed;
