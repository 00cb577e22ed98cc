//! What does not fit of a document, by its place there.

use domain::{
    problem::Problem,
    wire::{self, Misfit, Resource},
};

use crate::Error;

/// What does not fit, gathered so that all is told at once.
#[derive(Default)]
pub(super) struct Misfits(Vec<Misfit>);

impl Misfits {
    pub(super) fn note(&mut self, pointer: String, problem: Problem) {
        self.0.push(Misfit { pointer, problem });
    }

    /// Returns what was done, or notes what does not fit by its place in what is declared at a pointer.
    ///
    /// # Errors
    /// Every other error.
    pub(super) fn placed<T, R: Resource>(&mut self, at: &str, done: Result<T, Error>) -> Result<Option<T>, Error> {
        match done {
            Ok(done) => Ok(Some(done)),
            Err(Error::Invalid(problems)) => {
                self.0.extend(problems.iter().map(|one| {
                    let pointer = format!("{at}{}", wire::pointer::<R>(one.field, &one.problem));
                    Misfit { pointer, problem: one.problem }
                }));
                Ok(None)
            }
            Err(Error::Unfit(misfits)) => {
                self.0.extend(misfits);
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    /// Checks that everything fits.
    pub(super) fn check(self) -> Result<(), Error> {
        if self.0.is_empty() { Ok(()) } else { Err(Error::Unfit(self.0)) }
    }

    /// Checks the version that something has to be in; it is in version 0 if it is not there.
    pub(super) fn version(&mut self, at: &str, declared: Option<i64>, version: i64) {
        if declared.is_some_and(|declared| declared != version) {
            self.note(format!("{at}/version"), Problem::OtherVersion { version });
        }
    }
}
