//! The audit log is chained while two nodes serve, and goes on when the one that does it is killed.

use std::time::{Duration, Instant};

use control::{Actor, Operator};
use tokio::time::sleep;

use crate::{browser::Browser, database::Database, process::Process, proved, shop::DeployedShop};

/// Another node takes the work over when the lease of one that was killed is over.
const PATIENCE: Duration = Duration::from_mins(1);
/// So often each of the two nodes is killed in turn.
const ROUNDS: usize = 4;

/// How many lines all chains have, each of which is as it was written.
async fn intact(operator: &Operator) -> i64 {
    let mut lines = 0;
    for view in operator.list_audit_chains(None).await.unwrap().items {
        let check = operator.check_audit_chain(view.chain.tenant_id, None, u64::MAX).await.unwrap();
        assert_eq!(check.broken, None, "{view:?}");
        lines += check.intact_until.number;
    }
    lines
}

/// Waits until every line has its place. Returns how long that took.
async fn until_chained(shop: &DeployedShop, operator: &Operator) -> Duration {
    let began = Instant::now();
    // The nodes write lines of their own beside what is done here.
    while intact(operator).await < shop.database().count("audit_events").await {
        assert!(began.elapsed() < PATIENCE, "lines wait");
        sleep(Duration::from_millis(50)).await;
    }
    began.elapsed()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn lines_of_two_nodes_are_chained_and_another_node_goes_on_where_one_was_killed() {
    let shop = DeployedShop::open(Database::postgresql().await).await;
    let mut nodes = [(); 2].map(|()| Process::start(&shop));
    let operator = shop.installation().await.control().acting_as(Actor::CommandLine);
    let mut slowest = Duration::ZERO;
    for round in 0..ROUNDS {
        for turn in 0..4 {
            Browser::new(&shop).login(&nodes[turn % 2]).await;
        }
        slowest = slowest.max(until_chained(&shop, &operator).await);
        // One after the other: whichever has the work is among them.
        let killed = round % 2;
        nodes[killed].kill();
        Browser::new(&shop).login(&nodes[1 - killed]).await;
        slowest = slowest.max(until_chained(&shop, &operator).await);
        nodes[killed].start_again(&shop);
    }
    assert!(intact(&operator).await > 5 * i64::try_from(ROUNDS).unwrap());
    proved(
        "audit lines chained while nodes are killed",
        "PostgreSQL",
        ROUNDS,
        format!("each line within {} s, every chain intact", slowest.as_secs() + 1),
    );
    drop(nodes);
    shop.its_secrets_are_nowhere().await;
}
