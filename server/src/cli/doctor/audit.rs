//! The audit trail: whether its chains end as they were sealed, and whether lines wait for their place.

use domain::clock::Timestamp;
use engine::keys::KeyRing;
use store::Store;

use super::finding::Findings;
use crate::{config::Configuration, installation::chaining::chained_since};

/// After how many seconds a line that waits for its place is a problem.
const LONG: i64 = 300;
/// The chains of how many tenants are checked.
const MOST_CHAINS: usize = 500;

/// Checks the last lines of each chain; `regrant audit verify` checks all.
pub(super) async fn check(
    configuration: &Configuration,
    store: &Store,
    keys: &KeyRing,
    now: Timestamp,
    findings: &mut Findings,
) -> Result<(), store::Error> {
    let rows = store.list_audit_chains(None).await?;
    let mut broken = 0;
    for row in rows.iter().take(MOST_CHAINS) {
        if let Some(why) = store.check_end_of_audit_chain(row, keys).await?.broken {
            broken += 1;
            let owner = row.chain.tenant_id.map_or_else(|| "of the installation".to_owned(), |id| format!("of the tenant {id}"));
            findings.problem(format!("The audit log {owner} is not as it was written: {why}. `regrant audit verify` checks all of it."));
        }
    }
    if broken == 0 {
        findings.fine("The latest lines of the audit log are as they were written; `regrant audit verify` checks all of them.");
    }
    let waiting = store.count_unchained(chained_since(now, configuration.audit_retention_days)).await?;
    if let Some(oldest) = waiting.oldest.filter(|oldest| now.seconds_since(*oldest) > LONG) {
        findings.note(format!(
            "Lines of the audit log wait for their place in its chain: {}, since {oldest}. A running server gives it within seconds; its log \
             says what keeps it from that.",
            waiting.lines
        ));
    }
    Ok(())
}
