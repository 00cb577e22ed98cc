//! How events are added up.

use std::collections::BTreeMap;

use domain::clock::Timestamp;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, Set, Statement,
    prelude::Uuid,
    sea_query::{Expr, ExprTrait},
};

use super::hours::{HOUR, beginning, counted_until, hour_of};
use crate::{
    Error, Housekeeping, Writing,
    batch::add_all,
    entity::{client_figure, hourly_figure, lease, token_event},
    events::partitions::first_at,
};

/// How long before now is counted, in seconds: longer than any request takes, and clocks of nodes differ.
const SETTLED: i64 = 120;
/// How much time one step counts, in seconds.
const STEP: i64 = 300;
/// How far back the first count goes, in seconds.
const FIRST: i64 = 25 * HOUR;

/// Counts the events between two identifiers. Those of a family have the workspace and the client of the family; of one that is gone, none.
const COUNT: &str = "\
SELECT coalesce(engine_events.workspace_id, token_families.workspace_id) AS workspace, \
       coalesce(engine_events.client_id, token_families.client_id) AS client, \
       kind, coalesce(detail ->> 'refused', '') AS reason, count(*) AS events \
FROM engine_events LEFT JOIN token_families ON token_families.id = engine_events.family_id \
JOIN workspaces ON workspaces.id = coalesce(engine_events.workspace_id, token_families.workspace_id) \
    AND workspaces.deleted_at IS NULL \
WHERE engine_events.id >= $1 AND engine_events.id < $2 \
GROUP BY 1, 2, 3, 4";

/// How often something happened at a client.
struct Count {
    workspace: Uuid,
    client: Uuid,
    kind: i16,
    reason: String,
    events: i64,
}

impl Housekeeping {
    /// Adds the events of some minutes to the figures of their hour; hours without events are passed over. Returns whether there is more
    /// to add.
    pub async fn count_events(&self) -> Result<bool, Error> {
        let end = self.now.plus_seconds(-SETTLED);
        let mut from = counted_until(self.store.reader()).await?.unwrap_or_else(|| end.plus_seconds(-FIRST));
        if end <= from {
            return Ok(false);
        }
        let (hour, until) = loop {
            let hour = hour_of(from);
            let until = end.min(beginning(hour + 1));
            if happened_between(self.store.reader(), from, until).await? {
                break (hour, until.min(from.plus_seconds(STEP)));
            }
            if until >= end {
                break (hour, until);
            }
            from = until;
        };
        // What has settled does not change, so it is counted before the transaction, which SQLite's writer would wait for. Whoever has lost the
        // lease meanwhile does not begin one.
        let counts = count_between(self.store.reader(), from, until).await?;
        let transaction = self.begin().await?;
        let connection = transaction.connection();
        add(connection, hour, counts).await?;
        lease::Entity::update_many()
            .col_expr(lease::Column::CountedUntil, Expr::val(until.as_millis()))
            .filter(lease::Column::Name.eq(lease::HOUSEKEEPING))
            .exec(connection)
            .await?;
        transaction.commit().await?;
        Ok(until < end)
    }
}

/// Returns whether there is an event of this time.
async fn happened_between(connection: &impl ConnectionTrait, from: Timestamp, until: Timestamp) -> Result<bool, Error> {
    use token_event::{Column, Entity};

    let any = Entity::find().select_only().column(Column::Kind).filter(Column::Id.gte(first_at(from)).and(Column::Id.lt(first_at(until))));
    Ok(any.into_tuple::<i16>().one(connection).await?.is_some())
}

/// Counts the events of this time by workspace, client, kind and reason.
async fn count_between(connection: &impl ConnectionTrait, from: Timestamp, until: Timestamp) -> Result<Vec<Count>, Error> {
    let values = [first_at(from).into(), first_at(until).into()];
    let rows = connection.query_all_raw(Statement::from_sql_and_values(connection.get_database_backend(), COUNT, values)).await?;
    let counts = rows.into_iter().map(|row| {
        Ok::<_, Error>(Count {
            workspace: row.try_get("", "workspace")?,
            client: row.try_get("", "client")?,
            kind: row.try_get("", "kind")?,
            reason: row.try_get("", "reason")?,
            events: row.try_get("", "events")?,
        })
    });
    counts.collect()
}

/// Adds counts to the figures of an hour: of each client, and all together of each workspace.
async fn add(connection: &Writing, hour: i64, counts: Vec<Count>) -> Result<(), Error> {
    let mut workspaces: BTreeMap<(Uuid, i16, String), i64> = BTreeMap::new();
    for Count { workspace, kind, reason, events, .. } in &counts {
        *workspaces.entry((*workspace, *kind, reason.clone())).or_default() += events;
    }
    let of_workspaces = workspaces.into_iter().map(|((workspace, kind, reason), events)| hourly_figure::ActiveModel {
        workspace_id: Set(workspace),
        hour: Set(hour),
        kind: Set(kind),
        reason: Set(reason),
        events: Set(events),
    });
    let key = [hourly_figure::Column::WorkspaceId, hourly_figure::Column::Hour, hourly_figure::Column::Kind, hourly_figure::Column::Reason];
    add_all(connection, of_workspaces, &key, hourly_figure::Column::Events).await?;
    let of_clients = counts.into_iter().map(|Count { workspace, client, kind, reason, events }| client_figure::ActiveModel {
        workspace_id: Set(workspace),
        client_id: Set(client),
        hour: Set(hour),
        kind: Set(kind),
        reason: Set(reason),
        events: Set(events),
    });
    let key = [
        client_figure::Column::WorkspaceId,
        client_figure::Column::ClientId,
        client_figure::Column::Hour,
        client_figure::Column::Kind,
        client_figure::Column::Reason,
    ];
    add_all(connection, of_clients, &key, client_figure::Column::Events).await
}
