//! Authorization codes.

use domain::id::{AccessTokenId, FamilyId, WorkspaceId};
use engine::storage::{AuthorizationCode, CodeOutcome, CodeRedemption, SecretHash};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Set};

use crate::{
    Error, Store,
    entity::{authorization_code, token_family},
};

pub(super) async fn insert(store: &Store, code: AuthorizationCode) -> Result<(), Error> {
    let transaction = store.begin().await?;
    authorization_code::Entity::insert(authorization_code::row(code)).exec_without_returning(transaction.connection()).await?;
    transaction.commit().await
}

pub(super) async fn find(store: &Store, workspace: WorkspaceId, hash: &SecretHash) -> Result<Option<AuthorizationCode>, Error> {
    let row = authorization_code::Entity::find_by_id(hash.to_vec())
        .filter(authorization_code::Column::WorkspaceId.eq(workspace.as_uuid()))
        .one(store.reader())
        .await?;
    row.map(AuthorizationCode::try_from).transpose()
}

pub(super) async fn redeem(store: &Store, redemption: CodeRedemption) -> Result<CodeOutcome, Error> {
    let CodeRedemption { hash, workspace_id, redeemed, family, event } = redemption;
    let transaction = store.begin().await?;
    // Whoever comes second waits for this row on PostgreSQL, and for the writer on SQLite, and then finds it redeemed.
    let taken = authorization_code::Entity::update_many()
        .set(authorization_code::ActiveModel {
            redeemed_at: Set(Some(redeemed.at.as_millis())),
            redeemed_family_id: Set(redeemed.family_id.map(FamilyId::as_uuid)),
            redeemed_access_token_id: Set(redeemed.access_token_id.map(AccessTokenId::as_uuid)),
            redeemed_access_token_expires_at: Set(Some(redeemed.access_token_expires_at.as_millis())),
            ..Default::default()
        })
        .filter(authorization_code::Column::Hash.eq(hash.to_vec()))
        .filter(authorization_code::Column::WorkspaceId.eq(workspace_id.as_uuid()))
        .filter(authorization_code::Column::RedeemedAt.is_null())
        .exec(transaction.connection())
        .await?;
    if taken.rows_affected == 0 {
        return Ok(CodeOutcome::AlreadyRedeemed);
    }
    if let Some(family) = family {
        token_family::Entity::insert(token_family::row(&family)).exec_without_returning(transaction.connection()).await?;
    }
    transaction.append_token_event(event).await?;
    transaction.commit().await?;
    Ok(CodeOutcome::Redeemed)
}
