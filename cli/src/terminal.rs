//! Output of the command line: results on standard output, one sentence of failure on standard error.
//!
//! What is stored, and what is typed or read from a file, may hold what a terminal takes for a command or for another line. So all that is printed goes
//! through here: a line is shown as [`on_a_line`] has it, and JSON has such characters in its own escaped form.

use std::{
    io::{self, ErrorKind, Write},
    sync::OnceLock,
};

use domain::name::{commands_terminal, on_a_line};
use serde::Serialize;

use super::failure::Failure;

/// Why a result did not get to standard output.
static LOST: OnceLock<io::Error> = OnceLock::new();

/// Writes one line to standard output. What becomes of one that cannot be written is for [`lost`].
pub fn say(line: &str) {
    write(&on_a_line(line));
}

/// Writes lines to standard output, each as [`say`] does.
pub(super) fn say_lines<T: AsRef<str>>(lines: impl IntoIterator<Item = T>) {
    lines.into_iter().for_each(|line| say(line.as_ref()));
}

/// Writes a document to standard output whose lines are its own, as it is: whoever wrote it has escaped what it holds.
pub(super) fn say_document(text: &str) {
    write(text.trim_end());
}

fn write(text: &str) {
    let mut output = io::stdout().lock();
    if let Err(error) = writeln!(output, "{text}").and_then(|()| output.flush()) {
        let _ = LOST.set(error);
    }
}

/// Returns why some of the results did not get to standard output. A reader that went away (`regrant config | head`) has what it wanted.
pub fn lost() -> Option<&'static io::Error> {
    LOST.get().filter(|error| error.kind() != ErrorKind::BrokenPipe)
}

/// Returns whether results do not get to standard output any more.
pub(super) fn is_lost() -> bool {
    LOST.get().is_some()
}

/// Writes a value to standard output, as JSON for eyes.
pub(super) fn say_json(value: &impl Serialize) -> Result<(), Failure> {
    write(&printable(&serde_json::to_string_pretty(value).map_err(Failure::Json)?));
    Ok(())
}

/// Writes a value to standard output, as JSON on one line.
pub(super) fn say_json_line(value: &impl Serialize) -> Result<(), Failure> {
    write(&printable(&serde_json::to_string(value).map_err(Failure::Json)?));
    Ok(())
}

/// Returns JSON with what neither a terminal nor YAML takes as it is (YAML 1.2 §5.1) in its escaped form. Outside of its texts there is nothing of that
/// kind but the breaks of its lines.
fn printable(json: &str) -> String {
    let is_escaped = |it: char| it != '\n' && (commands_terminal(it) || matches!(it, '\u{fffe}' | '\u{ffff}'));
    let printed = |it: char| if is_escaped(it) { format!("\\u{:04x}", u32::from(it)) } else { it.to_string() };
    json.chars().map(printed).collect()
}

/// Writes a failure to standard error: a sentence, or a line for each thing that is wrong.
pub fn complain(text: &str) {
    let mut output = io::stderr().lock();
    let lines: Vec<_> = text.split('\n').map(on_a_line).collect();
    let _ = writeln!(output, "{}", lines.join("\n")).and_then(|()| output.flush());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_is_yaml_and_no_command_whatever_its_texts_hold() {
        let text = "a\u{1b}[2J\u{7f}b\u{85}c\u{9b}d\u{202e}\u{ffff}é\n";
        let printed = printable(&serde_json::to_string(text).unwrap());
        assert_eq!(printed, r#""a\u001b[2J\u007fb\u0085c\u009bd\u202e\uffffé\n""#);
        assert_eq!(serde_json::from_str::<String>(&printed).unwrap(), text);
    }
}
