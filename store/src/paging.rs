//! Lists: what a search matches, and where a page ends.

use domain::page::{PAGE_SIZE, Page};
use sea_orm::{
    ColumnTrait, Condition,
    sea_query::{Expr, ExprTrait, Func, LikeExpr},
};

use crate::Error;

/// Marks a character of a pattern that stands for itself. Not the backslash, which PostgreSQL reads in its own way.
const ESCAPE: char = '!';

/// How many rows to ask for: one more than a page holds, to know whether there is another.
pub(crate) const ROWS: u64 = PAGE_SIZE + 1;

/// A page of these rows, of which [`ROWS`] were asked for. The cursor is that of the last one on it.
pub(crate) fn page<T>(mut rows: Vec<T>, total: Option<u64>, cursor: impl Fn(&T) -> String) -> Page<T> {
    let size = usize::try_from(PAGE_SIZE).unwrap_or(usize::MAX);
    let more = rows.len() > size;
    rows.truncate(size);
    let next = rows.last().filter(|_| more).map(cursor);
    Page { items: rows, next, total }
}

/// The values of these rows.
pub(crate) fn read<Row, T: TryFrom<Row, Error = Error>>(rows: Vec<Row>) -> Result<Vec<T>, Error> {
    rows.into_iter().map(T::try_from).collect()
}

/// Rows where one of these columns holds the text, without regard to case; every row where the text is empty.
pub(crate) fn matching(columns: &[impl ColumnTrait], search: &str) -> Condition {
    let search = search.trim();
    if search.is_empty() {
        return Condition::all();
    }
    columns.iter().fold(Condition::any(), |any, column| {
        any.add(Func::lower(Expr::col(*column)).like(holding(&search.to_lowercase())))
            // As it was typed, too: SQLite's `lower` knows no letters beyond ASCII.
            .add(Expr::col(*column).like(holding(search)))
    })
}

/// What holds a text, in which every character stands for itself.
pub(crate) fn holding(text: &str) -> LikeExpr {
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
