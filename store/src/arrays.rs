//! Parameters of a statement of PostgreSQL for many: each is an array, so that the text does not depend on their number.

use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, Iterable, JsonValue, Value,
    prelude::{ColumnType, Uuid},
    sea_query::{Nullable, ValueType},
    sqlx::{
        Arguments as _, Decode, Encode, Postgres, Row as _, Type,
        postgres::{PgArguments, PgHasArrayType, PgRow},
    },
};

use crate::{Error, Failure, rows::names};

/// The arrays of a statement.
#[derive(Default)]
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

    /// Returns the parameters.
    pub(crate) fn into_arguments(self) -> PgArguments {
        self.0
    }
}

/// Returns the rows of a table that are the arrays from a parameter on, with their places from 1: `unnest(…) WITH ORDINALITY AS rows (…)`.
pub(crate) fn unnested<E: EntityTrait>(first: usize, name: &str) -> String {
    let array = |(number, column): (usize, E::Column)| {
        let of = match column.def().get_column_type() {
            ColumnType::Uuid => "uuid",
            ColumnType::BigInteger => "bigint",
            ColumnType::Integer => "integer",
            ColumnType::SmallInteger => "smallint",
            ColumnType::Boolean => "boolean",
            ColumnType::Blob => "bytea",
            ColumnType::JsonBinary => "jsonb",
            _ => "text",
        };
        format!("${number}::{of}[]")
    };
    let arrays: Vec<_> = (first..).zip(E::Column::iter()).map(array).collect();
    format!("unnest({}) WITH ORDINALITY AS {name} ({}, place)", arrays.join(", "), names::<E>(""))
}

/// Returns a column of a row.
pub(crate) fn get<'r, V: Decode<'r, Postgres> + Type<Postgres>>(row: &'r PgRow, column: usize) -> Result<V, Error> {
    row.try_get(column).map_err(|error| Failure::unreadable(&error).into())
}

/// Returns the place of a row among those that were asked for, from the first column, which counts from 1.
pub(crate) fn place(row: &PgRow) -> Result<usize, Error> {
    Ok(usize::try_from(get::<i64>(row, 0)? - 1).unwrap_or(usize::MAX))
}
