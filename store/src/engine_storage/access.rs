//! The end of all that a user gave a client.

use engine::storage::AccessEnd;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, Set, prelude::Uuid, sea_query::OnConflict};

use super::families;
use crate::{
    Error, Store, Transaction,
    entity::{authorization_code, consent, denied_access_token, token_family},
};

pub(super) async fn end(store: &Store, end: AccessEnd) -> Result<bool, Error> {
    let transaction = store.begin().await?;
    // Codes first: an exchange that was quicker has committed by then what is ended below, and a slower one finds no code.
    let codes = authorization_code::Entity::delete_many()
        .filter(codes_of(&end))
        .filter(authorization_code::Column::RedeemedAt.is_null())
        .exec(transaction.connection())
        .await?;
    let tokens = deny_access_tokens(&transaction, &end).await?;
    let of_client = token_family::Column::ClientId.eq(end.client_id.as_uuid());
    let families = families::lock_live(&transaction, end.workspace_id, end.user_id, of_client, end.revocation.at).await?;
    families::end(&transaction, &families, end.revocation, end.event_ids).await?;
    let consent = (end.workspace_id.as_uuid(), end.user_id.as_uuid(), end.client_id.as_uuid());
    let consents = consent::Entity::delete_by_id(consent).exec(transaction.connection()).await?;
    if codes.rows_affected + tokens + consents.rows_affected == 0 && families.is_empty() {
        return Ok(false);
    }
    transaction.append_audit(end.audit).await?;
    transaction.commit().await?;
    Ok(true)
}

/// Refuses the access tokens that were issued without a family, which would end them. Returns how many were not refused before.
async fn deny_access_tokens(transaction: &Transaction, end: &AccessEnd) -> Result<u64, Error> {
    let tokens: Vec<(Uuid, i64)> = authorization_code::Entity::find()
        .select_only()
        .columns([authorization_code::Column::RedeemedAccessTokenId, authorization_code::Column::RedeemedAccessTokenExpiresAt])
        .filter(codes_of(end))
        .filter(authorization_code::Column::RedeemedFamilyId.is_null())
        .filter(authorization_code::Column::RedeemedAccessTokenId.is_not_null())
        .filter(authorization_code::Column::RedeemedAccessTokenExpiresAt.gt(end.revocation.at.as_millis()))
        .into_tuple()
        .all(transaction.connection())
        .await?;
    if tokens.is_empty() {
        return Ok(0);
    }
    let rows = tokens.into_iter().map(|(id, expires_at)| denied_access_token::ActiveModel {
        id: Set(id),
        workspace_id: Set(end.workspace_id.as_uuid()),
        expires_at: Set(expires_at),
    });
    let keep = OnConflict::column(denied_access_token::Column::Id).do_nothing().to_owned();
    Ok(denied_access_token::Entity::insert_many(rows).on_conflict(keep).exec_without_returning(transaction.connection()).await?)
}

fn codes_of(end: &AccessEnd) -> Condition {
    Condition::all()
        .add(authorization_code::Column::WorkspaceId.eq(end.workspace_id.as_uuid()))
        .add(authorization_code::Column::UserId.eq(end.user_id.as_uuid()))
        .add(authorization_code::Column::ClientId.eq(end.client_id.as_uuid()))
}
