//! Lists in statements. A statement takes a limited number of parameters, and a list that comes from data has no limit: whatever names
//! many values does so in batches.

use std::{collections::HashMap, iter};

use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, Value,
    prelude::Uuid,
    sea_query::{Alias, Expr, ExprTrait, OnConflict},
};

use crate::Error;

/// How many values or rows one statement names: well below the parameters that either database takes, for rows of many columns too.
pub(crate) const BATCH_SIZE: usize = 500;

/// Values that fit into one statement. Only [`Batch::split`] and [`Batch::fixed`] create them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Batch<'a, T>(&'a [T]);

impl<'a, T> Batch<'a, T> {
    /// Splits values into batches.
    pub(crate) fn split(values: &'a [T]) -> impl Iterator<Item = Self> {
        values.chunks(BATCH_SIZE).map(Batch)
    }

    /// Returns the batch of values whose number is known when the program is compiled.
    pub(crate) const fn fixed<const N: usize>(values: &'a [T; N]) -> Self {
        const { assert!(N <= BATCH_SIZE) };
        Self(values)
    }

    /// Returns the values.
    pub(crate) fn iter(self) -> impl Iterator<Item = &'a T> {
        self.0.iter()
    }

    /// Returns the condition that a column contains one of the values.
    pub(crate) fn contains<V: Into<Value>>(self, column: impl ColumnTrait, value: impl Fn(&T) -> V) -> Condition {
        Condition::all().add(column.is_in(self.0.iter().map(value)))
    }
}

/// Returns the condition that a column contains one of the values: none of no values. Where nothing is said of values it is that of every row.
pub(crate) fn among<T, V: Into<Value>>(values: Option<&[T]>, column: impl ColumnTrait, value: impl Fn(&T) -> V) -> Condition {
    let Some(values) = values else { return Condition::all() };
    // A statement takes the values of all batches here: an administrator has few roles, a page of a list few rows. A condition of nothing would be
    // that of every row: the first batch is there also where it is empty.
    let (first, others) = values.split_at(values.len().min(BATCH_SIZE));
    Batch::split(others)
        .fold(Condition::any().add(Batch(first).contains(column, &value)), |any, batch| any.add(batch.contains(column, &value)))
}

/// Returns a text column, a name or a slug, of each of these rows that exist, by their identifiers.
pub(crate) async fn texts_by_id<E: EntityTrait>(
    connection: &impl ConnectionTrait,
    among: Condition,
    [id, text]: [E::Column; 2],
    ids: impl Iterator<Item = Uuid>,
) -> Result<HashMap<Uuid, String>, Error> {
    let ids: Vec<_> = ids.collect();
    let mut texts = HashMap::new();
    for batch in Batch::split(&ids) {
        let rows = E::find().select_only().columns([id, text]).filter(among.clone()).filter(batch.contains(id, |id| *id));
        texts.extend(rows.into_tuple::<(Uuid, String)>().all(connection).await?);
    }
    Ok(texts)
}

/// Returns rows in batches that a statement takes.
fn batches<A>(rows: impl IntoIterator<Item = A>) -> impl Iterator<Item = Vec<A>> {
    let mut rows = rows.into_iter();
    iter::from_fn(move || Some(rows.by_ref().take(BATCH_SIZE).collect()).filter(|batch: &Vec<A>| !batch.is_empty()))
}

/// Inserts any number of rows.
pub(crate) async fn insert_all<E, A>(connection: &impl ConnectionTrait, rows: impl IntoIterator<Item = A>) -> Result<(), Error>
where
    E: EntityTrait,
    A: ActiveModelTrait<Entity = E>,
{
    for batch in batches(rows) {
        E::insert_many(batch).exec_without_returning(connection).await?;
    }
    Ok(())
}

/// Inserts any number of rows, none of which has the key of another. Where there is one of its key, what it counts is added to that.
pub(crate) async fn add_all<E, A>(
    connection: &impl ConnectionTrait,
    rows: impl IntoIterator<Item = A>,
    key: &[E::Column],
    counted: E::Column,
) -> Result<(), Error>
where
    E: EntityTrait,
    A: ActiveModelTrait<Entity = E>,
{
    for batch in batches(rows) {
        let more = Expr::col((Alias::new("excluded"), counted));
        let adding = OnConflict::columns(key.iter().copied()).value(counted, Expr::col((E::default(), counted)).add(more)).to_owned();
        E::insert_many(batch).on_conflict(adding).exec_without_returning(connection).await?;
    }
    Ok(())
}
