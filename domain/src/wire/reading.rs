//! What is wrong with values that were sent, each by its place.

use crate::{
    problem::Problem,
    wire::sent::{Sent, Value},
};

/// How many problems are told at once: nobody reads more, and what was sent is not answered with a multiple of it.
const MOST: usize = 100;

/// A problem with one value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misfit {
    /// Where it is: a JSON pointer (RFC 6901).
    pub pointer: String,
    /// The problem.
    pub problem: Problem,
}

/// The reading of a whole: every value that does not fit is noted, so that all are told at once.
#[derive(Debug, Default)]
pub struct Reading(Vec<Misfit>);

impl Reading {
    /// Notes a problem; of many the first hundred.
    pub fn note(&mut self, pointer: impl Into<String>, problem: impl Into<Problem>) {
        if self.0.len() < MOST {
            self.0.push(Misfit { pointer: pointer.into(), problem: problem.into() });
        }
    }

    /// Returns a value, if it is one.
    pub fn take<T: Value<Error: Into<Problem>>>(&mut self, pointer: &str, sent: &Sent<T>) -> Option<T> {
        sent.read().map_err(|error| self.note(pointer, error)).ok()
    }

    /// Returns a value, or the usual one where none was sent.
    pub fn or<T: Value<Error: Into<Problem>>>(&mut self, pointer: &str, sent: Option<&Sent<T>>, usual: T) -> T {
        sent.and_then(|sent| self.take(pointer, sent)).unwrap_or(usual)
    }

    /// Returns a value that may be absent.
    pub fn optional<T: Value<Error: Into<Problem>>>(&mut self, pointer: &str, sent: Option<&Sent<T>>) -> Option<T> {
        sent.and_then(|sent| self.take(pointer, sent))
    }

    /// Returns the values of a list, or the usual ones where none was sent.
    pub fn all<T, C>(&mut self, pointer: &str, sent: Option<&Vec<Sent<T>>>, usual: C) -> C
    where
        T: Value<Error: Into<Problem>>,
        C: FromIterator<T>,
    {
        match sent {
            Some(sent) => sent.iter().enumerate().filter_map(|(index, sent)| self.take(&format!("{pointer}/{index}"), sent)).collect(),
            None => usual,
        }
    }

    /// Returns what was read at a place of the whole. What did not fit there is noted by its place in the whole.
    pub fn within<T>(&mut self, at: &str, read: Result<T, Vec<Misfit>>) -> Option<T> {
        let note = |misfit: Misfit| self.note(format!("{at}{}", misfit.pointer), misfit.problem);
        read.map_err(|misfits| misfits.into_iter().for_each(note)).ok()
    }

    /// Returns what was read.
    ///
    /// # Errors
    /// All that did not fit.
    pub fn done<T>(self, read: Option<T>) -> Result<T, Vec<Misfit>> {
        match read {
            Some(read) if self.0.is_empty() => Ok(read),
            _ => Err(self.0),
        }
    }
}
