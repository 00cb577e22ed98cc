//! The border between the console and the control plane: what a server function may say to a page, and what it needs to say it.

mod caller;
mod error;
mod found;
#[cfg(feature = "ssr")]
mod kept;
#[cfg(feature = "ssr")]
mod language;
mod page;
#[cfg(feature = "ssr")]
mod permitted;
#[cfg(feature = "ssr")]
mod problems;
#[cfg(feature = "ssr")]
mod recent;
mod sent;
#[cfg(feature = "ssr")]
mod server;
mod session_time;
#[cfg(feature = "ssr")]
mod theme;
#[cfg(feature = "ssr")]
mod trial;
#[cfg(feature = "ssr")]
mod undo;
#[cfg(feature = "ssr")]
mod visitor;

pub use caller::Caller;
pub use error::{ApiError, FieldConflict, FieldProblem, Typed};
pub use found::{FoundGroup, FoundLink};
#[cfg(feature = "ssr")]
pub use language::{LANGUAGE_COOKIE, LANGUAGE_KEPT, keep_language, language, language_of_browser, language_of_request};
pub use page::*;
#[cfg(feature = "ssr")]
pub use permitted::{Permitted, permits, refusal};
#[cfg(feature = "ssr")]
pub use problems::Problems;
#[cfg(feature = "ssr")]
pub use recent::{recent_workspaces, remember_workspace};
pub use sent::*;
#[cfg(feature = "ssr")]
pub use server::*;
pub use session_time::{SessionEnd, SessionTime, renew_session, session_ends_within};
#[cfg(feature = "ssr")]
pub use theme::{Theme, keep_theme, theme};
#[cfg(feature = "ssr")]
pub use translation::Language;
#[cfg(feature = "ssr")]
pub use trial::{keep_trial, kept_trial, status_words};
#[cfg(feature = "ssr")]
pub(crate) use undo::undo;
#[cfg(feature = "ssr")]
pub use undo::{Undoing, done_for_now};
#[cfg(feature = "ssr")]
pub use visitor::*;
