//! The deletion of events.

use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait};

use crate::{
    Error, Writing,
    entity::token_event::{Column, Entity},
};

/// Deletes some of the events that satisfy a condition. Returns how many.
pub(crate) async fn delete_events(connection: &Writing, of: Condition, most: u64) -> Result<u64, Error> {
    let some = Entity::find().select_only().column(Column::Id).filter(of.clone()).limit(most).into_query();
    // The condition again, because no index finds an event by its identifier alone.
    Ok(Entity::delete_many().filter(of).filter(Column::Id.in_subquery(some)).exec(connection).await?.rows_affected)
}
