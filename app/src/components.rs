//! What several pages share and what knows our words.

mod duration;
mod failure;
mod loaded;
mod query;
mod readiness;

pub use duration::DurationField;
pub use failure::{Failure, NotFound};
pub use loaded::loaded;
pub use query::query_string;
pub use readiness::{Readiness, switch_of};
