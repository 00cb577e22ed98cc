//! What a form of the users' pages got wrong.

use axum::http::StatusCode;
use domain::problem::Problem;
use engine::storage::StorageError;
use translation::Language;

use super::error::Failure;
use crate::text::t;

/// What is wrong with a form: each problem at its field, or one of the whole.
#[derive(Debug, Clone)]
pub(super) struct FormProblems {
    /// The status of the page.
    pub(super) status: StatusCode,
    /// What is wrong with the whole form.
    pub(super) whole: Option<String>,
    /// When it may be sent again, in seconds, where it may not be at once.
    pub(super) retry_after: Option<i64>,
    fields: Vec<(&'static str, String)>,
}

impl FormProblems {
    /// A form that was not sent yet.
    pub(super) const fn none() -> Self {
        Self { status: StatusCode::OK, whole: None, retry_after: None, fields: Vec::new() }
    }

    /// A form that came from a page of another session, or of none: nothing was done that it asks for.
    pub(super) fn outdated(language: Language) -> Self {
        Self::of_whole(StatusCode::CONFLICT, t!(language, "pages-form-outdated"))
    }

    fn of_whole(status: StatusCode, sentence: impl Into<String>) -> Self {
        Self { status, whole: Some(sentence.into()), ..Self::none() }
    }

    /// One problem, at its field.
    pub(super) fn at_field(status: StatusCode, field: &'static str, sentence: impl Into<String>) -> Self {
        Self { status, fields: vec![(field, sentence.into())], ..Self::none() }
    }

    /// Returns what an error says to the user.
    ///
    /// # Errors
    /// A failure that no form is to blame for.
    pub(super) fn of(error: control::Error, language: Language) -> Result<Self, Failure> {
        match error {
            control::Error::Invalid(problems) => {
                let wait = problems.iter().find_map(|at| match at.problem {
                    Problem::TooManyAttempts { seconds } => Some(seconds),
                    _ => None,
                });
                let status = if wait.is_some() { StatusCode::TOO_MANY_REQUESTS } else { StatusCode::UNPROCESSABLE_ENTITY };
                let fields = problems.into_iter().map(|at| (at.field, language.problem(&at.problem))).collect();
                Ok(Self { status, whole: None, retry_after: wait, fields })
            }
            control::Error::Busy(_) => {
                let sentence = t!(language, "pages-form-busy", wait = language.duration(control::BUSY_SECONDS));
                Ok(Self { retry_after: Some(control::BUSY_SECONDS), ..Self::of_whole(StatusCode::SERVICE_UNAVAILABLE, sentence) })
            }
            control::Error::Stale => Ok(Self::of_whole(StatusCode::CONFLICT, t!(language, "pages-form-stale"))),
            error => Err(error.into()),
        }
    }

    /// What is wrong with a field.
    pub(super) fn at(&self, field: &str) -> Option<&str> {
        self.fields.iter().find(|(name, _)| *name == field).map(|(_, sentence)| sentence.as_str())
    }

    /// Returns whether this is the first field with a problem.
    pub(super) fn is_first(&self, field: &str) -> bool {
        self.fields.first().is_some_and(|(name, _)| *name == field)
    }
}

impl From<control::Error> for Failure {
    fn from(error: control::Error) -> Self {
        engine::Error::from(StorageError { operation: "user_account", cause: Box::new(error) }).into()
    }
}
