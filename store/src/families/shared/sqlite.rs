//! Usual refreshes on SQLite: one transaction, whatever their number. Nobody else writes meanwhile, so that they are decided here, by
//! [`UsualRefresh::due`] itself. What is asked goes into its statements as JSON, so that their text is always the same.

use std::sync::LazyLock;

use engine::{
    family::{Family, Transition},
    storage::{Refreshed, UsualRefresh},
};
use sea_orm::{FromQueryResult, QueryResult};
use serde_json::{Value, json};

use crate::{
    Error, Failure, Store,
    connection::Step,
    entity::{token_event::kind, token_family, user},
    rows::{columns, hex_of_uuid, place},
};

/// The families and users of those refreshes whose workspace and client are as they were decided by.
static READ: LazyLock<String> = LazyLock::new(|| {
    let (family, owner) = (columns::<token_family::Entity>(FAMILY), columns::<user::Entity>(OWNER));
    format!(
        "BEGIN IMMEDIATE;
        SELECT asked.key AS place, {family}, {owner}
        FROM json_each($1) AS asked
        CROSS JOIN token_families AS {FAMILY} ON {FAMILY}.id = unhex(asked.value ->> 0)
        CROSS JOIN users AS {OWNER} ON {OWNER}.id = {FAMILY}.user_id AND {OWNER}.deleted_at IS NULL
        WHERE (SELECT version FROM workspaces WHERE id = unhex(asked.value ->> 1)) = asked.value ->> 2
            AND (SELECT version FROM clients WHERE id = unhex(asked.value ->> 3)) = asked.value ->> 4"
    )
});
const FAMILY: &str = "family";
const OWNER: &str = "owner";

/// Moves those families that are another than before, of $1, and writes an event of each refresh, of $2.
const WRITE: &str = "\
UPDATE token_families
SET generation = moved.generation, confirmed = moved.confirmed, rotated_at = moved.rotated_at, last_used_at = moved.last_used_at
FROM (
    SELECT unhex(value ->> 0) AS id, value ->> 1 AS generation, value ->> 2 AS confirmed, value ->> 3 AS rotated_at,
           value ->> 4 AS last_used_at
    FROM json_each($1)
) AS moved
WHERE token_families.id = moved.id;
INSERT INTO engine_events (id, family_id, kind, generation, detail)
SELECT unhex(value ->> 0), unhex(value ->> 1), value ->> 2, min(value ->> 3, 2147483647), value ->> 4
FROM json_each($2);
COMMIT";

/// What came of refreshes, in order.
type Outcomes = Vec<Option<Refreshed>>;

/// Makes these refreshes.
pub(super) async fn refresh_all(store: &Store, asked: &[&UsualRefresh]) -> Result<Outcomes, Failure> {
    let looked_for: Value = asked.iter().map(|refresh| looked_for(refresh)).collect();
    let read = Step::new(READ.as_str(), vec![looked_for.to_string()]);
    store.write_in_two_steps(read, |rows| decide(asked, rows)).await
}

fn decide(asked: &[&UsualRefresh], rows: Vec<QueryResult>) -> Result<(Outcomes, Option<Step>), Error> {
    let mut refreshed: Outcomes = asked.iter().map(|_| None).collect();
    let (mut moves, mut events) = (Vec::new(), Vec::new());
    for row in rows {
        let place = place(&row)?;
        let (Some(asked), Some(slot)) = (asked.get(place), refreshed.get_mut(place)) else { continue };
        let before = Family::try_from(token_family::Model::from_query_result(&row, FAMILY)?)?;
        let owner = domain::user::User::try_from(user::Model::from_query_result(&row, OWNER)?)?;
        let Some((transition, position)) = asked.due(&before, &owner) else { continue };
        let moves_on = position != before.position;
        let after = Family { position, ..before };
        if moves_on {
            moves.push(moved(&after));
        }
        events.push(event(asked, transition, &after));
        *slot = Some(asked.refreshed(transition, &after, owner));
    }
    // A lone refresh that is not the usual one leaves the file alone.
    let write = (!events.is_empty()).then(|| Step::new(WRITE, [moves, events].map(|rows| Value::Array(rows).to_string()).into()));
    Ok((refreshed, write))
}

fn looked_for(refresh: &UsualRefresh) -> Value {
    let UsualRefresh { workspace, client, family_id, .. } = refresh;
    json!([hex_of_uuid(family_id.as_uuid()), hex_of_uuid(workspace.0.as_uuid()), workspace.1, hex_of_uuid(client.0.as_uuid()), client.1])
}

fn moved(after: &Family) -> Value {
    let position = &after.position;
    json!([
        hex_of_uuid(after.authorization.id.as_uuid()),
        position.generation,
        position.confirmed,
        position.rotated_at.as_millis(),
        position.last_used_at.as_millis(),
    ])
}

/// Returns what `token_event::row_beside` says of the event of a refresh.
fn event(refresh: &UsualRefresh, transition: Transition, after: &Family) -> Value {
    let detail = refresh.narrowed.as_ref().filter(|narrowed| **narrowed != after.authorization.scopes);
    json!([
        hex_of_uuid(refresh.event_id.as_uuid()),
        hex_of_uuid(refresh.family_id.as_uuid()),
        kind::of(transition),
        after.position.generation,
        detail.map(|scopes| json!({ "scopes": scopes }).to_string()),
    ])
}
