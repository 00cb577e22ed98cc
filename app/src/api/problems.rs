use domain::problem::Problem;

use super::{ApiError, FieldProblem, Typed};

/// What is wrong with the values of a form, gathered so that all of it can be told at once.
#[derive(Debug, Default)]
pub struct Problems(Vec<FieldProblem>);

impl Problems {
    /// The value, or its problem noted.
    pub fn take<T, P: Into<Problem>>(&mut self, field: &str, value: Result<T, P>) -> Option<T> {
        value.map_err(|problem| self.0.push(FieldProblem { field: field.to_owned(), problem: problem.into() })).ok()
    }

    /// The value; where it cannot be read, its problem is noted and the other stands in until all are read.
    pub fn read<T, P: Into<Problem>>(&mut self, field: &str, value: Result<T, P>, stand_in: T) -> T {
        self.take(field, value).unwrap_or(stand_in)
    }

    /// What was read, where there was no problem.
    pub fn finish<T>(self, read: T) -> Result<T, ApiError> {
        if self.0.is_empty() { Ok(read) } else { Err(ApiError::Invalid { problems: self.0, typed: Typed::default() }) }
    }
}
