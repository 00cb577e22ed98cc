//! The live families of the installation, counted now and then, a little at a time, while somebody listens.

use std::{sync::Arc, time::Duration};

use domain::clock::Clock;
use metrics::{describe_gauge, gauge};
use store::{LiveFamilies, Store};
use tokio::time::sleep;

use crate::installation::Installation;

const LIVE: &str = "regrant_token_families_live";
/// How long a count counts.
const EVERY: Duration = Duration::from_mins(15);
/// The pause between two steps, in which the database does what it is there for.
const PAUSE: Duration = Duration::from_millis(50);

#[derive(Clone)]
pub(super) struct Families {
    store: Store,
    clock: Arc<dyn Clock>,
}

impl Families {
    pub(super) fn of(installation: &Installation) -> Self {
        describe_gauge!(LIVE, "Refresh token families of the installation that are live, as last counted");
        Self { store: installation.store.clone(), clock: Arc::clone(&installation.clock) }
    }

    /// Counts for as long as it is polled.
    pub(super) async fn count(&self) -> std::convert::Infallible {
        loop {
            let mut counted = LiveFamilies::default();
            loop {
                match counted.count_some(&self.store, self.clock.now()).await {
                    Ok(None) => sleep(PAUSE).await,
                    Ok(Some(live)) => break gauge!(LIVE).set(f64::from(u32::try_from(live).unwrap_or(u32::MAX))),
                    // The readiness check says what is wrong with the database.
                    Err(error) => break tracing::debug!(%error, "the live families could not be counted"),
                }
            }
            sleep(EVERY).await;
        }
    }
}
