//! Other programs: run them, read them, and say in one sentence what went wrong.

use std::{
    env,
    ffi::OsStr,
    fmt::{self, Display},
    io::{self, BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

pub(crate) type Result<T> = std::result::Result<T, Failure>;

/// A sentence for the person at the terminal.
#[derive(Debug)]
pub(crate) struct Failure(String);

impl Failure {
    pub(crate) fn new(sentence: impl Into<String>) -> Self {
        Self(sentence.into())
    }

    pub(crate) fn about(path: &Path, problem: &dyn Display) -> Self {
        Self(format!("{}: {problem}", path.display()))
    }
}

impl Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// The cargo that runs us.
pub(crate) fn cargo() -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    // What `cargo run` says about this crate is nobody else's business, and build scripts that look at it would run again and again.
    for (name, _) in env::vars_os() {
        let name_text = name.to_string_lossy();
        if name_text.starts_with("CARGO_PKG_") || name_text.starts_with("CARGO_MANIFEST_") {
            command.env_remove(&name);
        }
    }
    command
}

pub(crate) fn find_program(name: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path).map(|folder| folder.join(name)).find(|candidate| candidate.is_file())
}

/// Runs to the end; whatever it prints, the person sees.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let status = command.status().map_err(|error| not_started(command, &error))?;
    if status.success() { Ok(()) } else { Err(ended(command, status)) }
}

/// Runs to the end and returns what it printed to its standard output.
pub(crate) fn capture(command: &mut Command) -> Result<String> {
    let output = command.stderr(Stdio::inherit()).output().map_err(|error| not_started(command, &error))?;
    if output.status.success() { Ok(String::from_utf8_lossy(&output.stdout).into_owned()) } else { Err(ended(command, output.status)) }
}

/// Like [`run`], and adds to `kept` the lines of its standard output which `keep` wants, even when it fails.
pub(crate) fn run_keeping(command: &mut Command, keep: fn(&str) -> bool, kept: &mut Vec<String>) -> Result<()> {
    let mut child = command.stdout(Stdio::piped()).spawn().map_err(|error| not_started(command, &error))?;
    if let Some(output) = child.stdout.take() {
        copy_lines(output, &mut io::stdout().lock(), keep, kept).map_err(|error| Failure::new(format!("{}: {error}", shown(command))))?;
    }
    let status = child.wait().map_err(|error| not_started(command, &error))?;
    if status.success() { Ok(()) } else { Err(ended(command, status)) }
}

fn copy_lines(output: impl io::Read, terminal: &mut impl Write, keep: fn(&str) -> bool, kept: &mut Vec<String>) -> io::Result<()> {
    let mut reader = BufReader::new(output);
    let mut line = Vec::new();
    while reader.read_until(b'\n', &mut line)? > 0 {
        terminal.write_all(&line)?;
        terminal.flush()?;
        let text = without_colour(&String::from_utf8_lossy(&line));
        if keep(&text) {
            kept.push(text);
        }
        line.clear();
    }
    Ok(())
}

/// Without the terminal's colour codes (`ESC [ … m`) and the line's end.
fn without_colour(line: &str) -> String {
    let mut plain = String::new();
    let mut pieces = line.trim_end().split("\u{1b}[");
    plain.extend(pieces.next());
    plain.extend(pieces.filter_map(|piece| piece.split_once(|letter: char| letter.is_ascii_alphabetic())).map(|(_, rest)| rest));
    plain
}

fn shown(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_name().unwrap_or(command.get_program());
    let words: Vec<_> = std::iter::once(program).chain(command.get_args()).map(OsStr::to_string_lossy).collect();
    format!("`{}`", words.join(" "))
}

fn not_started(command: &Command, error: &io::Error) -> Failure {
    Failure::new(format!("{} could not be run: {error}", shown(command)))
}

fn ended(command: &Command, status: std::process::ExitStatus) -> Failure {
    Failure::new(format!("{} failed ({status})", shown(command)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_kept_without_its_colours() {
        let output = "running 2 tests\n\u{1b}[1m\u{1b}[32m  3 passed\u{1b}[0m (2.1s)\n";
        let mut kept = Vec::new();
        copy_lines(output.as_bytes(), &mut io::sink(), |line| line.contains("passed"), &mut kept).unwrap();
        assert_eq!(kept, ["  3 passed (2.1s)"]);
    }

    #[test]
    fn a_failing_program_is_named_with_its_arguments() {
        let mut kept = Vec::new();
        let failure = run_keeping(Command::new("sh").args(["-c", "exit 3"]), |_| true, &mut kept).unwrap_err();
        assert_eq!(failure.to_string(), "`sh -c exit 3` failed (exit status: 3)");
        assert!(kept.is_empty());
    }

    #[test]
    fn a_program_that_is_not_there_is_not_found() {
        assert!(find_program("sh").is_some());
        assert!(find_program("no-such-program-anywhere").is_none());
    }
}
