//! Figures, as they are shown.

use std::sync::LazyLock;

use domain::{
    activity::{Figures, Hour},
    clock::Timestamp,
    id::ClientId,
    page::COUNTED_UP_TO,
};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, Statement};

use super::hours::{beginning, counted_until, hour_of};
use crate::{
    Access, Error, WorkspaceStore,
    entity::{
        client_figure, hourly_figure,
        token_event::kind::{ISSUED, KEPT, REFUSED, REPEATED, RETRIED, REUSED, REVOKED, ROTATED, WITHHELD},
    },
    events::partitions::first_at,
};

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
const SHOWN: [i16; 9] = [ISSUED, WITHHELD, ROTATED, REPEATED, RETRIED, KEPT, REUSED, REFUSED, REVOKED];

/// For how many hours what is not among the figures yet is counted at most: those before are counted as one with the last of them.
const UNCOUNTED: i64 = 24;

fn hour(hour: i64, kind: i16, reason: String, events: i64) -> Hour {
    let events = u64::try_from(events).unwrap_or_default();
    let none = Figures::default();
    let figures = match kind {
        ISSUED => Figures { logins: events, tokens_issued: events, ..none },
        WITHHELD => Figures { logins: events, ..none },
        ROTATED | KEPT => Figures { refreshes: events, ..none },
        REPEATED | RETRIED => Figures { refreshes: events, retries: events, ..none },
        // A family whose token came back is revoked with it, and no other event says so.
        REUSED => Figures { reuses: events, tokens_revoked: events, ..none },
        REFUSED => Figures { refusals: events, ..none },
        REVOKED => Figures { tokens_revoked: events, ..none },
        _ => none,
    };
    Hour { hour, figures, reason: (kind == REFUSED).then_some(reason) }
}

impl<C: Access> WorkspaceStore<'_, C> {
    /// Returns what happened since the beginning of the hour of a point in time, by the hour, in no order.
    pub async fn figures_since(&self, since: Timestamp, now: Timestamp) -> Result<Vec<Hour>, Error> {
        use hourly_figure::{Column, Entity};

        let first = hour_of(since);
        let shown = SHOWN.into_iter().fold(Condition::any(), |any, kind| any.add(Column::Kind.eq(kind)));
        let rows = Entity::find().filter(Column::WorkspaceId.eq(self.id())).filter(Column::Hour.gte(first)).filter(shown);
        let rows = rows.select_only().columns([Column::Hour, Column::Kind, Column::Reason, Column::Events]);
        let rows: Vec<(i64, i16, String, i64)> = rows.into_tuple().all(self.connection).await?;
        let mut hours: Vec<Hour> = rows.into_iter().map(|(at, kind, reason, events)| hour(at, kind, reason, events)).collect();
        let this_hour = hour_of(now);
        let mut from = counted_until(self.connection).await?.unwrap_or(since).max(beginning(first));
        while hour_of(from) <= this_hour {
            // What is written within this hour by a clock that is ahead is counted in it.
            let at = hour_of(from).clamp(this_hour - UNCOUNTED + 1, this_hour);
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

    /// Returns what happened at a client since the beginning of the hour of a point in time, by the hour, in no order, and the time until which
    /// it was added up; none before the first time. No event is looked at.
    pub async fn client_figures_since(&self, client: ClientId, since: Timestamp) -> Result<(Vec<Hour>, Option<Timestamp>), Error> {
        use client_figure::{Column, Entity};

        // First, so that nothing that was added until then is missing.
        let until = counted_until(self.connection).await?;
        let shown = SHOWN.into_iter().fold(Condition::any(), |any, kind| any.add(Column::Kind.eq(kind)));
        let rows = Entity::find()
            .filter(Column::WorkspaceId.eq(self.id()))
            .filter(Column::ClientId.eq(client.as_uuid()))
            .filter(Column::Hour.gte(hour_of(since)))
            .filter(shown);
        let rows = rows.select_only().columns([Column::Hour, Column::Kind, Column::Reason, Column::Events]);
        let rows: Vec<(i64, i16, String, i64)> = rows.into_tuple().all(self.connection).await?;
        Ok((rows.into_iter().map(|(at, kind, reason, events)| hour(at, kind, reason, events)).collect(), until))
    }
}
