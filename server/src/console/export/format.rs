//! The formats of exported lists.

use std::borrow::Cow;

use control::ExportFormat;
use serde::Serialize;

/// How a list is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    /// CSV (RFC 4180), with a head, for spreadsheets.
    Csv,
    /// A JSON value a line, as the admin API has it.
    JsonLines,
}

impl From<Format> for ExportFormat {
    fn from(format: Format) -> Self {
        match format {
            Format::Csv => Self::Csv,
            Format::JsonLines => Self::JsonLines,
        }
    }
}

impl Format {
    /// Returns the format of the file at an address.
    pub(super) fn of(path: &str) -> Self {
        if path.rsplit('.').next() == Some("csv") { Self::Csv } else { Self::JsonLines }
    }

    /// Returns how its files end.
    pub(super) fn extension(self) -> &'static str {
        ExportFormat::from(self).name()
    }

    /// Returns its media type.
    pub(super) const fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8; header=present",
            Self::JsonLines => "application/x-ndjson",
        }
    }

    /// Returns what a file begins with.
    pub(super) fn head(self, names: &[&str]) -> String {
        match self {
            Self::Csv => record(names),
            Self::JsonLines => String::new(),
        }
    }

    /// Returns the line of an item.
    pub(super) fn line<J: Serialize>(self, cells: impl FnOnce() -> Vec<String>, json: impl FnOnce() -> J) -> String {
        match self {
            Self::Csv => record(&cells()),
            Self::JsonLines => json_line(&json()),
        }
    }

    /// Returns the last line of a file that does not hold everything.
    pub(super) fn not_complete(self, columns: usize, rows: u64) -> String {
        let said = format!("Not complete: this file ends after {rows} rows, and there may be more. Narrow the filter to get the rest.");
        match self {
            Self::Csv => record(&(0..columns).map(|column| if column == 0 { said.as_str() } else { "" }).collect::<Vec<_>>()),
            Self::JsonLines => json_line(&serde_json::json!({ "not_complete": said })),
        }
    }
}

fn json_line(value: &impl Serialize) -> String {
    // What the admin API tells has a form in JSON.
    serde_json::to_string(value).map(|line| format!("{line}\n")).unwrap_or_default()
}

/// Returns a record of CSV. No cell of it is a formula, and none begins another cell for a spreadsheet whose separator is not the comma.
fn record(cells: &[impl AsRef<str>]) -> String {
    let mut writer =
        csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).quote_style(csv::QuoteStyle::Always).from_writer(Vec::new());
    let cells = cells.iter().map(|cell| guarded(cell.as_ref()).into_owned());
    // Writing to memory does not fail, and records are written one by one, so none has another number of cells than the first.
    let written = writer.write_record(cells).ok().and_then(|()| writer.into_inner().ok());
    written.and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}

/// Returns a cell that no spreadsheet takes for a formula: names are typed by whoever registers, and a formula can send away what stands beside it.
/// OWASP, *CSV Injection*: a quote goes before what begins like one.
fn guarded(cell: &str) -> Cow<'_, str> {
    const BEGIN_FORMULAS: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}'];
    // Where programs end a cell whatever the quotes say.
    const SEPARATORS: [char; 3] = [';', '\t', '|'];
    let begins = |part: &str| part.trim_start_matches(['"', ' ']).starts_with(BEGIN_FORMULAS);
    if !begins(cell) && !cell.split(SEPARATORS).skip(1).any(begins) {
        return Cow::Borrowed(cell);
    }
    let mut guarded = String::with_capacity(cell.len() + 1);
    for part in cell.split_inclusive(SEPARATORS) {
        if begins(part) {
            guarded.push('\'');
        }
        guarded.push_str(part);
    }
    Cow::Owned(guarded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_no_formula_and_stays_one_cell() {
        assert_eq!(record(&["=HYPERLINK(\"https://evil.example\")", "a,b", "+1", "plain", "@x", "\u{ff1d}1"]), {
            "\"'=HYPERLINK(\"\"https://evil.example\"\")\",\"a,b\",\"'+1\",\"plain\",\"'@x\",\"'\u{ff1d}1\"\r\n"
        });
        assert_eq!(record(&["", "a\nb"]), "\"\",\"a\nb\"\r\n");
        assert_eq!(record(&["x;=cmd|'/C'!A0;y", "a; b-c", "; -1"]), "\"x;'=cmd|'/C'!A0;y\",\"a; b-c\",\";' -1\"\r\n");
    }

    #[test]
    fn a_file_that_is_cut_says_so_in_its_own_form() {
        let csv = Format::Csv.not_complete(3, 10_000);
        assert!(csv.contains("10000 rows") && csv.ends_with(",\"\",\"\"\r\n"), "{csv}");
        let line: serde_json::Value = serde_json::from_str(&Format::JsonLines.not_complete(3, 7)).unwrap();
        assert!(line["not_complete"].as_str().unwrap().contains("7 rows"));
        assert_eq!((Format::of("/a/export.csv"), Format::of("/a/export.jsonl")), (Format::Csv, Format::JsonLines));
    }
}
