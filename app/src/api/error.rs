use domain::{clock::Timestamp, problem::Problem};
use leptos::{
    prelude::{FromServerFnError, ServerFnErrorErr},
    server_fn::codec::JsonEncoding,
};
use serde::{Deserialize, Serialize};

use crate::t;

/// The reason why a server function failed: closed codes and typed values only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ApiError {
    /// Nobody is signed in any more.
    SignedOut,
    /// The administrator may not do this.
    Forbidden,
    /// The administrator may do this, and has not typed their password lately.
    Unconfirmed,
    /// There is no such thing, or the administrator may not see it.
    NotFound,
    /// The address names an order that the list has not, or no place in it.
    NoSuchPlace,
    /// It was saved from elsewhere in the meantime.
    Stale {
        /// What was typed, with what they changed elsewhere.
        typed: Typed,
        /// The fields that both changed.
        conflicts: Vec<FieldConflict>,
    },
    /// Active refresh tokens would end earlier, and nobody has decided about them.
    Undecided {
        /// What was typed.
        typed: Typed,
    },
    /// A field has its default now, as was asked for, and is not saved yet.
    Reset {
        /// Which, by its name on the wire.
        field: String,
        /// What was typed, with the default in place.
        typed: Typed,
    },
    /// Values that cannot be saved.
    Invalid {
        /// What is wrong, and where.
        problems: Vec<FieldProblem>,
        /// What was typed.
        typed: Typed,
    },
    /// Too many passwords are being checked or hashed at the moment.
    Busy {
        /// What was typed.
        typed: Typed,
    },
    /// Something went wrong on our side. The log has it.
    Internal,
    /// The request did not arrive whole, or its answer did not.
    Transport,
    /// It came from a page that was shown to another session, or from none of ours.
    OtherPage,
    /// It came from a page that was opened under another name than the server's own.
    OtherAddress,
}

/// What is wrong with one field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldProblem {
    /// Which, by its name on the wire.
    pub field: String,
    /// What.
    pub problem: Problem,
}

/// A field that was also changed elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldConflict {
    /// Which, by its name on the wire.
    pub field: String,
    /// Who changed it, where the audit trail tells.
    pub by: Option<String>,
    /// Whether that was the same administrator, on another page.
    #[serde(default)]
    pub own: bool,
    /// When.
    pub at: Option<Timestamp>,
}

/// What was typed, by field; a list has a pair for each of its values. It is only ever put back into fields.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Typed(pub Vec<(String, String)>);

impl Typed {
    /// What was typed into a field.
    pub fn value(&self, field: &str) -> Option<&str> {
        self.0.iter().find(|(name, _)| name == field).map(|(_, value)| value.as_str())
    }
}

impl ApiError {
    /// One value that cannot be saved.
    pub fn invalid(field: &str, problem: impl Into<Problem>) -> Self {
        Self::Invalid { problems: vec![FieldProblem { field: field.to_owned(), problem: problem.into() }], typed: Typed::default() }
    }

    /// What was typed, where the page should show it again.
    pub const fn typed(&self) -> Option<&Typed> {
        match self {
            Self::Stale { typed, .. }
            | Self::Undecided { typed }
            | Self::Reset { typed, .. }
            | Self::Busy { typed }
            | Self::Invalid { typed, .. } => Some(typed),
            _ => None,
        }
    }

    /// What is wrong, where values could not be saved.
    pub fn problems(&self) -> &[FieldProblem] {
        match self {
            Self::Invalid { problems, .. } => problems,
            _ => &[],
        }
    }

    /// The fields that were also changed elsewhere.
    pub fn conflicts(&self) -> &[FieldConflict] {
        match self {
            Self::Stale { conflicts, .. } => conflicts,
            _ => &[],
        }
    }

    /// The same without what was typed.
    #[must_use]
    pub fn without_typed(mut self) -> Self {
        if let Self::Stale { typed, .. } | Self::Undecided { typed } | Self::Reset { typed, .. } | Self::Invalid { typed, .. } = &mut self {
            *typed = Typed::default();
        }
        self
    }

    /// The same in a sentence, for a page as a whole.
    pub fn sentence(&self) -> &'static str {
        match self {
            Self::SignedOut => t!("outcomes-error-signed-out"),
            Self::Forbidden => t!("outcomes-error-forbidden"),
            Self::Unconfirmed => t!("outcomes-error-unconfirmed"),
            Self::NotFound => t!("outcomes-error-not-found"),
            Self::NoSuchPlace => t!("outcomes-error-no-such-place"),
            Self::Stale { .. } => t!("outcomes-error-stale"),
            Self::Undecided { .. } => t!("outcomes-error-undecided"),
            Self::Reset { .. } => t!("outcomes-error-reset"),
            Self::Invalid { .. } => t!("outcomes-error-invalid"),
            Self::Busy { .. } => t!("outcomes-error-busy"),
            Self::Internal => t!("outcomes-error-internal"),
            Self::Transport => t!("outcomes-error-transport"),
            Self::OtherAddress => t!("outcomes-error-other-address"),
            Self::OtherPage => t!("outcomes-error-other-page"),
        }
    }
}

impl FromServerFnError for ApiError {
    type Encoder = JsonEncoding;

    /// The text of these errors quotes what was sent, so none of it is passed on.
    fn from_server_fn_error(_: ServerFnErrorErr) -> Self {
        Self::Transport
    }
}
