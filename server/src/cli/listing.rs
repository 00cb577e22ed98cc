//! How a list is written: a line each for people, or the JSON of the admin API for programs, one object a line.

use serde::Serialize;

use super::{failure::Failure, terminal};

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
        terminal::say(&if self.json { serde_json::to_string(&told()).map_err(Failure::Json)? } else { line() });
        Ok(())
    }
}
