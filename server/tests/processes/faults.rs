//! A database that ends transactions in favour of others at any statement, as distributed engines do, and a network that loses connections
//! and the answers to commits: no login is lost.

use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicUsize, Ordering},
};

use domain::client::ClientType;
use engine::random::{SeededRandom, bytes};
use store::testing::wire::{Fate, OnItsWay, Wire};

use crate::{browser::Browser, database::Database, load::Load, process::Process, proved, shop::DeployedShop, trials};

/// The retry window, in seconds.
const WINDOW: i64 = 3;
/// So many logins are refreshed in turns: within a window each is rotated once.
const LOGINS: usize = 48;
/// So many refreshes for each trial.
const REFRESHES: usize = 20;

/// Of so many statements one fails with 40001 or 40P01.
const FAILS: u64 = 10;
/// Of so many statements one is cut off with its connection.
const IS_CUT: u64 = 100;
/// Of so many commits one is done and its answer lost.
const LOSES_ITS_ANSWER: u64 = 20;

/// What was done to statements.
#[derive(Default)]
struct Done {
    begun: AtomicBool,
    statements: AtomicUsize,
    failed: AtomicUsize,
    failed_commits: AtomicUsize,
    cut: AtomicUsize,
    lost_answers: AtomicUsize,
}

impl Done {
    fn judge(&self, random: &SeededRandom, statement: OnItsWay<'_>) -> Fate {
        if !self.begun.load(Ordering::Relaxed) {
            return Fate::Passes;
        }
        let one_in = |many: u64| u64::from_le_bytes(bytes(random)).is_multiple_of(many);
        let count = |of: &AtomicUsize| of.fetch_add(1, Ordering::Relaxed);
        count(&self.statements);
        if one_in(FAILS) {
            let failed = count(&self.failed);
            if statement.commits() {
                count(&self.failed_commits);
            }
            return Fate::Fails(if failed.is_multiple_of(2) { "40001" } else { "40P01" });
        }
        if one_in(IS_CUT) {
            count(&self.cut);
            return Fate::IsCut;
        }
        if statement.commits() && one_in(LOSES_ITS_ANSWER) {
            count(&self.lost_answers);
            return Fate::LosesItsAnswer;
        }
        Fate::Passes
    }
}

/// Clauses: 106.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_login_outlives_transactions_that_are_ended_connections_that_are_cut_and_commits_without_an_answer() {
    let shop = DeployedShop::open_with(Database::postgresql().await, ClientType::ServerSideWeb, WINDOW).await;
    let (done, random) = (Arc::new(Done::default()), SeededRandom::new(40_001));
    let judge = Arc::clone(&done);
    let wire = Wire::before(&shop.database().url(), move |statement| judge.judge(&random, statement)).await.unwrap();
    let through = [("REGRANT_DATABASE_URL", wire.url().to_owned())];
    let servers = [Process::start_with(&shop, &through), Process::start_with(&shop, &through)];
    let mut browser = Browser::new(&shop);
    let mut load = Load::begin(&mut browser, &servers, LOGINS).await;
    done.begun.store(true, Ordering::Relaxed);
    load.reach(trials() * REFRESHES).await;
    done.begun.store(false, Ordering::Relaxed);
    let seen = Arc::clone(load.seen());
    for token in load.end().await {
        browser.refresh(servers[0].address(), &token).await.unwrap().tokens();
    }
    let rotated = shop.database().count("engine_events WHERE kind = 4").await;
    assert_eq!(shop.database().count("engine_events WHERE kind = 8").await, 0, "nobody is taken for a thief");
    let of = |count: &AtomicUsize| count.load(Ordering::Relaxed);
    let told = format!(
        "0 of {LOGINS} logins lost in {} refreshes with {rotated} rotations; of {} statements {} failed with 40001 or 40P01 ({} of them \
         commits), {} were cut off, {} commits lost their answer; clients asked again {} times",
        seen.succeeded(),
        of(&done.statements),
        of(&done.failed),
        of(&done.failed_commits),
        of(&done.cut),
        of(&done.lost_answers),
        seen.asked_again(),
    );
    proved("40001, cut connections, lost answers to commits", "PostgreSQL", trials() * REFRESHES, told);
    drop(servers);
    shop.its_secrets_are_nowhere().await;
}
