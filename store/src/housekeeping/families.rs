//! Families that have ended are forgotten.
//!
//! A family is the memory of which of its tokens was used. It may be forgotten only when none of them can be used whatever it says: after
//! its absolute end, which never moves later. A token that is presented then is refused as one of no family.

use domain::clock::Timestamp;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, prelude::Uuid};

use super::{
    retentions::of_ended,
    round::{Housekeeping, ROWS_AT_ONCE},
};
use crate::{
    Error,
    batch::Batch,
    entity::{
        reuse, token_event,
        token_family::{Column, Entity},
    },
    events::delete_events,
    reuses::delete_reuses,
};

/// How far a round has come.
#[derive(Debug, Default)]
pub struct Forgetting {
    /// All families that ended until then are kept.
    after: i64,
}

impl Housekeeping {
    /// Forgets some families whose workspace keeps them no longer, with the events that are shown with them alone. Returns how many
    /// families and events it deleted, or `None` where nothing is left to do.
    pub async fn forget_families(&self, progress: &mut Forgetting) -> Result<Option<u64>, Error> {
        let retentions = self.retentions().await?;
        let ended: Vec<(Uuid, Uuid, i64)> = Entity::find()
            .select_only()
            .columns([Column::Id, Column::WorkspaceId, Column::ExpiresAt])
            .filter(Column::ExpiresAt.gt(progress.after))
            .filter(Column::ExpiresAt.lte(self.now.plus_seconds(-retentions.span(of_ended).shortest).as_millis()))
            .order_by_asc(Column::ExpiresAt)
            .limit(ROWS_AT_ONCE)
            .into_tuple()
            .all(self.store.reader())
            .await?;
        let Some((.., last)) = ended.last().copied() else { return Ok(None) };
        let is_due = |(_, workspace, end): &(Uuid, Uuid, i64)| {
            Timestamp::from_millis(*end).plus_seconds(retentions.seconds(*workspace, of_ended)) <= self.now
        };
        let due: Vec<Uuid> = ended.into_iter().filter(is_due).map(|(id, ..)| id).collect();
        let Some(due) = Batch::split(&due).next() else {
            progress.after = last;
            return Ok(Some(0));
        };
        let transaction = self.begin().await?;
        let connection = transaction.connection();
        // Decisions and refusals name their client, and are kept for their own time.
        let events = due.contains(token_event::Column::FamilyId, |id| *id).add(token_event::Column::ClientId.is_null());
        let mut deleted = delete_events(connection, events, ROWS_AT_ONCE).await?;
        if deleted < ROWS_AT_ONCE {
            delete_reuses(connection, due.contains(reuse::Column::FamilyId, |id| *id)).await?;
            let families = Entity::delete_many().filter(due.contains(Column::Id, |id| *id));
            deleted += families.exec(connection).await?.rows_affected;
        }
        transaction.commit().await?;
        Ok(Some(deleted))
    }
}
