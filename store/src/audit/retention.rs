//! Audit lines are kept for their time. A chain loses its oldest lines and no others: the last one that was deleted is its anchor, so that those
//! that are kept can still be checked.

use domain::{clock::Timestamp, id::TenantId};
use engine::{audit_chain::Walk, keys::KeyRing};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, prelude::Uuid, sea_query::LockType};

use super::{
    chain::of_chain,
    chaining::{save_chain, sealed},
};
use crate::{
    Error, Housekeeping, Writing,
    batch::Batch,
    entity::{
        audit_chain,
        audit_event::{Column, Entity, Model},
    },
    events::first_at,
    housekeeping::ROWS_AT_ONCE,
};

/// How far a round has come.
#[derive(Debug, Default)]
pub struct PassedLines {
    /// Lines up to this one are old enough, and stay: the one before them in their chain is not.
    after: Uuid,
}

impl Housekeeping {
    /// Deletes some audit lines that were written before a point in time. Returns how many, or `None` where nothing is left to do.
    pub async fn delete_audit_events(&self, before: Timestamp, keys: &KeyRing, passed: &mut PassedLines) -> Result<Option<u64>, Error> {
        let oldest = Entity::find()
            .select_only()
            .columns([Column::Id, Column::TenantId])
            .filter(Column::Id.lt(first_at(before)))
            .filter(Column::Id.gt(passed.after))
            .order_by_asc(Column::Id)
            .limit(1);
        let oldest = oldest.into_tuple::<(Uuid, Option<Uuid>)>().one(self.store.reader()).await?;
        let Some((id, tenant)) = oldest else { return Ok(None) };
        let transaction = self.begin().await?;
        let connection = transaction.connection();
        let mut deleted = delete_first(connection, tenant.map(TenantId::from_uuid), before, keys).await?;
        if deleted == 0 {
            deleted = delete_unchained(connection, before).await?;
        }
        transaction.commit().await?;
        if deleted == 0 {
            passed.after = id;
        }
        Ok(Some(deleted))
    }
}

/// Deletes the first lines of a chain as long as they are old enough, and moves its anchor.
async fn delete_first(connection: &Writing, tenant: Option<TenantId>, before: Timestamp, keys: &KeyRing) -> Result<u64, Error> {
    let row = audit_chain::Entity::find_by_id(audit_chain::owner(tenant)).lock(LockType::Update).one(connection).await?;
    let Some(row) = row else { return Ok(0) };
    // It stays as it is until somebody sees to it; the chains of others are kept for their time.
    let Ok((mut chain, sealed)) = sealed(&row, keys) else { return Ok(0) };
    let first = Entity::find()
        .filter(of_chain(tenant))
        .filter(Column::Number.gt(chain.anchor.number))
        .order_by_asc(Column::Number)
        .limit(ROWS_AT_ONCE);
    let first = first.all(connection).await?.into_iter().take_while(|line| line.id < first_at(before));
    let due: Vec<_> = first.filter_map(Model::chained).collect();
    let Some(last) = due.last() else { return Ok(0) };
    // What is not as it was written is old by its own word alone. It is deleted as well, and the chain stays known as broken.
    let mut walk = Walk::after(chain.anchor);
    let intact = due.iter().all(|line| walk.step(line).is_ok() && line.record.at < before);
    chain.anchor = last.link;
    save_chain(connection, &chain, (sealed && intact).then_some(keys)).await?;
    let Some(batch) = Batch::split(&due).next() else { return Ok(0) };
    let lines = Entity::delete_many().filter(batch.contains(Column::Id, |line| line.record.id.as_uuid()));
    Ok(lines.exec(connection).await?.rows_affected)
}

/// Deletes lines that never got a place, because they were old already when the first version with chains came.
async fn delete_unchained(connection: &Writing, before: Timestamp) -> Result<u64, Error> {
    let some = Entity::find().select_only().column(Column::Id).filter(Column::Number.is_null()).filter(Column::At.lt(before.as_millis()));
    let some = some.limit(ROWS_AT_ONCE).into_query();
    Ok(Entity::delete_many().filter(Column::Id.in_subquery(some)).exec(connection).await?.rows_affected)
}
