//! Lists: the rows that a search matches, and the end of a page.

use domain::page::{PAGE_SIZE, Page};
use sea_orm::{
    ColumnTrait, Condition,
    sea_query::{Expr, ExprTrait, Func, LikeExpr},
};

use crate::Error;

/// Escapes a character of a pattern. Not the backslash, which PostgreSQL treats specially.
const ESCAPE: char = '!';

/// How many rows to query for a page: one more than it shows, to know whether there is another.
pub(crate) const ROWS: u64 = PAGE_SIZE + 1;

/// Returns the page of these rows, of which [`ROWS`] were queried. Its cursor is that of the last row on it.
pub(crate) fn page<T>(mut rows: Vec<T>, total: Option<u64>, cursor: impl Fn(&T) -> String) -> Page<T> {
    let size = usize::try_from(PAGE_SIZE).unwrap_or(usize::MAX);
    let more = rows.len() > size;
    rows.truncate(size);
    let next = rows.last().filter(|_| more).map(cursor);
    Page { items: rows, next, total }
}

/// Reads the values of rows.
pub(crate) fn read<Row, T: TryFrom<Row, Error = Error>>(rows: Vec<Row>) -> Result<Vec<T>, Error> {
    rows.into_iter().map(T::try_from).collect()
}

/// Returns the condition that one of these columns contains the text, ignoring case; any row where the text is empty.
pub(crate) fn matching(columns: &[impl ColumnTrait], search: &str) -> Condition {
    let search = search.trim();
    if search.is_empty() {
        return Condition::all();
    }
    columns.iter().fold(Condition::any(), |any, column| {
        any.add(Func::lower(Expr::col(*column)).like(containing(&search.to_lowercase())))
            // As it was typed, too: SQLite's `lower` changes ASCII letters only.
            .add(Expr::col(*column).like(containing(search)))
    })
}

/// Returns the pattern of values that contain a text.
pub(crate) fn containing(text: &str) -> LikeExpr {
    LikeExpr::new(format!("%{}%", escaped(text))).escape(ESCAPE)
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        if matches!(character, '%' | '_' | ESCAPE) {
            escaped.push(ESCAPE);
        }
        escaped.push(character);
    }
    escaped
}
