//! An error with all that it came from, for the log and the command line.

use std::{error::Error, fmt};

/// Tells the whole chain: `the database failed: connection refused`.
pub(crate) struct Causes<'a>(pub(crate) &'a dyn Error);

impl fmt::Display for Causes<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut told = self.0.to_string();
        f.write_str(&told)?;
        let mut source = self.0.source();
        while let Some(cause) = source {
            let text = cause.to_string();
            // Some libraries tell the cause within the error already.
            if !told.contains(&text) {
                write!(f, ": {text}")?;
            }
            told = text;
            source = cause.source();
        }
        Ok(())
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
    fn every_cause_is_told_once() {
        let text = format!("{}", Causes(&Outer(Middle(fmt::Error))));
        assert_eq!(text, format!("the database failed: no answer: {}", fmt::Error));
    }
}
