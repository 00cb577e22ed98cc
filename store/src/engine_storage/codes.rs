//! Authorization codes.

use domain::{
    family::{Revocation, RevocationReason},
    id::{AccessTokenId, FamilyId, WorkspaceId},
    policy::LimitRule,
    token_event::TokenEvent,
};
use engine::{
    family::Family,
    storage::{AuthorizationCode, Basis, CodeOutcome, CodeRedemption, FamilyCap, SecretHash, Written},
};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Set, prelude::Uuid};

use crate::{
    Error, Store, Transaction,
    at_once::AtOnce,
    basis,
    endings::end_families,
    entity::{authorization_code, token_family},
};

pub(super) async fn insert(store: &Store, code: AuthorizationCode, basis: Basis) -> Result<Written, Error> {
    let transaction = store.begin().await?;
    if !basis::hold(&transaction, &basis).await? {
        return Ok(Written::BasisChanged);
    }
    authorization_code::Entity::insert(authorization_code::row(code)).exec_without_returning(transaction.connection()).await?;
    transaction.commit().await?;
    Ok(Written::Done)
}

pub(super) async fn record_issue(store: &Store, event: TokenEvent, basis: Basis) -> Result<Written, Error> {
    let transaction = store.begin().await?;
    if !basis::hold(&transaction, &basis).await? {
        return Ok(Written::BasisChanged);
    }
    transaction.append_token_event(event).await?;
    transaction.commit().await?;
    Ok(Written::Done)
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
    let held = if cap.is_some() { basis::hold_alone(&transaction, &basis).await? } else { basis::hold(&transaction, &basis).await? };
    if !held {
        return Ok(CodeOutcome::BasisChanged);
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

/// Ends as many families as a new one takes the place of; `false` where none is to end for it.
async fn make_room(transaction: &Transaction, new: &Family, cap: FamilyCap) -> Result<bool, Error> {
    let of_both = Condition::all()
        .add(token_family::Column::UserId.eq(new.user_id.as_uuid()))
        .add(token_family::Column::ClientId.eq(new.client_id.as_uuid()));
    let mut live: Vec<(Uuid, i64)> = token_family::Entity::find()
        .select_only()
        .columns([token_family::Column::Id, token_family::Column::LastUsedAt])
        .filter(token_family::Column::WorkspaceId.eq(new.workspace_id.as_uuid()))
        .filter(of_both)
        .filter(token_family::live(new.created_at))
        .order_by_asc(token_family::Column::Id)
        .lock_exclusive()
        .into_tuple()
        .all(transaction.connection())
        .await?;
    let too_many = (live.len() + 1).saturating_sub(cap.most.into());
    match cap.rule {
        LimitRule::Refuse => return Ok(too_many == 0),
        LimitRule::EvictLeastRecentlyUsed => live.sort_by_key(|(id, last_used_at)| (*last_used_at, *id)),
        LimitRule::EvictOldest => {}
    }
    live.truncate(too_many);
    let end = Revocation { at: new.created_at, reason: RevocationReason::FamilyLimit };
    let mut event_ids = cap.event_ids.iter();
    for part in AtOnce::of(&live) {
        let these = part.holds(token_family::Column::Id, |(id, _)| *id);
        end_families(transaction.connection(), new.workspace_id, these, |_| true, end, &mut event_ids).await?;
    }
    Ok(true)
}
