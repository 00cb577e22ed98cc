//! Rows of a table in statements that are written by hand.

use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, Iden, Iterable, JsonValue, QueryResult, Value,
    prelude::{ColumnType, Uuid},
};

use crate::Error;

/// Returns the columns of a table, each under its name behind that of the table.
pub(crate) fn columns<E: EntityTrait>(table: &str) -> String {
    list::<E>(|_, column| format!("{table}.{0} AS {table}{0}", column.unquoted()))
}

/// Returns the names of the columns of a table, each behind a prefix.
pub(crate) fn names<E: EntityTrait>(prefix: &str) -> String {
    list::<E>(|_, column| format!("{prefix}{}", column.unquoted()))
}

/// Returns the rows of a table that are the arrays from a parameter on, with their places from 1 on: `unnest(…) WITH ORDINALITY AS rows (…)`.
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

/// Returns the values of a row for SQLite, from the JSON of [`json`].
pub(crate) fn values_of<E: EntityTrait>(json: &str) -> String {
    list::<E>(|place, column| match column.def().get_column_type() {
        ColumnType::Uuid | ColumnType::Blob => format!("unhex({json} ->> {place})"),
        _ => format!("{json} ->> {place}"),
    })
}

fn list<E: EntityTrait>(one: impl Fn(usize, E::Column) -> String) -> String {
    let all = E::Column::iter().enumerate().map(|(place, column)| one(place, column));
    all.collect::<Vec<_>>().join(", ")
}

/// Returns a row as JSON: a list of its values, in which bytes are hexadecimal.
pub(crate) fn json<A: ActiveModelTrait>(row: &A) -> JsonValue {
    let value = |column| match row.get(column).into_value() {
        Some(Value::Uuid(Some(uuid))) => hex_of_uuid(uuid),
        Some(Value::Bytes(Some(bytes))) => hex(&bytes).into(),
        Some(Value::BigInt(Some(number))) => number.into(),
        Some(Value::Int(Some(number))) => number.into(),
        Some(Value::SmallInt(Some(number))) => number.into(),
        Some(Value::Bool(Some(yes))) => yes.into(),
        Some(Value::String(Some(text))) => text.into(),
        // A column of JSON is text in SQLite.
        Some(Value::Json(Some(json))) => json.to_string().into(),
        _ => JsonValue::Null,
    };
    <A::Entity as EntityTrait>::Column::iter().map(value).collect()
}

/// Returns an identifier as [`json`] writes it.
pub(crate) fn hex_of_uuid(uuid: Uuid) -> JsonValue {
    uuid.simple().to_string().into()
}

/// Returns bytes as [`json`] writes them.
pub(crate) fn hex(bytes: &[u8]) -> String {
    let digit = |number: u8| char::from_digit(number.into(), 16).unwrap_or_default();
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

/// Returns the place of a row among those that were asked for, from its first column.
pub(crate) fn place(row: &QueryResult) -> Result<usize, Error> {
    Ok(usize::try_from(row.try_get_by_index::<i64>(0)?).unwrap_or(usize::MAX))
}
