//! The keys that workspaces sign with.

use domain::{
    clock::Timestamp,
    id::WorkspaceId,
    signing::SigningAlgorithm,
    signing_key::{KeyLife, KeyRecord, LEEWAY},
    workspace::Workspace,
};
use engine::storage::SealedSigningKey;
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, prelude::Uuid};

use crate::{
    Access, Error, Store, Transaction, WorkspaceStore, Writing,
    batch::Batch,
    entity::{
        signing_key::{Column, Entity, Slim, life_row, row, stands_at},
        workspace,
    },
};

impl<C: Access> WorkspaceStore<'_, C> {
    /// Returns the keys of the workspace, newest first.
    pub async fn list_signing_keys(&self) -> Result<Vec<KeyRecord>, Error> {
        Ok(list(self.connection, Condition::all().add(Column::WorkspaceId.eq(self.id()))).await?.into_iter().map(|(_, key)| key).collect())
    }
}

impl WorkspaceStore<'_, Writing> {
    /// Adds a key.
    pub async fn insert_signing_key(&self, key: SealedSigningKey) -> Result<(), Error> {
        insert(self.connection, SealedSigningKey { workspace_id: self.workspace().id, ..key }).await
    }

    /// Leads a key from where it was read to another point of its life. [`Error::Stale`] where it stands elsewhere by now.
    pub async fn move_signing_key(&self, key: &KeyRecord, to: KeyLife) -> Result<(), Error> {
        let done = Entity::update_many()
            .set(life_row(to))
            .filter(Column::WorkspaceId.eq(self.id()))
            .filter(Column::Id.eq(key.id.as_uuid()))
            .filter(stands_at(key.life))
            .exec(self.connection)
            .await?;
        if done.rows_affected == 1 { Ok(()) } else { Err(Error::Stale) }
    }

    /// Keeps the keys of an algorithm that a node may sign with published until this time at least, if they are retired:
    /// [`KeyLife::outlive`] in SQL.
    pub async fn keep_published(&self, algorithm: SigningAlgorithm, until: Timestamp, now: Timestamp) -> Result<(), Error> {
        let lately = now.plus_seconds(-LEEWAY).as_millis();
        Entity::update_many()
            .col_expr(Column::PublishedUntil, until.as_millis().into())
            .filter(Column::WorkspaceId.eq(self.id()))
            .filter(Column::Algorithm.eq(algorithm.name()))
            .filter(Column::CreatedAt.gt(0))
            .filter(Column::RevokedAt.is_null())
            .filter(Condition::any().add(Column::RetiredAt.is_null()).add(Column::RetiredAt.gt(lately)))
            .filter(Column::PublishedUntil.lt(until.as_millis()))
            .exec(self.connection)
            .await?;
        Ok(())
    }

    /// Deletes a key where it was read. [`Error::Stale`] where it stands elsewhere by now.
    pub async fn delete_signing_key(&self, key: &KeyRecord) -> Result<(), Error> {
        let this = Entity::delete_many().filter(Column::WorkspaceId.eq(self.id())).filter(Column::Id.eq(key.id.as_uuid()));
        let done = this.filter(stands_at(key.life)).exec(self.connection).await?;
        if done.rows_affected == 1 { Ok(()) } else { Err(Error::Stale) }
    }
}

impl Store {
    /// Returns the workspaces that have no key for an algorithm, such as those from before it was supported.
    pub async fn list_workspaces_without_key(&self, algorithm: SigningAlgorithm) -> Result<Vec<WorkspaceId>, Error> {
        let having = Entity::find().select_only().column(Column::WorkspaceId).filter(Column::Algorithm.eq(algorithm.name()));
        let without = workspace::Entity::find()
            .select_only()
            .column(workspace::Column::Id)
            .filter(workspace::Column::DeletedAt.is_null())
            .filter(workspace::Column::Id.not_in_subquery(having.into_query()));
        let found: Vec<Uuid> = without.into_tuple().all(self.reader()).await?;
        Ok(found.into_iter().map(WorkspaceId::from_uuid).collect())
    }

    /// Returns workspaces of all tenants with their keys, newest first: at most so many, by identifier. None where there are no more.
    pub async fn list_signing_keys_after(
        &self,
        after: Option<WorkspaceId>,
        limit: u64,
    ) -> Result<Option<Vec<(Workspace, Vec<KeyRecord>)>>, Error> {
        let workspaces = workspace::Entity::find()
            .filter(workspace::Column::DeletedAt.is_null())
            .filter(workspace::Column::Id.gt(after.map_or(Uuid::nil(), WorkspaceId::as_uuid)))
            .order_by_asc(workspace::Column::Id)
            .limit(limit);
        let workspaces = workspaces.all(self.reader()).await?;
        if workspaces.is_empty() {
            return Ok(None);
        }
        let mut found = workspaces.into_iter().map(|row| Ok((Workspace::try_from(row)?, Vec::new()))).collect::<Result<Vec<_>, Error>>()?;
        let ids: Vec<WorkspaceId> = found.iter().map(|(workspace, _)| workspace.id).collect();
        for ids in Batch::split(&ids) {
            for (of, key) in list(self.reader(), ids.contains(Column::WorkspaceId, |id| id.as_uuid())).await? {
                if let Ok(index) = found.binary_search_by_key(&of, |(workspace, _)| workspace.id)
                    && let Some((_, keys)) = found.get_mut(index)
                {
                    keys.push(key);
                }
            }
        }
        Ok(Some(found))
    }
}

impl Transaction {
    /// Adds a key to its workspace, which the caller has looked up. [`Error::Conflict`] where it has one in the same state.
    pub async fn insert_signing_key(&self, key: SealedSigningKey) -> Result<(), Error> {
        insert(self.connection(), key).await
    }
}

pub(crate) async fn insert(connection: &Writing, key: SealedSigningKey) -> Result<(), Error> {
    Entity::insert(row(key)).exec_without_returning(connection).await?;
    Ok(())
}

/// Returns keys with their workspaces, newest first.
async fn list(connection: &impl ConnectionTrait, of: Condition) -> Result<Vec<(WorkspaceId, KeyRecord)>, Error> {
    let query = Entity::find().select_only().columns(Slim::COLUMNS).filter(of).order_by_desc(Column::Id);
    let rows = query.into_model::<Slim>().all(connection).await?;
    rows.into_iter().map(|row| Ok((WorkspaceId::from_uuid(row.workspace_id), row.try_into()?))).collect()
}
