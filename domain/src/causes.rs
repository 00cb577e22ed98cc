//! An error with all of its causes, for the log and for people who look for a fault.

use std::{error::Error, fmt};

/// Displays an error and its chain of sources in one line: `the database failed: connection refused`.
#[derive(Debug)]
pub struct Causes<'a>(pub &'a dyn Error);

impl fmt::Display for Causes<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = self.0.to_string();
        let mut source = self.0.source();
        while let Some(cause) = source {
            let cause_text = cause.to_string();
            // Some libraries include the cause in the error's own text.
            if !text.contains(&cause_text) {
                text = format!("{text}: {cause_text}");
            }
            source = cause.source();
        }
        f.write_str(&text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, thiserror::Error)]
    #[error("the database failed")]
    struct Outer(#[source] Middle);

    #[derive(Debug, thiserror::Error)]
    #[error("no answer: {0}")]
    struct Middle(#[source] fmt::Error);

    #[test]
    fn every_cause_is_displayed_once() {
        assert_eq!(Causes(&Outer(Middle(fmt::Error))).to_string(), format!("the database failed: no answer: {}", fmt::Error));
    }
}
