//! The pages that users see: sign in, consent, sign out, and what went wrong. Plain HTML without JavaScript, with one stylesheet.

pub(super) mod account;
mod asked;
pub(super) mod consent;
mod destination;
mod details;
pub(super) mod device;
pub(super) mod error;
mod field;
mod form_page;
pub(super) mod form_post;
pub(super) mod logout;
pub(super) mod message;
pub(super) mod onward;
mod page;
mod passkey;
pub(super) mod password_reset;
pub(super) mod problem;
pub(super) mod refused;
pub(super) mod registration;
mod script;
pub(super) mod sign_in;
pub(super) mod sign_in_code;

use destination::destination;
use page::{Forms, Page};
