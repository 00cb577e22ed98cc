//! What is asked, and what is expected of the answers.

use std::{cell::RefCell, rc::Rc};

use super::connection::Answer;

/// What a request was about, so that its answer can be judged.
pub type Ticket = u64;

/// What came of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// A refresh brought a new refresh token.
    Rotated,
    /// A refresh brought the same refresh token again.
    Repeated,
    /// Another answer that was expected.
    Expected,
    /// An answer that was not expected; the run is invalid.
    Unexpected(String),
}

/// A kind of requests. One connection has one request under way at a time.
pub trait Work {
    /// Appends the next request; nothing where there is nothing left to ask.
    fn next(&mut self, request: &mut Vec<u8>) -> Option<Ticket>;

    /// Judges the answer to a request.
    fn judge(&mut self, ticket: Ticket, answer: &Answer<'_>) -> Verdict;
}

/// Work that the connections of a run share. They are tasks of one thread.
pub type Shared = Rc<RefCell<dyn Work>>;

/// Returns work to share.
pub fn share(work: impl Work + 'static) -> Shared {
    Rc::new(RefCell::new(work))
}
