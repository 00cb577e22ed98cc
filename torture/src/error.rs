//! What goes wrong with the runner itself, in a sentence for the person at the terminal.

use std::{error::Error as _, fmt::Display, io};

/// A failure of the runner, and of no check.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file could not be read or written, or a program could not be run.
    #[error("{what}: {source}")]
    Io {
        /// What was tried.
        what: String,
        /// Why it failed.
        source: io::Error,
    },
    /// A server gave no answer.
    #[error("{address} gave no answer")]
    NoAnswer {
        /// The address without its query.
        address: String,
        /// Why.
        source: reqwest::Error,
    },
    /// Something else, in words.
    #[error("{0}")]
    Other(String),
}

impl Error {
    /// Returns a failure in words.
    pub fn other(sentence: impl Display) -> Self {
        Self::Other(sentence.to_string())
    }

    /// Returns a conversion of I/O errors that says what was tried.
    pub fn io(what: impl Display) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::Io { what: what.to_string(), source }
    }

    /// Returns the failure with all of its causes.
    pub fn sentence(&self) -> String {
        let mut sentence = self.to_string();
        let mut source = self.source();
        while let Some(cause) = source {
            let text = cause.to_string();
            if !sentence.contains(&text) {
                sentence = format!("{sentence}: {text}");
            }
            source = cause.source();
        }
        sentence
    }
}
