//! Lists: the rows that a search matches, and the end of a page.

use std::fmt::Display;

use domain::page::{Counted, Cursor, Edge, PAGE_SIZE, Page, SEARCHED_WORDS, Window};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult as _, Iterable as _, Order, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait as _, Select,
    prelude::Uuid,
    sea_query::{Asterisk, Expr, ExprTrait, Func, LikeExpr, Query, SelectStatement},
};

use crate::{Error, counts::count_some};

/// Escapes a character of a pattern. Not the backslash, which PostgreSQL treats specially.
const ESCAPE: char = '!';

/// How many rows to query for a page of the console: one more than it shows, to know whether there is another.
pub(crate) const ROWS: u64 = PAGE_SIZE + 1;

/// Returns the rows of a window of a list that is sorted by a unique column, and one more, to know whether there are others.
pub(crate) fn cut<E, K>(query: Select<E>, column: E::Column, order: &Order, window: &Window<K>) -> Select<E>
where
    E: EntityTrait,
    K: Clone + Into<sea_orm::Value>,
{
    let upward = is_read_upward(order, window);
    let query = match &window.edge {
        Edge::Start => query,
        Edge::After(key) | Edge::Before(key) if upward => query.filter(column.gt(key.clone())),
        Edge::After(key) | Edge::Before(key) => query.filter(column.lt(key.clone())),
    };
    query.order_by(column, if upward { Order::Asc } else { Order::Desc }).limit(window.limit + 1)
}

/// What a list is sorted by that is not its key.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Value<C> {
    /// A name, whether in upper or lower case. SQLite's `lower` changes ASCII letters only.
    Name(C),
    /// A text that is written in one way.
    Text(C),
    /// A number.
    Number(C),
}

impl<C: ColumnTrait> Value<C> {
    /// Returns the column as it is sorted.
    fn sorted(self) -> Expr {
        match self {
            Self::Name(column) => Func::lower(Expr::col(column)).into(),
            Self::Text(column) | Self::Number(column) => Expr::col(column),
        }
    }

    /// Returns what stands for an item's value in a comparison; none where that is no such value.
    fn compared(self, value: &str) -> Option<Expr> {
        match self {
            Self::Name(_) => Some(Func::lower(Expr::val(value)).into()),
            Self::Text(_) => Some(Expr::val(value)),
            Self::Number(_) => value.parse::<i64>().ok().map(Expr::val),
        }
    }
}

/// Returns the rows of a window of a list as [`cut`] does, of one that is sorted by a value, and by its key where that is the same.
pub(crate) fn cut_by<E, K>(
    query: Select<E>,
    value: Option<Value<E::Column>>,
    key: E::Column,
    order: &Order,
    window: &Window<Cursor<K>>,
) -> Select<E>
where
    E: EntityTrait,
    K: Clone + Into<sea_orm::Value>,
{
    let Some(by) = value else { return cut(query, key, order, &window.clone().map(|at| at.key)) };
    let upward = is_read_upward(order, window);
    let place = |at: &Cursor<K>| Some(Expr::tuple([by.compared(at.value.as_deref()?)?, Expr::val(at.key.clone())]));
    let query = match &window.edge {
        Edge::Start => query,
        Edge::After(at) | Edge::Before(at) => match place(at) {
            // No place in this order, which nobody can ask for: nothing lies beyond it.
            None => query.filter(Expr::val(false)),
            Some(place) => {
                let these = Expr::tuple([by.sorted(), Expr::col(key)]);
                query.filter(if upward { these.gt(place) } else { these.lt(place) })
            }
        },
    };
    let direction = if upward { Order::Asc } else { Order::Desc };
    query.order_by(by.sorted(), direction.clone()).order_by(key, direction).limit(window.limit + 1)
}

/// Returns whether the rows of a window are read in the order of what sorts them. What lies before an item is read from there, against the list's
/// order.
fn is_read_upward<K>(order: &Order, window: &Window<K>) -> bool {
    (*order == Order::Asc) ^ window.reversed ^ matches!(window.edge, Edge::Before(_))
}

/// How many rows are looked at for a page where no index finds what is asked for: it ends there, however few it has.
const LOOKED_AT: u64 = 10_000;

/// What a search found.
pub(crate) struct Searched<T> {
    /// The rows of the window, and one more, to know whether there are others.
    pub(crate) rows: Vec<T>,
    /// The identifier of the row at which the search ended; none where it went through all of them.
    pub(crate) ended_at: Option<Uuid>,
}

/// Returns the rows of a window of a list as [`cut`] does, of which `among` says which are asked for; all of them where it says nothing. No index
/// finds those, so the search ends at a bound.
pub(crate) async fn search<E: EntityTrait>(
    connection: &impl ConnectionTrait,
    found: Select<E>,
    among: Option<Condition>,
    column: E::Column,
    order: &Order,
    window: &Window<Uuid>,
) -> Result<Searched<E::Model>, Error> {
    let found = cut(found, column, order, window);
    let Some(among) = among else { return Ok(Searched { rows: found.all(connection).await?, ended_at: None }) };
    let last = found.clone().select_only().column(column).offset(LOOKED_AT - 1).limit(1);
    let ended_at = last.into_tuple::<Uuid>().one(connection).await?;
    // What is looked at comes first, by a bound of its own: no plan looks at more, however few of them are asked for.
    let asked = among_these(found.limit(LOOKED_AT), among)
        .columns(E::Column::iter())
        .order_by(column, if is_read_upward(order, window) { Order::Asc } else { Order::Desc })
        .limit(window.limit + 1)
        .to_owned();
    let rows = connection.query_all(&asked).await?;
    let rows = rows.iter().map(|row| E::Model::from_query_result(row, "")).collect::<Result<_, _>>()?;
    Ok(Searched { rows, ended_at })
}

/// Counts the rows of a list that are asked for, as [`search`] finds them: where no index does, among so many of them, in the list's order.
pub(crate) async fn count_found<E: EntityTrait>(
    connection: &impl ConnectionTrait,
    found: Select<E>,
    among: Option<Condition>,
    column: E::Column,
    order: &Order,
) -> Result<Counted, Error> {
    let Some(among) = among else { return Ok(Counted { number: count_some(found, connection).await?, at_least: false }) };
    let looked_at = found.order_by(column, order.clone()).limit(LOOKED_AT);
    let last = looked_at.clone().select_only().column(column).offset(LOOKED_AT - 1).limit(1);
    let at_least = last.into_tuple::<Uuid>().one(connection).await?.is_some();
    let counting = among_these(looked_at, among).expr_as(Func::count(Expr::col(Asterisk)), "many").to_owned();
    let row = connection.query_one(&counting).await?;
    let many: i64 = row.map(|row| row.try_get("", "many")).transpose()?.unwrap_or_default();
    Ok(Counted { number: u64::try_from(many).unwrap_or_default(), at_least })
}

/// Begins a statement about those of some rows that satisfy a condition. They have the table's own name: the condition has it.
fn among_these<E: EntityTrait>(rows: Select<E>, among: Condition) -> SelectStatement {
    Query::select().from_subquery(rows.into_query(), E::default().table_name().to_owned()).cond_where(among).to_owned()
}

/// Returns the page of the rows that [`cut`] selects, with the places of the pages beside it: behind its last row, and before its first. In the
/// direction in which it was not read lies at least the item that it was asked from.
pub(crate) fn page<T, K>(mut rows: Vec<T>, window: &Window<K>, total: Option<u64>, cursor: impl Fn(&T) -> String) -> Page<T> {
    let size = usize::try_from(window.limit).unwrap_or(usize::MAX);
    let more = rows.len() > size;
    rows.truncate(size);
    let backwards = matches!(window.edge, Edge::Before(_));
    if backwards {
        rows.reverse();
    }
    let (first, last) = (rows.first().map(&cursor), rows.last().map(&cursor));
    let (previous, next) = match window.edge {
        Edge::Start => (None, last.filter(|_| more)),
        Edge::After(_) => (first, last.filter(|_| more)),
        Edge::Before(_) => (first.filter(|_| more), last),
    };
    Page { items: rows, previous, next, total }
}

/// Returns the page of what a search found, which goes on where the search ended.
pub(crate) fn searched_page<T>(
    rows: Vec<T>,
    ended_at: Option<Uuid>,
    window: &Window<Uuid>,
    named: impl Fn(Uuid) -> String,
    key: impl Fn(&T) -> Uuid,
) -> Page<T> {
    let page = page(rows, window, None, |row| named(key(row)));
    let ended_at = ended_at.map(named);
    match window.edge {
        Edge::Before(_) => Page { previous: page.previous.or(ended_at), ..page },
        Edge::Start | Edge::After(_) => Page { next: page.next.or(ended_at), ..page },
    }
}

/// Returns the cursor of a row: its key, with what the list is sorted by where that is not the key.
pub(crate) fn at(key: impl Display, value: Option<impl ToString>) -> String {
    Cursor { key, value: value.map(|value| value.to_string()) }.to_string()
}

/// Reads the values of rows.
pub(crate) fn read<Row, T: TryFrom<Row, Error = Error>>(rows: Vec<Row>) -> Result<Vec<T>, Error> {
    rows.into_iter().map(T::try_from).collect()
}

/// Returns the condition that each word of the text is contained in one of these columns, ignoring case; any row where the text is empty.
pub(crate) fn matching(columns: &[impl ColumnTrait], search: &str) -> Condition {
    let contained = |word: &str| {
        columns.iter().fold(Condition::any(), |any, column| {
            any.add(Func::lower(Expr::col(*column)).like(containing(&word.to_lowercase())))
                // As it was typed, too: SQLite's `lower` changes ASCII letters only.
                .add(Expr::col(*column).like(containing(word)))
        })
    };
    search.split_whitespace().take(SEARCHED_WORDS).fold(Condition::all(), |all, word| all.add(contained(word)))
}

/// More characters than any value has that is searched: of a text that is longer, the first ones are in none either. SQLite refuses a pattern of
/// 50,000 bytes.
const LONGEST_SEARCHED: usize = 4_000;

/// Returns the pattern of values that contain a text.
pub(crate) fn containing(text: &str) -> LikeExpr {
    let text: String = text.chars().take(LONGEST_SEARCHED).collect();
    LikeExpr::new(format!("%{}%", escaped(&text))).escape(ESCAPE)
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
