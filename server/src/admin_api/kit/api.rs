use std::sync::Arc;

use control::Control;
use domain::clock::Clock;

use crate::admin_api::quota::Quotas;

/// What operations work with.
#[derive(Clone)]
pub(in crate::admin_api) struct Api {
    pub(in crate::admin_api) control: Control,
    pub(in crate::admin_api) clock: Arc<dyn Clock>,
    pub(in crate::admin_api) quotas: Arc<Quotas>,
}
