//! Hours, and how far they are added up.

use domain::clock::Timestamp;
use sea_orm::{ConnectionTrait, EntityTrait};

use crate::{Error, entity::lease};

/// How many seconds an hour has.
pub(super) const HOUR: i64 = 3600;

/// Returns the hour of a point in time, counted since 1970.
pub(super) const fn hour_of(at: Timestamp) -> i64 {
    at.as_seconds().div_euclid(HOUR)
}

/// Returns when an hour begins.
pub(super) const fn beginning(hour: i64) -> Timestamp {
    Timestamp::from_millis(hour * HOUR * 1000)
}

/// Returns the time until which events were added up.
pub(super) async fn counted_until(connection: &impl ConnectionTrait) -> Result<Option<Timestamp>, Error> {
    let lease = lease::Entity::find_by_id(lease::HOUSEKEEPING).one(connection).await?;
    Ok(lease.and_then(|lease| lease.counted_until).map(Timestamp::from_millis))
}
