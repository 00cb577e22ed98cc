//! Counts that end at a bound, so that none scans a large table.

use domain::page::{COUNTED_UP_TO, Window};
use sea_orm::{
    ConnectionTrait, EntityTrait, QuerySelect, QueryTrait, Select,
    sea_query::{Asterisk, Expr, Func, Query, SelectStatement},
};

use crate::Error;

/// Counts the rows of a query up to the bound of lists; one more where there are more.
pub(crate) async fn count_some<E: EntityTrait>(rows: Select<E>, connection: &impl ConnectionTrait) -> Result<u64, Error> {
    count_up_to(COUNTED_UP_TO + 1, rows, connection).await
}

/// Counts the rows of a list as [`count_some`] does, where that is asked for.
pub(crate) async fn count_if_asked<E: EntityTrait, K>(
    window: &Window<K>,
    rows: Select<E>,
    connection: &impl ConnectionTrait,
) -> Result<Option<u64>, Error> {
    if window.counted { count_some(rows, connection).await.map(Some) } else { Ok(None) }
}

/// Counts the rows of a query, but for no more than the bound: where it returns the bound, there may be more.
pub(crate) async fn count_up_to<E: EntityTrait>(bound: u64, rows: Select<E>, connection: &impl ConnectionTrait) -> Result<u64, Error> {
    let row = connection.query_one(&counting(bound, rows)).await?;
    let many: i64 = row.map(|row| row.try_get("", MANY)).transpose()?.unwrap_or_default();
    Ok(u64::try_from(many).unwrap_or_default())
}

/// Returns the statement that counts the rows of a query up to the bound of lists, as a value in another statement, which may have the tables
/// that the query names and does not select from.
pub(crate) fn count_of_some<E: EntityTrait>(rows: Select<E>) -> Expr {
    Expr::SubQuery(None, Box::new(counting(COUNTED_UP_TO + 1, rows).into()))
}

const MANY: &str = "many";

fn counting<E: EntityTrait>(bound: u64, rows: Select<E>) -> SelectStatement {
    let some = rows.select_only().expr_as(Expr::val(1), "one").limit(bound).into_query();
    Query::select().expr_as(Func::count(Expr::col(Asterisk)), MANY).from_subquery(some, "some").to_owned()
}
