//! A leap of the clock: a round that comes long after the last one, and would delete much.

use domain::clock::Timestamp;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::{
    retentions::{of_class, of_ended},
    round::Housekeeping,
};
use crate::{
    Error, EventClass,
    counts::count_up_to,
    entity::{audit_event, login_session, reuse, token_event, token_family},
    events::first_at,
};

/// How long after the last round one may come without a question, in seconds: a day.
const LONG: i64 = 24 * 3600;
/// How many rows may be over then without a question.
const MUCH: u64 = 10_000;

/// A round that should not delete anything before somebody has looked at the clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Leap {
    /// The time of the last round.
    pub last: Timestamp,
    /// The time of this one.
    pub now: Timestamp,
    /// How many rows would be deleted at least.
    pub rows: u64,
}

impl Housekeeping {
    /// Returns the time of the last round, if that was long ago: the clock may be wrong.
    pub fn long_since(&self) -> Option<Timestamp> {
        self.last.filter(|last| self.now.seconds_since(*last) > LONG)
    }

    /// Returns whether the last round was long ago, and this one would delete much: the clock may be wrong. Audit lines from before a time would be
    /// deleted.
    pub async fn leap(&self, audit_before: Timestamp) -> Result<Option<Leap>, Error> {
        let Some(last) = self.long_since() else { return Ok(None) };
        let retentions = self.retentions().await?;
        let kept_since = |seconds: i64| self.now.plus_seconds(-seconds);
        let ended = kept_since(retentions.span(of_ended).shortest).as_millis();
        let families = token_family::Entity::find().filter(token_family::Column::ExpiresAt.lte(ended));
        let mut rows = count_up_to(MUCH + 1, families, self.store.reader()).await?;
        rows += count_up_to(MUCH + 1, login_session::Entity::find().filter(self.expired_sessions()), self.store.reader()).await?;
        let lines = audit_event::Entity::find().filter(audit_event::Column::Id.lt(first_at(audit_before)));
        rows += count_up_to(MUCH + 1, lines, self.store.reader()).await?;
        let reuses_before = kept_since(retentions.span(of_class(EventClass::Rest)).longest);
        let reuses = reuse::Entity::find().filter(reuse::Column::Id.lt(first_at(reuses_before)));
        rows += count_up_to(MUCH + 1, reuses, self.store.reader()).await?;
        for class in EventClass::ALL {
            let events = token_event::Entity::find()
                .filter(class.condition())
                .filter(token_event::Column::Id.lt(first_at(kept_since(retentions.span(of_class(class)).longest))));
            rows += count_up_to(MUCH + 1, events, self.store.reader()).await?;
        }
        Ok((rows > MUCH).then_some(Leap { last, now: self.now, rows }))
    }
}
