use domain::{clock::Timestamp, problem::Problem};
use leptos::{
    prelude::{FromServerFnError, ServerFnErrorErr},
    server_fn::codec::JsonEncoding,
};
use serde::{Deserialize, Serialize};

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
    pub const fn sentence(&self) -> &'static str {
        match self {
            Self::SignedOut => "You are not signed in any more, and nothing was saved.",
            Self::Forbidden => "You may look at this, but not change it.",
            Self::Unconfirmed => {
                "Nothing was done yet, because you were asked to confirm that it is you first. What you typed is kept: send it again."
            }
            Self::NotFound => "This does not exist, or you are not allowed to see it.",
            Self::Stale { .. } => "This was changed in the meantime, so nothing was done. Look again before you repeat it.",
            Self::Undecided { .. } => "Nothing was saved yet. Decide whether the change applies to existing refresh tokens.",
            Self::Reset { .. } => "Nothing was saved yet. The default is filled in: save it.",
            Self::Invalid { .. } => "Nothing was saved yet. Look at what is marked below.",
            Self::Busy { .. } => {
                "The server is checking too many passwords at the moment, so nothing was done. Try again in a few seconds."
            }
            Self::Internal => "Something went wrong on our side, and nothing was changed. The server's log says what.",
            Self::Transport => "The request did not go through, and nothing was changed. Try it again.",
            Self::OtherAddress => {
                "This page was opened at another address than the server's own (its public URL), and nothing was changed. Open the console \
                 there."
            }
            Self::OtherPage => "This page was opened before you last signed in, and nothing was changed. Reload it and try again.",
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
