//! Sentences of ours without a translation. A reader gets them in English; with the feature `testing` they are kept, so that a test that opens
//! pages finds them.

#[cfg(any(test, feature = "testing"))]
use std::{
    collections::BTreeSet,
    sync::{Mutex, PoisonError},
};

#[cfg(any(test, feature = "testing"))]
static NOTED: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());

/// Notes a sentence, or the identifier of one.
#[cfg(any(test, feature = "testing"))]
pub(crate) fn note(sentence: &str) {
    NOTED.lock().unwrap_or_else(PoisonError::into_inner).insert(sentence.to_owned());
}

/// Notes nothing.
#[cfg(not(any(test, feature = "testing")))]
pub(crate) const fn note(_: &str) {}

/// Returns what was noted since the process began.
#[cfg(any(test, feature = "testing"))]
pub(crate) fn noted() -> Vec<String> {
    NOTED.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
}
