//! Usual refreshes on PostgreSQL: one statement, whatever their number. Its conditions are those of [`CurrentRefresh::due`]; a property test
//! holds one against the other.

use std::sync::LazyLock;

use domain::{
    clock::Timestamp,
    id::{LoginSessionId, UserId, WorkspaceId},
    user::{User, UserIdentifier, UserStatus},
};
use engine::storage::{CurrentRefresh, Refreshed};
use sea_orm::{DbBackend, QueryResult, Statement, Value, prelude::Uuid, sea_query::ArrayType};

use crate::{
    Error, Failure, Store,
    column::Column as In,
    entity::token_event::kind::{KEPT, ROTATED},
};

/// A family that somebody else holds is passed over, and its refresh is tried by itself: nobody waits for a lock that another family is under.
///
/// Subqueries that return one value are never turned into joins, so that each is a look at a primary key, whatever the planner believes of
/// the number of rows.
static REFRESH: LazyLock<String> = LazyLock::new(|| {
    format!(
        "\
WITH asked AS (
    SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::uuid[], $5::bigint[], $6::bigint[], $7::bigint[], $8::bigint[],
                         $9::boolean[], $10::bytea[], $11::boolean[], $12::boolean[], $13::text[], $14::uuid[]) WITH ORDINALITY
        AS asked (family_id, workspace_id, workspace_version, client_id, client_version, generation, at, retry_window,
                  rotate, dpop_jkt, with_offline_access, without_offline_access, scopes, event_id, place)
), free AS (
    SELECT family.id FROM asked JOIN token_families AS family ON family.id = asked.family_id
    FOR NO KEY UPDATE OF family SKIP LOCKED
), moved AS (
    UPDATE token_families AS family
    SET generation = family.generation + CASE WHEN asked.rotate THEN 1 ELSE 0 END,
        confirmed = NOT asked.rotate,
        rotated_at = CASE WHEN asked.rotate THEN asked.at ELSE family.rotated_at END,
        last_used_at = greatest(family.last_used_at, asked.at)
    FROM asked JOIN free ON free.id = asked.family_id
    WHERE family.id = asked.family_id
        AND family.workspace_id = asked.workspace_id
        AND family.client_id = asked.client_id
        AND family.generation = asked.generation
        AND family.revoked_at IS NULL
        AND family.expires_at > asked.at
        AND (family.idle_ttl IS NULL OR (asked.at - family.last_used_at) / 1000 < family.idle_ttl)
        AND (NOT asked.rotate OR family.generation = 0 OR abs(asked.at - family.rotated_at) >= asked.retry_window)
        AND coalesce(family.dpop_jkt, '') = asked.dpop_jkt
        AND family.resources IS NULL
        AND CASE WHEN strpos(' ' || family.scopes || ' ', ' offline_access ') > 0
            THEN asked.with_offline_access ELSE asked.without_offline_access END
        AND (family.scopes = asked.scopes OR string_to_array(family.scopes, ' ') <@ string_to_array(asked.scopes, ' '))
        AND (SELECT version FROM workspaces WHERE id = asked.workspace_id) = asked.workspace_version
        AND (SELECT version FROM clients WHERE id = asked.client_id) = asked.client_version
        AND (SELECT status = 'active' AND deleted_at IS NULL FROM users WHERE id = family.user_id)
    RETURNING asked.place, asked.event_id, asked.rotate, family.id, family.user_id,
              family.login_session_id, family.generation, family.scopes, family.auth_time
), event AS (
    INSERT INTO engine_events (id, family_id, kind, generation)
    SELECT event_id, id, CASE WHEN rotate THEN {ROTATED} ELSE {KEPT} END, least(generation, 2147483647) FROM moved
)
SELECT moved.place, moved.generation, moved.scopes, moved.auth_time, moved.login_session_id,
       owner.id, owner.workspace_id, owner.identifier, owner.created_at, owner.version, owner.profile
FROM moved
CROSS JOIN LATERAL (SELECT id, workspace_id, identifier, created_at, version, profile::text AS profile
                    FROM users WHERE id = moved.user_id LIMIT 1) AS owner"
    )
});

/// Makes these refreshes. Returns what came of each, in order.
pub(super) async fn refresh_all(store: &Store, asked: &[&CurrentRefresh]) -> Result<Vec<Option<Refreshed>>, Failure> {
    let rows = store.write_alone(&statement(asked)).await?;
    let mut refreshed: Vec<Option<Refreshed>> = asked.iter().map(|_| None).collect();
    for row in rows {
        let (place, of) = read(&row).map_err(|error| Failure::unreadable(&error))?;
        if let Some(slot) = refreshed.get_mut(place) {
            *slot = Some(of);
        }
    }
    Ok(refreshed)
}

fn statement(asked: &[&CurrentRefresh]) -> Statement {
    let list = |of: ArrayType, value: &dyn Fn(&CurrentRefresh) -> Value| {
        Value::Array(of, Some(Box::new(asked.iter().map(|refresh| value(refresh)).collect())))
    };
    let uuids = |value: &dyn Fn(&CurrentRefresh) -> Uuid| list(ArrayType::Uuid, &|refresh| value(refresh).into());
    let numbers = |value: &dyn Fn(&CurrentRefresh) -> i64| list(ArrayType::BigInt, &|refresh| value(refresh).into());
    let switches = |value: &dyn Fn(&CurrentRefresh) -> bool| list(ArrayType::Bool, &|refresh| value(refresh).into());
    let values = [
        uuids(&|refresh| refresh.family_id.as_uuid()),
        uuids(&|refresh| refresh.workspace.0.as_uuid()),
        numbers(&|refresh| refresh.workspace.1),
        uuids(&|refresh| refresh.client.0.as_uuid()),
        numbers(&|refresh| refresh.client.1),
        numbers(&|refresh| refresh.presentation.generation),
        numbers(&|refresh| refresh.presentation.now.as_millis()),
        numbers(&|refresh| refresh.presentation.retry.window.as_seconds() * 1000),
        switches(&|refresh| refresh.presentation.rotate),
        list(ArrayType::Bytes, &|refresh| refresh.dpop_jkt.map_or_else(Vec::new, |jkt| jkt.as_bytes().to_vec()).into()),
        switches(&|refresh| refresh.allowed.with_offline_access),
        switches(&|refresh| refresh.allowed.without_offline_access),
        list(ArrayType::String, &|refresh| refresh.scopes.to_string().into()),
        uuids(&|refresh| refresh.event_id.as_uuid()),
    ];
    Statement::from_sql_and_values(DbBackend::Postgres, REFRESH.as_str(), values)
}

/// Returns what came of a refresh, and its place among those that were asked.
fn read(row: &QueryResult) -> Result<(usize, Refreshed), Error> {
    let place: i64 = row.try_get_by_index(0)?;
    let scopes: String = row.try_get_by_index(2)?;
    let identifier: String = row.try_get_by_index(7)?;
    let profile: String = row.try_get_by_index(10)?;
    let user = User {
        id: UserId::from_uuid(row.try_get_by_index(5)?),
        workspace_id: WorkspaceId::from_uuid(row.try_get_by_index(6)?),
        identifier: In("users", "identifier").parse(UserIdentifier::parse(&identifier))?,
        status: UserStatus::Active,
        created_at: Timestamp::from_millis(row.try_get_by_index(8)?),
        version: row.try_get_by_index(9)?,
        profile: In("users", "profile").parse(serde_json::from_str(&profile))?,
    };
    let refreshed = Refreshed {
        generation: row.try_get_by_index(1)?,
        scopes: In("token_families", "scopes").parse(scopes.parse())?,
        auth_time: Timestamp::from_millis(row.try_get_by_index(3)?),
        login_session_id: LoginSessionId::from_uuid(row.try_get_by_index(4)?),
        user,
    };
    // PostgreSQL counts from 1.
    Ok((usize::try_from(place - 1).unwrap_or(usize::MAX), refreshed))
}
