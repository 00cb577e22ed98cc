//! The audit trail: whether its chains end as they were sealed, and whether lines wait for their place.

use domain::{clock::Timestamp, page::Window};
use engine::keys::KeyRing;
use store::Store;

use super::finding::Findings;
use crate::{config::Configuration, installation::chaining::chained_since};

/// After how many seconds a line that waits for its place is a problem.
const LONG: i64 = 300;
/// How many chains are checked.
const MOST_CHAINS: u64 = 500;

/// Checks the last lines of each chain; `regrant audit verify` checks all.
pub(super) async fn check(
    configuration: &Configuration,
    store: &Store,
    keys: &KeyRing,
    now: Timestamp,
    findings: &mut Findings,
) -> Result<(), store::Error> {
    let chains = store.list_audit_chains(Window { limit: MOST_CHAINS, ..Window::from(None) }, keys).await?;
    let mut broken = 0;
    for view in &chains.items {
        if let Some(why) = store.check_end_of_audit_chain(view.chain.tenant_id, keys).await?.broken {
            broken += 1;
            let owner = view.tenant.as_ref().map_or_else(|| "of the installation".to_owned(), |slug| format!("of the tenant {slug}"));
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
