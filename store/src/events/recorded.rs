//! Events of access tokens that clients got for themselves, in shared statements.

use std::sync::LazyLock;

use domain::{
    id::{ClientId, TokenEventId, WorkspaceId},
    token_event::TokenEvent,
};
use engine::storage::Basis;
use sea_orm::{DbBackend, JsonValue, QueryResult};
use serde_json::json;

use crate::{
    Error, Failure, Store,
    connection::{Arrays, Step},
    entity::earlier_token_event::{self, ActiveModel, Entity},
    rows::{self, hex_of_uuid, names, place, unnested, values_of},
    shared::Request,
};

/// Writes the events whose basis holds. It is locked until the commit, and what somebody else holds is passed over.
static RECORD: LazyLock<String> = LazyLock::new(|| {
    format!(
        "\
WITH asked AS (
    SELECT * FROM unnest($1::uuid[], $2::bigint[], $3::uuid[], $4::bigint[]) WITH ORDINALITY
        AS asked (workspace_id, workspace_version, client_id, client_version, place)
), held AS (
    SELECT asked.place FROM asked
    CROSS JOIN LATERAL (SELECT 1 FROM workspaces
        WHERE id = asked.workspace_id AND version = asked.workspace_version LIMIT 1 FOR SHARE SKIP LOCKED) AS workspace
    CROSS JOIN LATERAL (SELECT 1 FROM clients
        WHERE id = asked.client_id AND version = asked.client_version LIMIT 1 FOR SHARE SKIP LOCKED) AS client
), recorded AS (
    INSERT INTO token_events ({events}) SELECT {values} FROM {recorded} JOIN held ON held.place = recorded.place
)
SELECT place - 1 FROM held",
        events = names::<Entity>(""),
        values = names::<Entity>("recorded."),
        recorded = unnested::<Entity>(5, "recorded"),
    )
});

/// The places of the events whose basis holds.
const READ: &str = "\
BEGIN IMMEDIATE;
SELECT asked.key FROM json_each($1) AS asked
WHERE EXISTS (SELECT 1 FROM workspaces WHERE id = unhex(asked.value ->> 0) AND version = asked.value ->> 1)
    AND EXISTS (SELECT 1 FROM clients WHERE id = unhex(asked.value ->> 2) AND version = asked.value ->> 3)";

static WRITE: LazyLock<String> = LazyLock::new(|| {
    format!(
        "INSERT INTO token_events ({events}) SELECT {values} FROM json_each($1); COMMIT",
        events = names::<Entity>(""),
        values = values_of::<Entity>("value"),
    )
});

/// An event that is recorded while its basis holds.
pub(crate) struct RecordIssue {
    id: TokenEventId,
    workspace: (WorkspaceId, i64),
    client: (ClientId, i64),
    row: ActiveModel,
}

impl RecordIssue {
    /// Returns the request; `None` where its basis is more than a workspace and a client.
    pub(super) fn new(event: TokenEvent, basis: &Basis) -> Result<Option<Self>, Error> {
        let Basis { workspace: Some(workspace), client: Some(client), user: None, session: None } = *basis else { return Ok(None) };
        Ok(Some(Self { id: event.id, workspace, client, row: earlier_token_event::row(event)? }))
    }
}

impl Request for RecordIssue {
    type Key = TokenEventId;
    type Answer = ();

    const NAME: &'static str = "shared issue";
    const OPERATION: &'static str = "INSERT token_events";

    fn key(&self) -> TokenEventId {
        self.id
    }

    async fn run(store: &Store, asked: &[&Self]) -> Result<Vec<Option<()>>, Failure> {
        let places = match store.backend() {
            DbBackend::Postgres => record_on_postgres(store, asked).await?,
            _ => record_on_sqlite(store, asked).await?,
        };
        let mut recorded: Vec<_> = asked.iter().map(|_| None).collect();
        for place in places {
            if let Some(slot) = recorded.get_mut(place) {
                *slot = Some(());
            }
        }
        Ok(recorded)
    }
}

async fn record_on_postgres(store: &Store, asked: &[&RecordIssue]) -> Result<Vec<usize>, Failure> {
    let mut arrays = Arrays::default();
    arrays.add(asked, |issue| issue.workspace.0.as_uuid());
    arrays.add(asked, |issue| issue.workspace.1);
    arrays.add(asked, |issue| issue.client.0.as_uuid());
    arrays.add(asked, |issue| issue.client.1);
    arrays.add_rows(&asked.iter().map(|issue| issue.row.clone()).collect::<Vec<_>>());
    let rows = store.query_alone(RECORD.as_str(), &arrays).await?;
    rows.iter().map(|row| place(row).map_err(|error| Failure::unreadable(&error))).collect()
}

async fn record_on_sqlite(store: &Store, asked: &[&RecordIssue]) -> Result<Vec<usize>, Failure> {
    let looked_for = |issue: &&RecordIssue| {
        let (workspace, client) = (hex_of_uuid(issue.workspace.0.as_uuid()), hex_of_uuid(issue.client.0.as_uuid()));
        json!([workspace, issue.workspace.1, client, issue.client.1])
    };
    let all: JsonValue = asked.iter().map(looked_for).collect();
    let read = Step::new(READ, vec![all.to_string()]);
    let decide = |held: Vec<QueryResult>| {
        let places: Vec<_> = held.iter().map(place).collect::<Result<_, Error>>()?;
        let rows: JsonValue = places.iter().filter_map(|place| asked.get(*place)).map(|issue| rows::json(&issue.row)).collect();
        let write = (!places.is_empty()).then(|| Step::new(WRITE.as_str(), vec![rows.to_string()]));
        Ok((places, write))
    };
    store.write_in_two_steps(read, decide).await
}
