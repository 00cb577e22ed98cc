//! The lock and the revocation of families.
//!
//! However many there are, they are locked a batch at a time, in the order of their identifiers, so that two transactions that end the
//! same families do not wait for one another.

use domain::{
    clock::Timestamp,
    family::Revocation,
    id::{TokenEventId, WorkspaceId},
};
use engine::{
    family::{Authorization, Family},
    storage::revoked_event,
};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select, prelude::Uuid};

use crate::{
    Error, Writing,
    batch::{BATCH_SIZE, Batch, insert_all},
    entity::{
        token_event,
        token_family::{Column, Entity, is_live, revocation_row},
    },
    paging::read,
};

/// Live families, locked until the end of the transaction.
pub(crate) struct LockedFamilies<'a> {
    connection: &'a Writing,
    live: Select<Entity>,
    after: Option<Uuid>,
}

/// Locks the live families of a workspace that satisfy a condition, as they are read.
pub(crate) fn lock_live(connection: &Writing, workspace: WorkspaceId, condition: Condition, now: Timestamp) -> LockedFamilies<'_> {
    let live = Entity::find()
        .filter(Column::WorkspaceId.eq(workspace.as_uuid()))
        .filter(condition)
        .filter(is_live(now))
        .order_by_asc(Column::Id)
        .limit(BATCH_SIZE as u64)
        .lock_exclusive();
    LockedFamilies { connection, live, after: None }
}

impl LockedFamilies<'_> {
    /// Locks and returns the next batch; `None` after the last.
    pub(crate) async fn next(&mut self) -> Result<Option<Vec<Family>>, Error> {
        let query = match self.after {
            Some(after) => self.live.clone().filter(Column::Id.gt(after)),
            None => self.live.clone(),
        };
        let families: Vec<Family> = read(query.all(self.connection).await?)?;
        let Some(last) = families.last() else { return Ok(None) };
        self.after = Some(last.authorization.id.as_uuid());
        Ok(Some(families))
    }
}

/// Revokes locked families, each with its event.
pub(crate) async fn revoke(
    connection: &Writing,
    families: &[Family],
    end: Revocation,
    event_ids: &mut (impl Iterator<Item = TokenEventId> + Send),
) -> Result<(), Error> {
    for batch in Batch::split(families) {
        Entity::update_many()
            .set(revocation_row(Some(end)))
            .filter(batch.contains(Column::Id, |family| family.authorization.id.as_uuid()))
            .exec(connection)
            .await?;
    }
    let events = families.iter().zip(event_ids).map(|(family, id)| token_event::row(revoked_event(id, &family.authorization, end)));
    insert_all(connection, events.collect::<Result<Vec<_>, Error>>()?).await
}

/// Revokes the live families of a workspace that satisfy a condition and are selected. Returns how many.
pub(crate) async fn revoke_live(
    mut live: LockedFamilies<'_>,
    is_selected: impl Fn(&Authorization) -> bool + Send,
    end: Revocation,
    event_ids: &mut (impl Iterator<Item = TokenEventId> + Send),
) -> Result<u64, Error> {
    let mut revoked = 0;
    while let Some(mut families) = live.next().await? {
        families.retain(|family| is_selected(&family.authorization));
        revoke(live.connection, &families, end, event_ids).await?;
        revoked += families.len() as u64;
    }
    Ok(revoked)
}
