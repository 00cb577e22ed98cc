//! Open sessions: those that have not been ended.

use domain::clock::Timestamp;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, prelude::Uuid};

use crate::{
    Error, Writing,
    batch::Batch,
    entity::login_session::{Column, Entity, is_open},
    logouts::tell_clients,
};

/// Returns the condition of the open sessions of a workspace.
pub(super) fn open_in(workspace: Uuid) -> Condition {
    Condition::all().add(Column::WorkspaceId.eq(workspace)).add(is_open())
}

/// Ends the open sessions that satisfy a condition, and notes that their clients are to be told. Returns which. Every end of a session is made here.
pub(crate) async fn end_open(connection: &Writing, workspace: Uuid, condition: Condition, now: Timestamp) -> Result<Vec<Uuid>, Error> {
    // Locked in one order first: an update alone takes its rows as it finds them.
    let locked = Entity::find().select_only().column(Column::Id).filter(open_in(workspace)).filter(condition);
    let ids: Vec<Uuid> = locked.order_by_asc(Column::Id).lock_exclusive().into_tuple().all(connection).await?;
    for batch in Batch::split(&ids) {
        Entity::update_many()
            .col_expr(Column::EndedAt, now.as_millis().into())
            .filter(batch.contains(Column::Id, |id| *id))
            .exec(connection)
            .await?;
        tell_clients(connection, batch, now).await?;
    }
    Ok(ids)
}
