//! Figures of each workspace and of each client by the hour, which the housekeeping adds up from the events.
//!
//! Each event is counted once, when its time is some minutes ago: an event is written within its request, so by then it is there.

mod adding;
mod deletion;
mod reading;

use domain::clock::Timestamp;
use sea_orm::{ConnectionTrait, EntityTrait};

pub(crate) use self::deletion::{delete_client_figures, delete_figures};
use crate::{Error, entity::lease};

const HOUR: i64 = 3600;

/// Returns the hour of a point in time.
const fn hour_of(at: Timestamp) -> i64 {
    at.as_seconds().div_euclid(HOUR)
}

/// Returns when an hour begins.
const fn beginning(hour: i64) -> Timestamp {
    Timestamp::from_millis(hour * HOUR * 1000)
}

/// Returns the time until which events were added up.
async fn counted_until(connection: &impl ConnectionTrait) -> Result<Option<Timestamp>, Error> {
    let lease = lease::Entity::find_by_id(lease::HOUSEKEEPING).one(connection).await?;
    Ok(lease.and_then(|lease| lease.counted_until).map(Timestamp::from_millis))
}
