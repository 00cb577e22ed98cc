//! The primary of two PostgreSQL servers dies under load, and its standby is promoted: the nodes go on by themselves, and no login is lost.

use std::time::Duration;

use domain::client::ClientType;
use tokio::time::{Instant, sleep};

use crate::{
    browser::Browser, cluster::Postgres, cluster::free_port, database::Database, load::Load, process::Process, proved, shop::DeployedShop,
    trials,
};

/// One failover for so many trials: each takes seconds.
const TRIALS: usize = 50;
/// The retry window, in seconds.
const WINDOW: i64 = 3;
/// So many logins are refreshed in turns.
const LOGINS: usize = 24;
/// So many refreshes succeed before the primary dies, and after the standby was promoted.
const REFRESHES: usize = 200;

/// Clauses: 106.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_login_outlives_a_primary_that_is_killed_and_the_nodes_find_the_standby_that_was_promoted() {
    let failovers = trials().div_ceil(TRIALS);
    let mut primary = Postgres::fresh().await;
    let other = free_port();
    let servers = format!("postgres://postgres@127.0.0.1:{},127.0.0.1:{other}/postgres", primary.port());
    let shop = DeployedShop::open_with(Database::postgresql_at(&servers).await, ClientType::ServerSideWeb, WINDOW).await;
    let mut standby = primary.standby(other).await;
    let nodes = [Process::start(&shop), Process::start(&shop)];
    let mut browser = Browser::new(&shop);
    let mut load = Load::begin(&mut browser, &nodes, LOGINS).await;
    let (mut away, mut after_promotion) = (Vec::new(), Vec::new());
    for failover in 0..failovers {
        load.reach(load.seen().succeeded() + REFRESHES).await;
        let killed = Instant::now();
        primary.kill();
        standby.promote().await;
        let promoted = Instant::now();
        let first = loop {
            if let Some(first) = load.seen().first_success_after(promoted) {
                break first;
            }
            load.reach(load.seen().succeeded()).await;
            sleep(Duration::from_millis(5)).await;
        };
        away.push(first - killed);
        after_promotion.push(first - promoted);
        load.reach(load.seen().succeeded() + REFRESHES).await;
        // The machine that died comes back as the standby of the other.
        if failover + 1 < failovers {
            let port = primary.port();
            drop(primary);
            primary = standby;
            standby = primary.standby(port).await;
        }
    }
    let seen = std::sync::Arc::clone(load.seen());
    for token in load.end().await {
        browser.refresh(nodes[0].address(), &token).await.unwrap().tokens();
    }
    assert_eq!(shop.database().count("engine_events WHERE kind = 8").await, 0, "nobody is taken for a thief");
    let rotated = shop.database().count("engine_events WHERE kind = 4").await;
    let longest = |times: &[Duration]| times.iter().max().unwrap().as_millis();
    let median = |times: &mut Vec<Duration>| {
        times.sort();
        times[times.len() / 2].as_millis()
    };
    let told = format!(
        "0 of {LOGINS} logins lost in {} refreshes with {rotated} rotations; clients asked again {} times; first success {} ms after the \
         kill (at most {}), {} ms after the promotion (at most {})",
        seen.succeeded(),
        seen.asked_again(),
        median(&mut away),
        longest(&away),
        median(&mut after_promotion),
        longest(&after_promotion),
    );
    proved("primary killed, standby promoted", "PostgreSQL", failovers, told);
    // Before the servers, because the database is dropped.
    drop((nodes, browser, shop));
}
