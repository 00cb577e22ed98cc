//! Access tokens that are refused before they expire.

use domain::{
    clock::Timestamp,
    id::{AccessTokenId, WorkspaceId},
};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, Set, sea_query::OnConflict};

use crate::{Error, Store, entity::denied_access_token};

pub(super) async fn insert(store: &Store, workspace: WorkspaceId, token: AccessTokenId, expires_at: Timestamp) -> Result<(), Error> {
    let row = denied_access_token::ActiveModel {
        id: Set(token.as_uuid()),
        workspace_id: Set(workspace.as_uuid()),
        expires_at: Set(expires_at.as_millis()),
    };
    let keep = OnConflict::column(denied_access_token::Column::Id).do_nothing().to_owned();
    let transaction = store.begin().await?;
    denied_access_token::Entity::insert(row).on_conflict(keep).exec_without_returning(transaction.connection()).await?;
    transaction.commit().await
}

pub(super) async fn contains(store: &Store, workspace: WorkspaceId, token: AccessTokenId) -> Result<bool, Error> {
    let rows = denied_access_token::Entity::find_by_id(token.as_uuid())
        .filter(denied_access_token::Column::WorkspaceId.eq(workspace.as_uuid()))
        .count(store.reader())
        .await?;
    Ok(rows > 0)
}
