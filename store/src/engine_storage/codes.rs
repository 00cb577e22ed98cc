//! Authorization codes.

use domain::{
    family::{Revocation, RevocationReason},
    id::{AccessTokenId, ClientId, FamilyId, UserId, WorkspaceId},
    policy::LimitRule,
};
use engine::{
    family::Family,
    storage::{AuthorizationCode, Basis, CodeOutcome, CodeRedemption, FamilyCap, SecretHash},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect, Set, prelude::Uuid, sea_query::LockType};

use super::{families, login_sessions};
use crate::{
    Error, Store, Transaction,
    entity::{authorization_code, client, token_family, user, workspace},
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
    let CodeRedemption { hash, workspace_id, basis, redeemed, family, cap, event } = redemption;
    let transaction = store.begin().await?;
    // What is locked is locked in this order everywhere: the workspace, the user, the session, the code, the families.
    if !hold_settings(&transaction, workspace_id, event.client_id, basis).await? {
        return Ok(CodeOutcome::SettingsChanged);
    }
    if let (Some(family), Some(_)) = (&family, cap) {
        hold_user(&transaction, family.user_id).await?;
    }
    if let Some(family) = family.as_ref().filter(|family| family.ends_with_session)
        && !login_sessions::hold_open(&transaction, workspace_id, family.login_session_id).await?
    {
        return Ok(CodeOutcome::SessionEnded);
    }
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
        if let Some(cap) = cap
            && !make_room(&transaction, &family, cap).await?
        {
            return Ok(CodeOutcome::LimitReached);
        }
        token_family::Entity::insert(token_family::row(&family)).exec_without_returning(transaction.connection()).await?;
    }
    transaction.append_token_event(event).await?;
    transaction.commit().await?;
    Ok(CodeOutcome::Redeemed)
}

/// Are the settings still those that were read? Then they stay so until the end of the transaction: whoever changes the workspace's
/// or a client's holds the workspace.
async fn hold_settings(transaction: &Transaction, workspace: WorkspaceId, client: ClientId, basis: Basis) -> Result<bool, Error> {
    let held = workspace::Entity::find_by_id(workspace.as_uuid()).select_only().column(workspace::Column::Version).lock_shared();
    let found: Option<i64> = held.into_tuple().one(transaction.connection()).await?;
    if found != Some(basis.workspace) {
        return Ok(false);
    }
    let read = client::Entity::find_by_id(client.as_uuid()).select_only().column(client::Column::Version);
    let found: Option<i64> = read.into_tuple().one(transaction.connection()).await?;
    Ok(found == Some(basis.client))
}

/// Lets one login of a user after the other begin its family, so that they can be counted.
async fn hold_user(transaction: &Transaction, user: UserId) -> Result<(), Error> {
    let row = user::Entity::find_by_id(user.as_uuid()).select_only().column(user::Column::Id).lock(LockType::NoKeyUpdate);
    row.into_tuple::<Uuid>().one(transaction.connection()).await?;
    Ok(())
}

/// Ends as many families as a new one takes the place of; `false` where none is to end for it.
async fn make_room(transaction: &Transaction, new: &Family, cap: FamilyCap) -> Result<bool, Error> {
    let of_client = token_family::Column::ClientId.eq(new.client_id.as_uuid());
    let mut live = families::lock_live(transaction, new.workspace_id, new.user_id, of_client, new.created_at).await?;
    let too_many = (live.len() + 1).saturating_sub(cap.most.into());
    match cap.rule {
        LimitRule::Refuse => return Ok(too_many == 0),
        LimitRule::EvictLeastRecentlyUsed => live.sort_by_key(|family| (family.last_used_at, family.id)),
        LimitRule::EvictOldest => {}
    }
    live.truncate(too_many);
    let end = Revocation { at: new.created_at, reason: RevocationReason::FamilyLimit };
    families::end(transaction, &live, end, cap.event_ids).await?;
    Ok(true)
}
