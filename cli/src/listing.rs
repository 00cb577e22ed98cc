//! How a list is written: a line each for people, or the JSON of the admin API for programs, one object a line.

use std::str::FromStr;

use serde::Serialize;

use super::{failure::Failure, terminal};

/// Returns after what the next page of a list begins; nothing where there is none, or where nobody reads what is written any more.
pub(super) fn next_after<K: FromStr>(next: Option<String>) -> Option<K> {
    next.filter(|_| !terminal::is_lost()).and_then(|cursor| cursor.parse().ok())
}

#[derive(Debug, Clone, Copy, clap::Args)]
#[group(skip)]
pub(super) struct Listing {
    /// Print JSON, one object per line.
    #[arg(long)]
    pub(super) json: bool,
}

impl Listing {
    /// Writes one thing.
    pub(super) fn say<T: Serialize>(self, line: impl FnOnce() -> String, told: impl FnOnce() -> T) -> Result<(), Failure> {
        self.say_lines(|| vec![line()], told)
    }

    /// Writes one thing that takes several lines.
    pub(super) fn say_lines<T: Serialize>(self, lines: impl FnOnce() -> Vec<String>, told: impl FnOnce() -> T) -> Result<(), Failure> {
        if self.json {
            return terminal::say_json_line(&told());
        }
        terminal::say_lines(lines());
        Ok(())
    }
}
