//! Usual refreshes on SQLite: one transaction, whatever their number. Nobody else writes meanwhile, so that they are decided here, by
//! [`CurrentRefresh::due`] itself.

use std::collections::HashMap;

use engine::{
    family::Family,
    storage::{CurrentRefresh, Refreshed},
};
use sea_orm::{ConnectionTrait, DbBackend, EntityTrait, QueryFilter, QuerySelect, Select, Statement, Value, prelude::Uuid};
use serde_json::json;

use crate::{
    Error, Failure, Store, Transaction,
    batch::{Batch, insert_all},
    entity::{client, token_event, token_family, user, workspace},
};

const MOVE: &str = "\
UPDATE token_families
SET generation = moved.generation, confirmed = moved.confirmed, rotated_at = moved.rotated_at, last_used_at = moved.last_used_at
FROM (
    SELECT unhex(value ->> 0) AS id, value ->> 1 AS generation, value ->> 2 AS confirmed, value ->> 3 AS rotated_at,
           value ->> 4 AS last_used_at
    FROM json_each(?1)
) AS moved
WHERE token_families.id = moved.id";

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
    let ids = asked.iter().map(|refresh| refresh.family_id.as_uuid());
    let families = by_id(transaction, token_family::Entity::find(), token_family::Column::Id, ids, |row| row.id).await?;
    let owners = families.values().map(|row| row.user_id);
    let users = by_id(transaction, user::existing(), user::Column::Id, owners, |row| row.id).await?;
    let ids = asked.iter().map(|refresh| refresh.workspace.0.as_uuid());
    let workspaces = versions::<workspace::Entity>(transaction, [workspace::Column::Id, workspace::Column::Version], ids).await?;
    let ids = asked.iter().map(|refresh| refresh.client.0.as_uuid());
    let clients = versions::<client::Entity>(transaction, [client::Column::Id, client::Column::Version], ids).await?;

    let (mut refreshed, mut moves, mut events) = (Vec::new(), Vec::new(), Vec::new());
    for one in asked {
        let is_as_read = |versions: &HashMap<Uuid, i64>, id: Uuid, version: i64| versions.get(&id) == Some(&version);
        let holds = is_as_read(&workspaces, one.workspace.0.as_uuid(), one.workspace.1)
            && is_as_read(&clients, one.client.0.as_uuid(), one.client.1);
        let family = families.get(&one.family_id.as_uuid()).filter(|_| holds);
        let Some((family, user)) = family.and_then(|family| Some((family, users.get(&family.user_id)?))) else {
            refreshed.push(None);
            continue;
        };
        let (family, user) = (Family::try_from(family.clone())?, domain::user::User::try_from(user.clone())?);
        let Some((transition, position)) = one.due(&family, &user) else {
            refreshed.push(None);
            continue;
        };
        let family = Family { position, ..family };
        moves.push(json!([
            one.family_id.as_uuid().simple().to_string(),
            position.generation,
            position.confirmed,
            position.rotated_at.as_millis(),
            position.last_used_at.as_millis()
        ]));
        events.push(token_event::row_beside(one.event(transition, &family), Some(&family.authorization.scopes))?);
        refreshed.push(Some(Refreshed::of(&family, user)));
    }
    if !moves.is_empty() {
        let moves = Value::from(serde_json::Value::Array(moves).to_string());
        transaction.connection().execute_raw(Statement::from_sql_and_values(DbBackend::Sqlite, MOVE, [moves])).await?;
        insert_all::<token_event::Entity, _>(transaction.connection(), events).await?;
    }
    Ok(refreshed)
}

async fn by_id<E: EntityTrait>(
    transaction: &Transaction,
    among: Select<E>,
    column: E::Column,
    ids: impl Iterator<Item = Uuid>,
    id: impl Fn(&E::Model) -> Uuid,
) -> Result<HashMap<Uuid, E::Model>, Error> {
    let ids: Vec<_> = ids.collect();
    let mut found = HashMap::new();
    for batch in Batch::split(&ids) {
        let rows = among.clone().filter(batch.contains(column, |id| *id)).all(transaction.connection()).await?;
        found.extend(rows.into_iter().map(|row| (id(&row), row)));
    }
    Ok(found)
}

async fn versions<E: EntityTrait>(
    transaction: &Transaction,
    [id, version]: [E::Column; 2],
    ids: impl Iterator<Item = Uuid>,
) -> Result<HashMap<Uuid, i64>, Error> {
    let mut ids: Vec<_> = ids.collect();
    ids.sort_unstable();
    ids.dedup();
    let mut found = HashMap::new();
    for batch in Batch::split(&ids) {
        let rows = E::find().select_only().columns([id, version]).filter(batch.contains(id, |id| *id));
        found.extend(rows.into_tuple::<(Uuid, i64)>().all(transaction.connection()).await?);
    }
    Ok(found)
}
