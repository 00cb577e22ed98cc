//! Housekeeping: what is over is deleted, in small steps, by one node at a time.

mod expired;
mod families;
mod history;
mod keys;
mod leap;
mod retentions;
mod reuses;
mod round;

pub(crate) use self::round::ROWS_AT_ONCE;
pub use self::{
    expired::ExpiredRows, families::Forgetting, history::Progress, keys::KeyProgress, leap::Leap, reuses::ReuseProgress,
    round::Housekeeping,
};
