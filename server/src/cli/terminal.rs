//! Output of the command line: results on standard output, one sentence of failure on standard error.

use std::io::{self, Write};

use serde::Serialize;

use super::failure::Failure;

/// Writes one line to standard output.
///
/// A reader that went away (`regrant config | head`) is no failure.
pub(super) fn say(line: &str) {
    let mut output = io::stdout().lock();
    let _ = writeln!(output, "{line}").and_then(|()| output.flush());
}

/// Writes a value to standard output, as JSON.
pub(super) fn say_json(value: &impl Serialize) -> Result<(), Failure> {
    say(&serde_json::to_string_pretty(value).map_err(Failure::Json)?);
    Ok(())
}

/// Writes one line to standard error.
pub(super) fn complain(line: &str) {
    let mut output = io::stderr().lock();
    let _ = writeln!(output, "{line}").and_then(|()| output.flush());
}
