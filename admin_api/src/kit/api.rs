use std::sync::Arc;

use control::Control;
use domain::clock::Clock;

use crate::{callers::Callers, quota::Quotas};

/// What operations work with.
#[derive(Clone)]
pub(crate) struct Api {
    pub(crate) control: Control,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) callers: Callers,
    pub(crate) quotas: Arc<Quotas>,
}
