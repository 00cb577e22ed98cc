//! How many families are live in all, counted in steps, so that no statement is a long one.

use domain::clock::Timestamp;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, prelude::Uuid};

use crate::{
    Error, Store,
    entity::token_family::{Column, Entity, is_live},
};

/// How many rows are looked at in a step.
const ROWS_AT_ONCE: u64 = 10_000;

/// A count of the live families of an installation under way.
#[derive(Debug, Default)]
pub struct LiveFamilies {
    /// All families up to this one are counted.
    after: Uuid,
    live: u64,
}

impl LiveFamilies {
    /// Counts some more. Returns how many families are live once all have been looked at.
    pub async fn count_some(&mut self, store: &Store, now: Timestamp) -> Result<Option<u64>, Error> {
        let rest = || Entity::find().filter(Column::Id.gt(self.after));
        let last = rest().select_only().column(Column::Id).order_by_asc(Column::Id).offset(ROWS_AT_ONCE - 1).limit(1);
        let last: Option<Uuid> = last.into_tuple().one(store.reader()).await?;
        let mut some = rest().filter(is_live(now));
        if let Some(last) = last {
            some = some.filter(Column::Id.lte(last));
        }
        self.live += some.count(store.reader()).await?;
        let Some(last) = last else { return Ok(Some(self.live)) };
        self.after = last;
        Ok(None)
    }
}
