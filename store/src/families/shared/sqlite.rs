//! Usual refreshes on SQLite: one transaction, whatever their number. Nobody else writes meanwhile, so that they are decided here, by
//! [`CurrentRefresh::due`] itself. What is asked goes into its statements as JSON, so that their text is always the same.

use std::sync::LazyLock;

use engine::{
    family::{Family, Transition},
    storage::{CurrentRefresh, Refreshed},
};
use sea_orm::{ConnectionTrait, DbBackend, EntityTrait, FromQueryResult, Iden, Iterable, Statement};
use serde_json::{Value, json};

use crate::{
    Error, Failure, Store, Transaction,
    entity::{token_event::kind, token_family, user},
};

/// The families and users of those refreshes whose workspace and client are as they were decided by.
static READ: LazyLock<String> = LazyLock::new(|| {
    let (family, owner) = (columns::<token_family::Entity>(FAMILY), columns::<user::Entity>(OWNER));
    format!(
        "SELECT asked.key AS place, {family}, {owner}
        FROM json_each(?1) AS asked
        CROSS JOIN token_families AS {FAMILY} ON {FAMILY}.id = unhex(asked.value ->> 0)
        CROSS JOIN users AS {OWNER} ON {OWNER}.id = {FAMILY}.user_id AND {OWNER}.deleted_at IS NULL
        WHERE (SELECT version FROM workspaces WHERE id = unhex(asked.value ->> 1)) = asked.value ->> 2
            AND (SELECT version FROM clients WHERE id = unhex(asked.value ->> 3)) = asked.value ->> 4"
    )
});
const FAMILY: &str = "family";
const OWNER: &str = "owner";

const MOVE: &str = "\
UPDATE token_families
SET generation = moved.generation, confirmed = moved.confirmed, rotated_at = moved.rotated_at, last_used_at = moved.last_used_at
FROM (
    SELECT unhex(value ->> 0) AS id, value ->> 1 AS generation, value ->> 2 AS confirmed, value ->> 3 AS rotated_at,
           value ->> 4 AS last_used_at
    FROM json_each(?1)
) AS moved
WHERE token_families.id = moved.id";

/// What `token_event::row_beside` says of a rotation and of a kept token with all scopes of its family.
const RECORD: &str = "\
INSERT INTO engine_events (id, family_id, kind, generation)
SELECT unhex(value ->> 5), unhex(value ->> 0), value ->> 6, min(value ->> 1, 2147483647)
FROM json_each(?1)";

/// Makes these refreshes. Returns what came of each, in order.
pub(super) async fn refresh_all(store: &Store, asked: &[&CurrentRefresh]) -> Result<Vec<Option<Refreshed>>, Failure> {
    let refreshed = async {
        let transaction = store.begin().await?;
        let refreshed = refresh(&transaction, asked).await?;
        // A lone refresh that is not the usual one leaves the file alone.
        if refreshed.iter().any(Option::is_some) {
            transaction.commit().await?;
        }
        Ok::<_, Error>(refreshed)
    };
    refreshed.await.map_err(|error| match error {
        Error::Database(failure) => failure,
        other => Failure::unreadable(&other),
    })
}

async fn refresh(transaction: &Transaction, asked: &[&CurrentRefresh]) -> Result<Vec<Option<Refreshed>>, Error> {
    let looked_for: Value = asked.iter().map(|refresh| looked_for(refresh)).collect();
    let rows = transaction.connection().query_all_raw(statement(&READ, &looked_for)).await?;
    let mut refreshed: Vec<Option<Refreshed>> = asked.iter().map(|_| None).collect();
    let mut moves = Vec::new();
    for row in rows {
        let place = usize::try_from(row.try_get_by_index::<i64>(0)?).unwrap_or(usize::MAX);
        let (Some(asked), Some(slot)) = (asked.get(place), refreshed.get_mut(place)) else { continue };
        let family = Family::try_from(token_family::Model::from_query_result(&row, FAMILY)?)?;
        let owner = domain::user::User::try_from(user::Model::from_query_result(&row, OWNER)?)?;
        if let Some((transition, position)) = asked.due(&family, &owner) {
            let family = Family { position, ..family };
            moves.push(moved(asked, transition, &family));
            *slot = Some(Refreshed::of(&family, owner));
        }
    }
    if !moves.is_empty() {
        let moves = Value::Array(moves);
        transaction.connection().execute_raw(statement(MOVE, &moves)).await?;
        transaction.connection().execute_raw(statement(RECORD, &moves)).await?;
    }
    Ok(refreshed)
}

fn looked_for(refresh: &CurrentRefresh) -> Value {
    let CurrentRefresh { workspace, client, family_id, .. } = refresh;
    json!([family_id.as_uuid().simple(), workspace.0.as_uuid().simple(), workspace.1, client.0.as_uuid().simple(), client.1])
}

fn moved(refresh: &CurrentRefresh, transition: Transition, family: &Family) -> Value {
    let position = &family.position;
    json!([
        refresh.family_id.as_uuid().simple(),
        position.generation,
        position.confirmed,
        position.rotated_at.as_millis(),
        position.last_used_at.as_millis(),
        refresh.event_id.as_uuid().simple(),
        if transition == Transition::Kept { kind::KEPT } else { kind::ROTATED },
    ])
}

fn statement(sql: &str, json: &Value) -> Statement {
    Statement::from_sql_and_values(DbBackend::Sqlite, sql, [json.to_string().into()])
}

/// Returns the columns of a table, each under its name behind that of the table.
fn columns<E: EntityTrait>(table: &str) -> String {
    let column = |column: E::Column| format!("{table}.{0} AS {table}{0}", column.unquoted());
    E::Column::iter().map(column).collect::<Vec<_>>().join(", ")
}
