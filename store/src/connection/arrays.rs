//! Parameters of a statement of PostgreSQL for many: each is an array, so that the text does not depend on their number.

use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, Iterable, JsonValue, Value,
    prelude::{ColumnType, Uuid},
    sea_query::{Nullable, ValueType},
    sqlx::{
        Arguments as _, Encode, Postgres, Type,
        postgres::{PgArguments, PgHasArrayType},
    },
};

/// The arrays of a statement.
#[derive(Clone, Default)]
pub(crate) struct Arrays(PgArguments);

impl Arrays {
    /// Adds an array with a value for each of these.
    pub(crate) fn add<T, V>(&mut self, of: &[T], value: impl Fn(&T) -> V)
    where
        V: for<'q> Encode<'q, Postgres> + Type<Postgres> + PgHasArrayType + 'static,
    {
        // What we send can always be written. A parameter that is missing fails the statement.
        drop(self.0.add(of.iter().map(value).collect::<Vec<V>>()));
    }

    /// Adds an array for each column of these rows.
    pub(crate) fn add_rows<A: ActiveModelTrait>(&mut self, rows: &[A]) {
        for column in <A::Entity as EntityTrait>::Column::iter() {
            match column.def().get_column_type() {
                ColumnType::Uuid => self.add_column::<_, Uuid>(rows, column),
                ColumnType::BigInteger => self.add_column::<_, i64>(rows, column),
                ColumnType::Integer => self.add_column::<_, i32>(rows, column),
                ColumnType::SmallInteger => self.add_column::<_, i16>(rows, column),
                ColumnType::Boolean => self.add_column::<_, bool>(rows, column),
                ColumnType::Blob => self.add_column::<_, Vec<u8>>(rows, column),
                ColumnType::JsonBinary => self.add_column::<_, JsonValue>(rows, column),
                _ => self.add_column::<_, String>(rows, column),
            }
        }
    }

    fn add_column<A: ActiveModelTrait, V>(&mut self, rows: &[A], column: <A::Entity as EntityTrait>::Column)
    where
        V: for<'q> Encode<'q, Postgres> + Type<Postgres> + PgHasArrayType + 'static + ValueType + Nullable + Into<Value>,
    {
        self.add(rows, |row| {
            let value = row.get(column).into_value();
            value.and_then(|value| <Option<V> as ValueType>::try_from(value).ok()).flatten()
        });
    }

    /// Returns them as the driver takes them.
    pub(super) fn into_arguments(self) -> PgArguments {
        self.0
    }
}
