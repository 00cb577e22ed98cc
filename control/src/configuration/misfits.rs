//! What does not fit of a document, by its place there.

use domain::{
    problem::Problem,
    wire::{self, Reading, Resource},
};

use crate::Error;

/// What does not fit, gathered so that all is told at once.
#[derive(Default)]
pub(super) struct Misfits(Reading);

impl Misfits {
    pub(super) fn note(&mut self, pointer: String, problem: Problem) {
        self.0.note(pointer, problem);
    }

    /// Returns what was done, or notes what does not fit by its place in what is declared at a pointer.
    ///
    /// # Errors
    /// Every other error.
    pub(super) fn placed<T, R: Resource>(&mut self, at: &str, done: Result<T, Error>) -> Result<Option<T>, Error> {
        match done {
            Ok(done) => Ok(Some(done)),
            Err(Error::Invalid(problems)) => {
                for one in problems {
                    self.note(format!("{at}{}", wire::pointer::<R>(one.field, &one.problem)), one.problem);
                }
                Ok(None)
            }
            // Their places are those in the whole document already.
            Err(Error::Unfit(misfits)) => Ok(self.0.within("", Err(misfits))),
            Err(error) => Err(error),
        }
    }

    /// Checks that everything fits.
    pub(super) fn check(self) -> Result<(), Error> {
        self.0.done(Some(())).map_err(Error::Unfit)
    }

    /// Checks the version that something has to be in; it is in version 0 if it is not there.
    pub(super) fn version(&mut self, at: &str, declared: Option<i64>, version: i64) {
        if declared.is_some_and(|declared| declared != version) {
            self.note(format!("{at}/version"), Problem::OtherVersion { version });
        }
    }
}
