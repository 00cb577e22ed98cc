//! Authorization requests that clients pushed (RFC 9126).

use domain::{clock::Timestamp, id::WorkspaceId};
use engine::storage::{Pushed, PushedBounds, PushedRequest, PushedRequestStorage, SecretHash, StorageError};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryTrait, Set};

use crate::{
    EngineStorage,
    counts::count_up_to,
    engine_storage::{during, during_write},
    entity::pushed_request::{ActiveModel, Column, Entity, row},
    shares::{Waiting, made_room, oldest_of_largest},
};

/// What requests that wait to be opened are shared out by, and those that were opened.
const WAITING: Waiting<Column> = Waiting { site: Column::Site, since: Column::ExpiresAt, key: Column::Hash };
const OPENED: Waiting<Column> = Waiting { since: Column::OpenedAt, ..WAITING };

/// Returns the condition of the one request with this hash.
fn itself(workspace: WorkspaceId, hash: &SecretHash) -> Condition {
    Condition::all().add(Column::Hash.eq(hash.to_vec())).add(Column::WorkspaceId.eq(workspace.as_uuid()))
}

impl PushedRequestStorage for EngineStorage {
    async fn insert_pushed_request(&self, request: PushedRequest, bounds: PushedBounds, now: Timestamp) -> Result<Pushed, StorageError> {
        during_write("insert_pushed_request", || async {
            let transaction = self.store.begin().await?;
            let connection = transaction.connection();
            let unanswered = Entity::find()
                .filter(Column::ClientId.eq(request.client_id.as_uuid()))
                .filter(Column::UsedAt.is_null())
                .filter(Column::ExpiresAt.gt(now.as_millis()));
            let waiting = unanswered.clone().filter(Column::OpenedAt.is_null());
            if count_up_to(bounds.waiting, waiting.clone(), connection).await? >= bounds.waiting {
                let Some(oldest) = made_room(waiting, &WAITING, request.site, connection).await? else { return Ok(Pushed::TooMany) };
                Entity::delete_by_id(oldest).exec(connection).await?;
            }
            let opened = unanswered.filter(Column::OpenedAt.is_not_null());
            if count_up_to(bounds.opened, opened.clone(), connection).await? >= bounds.opened
                && let Some((_, oldest)) = oldest_of_largest(opened, &OPENED, connection).await?
            {
                Entity::delete_by_id(oldest).exec(connection).await?;
            }
            Entity::insert(row(request.clone())).exec_without_returning(connection).await?;
            transaction.commit().await?;
            Ok(Pushed::Stored)
        })
        .await
    }

    async fn find_pushed_request(&self, workspace: WorkspaceId, hash: &SecretHash) -> Result<Option<PushedRequest>, StorageError> {
        during("find_pushed_request", async {
            let found = Entity::find().filter(itself(workspace, hash)).one(self.store.reader()).await?;
            found.map(PushedRequest::try_from).transpose()
        })
        .await
    }

    async fn open_pushed_request(
        &self,
        workspace: WorkspaceId,
        hash: &SecretHash,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<bool, StorageError> {
        during_write("open_pushed_request", || async {
            let open = Entity::update_many()
                .set(ActiveModel { opened_at: Set(Some(now.as_millis())), expires_at: Set(until.as_millis()), ..Default::default() })
                .filter(itself(workspace, hash))
                .filter(Column::OpenedAt.is_null())
                .filter(Column::UsedAt.is_null())
                .filter(Column::ExpiresAt.gt(now.as_millis()));
            Ok(self.store.execute_alone(&open.build(self.store.backend())).await?.rows_affected() > 0)
        })
        .await
    }

    async fn use_pushed_request(
        &self,
        workspace: WorkspaceId,
        hash: &SecretHash,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<bool, StorageError> {
        during_write("use_pushed_request", || async {
            let (used_at, expires_at, query) = (Set(Some(now.as_millis())), Set(until.as_millis()), Set(String::new()));
            let used = Entity::update_many()
                .set(ActiveModel { query, expires_at, used_at, ..Default::default() })
                .filter(itself(workspace, hash))
                .filter(Column::UsedAt.is_null());
            Ok(self.store.execute_alone(&used.build(self.store.backend())).await?.rows_affected() > 0)
        })
        .await
    }
}
