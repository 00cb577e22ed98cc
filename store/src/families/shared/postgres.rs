//! Usual refreshes on PostgreSQL: one statement, whatever their number. Its conditions are those of [`UsualRefresh::due`]; a property test
//! holds one against the other.

use std::sync::LazyLock;

use domain::{
    binding::Binding,
    clock::Timestamp,
    id::{LoginSessionId, UserId, WorkspaceId},
    scope::Scopes,
    subject_type::SectorIdentifier,
    thumbprint::Thumbprint,
    user::{User, UserIdentifier, UserStatus},
};
use engine::{
    family::{Expiration, Transition},
    storage::{Refreshed, UsualRefresh},
};
use sea_orm::QueryResult;

use crate::{
    Error, Failure, Store,
    column::Column as In,
    connection::Arrays,
    entity::token_event::kind::{self, KEPT, REPEATED, RETRIED, ROTATED},
    granted_claims,
    rows::place,
    sign_in_method,
};

/// A family that somebody else holds is passed over, and its refresh is tried by itself: nobody waits for a lock that another family is under.
/// A family that has been moved since the statement began is looked at again, as it is by then, because its row is locked. What changes
/// nothing of a family does not write its row.
///
/// Subqueries that return one value are never turned into joins, so that each is a look at a primary key, whatever the planner believes of
/// the number of rows.
static REFRESH: LazyLock<String> = LazyLock::new(|| {
    let in_window = "abs(asked.at - family.rotated_at) < asked.retry_window";
    format!(
        "\
WITH asked AS (
    SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::uuid[], $5::bigint[], $6::bigint[], $7::bigint[], $8::bigint[],
                         $9::boolean[], $10::boolean[], $11::bytea[], $12::boolean[], $13::boolean[], $14::text[], $15::text[], $16::uuid[],
                         $17::bytea[])
        WITH ORDINALITY
        AS asked (family_id, workspace_id, workspace_version, client_id, client_version, generation, at, retry_window,
                  until_first_use, rotate, dpop_jkt, with_offline_access, without_offline_access, scopes, narrowed, event_id, x5t_s256,
                  place)
), due AS (
    SELECT asked.place, asked.at, asked.narrowed, asked.event_id, family.id, family.user_id, family.login_session_id, family.scopes,
           family.auth_time, family.signed_in_by, family.acr, family.sector, family.claims,
           family.expires_at, family.idle_ttl, family.last_used_at, asked.generation,
           CASE WHEN asked.generation < family.generation THEN {RETRIED}
                WHEN NOT asked.rotate THEN {KEPT}
                WHEN {in_window} AND family.generation > 0 THEN {REPEATED}
                ELSE {ROTATED} END AS kind,
           asked.generation = family.generation AND NOT (asked.rotate AND {in_window} AND family.generation > 0)
               OR asked.at - family.last_used_at > family.idle_ttl::bigint * 100 AS is_used
    FROM asked JOIN token_families AS family ON family.id = asked.family_id
    WHERE family.workspace_id = asked.workspace_id
        AND family.client_id = asked.client_id
        AND (family.generation = asked.generation
            OR family.generation - 1 = asked.generation AND asked.generation >= 0
                AND ({in_window} OR asked.until_first_use AND NOT family.confirmed))
        AND family.revoked_at IS NULL
        AND family.expires_at > asked.at
        AND (family.idle_ttl IS NULL OR (asked.at - family.last_used_at) / 1000 < family.idle_ttl)
        AND coalesce(family.dpop_jkt, '') = asked.dpop_jkt
        AND coalesce(family.x5t_s256, '') = asked.x5t_s256
        AND family.resources IS NULL
        AND family.authorization_details IS NULL
        AND CASE WHEN strpos(' ' || family.scopes || ' ', ' offline_access ') > 0
            THEN asked.with_offline_access ELSE asked.without_offline_access END
        AND (family.scopes = asked.scopes OR string_to_array(family.scopes, ' ') <@ string_to_array(asked.scopes, ' '))
        AND (asked.narrowed IS NULL OR string_to_array(asked.narrowed, ' ') <@ string_to_array(family.scopes, ' '))
        AND (SELECT version FROM workspaces WHERE id = asked.workspace_id) = asked.workspace_version
        AND (SELECT version FROM clients WHERE id = asked.client_id) = asked.client_version
        AND (SELECT status = 'active' AND deleted_at IS NULL FROM users WHERE id = family.user_id)
    FOR NO KEY UPDATE OF family SKIP LOCKED
), moved AS (
    UPDATE token_families AS family
    SET generation = family.generation + CASE due.kind WHEN {ROTATED} THEN 1 ELSE 0 END,
        confirmed = CASE due.kind WHEN {ROTATED} THEN false WHEN {RETRIED} THEN family.confirmed ELSE true END,
        rotated_at = CASE due.kind WHEN {ROTATED} THEN due.at ELSE family.rotated_at END,
        last_used_at = CASE WHEN due.is_used THEN greatest(family.last_used_at, due.at) ELSE family.last_used_at END
    FROM due
    WHERE family.id = due.id AND (due.is_used OR due.kind = {REPEATED} AND NOT family.confirmed)
), event AS (
    INSERT INTO engine_events (id, family_id, kind, generation, detail)
    SELECT event_id, id, kind, least(generation + CASE WHEN kind IN ({ROTATED}, {RETRIED}) THEN 1 ELSE 0 END, 2147483647),
           CASE WHEN narrowed <> scopes THEN jsonb_build_object('scopes', narrowed) END
    FROM due
)
SELECT due.place - 1, due.kind, coalesce(due.narrowed, due.scopes), due.auth_time, due.login_session_id,
       owner.id, owner.workspace_id, owner.identifier, owner.created_at, owner.version, owner.profile, due.expires_at,
       least(due.expires_at,
             CASE WHEN due.is_used THEN greatest(due.last_used_at, due.at) ELSE due.last_used_at END + due.idle_ttl::bigint * 1000),
       due.signed_in_by, due.acr, due.sector, due.claims
FROM due
CROSS JOIN LATERAL (SELECT id, workspace_id, identifier, created_at, version, profile::text AS profile
                    FROM users WHERE id = due.user_id LIMIT 1) AS owner"
    )
});

/// Makes these refreshes. Returns what came of each, in order.
pub(super) async fn refresh_all(store: &Store, asked: &[&UsualRefresh]) -> Result<Vec<Option<Refreshed>>, Failure> {
    let rows = store.query_alone(REFRESH.as_str(), &arrays(asked)).await?;
    let mut refreshed: Vec<Option<Refreshed>> = asked.iter().map(|_| None).collect();
    for row in rows {
        let read = place(&row).and_then(|place| Ok((place, asked.get(place).map(|asked| read(&row, asked)).transpose()?)));
        let (place, of) = read.map_err(|error| Failure::unreadable(&error))?;
        if let Some(slot) = refreshed.get_mut(place) {
            *slot = of;
        }
    }
    Ok(refreshed)
}

fn arrays(asked: &[&UsualRefresh]) -> Arrays {
    let mut arrays = Arrays::default();
    arrays.add(asked, |refresh| refresh.family_id.as_uuid());
    arrays.add(asked, |refresh| refresh.workspace.0.as_uuid());
    arrays.add(asked, |refresh| refresh.workspace.1);
    arrays.add(asked, |refresh| refresh.client.0.as_uuid());
    arrays.add(asked, |refresh| refresh.client.1);
    arrays.add(asked, |refresh| refresh.presentation.generation);
    arrays.add(asked, |refresh| refresh.presentation.now.as_millis());
    arrays.add(asked, |refresh| refresh.presentation.retry.window.as_seconds() * 1000);
    arrays.add(asked, |refresh| refresh.presentation.retry.until_first_use);
    arrays.add(asked, |refresh| refresh.presentation.rotate);
    arrays.add(asked, |refresh| thumbprint(refresh.bound_to.and_then(Binding::key)));
    arrays.add(asked, |refresh| refresh.allowed.with_offline_access);
    arrays.add(asked, |refresh| refresh.allowed.without_offline_access);
    arrays.add(asked, |refresh| refresh.scopes.to_string());
    arrays.add(asked, |refresh| refresh.narrowed.as_ref().map(Scopes::to_string));
    arrays.add(asked, |refresh| refresh.event_id.as_uuid());
    arrays.add(asked, |refresh| thumbprint(refresh.bound_to.and_then(Binding::certificate)));
    arrays
}

/// Returns the bytes of a thumbprint; none where there is none.
fn thumbprint(of: Option<Thumbprint>) -> Vec<u8> {
    of.map_or_else(Vec::new, |thumbprint| thumbprint.as_bytes().to_vec())
}

fn read(row: &QueryResult, asked: &UsualRefresh) -> Result<Refreshed, Error> {
    let transition =
        kind::transition(row.try_get_by_index::<i32>(1)?.try_into().unwrap_or_default()).ok_or(In("engine_events", "kind").corrupt())?;
    let is_successor = matches!(transition, Transition::Rotated | Transition::Retried);
    let user = User {
        id: UserId::from_uuid(row.try_get_by_index(5)?),
        workspace_id: WorkspaceId::from_uuid(row.try_get_by_index(6)?),
        identifier: In("users", "identifier").parse(UserIdentifier::parse(&row.try_get_by_index::<String>(7)?))?,
        status: UserStatus::Active,
        created_at: Timestamp::from_millis(row.try_get_by_index(8)?),
        version: row.try_get_by_index(9)?,
        profile: In("users", "profile").parse(serde_json::from_str(&row.try_get_by_index::<String>(10)?))?,
    };
    Ok(Refreshed {
        transition,
        generation: asked.presentation.generation + i64::from(is_successor),
        scopes: In("token_families", "scopes").parse(row.try_get_by_index::<String>(2)?.parse())?,
        expiration: Expiration {
            authorization: Timestamp::from_millis(row.try_get_by_index(11)?),
            refresh_token: Timestamp::from_millis(row.try_get_by_index(12)?),
        },
        auth_time: Timestamp::from_millis(row.try_get_by_index(3)?),
        signed_in_by: sign_in_method::read("token_families", row.try_get_by_index(13)?)?,
        acr: sign_in_method::read_acr("token_families", row.try_get_by_index(14)?)?,
        claims: granted_claims::read("token_families", row.try_get_by_index::<Option<String>>(16)?.as_deref())?,
        sector: In("token_families", "sector")
            .parse(row.try_get_by_index::<Option<String>>(15)?.map(SectorIdentifier::try_from).transpose())?,
        login_session_id: LoginSessionId::from_uuid(row.try_get_by_index(4)?),
        user,
    })
}
