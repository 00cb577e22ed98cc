//! Reuses are kept as long as their events, and their marks with them.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, prelude::Uuid};

use super::{
    retentions::of_class,
    round::{Housekeeping, ROWS_AT_ONCE},
};
use crate::{
    Error, EventClass,
    batch::Batch,
    entity::{
        reuse::{Column, Entity},
        token_event::time_of,
    },
    events::first_at,
    reuses::delete_reuses,
};

/// How far a round has come.
#[derive(Debug, Default)]
pub struct ReuseProgress {
    /// Those up to this one were looked at.
    after: Uuid,
}

impl Housekeeping {
    /// Deletes some reuses, with their marks, whose events their workspace keeps no longer. Returns how many, or `None` where nothing is left
    /// to do.
    pub async fn delete_reuses(&self, progress: &mut ReuseProgress) -> Result<Option<u64>, Error> {
        let (retentions, of) = (self.retentions().await?, of_class(EventClass::Rest));
        let looked_at: Vec<(Uuid, Uuid)> = Entity::find()
            .select_only()
            .columns([Column::Id, Column::WorkspaceId])
            .filter(Column::Id.gt(progress.after))
            .filter(Column::Id.lt(first_at(self.now.plus_seconds(-retentions.span(of).shortest))))
            .order_by_asc(Column::Id)
            .limit(ROWS_AT_ONCE)
            .into_tuple()
            .all(self.store.reader())
            .await?;
        let Some((last, _)) = looked_at.last().copied() else { return Ok(None) };
        progress.after = last;
        let is_due = |(id, workspace): &(Uuid, Uuid)| time_of(*id) < self.now.plus_seconds(-retentions.seconds(*workspace, of));
        let due: Vec<Uuid> = looked_at.into_iter().filter(is_due).map(|(id, _)| id).collect();
        let Some(batch) = Batch::split(&due).next() else { return Ok(Some(0)) };
        let transaction = self.begin().await?;
        delete_reuses(transaction.connection(), batch.contains(Column::Id, |id| *id)).await?;
        transaction.commit().await?;
        Ok(Some(due.len() as u64))
    }
}
