//! The engine's families.

use std::iter;

use domain::{
    clock::Timestamp,
    id::{FamilyId, UserId, WorkspaceId},
};
use engine::{
    family::Family,
    storage::{FamilyRevocation, FamilyStorage, OwnedFamily, PresentRefreshToken, RefreshOutcome, Refreshed, StorageError, UsualRefresh},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QueryTrait, Set};

use super::{
    find::{find, find_locked, find_owned, is},
    moves::present,
    revocation::revoke,
    shared::SharedRefresh,
};
use crate::{
    EngineStorage,
    engine_storage::{during, during_write},
    entity::token_family::{ActiveModel, Column, Entity, is_live},
    paging::read,
};

impl FamilyStorage for EngineStorage {
    async fn find_family(&self, workspace: WorkspaceId, family: FamilyId) -> Result<Option<Family>, StorageError> {
        during("find_family", find(self.store.reader(), workspace, family)).await
    }

    async fn find_owned_family(&self, workspace: WorkspaceId, family: FamilyId) -> Result<Option<OwnedFamily>, StorageError> {
        during("find_owned_family", find_owned(&self.store, workspace, family)).await
    }

    async fn list_live_families(&self, workspace: WorkspaceId, user: UserId, now: Timestamp) -> Result<Vec<Family>, StorageError> {
        during("list_live_families", async {
            let query = Entity::find()
                .filter(Column::WorkspaceId.eq(workspace.as_uuid()))
                .filter(Column::UserId.eq(user.as_uuid()))
                .filter(is_live(now))
                .order_by_desc(Column::Id);
            read(query.all(self.store.reader()).await?)
        })
        .await
    }

    async fn refresh_as_usual(&self, refresh: UsualRefresh) -> Result<Option<Refreshed>, StorageError> {
        during("refresh_as_usual", self.shared_refreshes.ask(&self.store, SharedRefresh::new(refresh, self.recheck.clone()))).await
    }

    async fn present_refresh_token(&self, request: PresentRefreshToken) -> Result<RefreshOutcome, StorageError> {
        // A client that hangs up must not leave a rotation half done: the move is finished in any case.
        let (store, recheck) = (self.store.clone(), self.recheck.clone());
        let presented =
            tokio::spawn(async move { during_write("present_refresh_token", || present(&store, &recheck, request.clone())).await });
        let presented = presented.await;
        presented.map_err(|error| StorageError { operation: "present_refresh_token", cause: Box::new(error) })?
    }

    async fn confirm(&self, workspace: WorkspaceId, family: FamilyId, generation: i64) -> Result<(), StorageError> {
        during_write("confirm", || async {
            let confirm = Entity::update_many()
                .set(ActiveModel { confirmed: Set(true), ..Default::default() })
                .filter(is(workspace, family))
                .filter(Column::Generation.eq(generation))
                .filter(Column::Confirmed.eq(false));
            self.store.execute_alone(&confirm.build(self.store.backend())).await?;
            Ok(())
        })
        .await
    }

    async fn revoke_family(&self, revocation: FamilyRevocation) -> Result<bool, StorageError> {
        during_write("revoke_family", || async {
            let FamilyRevocation { workspace_id, family_id, revocation, event_id, audit } = revocation.clone();
            let unrevoked = |family: &Family| family.position.revoked.is_none();
            // Read without a transaction first: a token that is revoked again and again must not take the writer.
            if !find(self.store.reader(), workspace_id, family_id).await?.as_ref().is_some_and(unrevoked) {
                return Ok(false);
            }
            let transaction = self.store.begin().await?;
            let Some(family) = find_locked(&transaction, workspace_id, family_id).await?.filter(unrevoked) else {
                return Ok(false);
            };
            revoke(transaction.connection(), &[family], revocation, &mut iter::once(event_id)).await?;
            if let Some(audit) = audit {
                transaction.append_audit(audit).await?;
            }
            transaction.commit().await?;
            Ok(true)
        })
        .await
    }
}
