//! Output of the command line: results on standard output, one sentence of failure on standard error.

use std::{
    io::{self, ErrorKind, Write},
    sync::OnceLock,
};

use serde::Serialize;

use super::failure::Failure;

/// Why a result did not get to standard output.
static LOST: OnceLock<io::Error> = OnceLock::new();

/// Writes one line to standard output. What becomes of one that cannot be written is for [`lost`].
pub(super) fn say(line: &str) {
    let mut output = io::stdout().lock();
    if let Err(error) = writeln!(output, "{line}").and_then(|()| output.flush()) {
        let _ = LOST.set(error);
    }
}

/// Returns why some of the results did not get to standard output. A reader that went away (`regrant config | head`) has what it wanted.
pub(super) fn lost() -> Option<&'static io::Error> {
    LOST.get().filter(|error| error.kind() != ErrorKind::BrokenPipe)
}

/// Returns whether results do not get to standard output any more.
pub(super) fn is_lost() -> bool {
    LOST.get().is_some()
}

/// Writes a value to standard output, as JSON.
pub(super) fn say_json(value: &impl Serialize) -> Result<(), Failure> {
    say(&printable(&serde_json::to_string_pretty(value).map_err(Failure::Json)?));
    Ok(())
}

/// Returns JSON with what YAML does not take as it is (YAML 1.2 §5.1) in its escaped form. Outside of its texts there is nothing of that kind.
fn printable(json: &str) -> String {
    let printed = |character: char| match character {
        '\u{7f}'..='\u{84}' | '\u{86}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}' => format!("\\u{:04x}", u32::from(character)),
        character => character.to_string(),
    };
    json.chars().map(printed).collect()
}

/// Writes one line to standard error.
pub(super) fn complain(line: &str) {
    let mut output = io::stderr().lock();
    let _ = writeln!(output, "{line}").and_then(|()| output.flush());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_is_yaml_whatever_its_texts_hold() {
        let text = "a\u{7f}b\u{85}c\u{90}d\u{ffff}é";
        let printed = printable(&serde_json::to_string(text).unwrap());
        assert_eq!(printed, "\"a\\u007fb\u{85}c\\u0090d\\uffffé\"");
        assert_eq!(serde_json::from_str::<String>(&printed).unwrap(), text);
    }
}
