//! Figures of each workspace and hour, which the housekeeping adds up from the events.
//!
//! Each event is counted once, when its time is some minutes ago: an event is written within its request, so by then it is there.

use std::sync::LazyLock;

use domain::{
    activity::{Figures, Hour},
    clock::Timestamp,
    page::COUNTED_UP_TO,
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait, Statement,
    sea_query::{Expr, ExprTrait},
};

use super::partitions::first_at;
use crate::{
    Access, Error, Housekeeping, WorkspaceStore, Writing,
    entity::{
        hourly_figure, lease,
        token_event::{
            self,
            kind::{ISSUED, KEPT, REFUSED, REPEATED, RETRIED, REUSED, ROTATED, WITHHELD},
        },
    },
};

const HOUR: i64 = 3600;
/// How long before now is counted, in seconds: longer than any request takes, and clocks of nodes differ.
const SETTLED: i64 = 120;
/// How much time one step counts, in seconds.
const STEP: i64 = 300;
/// How far back the first count goes, in seconds.
const FIRST: i64 = 25 * HOUR;
/// For how long figures are kept, in seconds: 400 days, so that a month can be seen beside the same one of the year before.
const KEPT_FOR: i64 = 400 * 24 * HOUR;
/// How many figures one step deletes.
const DELETED_AT_ONCE: u64 = 500;

/// Adds up the events between two identifiers. Those of a family have the workspace of the family; of one that is gone, none.
const COUNT: &str = "\
INSERT INTO hourly_figures (workspace_id, hour, kind, reason, events) \
SELECT coalesce(engine_events.workspace_id, token_families.workspace_id) AS workspace, CAST($1 AS bigint), kind, \
       coalesce(detail ->> 'refused', '') AS reason, count(*) \
FROM engine_events LEFT JOIN token_families ON token_families.id = engine_events.family_id \
JOIN workspaces ON workspaces.id = coalesce(engine_events.workspace_id, token_families.workspace_id) \
    AND workspaces.deleted_at IS NULL \
WHERE engine_events.id >= $2 AND engine_events.id < $3 \
GROUP BY 1, kind, 4 \
ON CONFLICT (workspace_id, hour, kind, reason) DO UPDATE SET events = hourly_figures.events + excluded.events";

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
            let hour = from.as_seconds().div_euclid(HOUR);
            let until = end.min(Timestamp::from_millis((hour + 1) * HOUR * 1000));
            if happened_between(self.store.reader(), from, until).await? {
                break (hour, until.min(from.plus_seconds(STEP)));
            }
            if until >= end {
                break (hour, until);
            }
            from = until;
        };
        let transaction = self.begin().await?;
        let connection = transaction.connection();
        let values = [hour.into(), first_at(from).into(), first_at(until).into()];
        connection.execute_raw(Statement::from_sql_and_values(connection.get_database_backend(), COUNT, values)).await?;
        lease::Entity::update_many()
            .col_expr(lease::Column::CountedUntil, Expr::val(until.as_millis()))
            .filter(lease::Column::Name.eq(lease::HOUSEKEEPING))
            .exec(connection)
            .await?;
        transaction.commit().await?;
        Ok(until < end)
    }

    /// Deletes some figures of hours that were more than 400 days ago. Returns how many.
    pub async fn delete_figures(&self) -> Result<u64, Error> {
        let first_kept = self.now.plus_seconds(-KEPT_FOR).as_seconds().div_euclid(HOUR);
        let transaction = self.begin().await?;
        let over = Condition::all().add(hourly_figure::Column::Hour.lt(first_kept));
        let deleted = delete_figures(transaction.connection(), over, DELETED_AT_ONCE).await?;
        transaction.commit().await?;
        Ok(deleted)
    }
}

/// Deletes some of the figures that satisfy a condition. Returns how many.
pub(crate) async fn delete_figures(connection: &Writing, of: Condition, most: u64) -> Result<u64, Error> {
    use hourly_figure::{Column, Entity};

    let key = [Column::WorkspaceId, Column::Hour, Column::Kind, Column::Reason];
    let some = Entity::find().select_only().columns(key).filter(of.clone()).limit(most).into_query();
    let these = Expr::tuple(key.map(Expr::col)).in_subquery(some);
    Ok(Entity::delete_many().filter(of).filter(these).exec(connection).await?.rows_affected)
}

/// Returns whether there is an event of this time.
async fn happened_between(connection: &impl ConnectionTrait, from: Timestamp, until: Timestamp) -> Result<bool, Error> {
    use token_event::{Column, Entity};

    let any = Entity::find().select_only().column(Column::Kind).filter(Column::Id.gte(first_at(from)).and(Column::Id.lt(first_at(until))));
    Ok(any.into_tuple::<i16>().one(connection).await?.is_some())
}

/// Returns the time until which events were added up.
async fn counted_until(connection: &impl ConnectionTrait) -> Result<Option<Timestamp>, Error> {
    let lease = lease::Entity::find_by_id(lease::HOUSEKEEPING).one(connection).await?;
    Ok(lease.and_then(|lease| lease.counted_until).map(Timestamp::from_millis))
}

/// Counts by kind what is not among the figures yet. It looks at so many events that no page waits for it; those of other workspaces are
/// among them.
static REST: LazyLock<String> = LazyLock::new(|| {
    format!(
        "SELECT kind, reason, count(*) AS events FROM ( \
            SELECT kind, coalesce(detail ->> 'refused', '') AS reason, workspace_id, family_id FROM engine_events \
            WHERE id >= $1 AND id < $2 AND kind IN ({SHOWN}) LIMIT {COUNTED_UP_TO} \
        ) AS rest LEFT JOIN token_families ON token_families.id = rest.family_id \
        WHERE coalesce(rest.workspace_id, token_families.workspace_id) = $3 GROUP BY kind, reason",
        SHOWN = SHOWN.map(|kind| kind.to_string()).join(", "),
    )
});

/// What is among the figures that are shown.
const SHOWN: [i16; 8] = [ISSUED, WITHHELD, ROTATED, REPEATED, RETRIED, KEPT, REUSED, REFUSED];

/// For how many hours what is not among the figures yet is counted at most: those before are counted as one with the last of them.
const UNCOUNTED: i64 = 24;

fn hour(hour: i64, kind: i16, reason: String, events: i64) -> Hour {
    let events = u64::try_from(events).unwrap_or_default();
    let none = Figures::default();
    let figures = match kind {
        ISSUED | WITHHELD => Figures { logins: events, ..none },
        ROTATED | KEPT => Figures { refreshes: events, ..none },
        REPEATED | RETRIED => Figures { refreshes: events, retries: events, ..none },
        REUSED => Figures { reuses: events, ..none },
        REFUSED => Figures { refusals: events, ..none },
        _ => none,
    };
    Hour { hour, figures, reason: (kind == REFUSED).then_some(reason) }
}

impl<C: Access> WorkspaceStore<'_, C> {
    /// Returns what happened since the beginning of the hour of a point in time, by the hour, in no order.
    pub async fn figures_since(&self, since: Timestamp, now: Timestamp) -> Result<Vec<Hour>, Error> {
        use hourly_figure::{Column, Entity};

        let first = since.as_seconds().div_euclid(HOUR);
        let shown = SHOWN.into_iter().fold(Condition::any(), |any, kind| any.add(Column::Kind.eq(kind)));
        let rows = Entity::find().filter(Column::WorkspaceId.eq(self.id())).filter(Column::Hour.gte(first)).filter(shown);
        let rows = rows.select_only().columns([Column::Hour, Column::Kind, Column::Reason, Column::Events]);
        let rows: Vec<(i64, i16, String, i64)> = rows.into_tuple().all(self.connection).await?;
        let mut hours: Vec<Hour> = rows.into_iter().map(|(at, kind, reason, events)| hour(at, kind, reason, events)).collect();
        let this_hour = now.as_seconds().div_euclid(HOUR);
        let beginning = |hour: i64| Timestamp::from_millis(hour * HOUR * 1000);
        let mut from = counted_until(self.connection).await?.unwrap_or(since).max(beginning(first));
        while from.as_seconds().div_euclid(HOUR) <= this_hour {
            // What is written within this hour by a clock that is ahead is counted in it.
            let at = from.as_seconds().div_euclid(HOUR).clamp(this_hour - UNCOUNTED + 1, this_hour);
            let until = beginning(if at == this_hour { at + 24 } else { at + 1 });
            let values = [first_at(from).into(), first_at(until).into(), self.id().into()];
            let rest = Statement::from_sql_and_values(self.connection.get_database_backend(), REST.as_str(), values);
            for row in self.connection.query_all_raw(rest).await? {
                hours.push(hour(at, row.try_get("", "kind")?, row.try_get("", "reason")?, row.try_get("", "events")?));
            }
            from = until;
        }
        Ok(hours)
    }
}
