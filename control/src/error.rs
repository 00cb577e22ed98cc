//! Why a use case was not done.

use std::{error, fmt};

use domain::{causes::Causes, permission::Action, problem::Problem, wire::Misfit};
use engine::password::{Busy, HashError};

/// Why a use case was not performed. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The actor is no longer signed in: disabled, in another role, or without the session or token they were recognised by.
    #[error("the actor is no longer signed in")]
    SignedOut,
    /// The actor may not do this: they lack this action.
    #[error("the actor may not do this ({})", .0.code())]
    Forbidden(Action),
    /// The actor may do this, and not to what it is done to: that may do something which they may not, and which they would have by it.
    #[error("the actor may not do this, because {holder} may do what they may not ({})", missing.code())]
    Beyond {
        /// What they may do.
        action: Action,
        /// What they lack.
        missing: Action,
        /// What has it.
        holder: Holder,
    },
    /// The actor may do this, and has not typed their password lately ([`Action::is_dangerous`]).
    #[error("this asks for a recent password")]
    Unconfirmed,
    /// The workspace does not offer this to its users.
    #[error("the workspace does not offer this to its users")]
    NotOffered,
    /// No such object, or it belongs to another tenant.
    #[error("no such object")]
    NotFound,
    /// It was changed since it was read.
    #[error("it was changed since it was read")]
    Stale,
    /// The request was sent again by its key and is done by the later sending ([`Operator::attempt`](crate::Operator::attempt)).
    #[error("the request was sent again and is done by the later sending")]
    TakenOver,
    /// Existing refresh tokens would end earlier, and the request does not say whether they shall ([`domain::impact::Reach`]).
    #[error("existing refresh tokens would end earlier, and the request does not say whether they shall")]
    Undecided,
    /// Values that cannot be saved, at least one.
    #[error("{}", .0.iter().map(|at| format!("{}: {}", at.field, at.problem)).collect::<Vec<_>>().join(" "))]
    Invalid(Vec<FieldError>),
    /// Values of a document that cannot be applied, at least one, each by its place.
    #[error("{}", .0.iter().map(|at| format!("{}: {}", at.pointer, at.problem)).collect::<Vec<_>>().join(" "))]
    Unfit(Vec<Misfit>),
    /// Too many passwords are being hashed at the moment. Can be retried.
    #[error(transparent)]
    Busy(#[from] Busy),
    /// The server failed.
    #[error(transparent)]
    Internal(Cause),
}

/// What may do something that an actor may not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holder {
    /// A role that is given, made, changed or withdrawn.
    Role,
    /// An administrator whose account it is about.
    Administrator,
    /// An API client at the place, as which whoever changes something there could act.
    ApiClient,
}

impl Holder {
    /// Returns its stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Role => "role",
            Self::Administrator => "administrator",
            Self::ApiClient => "api_client",
        }
    }
}

impl fmt::Display for Holder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Role => "the role",
            Self::Administrator => "the administrator",
            Self::ApiClient => "an API client there",
        })
    }
}

/// A problem with one field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FieldError {
    /// The field's name on the wire.
    pub field: &'static str,
    /// The problem.
    pub problem: Problem,
}

/// What failed in the server, for the log. Its text has the whole chain of causes, and no values.
pub struct Cause(Box<dyn error::Error + Send + Sync>);

impl Cause {
    /// Returns whether a value that is stored cannot be read.
    pub fn is_of_stored_value(&self) -> bool {
        matches!(self.0.downcast_ref::<store::Error>(), Some(store::Error::Corrupt { .. }))
    }

    /// Returns the operation that failed, if the database failed.
    pub fn operation(&self) -> &str {
        if let Some(engine::Error::Storage(error)) = self.0.downcast_ref() {
            return error.operation;
        }
        self.0.downcast_ref::<store::Error>().map_or("", store::Error::operation)
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Causes(&*self.0).fmt(f)
    }
}

impl fmt::Debug for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl error::Error for Cause {}

impl Error {
    pub(crate) fn internal(cause: impl error::Error + Send + Sync + 'static) -> Self {
        Self::Internal(Cause(Box::new(cause)))
    }

    pub(crate) fn invalid(field: &'static str, problem: impl Into<Problem>) -> Self {
        Self::Invalid(vec![FieldError { field, problem: problem.into() }])
    }

    /// Returns a mapping of the store's conflict to a problem of this field: its value is taken.
    pub(crate) fn taken(field: &'static str) -> impl Fn(store::Error) -> Self {
        move |error| match error {
            store::Error::Conflict => Self::invalid(field, Problem::Taken),
            error => error.into(),
        }
    }
}

impl From<store::Error> for Error {
    fn from(error: store::Error) -> Self {
        match error {
            store::Error::Stale => Self::Stale,
            error => Self::internal(error),
        }
    }
}

impl From<HashError> for Error {
    fn from(error: HashError) -> Self {
        match error {
            HashError::Busy(busy) => busy.into(),
            HashError::Failed(error) => Self::internal(error),
        }
    }
}

/// The problems of a form's fields, gathered so that all are reported at once.
#[derive(Debug, Default)]
pub(crate) struct Problems(Vec<FieldError>);

impl Problems {
    /// Returns the value, or notes its problem.
    pub(crate) fn take<T>(&mut self, field: &'static str, value: Result<T, impl Into<Problem>>) -> Option<T> {
        value.map_err(|problem| self.note(field, problem)).ok()
    }

    pub(crate) fn note(&mut self, field: &'static str, problem: impl Into<Problem>) {
        self.0.push(FieldError { field, problem: problem.into() });
    }

    /// Returns a value that was made of the fields, unless one of them has a problem.
    pub(crate) fn none_of<T>(self, value: T) -> Result<T, Self> {
        if self.0.is_empty() { Ok(value) } else { Err(self) }
    }

    pub(crate) fn check(self) -> Result<(), Error> {
        if self.0.is_empty() { Ok(()) } else { Err(Error::Invalid(self.0)) }
    }
}

impl From<Problems> for Error {
    fn from(problems: Problems) -> Self {
        Self::Invalid(problems.0)
    }
}
