//! The loop by which a serving process keeps up with its database: versions of the master key, clocks, and its own record.

use std::{convert::Infallible, mem, time::Duration};

use domain::causes::Causes;
use store::{Error, NodeRecord, Store};
use tokio::time::{MissedTickBehavior, interval};

use super::{
    ClockOffset, SEEN_SECONDS, State,
    key_versions::{self, KeyVersions},
};
use crate::installation::{Installation, master_key};

/// Of so many looks one measures the clock and records that the process runs.
const RECORD_EVERY: u64 = 5;

/// Watches for as long as it is polled. The first look happens at once.
pub async fn watch(installation: &Installation, id: &str) -> Infallible {
    let mut ticks = interval(Duration::from_secs(key_versions::LOOK_SECONDS));
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let (mut looks, mut failed, mut unread, mut recorded) = (0_u64, false, None, Vec::new());
    loop {
        ticks.tick().await;
        let cause = reread_key_file(installation);
        if let Some(cause) = cause.as_ref().filter(|_| cause != unread) {
            tracing::warn!(%cause, "the master key file cannot be used any more; the keys that were read before stay in use");
        }
        unread = cause;
        let mut outcome = adopt(installation).await;
        let is_due = looks.is_multiple_of(RECORD_EVERY);
        if is_due {
            compare_clocks(installation).await;
        }
        let versions = held(installation);
        if is_due || versions != recorded {
            outcome = outcome.and(record(installation, id, &versions).await);
            recorded = versions;
        }
        outcome = outcome.and(record_secrets(installation).await);
        outcome = outcome.and(installation.store.write_client_failures().await);
        match outcome {
            // Readiness reports what is wrong with the database; here once is enough.
            Err(error) if !mem::replace(&mut failed, true) => {
                tracing::warn!(operation = error.operation(), error = %Causes(&error), "the process cannot keep up with the database");
            }
            Err(_) => {}
            Ok(()) => failed = false,
        }
        looks += 1;
    }
}

/// Loads versions that were added to the key file since. Returns what keeps it from being read, to be told once.
fn reread_key_file(installation: &Installation) -> Option<String> {
    match master_key::reread(&installation.configuration.master_key) {
        Ok(None) => None,
        Ok(Some(master)) => match installation.keys.reload(master) {
            Ok(changed) => {
                if changed {
                    tracing::info!(versions = ?held(installation), "the master key file was read again");
                }
                None
            }
            Err(error) => Some(error.to_string()),
        },
        Err(failure) => Some(failure.to_string()),
    }
}

fn held(installation: &Installation) -> Vec<u8> {
    installation.keys.fingerprints().into_iter().map(|fingerprint| fingerprint.version).collect()
}

/// Makes the key ring follow the database, and remembers a version that is not here.
async fn adopt(installation: &Installation) -> Result<(), Error> {
    let records = installation.record_new_master_keys().await?;
    let versions = KeyVersions::at(installation.clock.now(), &records);
    let missing = versions.missing_from(&installation.keys);
    if let Some(current) = versions.current.filter(|current| installation.keys.holds(*current)) {
        let before = installation.keys.current_version();
        if installation.keys.adopt(current, &versions.retired).is_ok() && before != current {
            tracing::info!(version = current, "another version of the master key is current");
        }
    }
    let before = installation.node.missing_key();
    installation.node.change(|state: &mut State| state.missing_key = missing);
    match (before, missing) {
        (before, Some(version)) if before != missing => tracing::error!(
            version,
            "a version of the master key is in use, or will be in a moment, that this process does not have: requests are answered with \
             503 until its line is in the key file of this node"
        ),
        (Some(_), None) => tracing::info!("all versions of the master key that are in use are here again"),
        _ => {}
    }
    Ok(())
}

async fn compare_clocks(installation: &Installation) {
    let Ok(offset) = ClockOffset::measure(&installation.store, &*installation.clock).await else { return };
    let bound = installation.configuration.max_clock_offset;
    let is_off = offset.is_some_and(|offset| offset.exceeds(bound));
    let was = installation.node.state();
    let noticed = was.clock.is_some_and(ClockOffset::is_noticeable);
    installation.node.change(|state| (state.clock, state.clock_is_off) = (offset, is_off));
    let Some(offset) = offset else { return };
    if is_off && !was.clock_is_off {
        tracing::error!(
            offset_ms = offset.millis,
            bound_ms = bound.as_millis(),
            "the clock of this machine and the database's differ by more than `max_clock_offset`: the process is not ready until they agree"
        );
    } else if offset.is_noticeable() && !noticed {
        tracing::warn!(
            offset_ms = offset.millis,
            "the clock of this machine and the database's differ; set both by the same time servers (NTP)"
        );
    }
}

/// Records that this process runs, and with which versions.
async fn record(installation: &Installation, id: &str, versions: &[u8]) -> Result<(), Error> {
    let now = installation.clock.now();
    let node = NodeRecord { id: id.to_owned(), name: name(installation), seen_at: now, key_versions: versions.to_vec() };
    let transaction = installation.store.begin().await?;
    transaction.record_node(&node, now.plus_seconds(-10 * SEEN_SECONDS)).await?;
    transaction.commit().await
}

/// Forgets a process that ends.
pub async fn forget(store: &Store, id: &str) -> Result<(), Error> {
    let transaction = store.begin().await?;
    transaction.delete_node(id).await?;
    transaction.commit().await
}

fn name(installation: &Installation) -> String {
    #[cfg(unix)]
    let machine = rustix::system::uname().nodename().to_string_lossy().into_owned();
    #[cfg(not(unix))]
    let machine = "this machine".to_owned();
    format!("{machine}, {}, process {}", installation.configuration.listen, std::process::id())
}

/// Brings client secrets that were proved lately to the current version of the master key, and records that they were used.
async fn record_secrets(installation: &Installation) -> Result<(), Error> {
    let (outdated, used) = (installation.keys.take_outdated_secrets(), installation.keys.take_secret_uses());
    if outdated.is_empty() && used.is_empty() {
        return Ok(());
    }
    let transaction = installation.store.begin().await?;
    // First the use, which names the hash that the other may replace.
    for used in &used {
        transaction.record_secret_use(used).await?;
    }
    for secret in &outdated {
        transaction.replace_secret_hash(secret).await?;
    }
    transaction.commit().await
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use domain::clock::{Clock as _, FixedClock, Timestamp};
    use engine::{
        gate::Gate,
        keys::{KeyRing, MasterKeys},
        random::SystemRandom,
    };
    use store::testing::TestStore;

    use super::*;
    use crate::{
        client_authorities::ClientAuthorities,
        client_documents::PublishedDocuments,
        client_keys::PublishedKeys,
        clock::SystemClock,
        config::{Configuration, Sources},
        node::Node,
    };

    fn installation(store: &TestStore) -> Installation {
        Installation {
            configuration: Arc::new(Configuration::from_sources(&Sources::default()).unwrap()),
            store: store.store().clone(),
            keys: KeyRing::new(MasterKeys::parse(&MasterKeys::new_file(&SystemRandom)).unwrap()),
            clock: Arc::new(SystemClock),
            random: Arc::new(SystemRandom),
            gate: Gate::default(),
            published_keys: PublishedKeys::default(),
            published_documents: PublishedDocuments::default(),
            client_authorities: ClientAuthorities::default(),
            node: Node::default(),
        }
    }

    #[tokio::test]
    async fn a_clock_that_differs_from_the_database_s_keeps_the_process_from_being_ready() {
        let store = TestStore::postgres().await.unwrap();
        let here = installation(&store);
        compare_clocks(&here).await;
        assert_eq!(here.node.not_ready(), None);
        let fast = Arc::new(FixedClock::at(SystemClock.now().plus_seconds(40)));
        let off = Installation { clock: fast.clone(), ..here };
        compare_clocks(&off).await;
        assert_eq!(off.node.not_ready(), Some("clock"));
        fast.advance_seconds(-40);
        compare_clocks(&off).await;
        assert_eq!(off.node.not_ready(), None, "it was set right");
    }

    #[tokio::test]
    async fn on_sqlite_there_is_no_other_clock() {
        let store = TestStore::sqlite().await.unwrap();
        let off = Installation { clock: Arc::new(FixedClock::at(Timestamp::from_millis(1))), ..installation(&store) };
        compare_clocks(&off).await;
        assert_eq!(off.node.not_ready(), None);
    }
}
