//! What the command line says to whoever typed it: results on standard output, one sentence on standard error.

use std::io::{self, Write};

/// Writes one line to standard output.
///
/// A reader that went away (`regrant config | head`) is no failure.
pub(crate) fn say(line: &str) {
    let mut output = io::stdout().lock();
    let _ = writeln!(output, "{line}").and_then(|()| output.flush());
}

/// Writes one line to standard error.
pub(crate) fn complain(line: &str) {
    let mut output = io::stderr().lock();
    let _ = writeln!(output, "{line}").and_then(|()| output.flush());
}
