//! Why a use case was not done.

use std::{error, fmt};

use domain::{causes::Causes, problem::Problem};
use engine::password::{Busy, HashError};

/// Why a use case was not done. Nothing was changed then.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Whoever asks is not signed in any more: disabled, in another role, or without the session or token that they ask by.
    #[error("whoever asks is not signed in any more")]
    SignedOut,
    /// Whoever asks may not do this.
    #[error("this is not allowed to whoever asks")]
    Forbidden,
    /// There is no such thing, or it belongs to another tenant.
    #[error("there is no such thing")]
    NotFound,
    /// It was changed since it was read.
    #[error("it was changed since it was read")]
    Stale,
    /// Live refresh tokens would end earlier, and nobody has decided about them ([`domain::impact::Reach`]).
    #[error("live refresh tokens would end earlier, and nobody has decided about them")]
    Undecided,
    /// Values that cannot be saved; at least one.
    #[error("{}", .0.iter().map(|at| format!("{}: {}", at.field, at.problem)).collect::<Vec<_>>().join(" "))]
    Invalid(Vec<FieldError>),
    /// Too many passwords are being hashed at the moment; it can be tried again.
    #[error(transparent)]
    Busy(#[from] Busy),
    /// Something failed on our side.
    #[error(transparent)]
    Internal(Cause),
}

/// What is wrong with one field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FieldError {
    /// Which, by its name on the wire.
    pub field: &'static str,
    /// What.
    pub problem: Problem,
}

/// What failed on our side, for the log: its text tells the whole chain of causes, and no value.
pub struct Cause(Box<dyn error::Error + Send + Sync>);

impl Cause {
    /// What was tried at the database, where it was that.
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

    /// The field is taken, where the store says that something is.
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

/// What is wrong with the fields of a form, gathered so that all of it can be told at once.
#[derive(Debug, Default)]
pub(crate) struct Problems(Vec<FieldError>);

impl Problems {
    /// The value, or its problem noted.
    pub(crate) fn take<T>(&mut self, field: &'static str, value: Result<T, impl Into<Problem>>) -> Option<T> {
        value.map_err(|problem| self.note(field, problem)).ok()
    }

    pub(crate) fn note(&mut self, field: &'static str, problem: impl Into<Problem>) {
        self.0.push(FieldError { field, problem: problem.into() });
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
