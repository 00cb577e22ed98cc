//! The partitions of events on PostgreSQL: made ahead of time, and dropped whole when the last event in them is old enough.
//!
//! Each change waits at most a second for its lock, so that no refresh waits for longer behind it, and is tried again at the next round.

use domain::{clock::Timestamp, id::TokenEventId};
use sea_orm::{Condition, ConnectionTrait, DbBackend, Statement, prelude::Uuid};

use crate::{
    Error, Store, Writing,
    batch::Batch,
    entity::token_event::{Column, kind},
};

/// How long a change may wait for its lock: requests of others wait behind it.
const LOCK: &str = "SET LOCAL lock_timeout = '1s'";
const DAY: i64 = 24 * 3600;

/// Events that are kept equally long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventClass {
    /// Access tokens that were issued for a refresh token, or to a client for itself.
    Uses,
    /// Decisions, refusals, exchanges, assertions and revocations.
    Rest,
}

impl EventClass {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Uses, Self::Rest];

    const fn table(self) -> &'static str {
        match self {
            Self::Uses => "engine_events_uses",
            Self::Rest => "engine_events_rest",
        }
    }

    /// Returns the condition of its events.
    pub(crate) fn condition(self) -> Condition {
        match self {
            Self::Uses => Batch::fixed(&kind::USES).contains(Column::Kind, |kind| *kind),
            Self::Rest => Batch::fixed(&kind::REST).contains(Column::Kind, |kind| *kind),
        }
    }

    /// Returns the partition that is never dropped.
    pub(crate) const fn default_partition(self) -> &'static str {
        match self {
            Self::Uses => "engine_events_uses_default",
            Self::Rest => "engine_events_rest_default",
        }
    }

    /// Returns the seconds that a partition spans: much less than its events are kept, so that few are kept for longer.
    pub(crate) const fn span(self) -> i64 {
        match self {
            Self::Uses => 7 * DAY,
            Self::Rest => 30 * DAY,
        }
    }
}

/// A partition, and the first identifier after it.
struct Partition {
    name: String,
    until: Uuid,
}

impl Store {
    /// Makes the partitions of today and of the two spans after it, where they do not exist. Returns how many it made. Does nothing where
    /// the database has none.
    pub async fn make_event_partitions(&self, now: Timestamp) -> Result<usize, Error> {
        let mut made = 0;
        for class in EventClass::ALL {
            let existing = list(self.reader(), class).await?;
            if existing.is_empty() {
                continue;
            }
            let span = class.span();
            let first = now.as_seconds().div_euclid(span);
            for number in first..first + 3 {
                let [from, until] = [number, number + 1].map(|number| Timestamp::from_millis(number * span * 1000));
                let date = from.to_string().chars().take(10).filter(char::is_ascii_digit).collect::<String>();
                let name = format!("{}_{date}", class.table());
                if !existing.contains(&name) && self.make_event_partition(class, &name, [from, until].map(first_at)).await? {
                    made += 1;
                }
            }
        }
        Ok(made)
    }

    /// Makes a partition; leaves it where events of its time are in the default partition already, as when nothing made it in time.
    async fn make_event_partition(&self, class: EventClass, name: &str, [from, until]: [Uuid; 2]) -> Result<bool, Error> {
        let table = class.table();
        let transaction = self.begin().await?;
        let connection = transaction.connection();
        connection.execute_unprepared(LOCK).await?;
        let taken = format!("SELECT EXISTS (SELECT 1 FROM {table}_default WHERE id >= '{from}' AND id < '{until}') AS holds");
        if holds(connection, taken).await? {
            return Ok(false);
        }
        // Attached when it is complete: only that takes a lock, and not one that refreshes wait for. The constraint spares the check.
        for statement in [
            format!("CREATE TABLE {name} (LIKE {table} INCLUDING ALL)"),
            format!("ALTER TABLE {table} ATTACH PARTITION {name} FOR VALUES FROM ('{from}') TO ('{until}')"),
        ] {
            connection.execute_unprepared(&statement).await?;
        }
        transaction.commit().await?;
        Ok(true)
    }

    /// Returns whether the events of a class are in partitions.
    pub(crate) async fn has_event_partitions(&self, class: EventClass) -> Result<bool, Error> {
        Ok(!list(self.reader(), class).await?.is_empty())
    }

    /// Drops the partitions of which every event happened before a point in time. Returns their names.
    pub async fn drop_event_partitions(&self, class: EventClass, before: Timestamp) -> Result<Vec<String>, Error> {
        let mut dropped = Vec::new();
        for Partition { name, until } in bounded(self.reader(), class).await? {
            if until <= first_at(before) {
                let transaction = self.begin().await?;
                transaction.connection().execute_unprepared(LOCK).await?;
                transaction.connection().execute_unprepared(&format!("DROP TABLE IF EXISTS {name}")).await?;
                transaction.commit().await?;
                dropped.push(name);
            }
        }
        Ok(dropped)
    }
}

/// Returns the identifier before all that are made at this time or later.
pub(crate) fn first_at(time: Timestamp) -> Uuid {
    let millis = TokenEventId::new(time, [0; 10]).as_uuid().as_u128() >> 80;
    Uuid::from_u128(millis << 80)
}

/// Returns the names of a class's partitions, the default one among them; none where the table is not divided.
async fn list(connection: &impl ConnectionTrait, class: EventClass) -> Result<Vec<String>, Error> {
    Ok(partitions(connection, class).await?.into_iter().map(|(name, _)| name).collect())
}

/// Returns a class's partitions but for the default one.
async fn bounded(connection: &impl ConnectionTrait, class: EventClass) -> Result<Vec<Partition>, Error> {
    let all = partitions(connection, class).await?.into_iter();
    Ok(all.filter_map(|(name, bound)| Some(Partition { name, until: bound.rsplit('\'').nth(1)?.parse().ok()? })).collect())
}

/// Returns names and bounds: `FOR VALUES FROM ('…') TO ('…')`, or `DEFAULT`.
async fn partitions(connection: &impl ConnectionTrait, class: EventClass) -> Result<Vec<(String, String)>, Error> {
    if connection.get_database_backend() != DbBackend::Postgres {
        return Ok(Vec::new());
    }
    let query = "SELECT child.relname::text AS name, pg_get_expr(child.relpartbound, child.oid) AS bound \
                 FROM pg_inherits JOIN pg_class AS child ON child.oid = inhrelid \
                 WHERE inhparent = to_regclass($1) ORDER BY 1";
    let query = Statement::from_sql_and_values(DbBackend::Postgres, query, [class.table().into()]);
    let rows = connection.query_all_raw(query).await?;
    Ok(rows.iter().map(|row| Ok((row.try_get("", "name")?, row.try_get("", "bound")?))).collect::<Result<_, sea_orm::DbErr>>()?)
}

async fn holds(connection: &Writing, question: String) -> Result<bool, Error> {
    let row = connection.query_one_raw(Statement::from_string(connection.get_database_backend(), question)).await?;
    Ok(row.map(|row| row.try_get("", "holds")).transpose()?.unwrap_or(false))
}
