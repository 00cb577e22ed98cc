//! What the console says, in each of its languages. Every text of a page stands in `app/text`, by area and language, in Fluent's format
//! (<https://projectfluent.org>), and is named in the code by its identifier:
//!
//! - [`t!`](crate::t) is a text, with arguments where it has some;
//! - [`t_view!`](crate::t_view) is a text with links or other elements in the middle of its sentences;
//! - [`id!`](crate::id) names one in a constant, which is read by [`MessageId::text`] where it is shown;
//! - [`word`] is a word of the domain, which has its English name there, and [`said`] one that comes as text;
//! - [`problem`], [`duration`] and others are sentences of the domain with values in them. The crate `translation` has the German of both.
//!
//! Only the server renders text: what an island says is handed to it, so no browser loads a catalog.

#[cfg(feature = "ssr")]
mod rich;
#[cfg(feature = "ssr")]
mod sentences;
#[cfg(feature = "ssr")]
mod shown;

#[cfg(feature = "ssr")]
pub use self::{
    rich::format_view,
    sentences::{
        actor, as_heading, bounds, browser, consent_text, details_title, duration, failures, fetch_failure, gone, hint, level, lifetime,
        meaning, of_user, outcome, own_hint, problem, refresh_outcome, role, role_at, role_name, said, said_if_ours, scope_name, service,
        template_setting, value, value_within, word,
    },
    shown::{format, in_language, plain},
};
#[cfg(feature = "ssr")]
pub use translation::{Value, alphabetical, in_thousands};

/// A text by its identifier: a `&'static str` without arguments, a `String` with them. A whole number is a number, which selects a plural
/// and is shown with separators; anything else is text.
#[macro_export]
macro_rules! t {
    ($id:literal) => { $crate::text::plain($id) };
    ($id:literal, $($name:ident = $value:expr),+ $(,)?) => {
        $crate::text::format($id, vec![$((stringify!($name), $crate::text::Value::from($value))),+])
    };
}

/// A text with elements in it: each argument is what is rendered in its place.
#[macro_export]
macro_rules! t_view {
    ($id:literal, $($name:ident = $value:expr),+ $(,)?) => {
        $crate::text::format_view($id, vec![$((stringify!($name), ::leptos::prelude::IntoAny::into_any($value))),+])
    };
}

/// The identifier of a text without arguments.
#[macro_export]
macro_rules! id {
    ($id:literal) => {
        $crate::text::MessageId::new($id)
    };
}

/// The identifier of a text without arguments, for constants. [`id!`](crate::id) makes one, so that it is found in the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MessageId(&'static str);

impl MessageId {
    /// Of this identifier.
    pub const fn new(id: &'static str) -> Self {
        Self(id)
    }

    /// Returns the text.
    pub fn text(self) -> &'static str {
        plain(self.0)
    }
}

/// What only the server renders is not said by a browser.
#[cfg(not(feature = "ssr"))]
pub const fn plain(_: &'static str) -> &'static str {
    ""
}

/// The same of a number.
#[cfg(not(feature = "ssr"))]
pub const fn in_thousands(_: &str, _: &str) -> String {
    String::new()
}

#[cfg(test)]
#[cfg(feature = "ssr")]
mod tests;
