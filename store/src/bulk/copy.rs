//! COPY in PostgreSQL's text format.

use std::fmt::{self, Write as _};

use sea_orm::{
    ActiveModelTrait, DatabaseConnection, DbErr, EntityTrait, IdenStatic, RuntimeErr, Value,
    sqlx::{self, postgres::PgPoolCopyExt as _},
};

use crate::Error;

/// How much is sent at a time, in bytes.
const PIECE: usize = 1 << 20;

/// Writes the columns of rows.
pub(super) async fn copy<A: ActiveModelTrait>(
    connection: &DatabaseConnection,
    rows: &[A],
    columns: &[<A::Entity as EntityTrait>::Column],
) -> Result<(), Error> {
    let names: Vec<String> = columns.iter().map(|column| format!("\"{}\"", column.as_str())).collect();
    let statement = format!("COPY \"{}\" ({}) FROM STDIN", sea_orm::EntityName::table_name(&A::Entity::default()), names.join(", "));
    let mut copying = connection.get_postgres_connection_pool().copy_in_raw(&statement).await.map_err(driver)?;
    let mut text = String::with_capacity(PIECE + PIECE / 4);
    for row in rows {
        for (index, column) in columns.iter().enumerate() {
            if index > 0 {
                text.push('\t');
            }
            append(&mut text, row.get(*column).into_value())?;
        }
        text.push('\n');
        if text.len() >= PIECE {
            copying.send(text.as_bytes()).await.map_err(driver)?;
            text.clear();
        }
    }
    copying.send(text.as_bytes()).await.map_err(driver)?;
    copying.finish().await.map_err(driver)?;
    Ok(())
}

fn driver(error: sqlx::Error) -> Error {
    DbErr::Exec(RuntimeErr::SqlxError(error.into())).into()
}

/// Appends a value, or `\N` for null.
fn append(text: &mut String, value: Option<Value>) -> Result<(), Error> {
    let number = match value {
        Some(Value::Bool(Some(value))) => {
            text.push(if value { 't' } else { 'f' });
            return Ok(());
        }
        Some(Value::SmallInt(Some(number))) => i64::from(number),
        Some(Value::Int(Some(number))) => i64::from(number),
        Some(Value::BigInt(Some(number))) => number,
        Some(Value::String(Some(value))) => {
            escape(text, &value);
            return Ok(());
        }
        Some(Value::Json(Some(value))) => {
            escape(text, &value.to_string());
            return Ok(());
        }
        Some(Value::Uuid(Some(value))) => return write!(text, "{value}").map_err(unwritten),
        Some(Value::Bytes(Some(bytes))) => {
            // The backslash of a byte string is itself escaped.
            text.push_str("\\\\x");
            return bytes.iter().try_for_each(|byte| write!(text, "{byte:02x}")).map_err(unwritten);
        }
        Some(value) if value != value.as_null() => return Err(DbErr::Custom(format!("COPY has no text for {value:?}")).into()),
        _ => {
            text.push_str("\\N");
            return Ok(());
        }
    };
    write!(text, "{number}").map_err(unwritten)
}

fn escape(text: &mut String, value: &str) {
    for character in value.chars() {
        match character {
            '\\' => text.push_str("\\\\"),
            '\n' => text.push_str("\\n"),
            '\r' => text.push_str("\\r"),
            '\t' => text.push_str("\\t"),
            other => text.push(other),
        }
    }
}

fn unwritten(error: fmt::Error) -> Error {
    DbErr::Custom(error.to_string()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(value: Value) -> String {
        let mut text = String::new();
        append(&mut text, Some(value)).unwrap();
        text
    }

    #[test]
    fn values_are_written_as_copy_reads_them() {
        assert_eq!(written("a\tb\\c\nd".into()), "a\\tb\\\\c\\nd");
        assert_eq!(written(vec![0_u8, 255].into()), "\\\\x00ff");
        assert_eq!(written((-7_i64).into()), "-7");
        assert_eq!(written(true.into()), "t");
        assert_eq!(written(Option::<i64>::None.into()), "\\N");
        assert!(append(&mut String::new(), Some(1.5_f64.into())).is_err());
    }
}
