//! What every operation works with.

use std::sync::Arc;

use control::Control;
use domain::clock::Clock;

use super::quota::Quotas;

/// The most bytes that a request may have.
pub(super) const BODY_LIMIT: usize = 256 * 1024;

/// What operations work with.
#[derive(Clone)]
pub(super) struct Api {
    pub(super) control: Control,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) quotas: Arc<Quotas>,
}
