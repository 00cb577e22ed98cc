//! The keys that workspaces sign with.

use std::collections::BTreeSet;

use domain::{id::WorkspaceId, signing::SigningAlgorithm};
use engine::storage::SealedSigningKey;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait, prelude::Uuid};

use crate::{
    Error, Store, Transaction, WorkspaceStore, Writing,
    entity::{
        signing_key::{Column, Entity, row},
        workspace,
    },
};

impl WorkspaceStore<'_, Writing> {
    /// Returns the algorithms that the workspace has a key for.
    pub async fn list_signing_algorithms(&self) -> Result<BTreeSet<SigningAlgorithm>, Error> {
        let keys = Entity::find().filter(Column::WorkspaceId.eq(self.id())).all(self.connection).await?;
        keys.into_iter().map(|key| SealedSigningKey::try_from(key).map(|key| key.algorithm)).collect()
    }

    /// Adds a key.
    pub async fn insert_signing_key(&self, key: SealedSigningKey) -> Result<(), Error> {
        insert(self.connection, SealedSigningKey { workspace_id: self.workspace().id, ..key }).await
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
}

impl Transaction {
    /// Adds a key to its workspace, which the caller has looked up.
    pub async fn insert_signing_key(&self, key: SealedSigningKey) -> Result<(), Error> {
        insert(self.connection(), key).await
    }
}

pub(crate) async fn insert(connection: &Writing, key: SealedSigningKey) -> Result<(), Error> {
    Entity::insert(row(key)).exec_without_returning(connection).await?;
    Ok(())
}
