//! What is counted where it happens. Without a listener for metrics nothing is kept.

use domain::signing_key::Duty;
use metrics::{Unit, counter, describe_counter, describe_gauge, gauge};

const KEY_CHANGES: &str = "regrant_signing_key_changes_total";
const AUDIT_CHAINED: &str = "regrant_audit_lines_chained_total";
const AUDIT_LAG: &str = "regrant_audit_chain_lag_seconds";
const CLIENT_KEYS: &str = "regrant_client_key_fetches_total";

/// Describes all of it.
pub fn describe() {
    describe_counter!(KEY_CHANGES, "Signing keys that this node's housekeeping changed, by what it did");
    describe_counter!(AUDIT_CHAINED, "Audit lines to which this node gave their place in a chain");
    describe_gauge!(AUDIT_LAG, Unit::Seconds, "How long the oldest audit line without a place in its chain has waited");
    describe_counter!(CLIENT_KEYS, "Addresses of clients' keys that this node read, by outcome");
    client_key_fetches("read", 0);
    client_key_fetches("failed", 0);
    audit_lines_chained(0);
    audit_chain_lag(0);
}

/// Audit lines got their place in a chain.
pub(crate) fn audit_lines_chained(lines: u64) {
    counter!(AUDIT_CHAINED).increment(lines);
}

/// The oldest audit line without a place has waited for so many seconds.
pub(crate) fn audit_chain_lag(seconds: i64) {
    gauge!(AUDIT_LAG).set(f64::from(u32::try_from(seconds).unwrap_or_default()));
}

/// The keys of a client were read at their address, or could not be.
pub(crate) fn client_key_fetch(went_well: bool) {
    client_key_fetches(if went_well { "read" } else { "failed" }, 1);
}

fn client_key_fetches(outcome: &'static str, number: u64) {
    counter!(CLIENT_KEYS, "outcome" => outcome).increment(number);
}

/// The housekeeping did what a signing key needed.
pub(crate) fn key_duty(duty: Duty) {
    let change = match duty {
        Duty::Publish(_) => "published",
        Duty::Rotate(_) => "rotated",
        Duty::Forget(_) => "deleted",
    };
    counter!(KEY_CHANGES, "change" => change).increment(1);
}
