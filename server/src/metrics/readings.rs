//! What is read when Prometheus asks. Nothing here asks more of the database than the readiness check does.

use engine::{gate::Gate, keys::KeyRing};
use metrics::{Unit, counter, describe_counter, describe_gauge, gauge};
use metrics_process::Collector;
use store::Store;

use crate::{health::Readiness, installation::Installation, node::Node};

pub(super) struct Readings {
    store: Store,
    keys: KeyRing,
    gate: Gate,
    node: Node,
    readiness: Readiness,
    process: Collector,
}

impl Readings {
    pub(super) fn of(installation: &Installation) -> Self {
        describe();
        let process = Collector::default();
        process.describe();
        Self {
            store: installation.store.clone(),
            keys: installation.keys.clone(),
            gate: installation.gate.clone(),
            node: installation.node.clone(),
            readiness: Readiness::of(installation),
            process,
        }
    }

    pub(super) async fn take(&self) {
        self.process.collect();
        gauge!("regrant_ready").set(f64::from(u8::from(self.readiness.ask().await.is_ok())));
        gauge!("regrant_master_key_version").set(f64::from(self.keys.current_version()));
        if let Some(offset) = self.node.clock_offset() {
            let millis = i32::try_from(offset.millis).unwrap_or(if offset.millis > 0 { i32::MAX } else { i32::MIN });
            gauge!("regrant_clock_offset_seconds").set(f64::from(millis) / 1000.0);
        }
        let load = self.gate.passwords().load();
        gauge!("regrant_password_queue_waiting").set(count(load.waiting));
        gauge!("regrant_password_queue_running").set(count(load.running));
        gauge!("regrant_password_queue_slots").set(count(load.slots));
        for usage in self.store.pool_usage() {
            gauge!("db_client_connection_count", "pool" => usage.pool, "state" => "used").set(count(usage.used));
            gauge!("db_client_connection_count", "pool" => usage.pool, "state" => "idle").set(count(usage.idle));
            gauge!("db_client_connection_max", "pool" => usage.pool).set(count(usage.most));
            counter!("db_client_connection_waits_total", "pool" => usage.pool).absolute(usage.waits);
            counter!("db_client_connection_timeouts_total", "pool" => usage.pool).absolute(usage.timeouts);
        }
    }
}

fn count(number: usize) -> f64 {
    f64::from(u32::try_from(number).unwrap_or(u32::MAX))
}

fn describe() {
    describe_gauge!("regrant_ready", "Whether the server is ready, as /health/ready says");
    describe_gauge!("regrant_master_key_version", "The current version of the master key");
    describe_gauge!("regrant_clock_offset_seconds", Unit::Seconds, "How far the database's clock is ahead");
    describe_gauge!("regrant_password_queue_waiting", "Passwords that wait to be checked or hashed");
    describe_gauge!("regrant_password_queue_running", "Passwords that are checked or hashed now");
    describe_gauge!("regrant_password_queue_slots", "How many passwords can be checked at once");
    describe_gauge!("db_client_connection_count", "Connections to the database, by pool and state");
    describe_gauge!("db_client_connection_max", "The most connections of a pool");
    describe_counter!("db_client_connection_waits_total", "How often no connection was free");
    describe_counter!("db_client_connection_timeouts_total", "How often no connection became free in time");
}
