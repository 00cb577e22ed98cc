//! What is found out while a file is read: what is wrong with it, and what is left out.

use domain::{
    import::{ImportReport, Place, Reason},
    problem::Problem,
    wire::{Misfit, Reading},
};

/// What is found out about one file, and what is left out of all.
#[derive(Debug, Default)]
pub(super) struct Findings {
    file: usize,
    wrong: Reading,
    pub(super) report: ImportReport,
}

impl Findings {
    /// Begins with a file.
    pub(super) fn begin(&mut self, file: usize) {
        self.file = file;
    }

    /// Notes that a file is damaged: nothing of it can be taken.
    pub(super) fn wrong(&mut self, pointer: impl Into<String>, problem: Problem) {
        self.wrong.note(pointer, problem);
    }

    /// Notes that something is left out.
    pub(super) fn leave_out(&mut self, reason: Reason, pointer: impl Into<String>, name: &str) {
        let at = self.place(pointer);
        self.report.leave_out(reason, at, name);
    }

    pub(super) fn place(&self, pointer: impl Into<String>) -> Place {
        Place { file: self.file, pointer: pointer.into() }
    }

    /// Ends with a file.
    ///
    /// # Errors
    /// All that is wrong with it.
    pub(super) fn check(&mut self) -> Result<(), Vec<Misfit>> {
        std::mem::take(&mut self.wrong).done(Some(()))
    }
}
