//! The engine's codes.

use domain::{
    family::{Revocation, RevocationReason},
    id::{AccessTokenId, FamilyId, WorkspaceId},
    policy::LimitRule,
};
use engine::{
    family::{Authorization, Family},
    storage::{
        AuthorizationCode, Basis, CodeOutcome, CodeRedemption, CodeStorage, FamilyCap, SecretHash, StorageError, StoredCode, Written,
    },
};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, Set};

use super::shared::{FindCode, RedeemCode};
use crate::{
    EngineStorage, Error, Transaction, basis,
    engine_storage::{during, during_write},
    entity::{
        authorization_code::{ActiveModel, Column, Entity, row},
        token_family,
    },
    families::{lock_live, revoke},
    logouts::join,
    read_back::commit,
};

impl CodeStorage for EngineStorage {
    async fn insert_code(&self, code: AuthorizationCode, basis: Basis) -> Result<Written, StorageError> {
        during_write("insert_code", || async {
            let transaction = self.store.begin().await?;
            if !basis::lock(&transaction, &basis).await? {
                return Ok(Written::BasisChanged);
            }
            Entity::insert(row(code.clone())).exec_without_returning(transaction.connection()).await?;
            transaction.commit().await?;
            Ok(Written::Done)
        })
        .await
    }

    async fn find_code(&self, workspace: WorkspaceId, hash: &SecretHash) -> Result<Option<StoredCode>, StorageError> {
        during("find_code", self.shared_codes.read(&self.store, FindCode::new(workspace, *hash))).await
    }

    async fn redeem_code(&self, redemption: CodeRedemption) -> Result<CodeOutcome, StorageError> {
        if let Some(request) = RedeemCode::new(&redemption)
            && during("redeem_code", self.shared_redemptions.ask(&self.store, request)).await?.is_some()
        {
            return Ok(CodeOutcome::Redeemed);
        }
        during_write("redeem_code", || async {
            let CodeRedemption { hash, workspace_id, basis, redeemed, family, cap, session_client, event } = redemption.clone();
            let transaction = self.store.begin().await?;
            let holds = match cap {
                Some(_) => basis::lock_user_exclusively(&transaction, &basis).await?,
                None => basis::lock(&transaction, &basis).await?,
            };
            if !holds {
                return Ok(CodeOutcome::BasisChanged);
            }
            // A second exchange waits for this row on PostgreSQL, and for the writer on SQLite, and then finds the code redeemed.
            let taken = Entity::update_many()
                .set(ActiveModel {
                    redeemed_at: Set(Some(redeemed.at.as_millis())),
                    redeemed_family_id: Set(redeemed.family_id.map(FamilyId::as_uuid)),
                    redeemed_access_token_id: Set(redeemed.access_token_id.map(AccessTokenId::as_uuid)),
                    redeemed_access_token_expires_at: Set(Some(redeemed.access_token_expires_at.as_millis())),
                    ..Default::default()
                })
                .filter(Column::Hash.eq(hash.to_vec()))
                .filter(Column::WorkspaceId.eq(workspace_id.as_uuid()))
                .filter(Column::RedeemedAt.is_null())
                .exec(transaction.connection())
                .await?;
            if taken.rows_affected == 0 {
                return Ok(CodeOutcome::AlreadyRedeemed);
            }
            if let Some(family) = family {
                if let Some(cap) = cap
                    && !make_room(&transaction, &family.authorization, cap).await?
                {
                    return Ok(CodeOutcome::LimitReached);
                }
                let row = token_family::row(&family);
                token_family::Entity::insert(row).exec_without_returning(transaction.connection()).await?;
            }
            if let Some(client) = session_client {
                join(transaction.connection(), &client).await?;
            }
            let event_id = event.id;
            transaction.append_token_event(event).await?;
            commit(&self.store, transaction, Entity::find_by_id(hash.to_vec()), event_id).await?;
            Ok(CodeOutcome::Redeemed)
        })
        .await
    }
}

/// Ends as many families as a new one replaces. Returns `false` where none may be ended for it.
async fn make_room(transaction: &Transaction, new: &Authorization, cap: FamilyCap) -> Result<bool, Error> {
    let of_both = Condition::all()
        .add(token_family::Column::UserId.eq(new.user_id.as_uuid()))
        .add(token_family::Column::ClientId.eq(new.client_id.as_uuid()));
    let mut locked = lock_live(transaction.connection(), new.workspace_id, of_both, new.created_at);
    let mut live: Vec<Family> = Vec::new();
    while let Some(families) = locked.next().await? {
        live.extend(families);
    }
    let too_many = (live.len() + 1).saturating_sub(cap.most.into());
    match cap.rule {
        LimitRule::Refuse => return Ok(too_many == 0),
        LimitRule::EvictLeastRecentlyUsed => live.sort_by_key(|family| (family.position.last_used_at, family.authorization.id)),
        LimitRule::EvictOldest => {}
    }
    live.truncate(too_many);
    let end = Revocation { at: new.created_at, reason: RevocationReason::FamilyLimit };
    revoke(transaction.connection(), &live, end, &mut cap.event_ids.iter()).await?;
    Ok(true)
}
