#![doc = include_str!("../README.md")]
#![warn(missing_docs)]

mod administrators;
mod audit;
mod changes;
mod clients;
mod desk;
mod error;
mod families;
mod lifetimes;
mod overview;
pub mod permission;
mod services;
mod settings;
mod sign_in;
mod tenants;
mod users;
mod workspaces;

pub use administrators::{NewAdministrator, OneTimeSignIn};
pub use clients::{ClientTokenPolicy, SavedClient};
pub use desk::{Actor, Control, Desk};
pub use error::{Cause, Error, FieldError};
pub use sign_in::SignInError;
