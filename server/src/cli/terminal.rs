//! Output of the command line: results on standard output, one sentence of failure on standard error.

use std::io::{self, Write};

/// Writes one line to standard output.
///
/// A reader that went away (`regrant config | head`) is no failure.
pub(super) fn say(line: &str) {
    let mut output = io::stdout().lock();
    let _ = writeln!(output, "{line}").and_then(|()| output.flush());
}

/// Writes one line to standard error.
pub(super) fn complain(line: &str) {
    let mut output = io::stderr().lock();
    let _ = writeln!(output, "{line}").and_then(|()| output.flush());
}
