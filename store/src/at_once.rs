//! Lists in statements. A statement takes a limited number of parameters, and a list that comes from data has no limit: whatever names
//! many values goes through here, a part at a time.

use std::collections::HashMap;

use sea_orm::{ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, Value, prelude::Uuid};

use crate::Error;

/// How many values or rows one statement names: well below the parameters that either database takes, for rows of many columns too.
pub(crate) const AT_ONCE: usize = 500;

/// Values that fit into one statement. Only [`AtOnce::of`] and [`AtOnce::few`] make them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct AtOnce<'a, T>(&'a [T]);

impl<'a, T> AtOnce<'a, T> {
    /// All of these, a part at a time.
    pub(crate) fn of(values: &'a [T]) -> impl Iterator<Item = Self> {
        values.chunks(AT_ONCE).map(AtOnce)
    }

    /// As many as the program itself names.
    pub(crate) const fn few<const N: usize>(values: &'a [T; N]) -> Self {
        const { assert!(N <= AT_ONCE) };
        Self(values)
    }

    /// Rows whose column holds one of these.
    pub(crate) fn holds<V: Into<Value>>(self, column: impl ColumnTrait, value: impl Fn(&T) -> V) -> Condition {
        Condition::all().add(column.is_in(self.0.iter().map(value)))
    }
}

/// A text of each of these rows, a name or a slug, by their identifier. None for those that are gone.
pub(crate) async fn texts_of<E: EntityTrait>(
    connection: &impl ConnectionTrait,
    among: Condition,
    [id, text]: [E::Column; 2],
    ids: impl Iterator<Item = Uuid>,
) -> Result<HashMap<Uuid, String>, Error> {
    let ids: Vec<_> = ids.collect();
    let mut texts = HashMap::new();
    for part in AtOnce::of(&ids) {
        let rows = E::find().select_only().columns([id, text]).filter(among.clone()).filter(part.holds(id, |id| *id));
        texts.extend(rows.into_tuple::<(Uuid, String)>().all(connection).await?);
    }
    Ok(texts)
}

/// Inserts rows, however many.
pub(crate) async fn insert_all<E, A>(connection: &impl ConnectionTrait, rows: impl IntoIterator<Item = A>) -> Result<(), Error>
where
    E: EntityTrait,
    A: ActiveModelTrait<Entity = E>,
{
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        let part: Vec<A> = rows.by_ref().take(AT_ONCE).collect();
        E::insert_many(part).exec_without_returning(connection).await?;
    }
    Ok(())
}
