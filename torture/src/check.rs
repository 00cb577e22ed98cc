//! A check: its name, who asks for it, and how it is tried.

use std::{pin::Pin, sync::Arc};

use serde::{Deserialize, Serialize};

use crate::{subject::Subject, verdict::Verdict};

/// Who asks for what a check is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Asks {
    /// A standard requires it.
    Must,
    /// A standard recommends it.
    Should,
    /// No standard asks: what users feel of it is the reason.
    Nobody,
}

impl Asks {
    /// The word for people.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Must => "must",
            Self::Should => "should",
            Self::Nobody => "–",
        }
    }
}

/// A check that is under way.
pub(crate) type Trial = Pin<Box<dyn Future<Output = Verdict> + Send>>;

/// A check.
pub(crate) struct Check {
    pub(crate) name: &'static str,
    /// The section of the standard, or what the check is taken from.
    pub(crate) source: &'static str,
    pub(crate) asks: Asks,
    /// What holds where it holds, in a sentence.
    pub(crate) claim: &'static str,
    /// Most of its time is spent waiting, so it runs beside the others.
    pub(crate) waits: bool,
    /// It is tried only where that is asked for.
    pub(crate) slow: bool,
    try_it: Box<dyn Fn(Arc<Subject>) -> Trial + Send + Sync>,
}

/// Checks that belong together.
pub(crate) struct Group {
    pub(crate) name: &'static str,
    pub(crate) title: &'static str,
    pub(crate) checks: Vec<Check>,
}

impl Check {
    fn new<F, T>(asks: Asks, name: &'static str, source: &'static str, claim: &'static str, try_it: F) -> Self
    where
        F: Fn(Arc<Subject>) -> T + Send + Sync + 'static,
        T: Future<Output = Verdict> + Send + 'static,
    {
        Self { name, source, asks, claim, waits: false, slow: false, try_it: Box::new(move |subject| Box::pin(try_it(subject))) }
    }

    /// Returns the check as one that waits.
    pub(crate) fn waiting(self) -> Self {
        Self { waits: true, ..self }
    }

    /// Returns the check as one that waits for long.
    pub(crate) fn slow(self) -> Self {
        Self { waits: true, slow: true, ..self }
    }

    /// Tries it.
    pub(crate) fn on(&self, subject: Arc<Subject>) -> Trial {
        (self.try_it)(subject)
    }
}

/// Returns a check of what a standard requires.
pub(crate) fn must<F, T>(name: &'static str, source: &'static str, claim: &'static str, try_it: F) -> Check
where
    F: Fn(Arc<Subject>) -> T + Send + Sync + 'static,
    T: Future<Output = Verdict> + Send + 'static,
{
    Check::new(Asks::Must, name, source, claim, try_it)
}

/// Returns a check of what a standard recommends.
pub(crate) fn should<F, T>(name: &'static str, source: &'static str, claim: &'static str, try_it: F) -> Check
where
    F: Fn(Arc<Subject>) -> T + Send + Sync + 'static,
    T: Future<Output = Verdict> + Send + 'static,
{
    Check::new(Asks::Should, name, source, claim, try_it)
}

/// Returns a check of what no standard asks.
pub(crate) fn robust<F, T>(name: &'static str, source: &'static str, claim: &'static str, try_it: F) -> Check
where
    F: Fn(Arc<Subject>) -> T + Send + Sync + 'static,
    T: Future<Output = Verdict> + Send + 'static,
{
    Check::new(Asks::Nobody, name, source, claim, try_it)
}
