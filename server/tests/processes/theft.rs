//! A thief who comes back late, and a login that lives long.

use std::{sync::Arc, time::Instant};

use domain::{
    client::ClientType,
    clock::{Clock as _, FixedClock},
};
use server::clock::SystemClock;
use store::{EventClass, Forgetting, Progress, Store};

use crate::{browser::Browser, database::Database, on_both_databases, process::Process, proved, shop::DeployedShop, trials};

on_both_databases! {
    a_thief_is_found_after_every_number_of_refreshes_and_what_a_login_keeps_does_not_grow
}

/// Tables of what happened, which are kept by time and not by login, and of what the server makes by itself.
const HISTORY: [&str; 3] = ["audit_events", "engine_events", "signing_keys"];

/// Clauses: 18, 28, 29, 107, 114.
async fn a_thief_is_found_after_every_number_of_refreshes_and_what_a_login_keeps_does_not_grow(database: Database) {
    let refreshes = 10 * trials();
    // Without a window each refresh is a rotation.
    let shop = DeployedShop::open_with(database, ClientType::ServerSideWeb, 0).await;
    let mut server = Process::start(&shop);
    let mut browser = Browser::new(&shop);
    let stolen = browser.login(&server).await.refresh;
    let mut tokens = browser.refresh(server.address(), &stolen).await.unwrap().tokens();
    let before = kept(&shop).await;
    for _ in 1..refreshes {
        tokens = browser.refresh(server.address(), &tokens.refresh).await.unwrap().tokens();
    }
    assert_eq!(kept(&shop).await, before, "what a login keeps does not grow");

    // Whatever can be cleaned up by tomorrow is, and no process remembers anything.
    let store = Store::connect(&shop.database().url()).await.unwrap();
    let tomorrow = Arc::new(FixedClock::at(SystemClock.now().plus_seconds(24 * 3600)));
    let round = store.begin_housekeeping(tomorrow).await.unwrap().unwrap();
    round.delete_expired().await.unwrap();
    let mut forgetting = Forgetting::default();
    while round.forget_families(&mut forgetting).await.unwrap().is_some() {}
    for mut pass in EventClass::ALL.map(Progress::of) {
        while round.delete_events(&mut pass).await.unwrap().is_some() {}
    }
    round.finish().await.unwrap();
    store.close().await.unwrap();
    server.kill();
    server.start_again(&shop);
    let browser = Browser::new(&shop);

    let reuse = browser.refresh(server.address(), &stolen).await.unwrap();
    assert!(reuse.is_refused_as("invalid_grant"), "{reuse:?}");
    let owner = browser.refresh(server.address(), &tokens.refresh).await.unwrap();
    assert!(owner.is_refused_as("invalid_grant"), "the owner signs in again: {owner:?}");
    assert!(!browser.is_active(server.address(), &tokens.access).await);
    let lines = "audit_events WHERE action = 'refresh_token.reused'";
    assert_eq!(shop.database().count(lines).await, 1);

    // A dead token that is sent again and again: an event a minute, and nothing else.
    let (before, began) = (shop.database().rows().await, Instant::now());
    for _ in 0..refreshes {
        assert!(browser.refresh(server.address(), &stolen).await.unwrap().is_refused_as("invalid_grant"));
    }
    let minutes = i64::try_from(began.elapsed().as_secs() / 60).unwrap();
    for ((table, before), (_, after)) in before.into_iter().zip(shop.database().rows().await) {
        let most = if table.starts_with("engine_events") { minutes + 1 } else { 0 };
        assert!(after - before <= most, "{} new rows in {table}", after - before);
    }
    let seen = format!("family ended {refreshes} refreshes later, after clean-up and restart; rows of a login constant");
    proved("thief comes back", shop.database().name(), 1, seen);
    drop(server);
    shop.its_secrets_are_nowhere().await;
}

/// How many rows each table has, but for those of what happened.
async fn kept(shop: &DeployedShop) -> Vec<(String, i64)> {
    let rows = shop.database().rows().await;
    rows.into_iter().filter(|(table, _)| !HISTORY.iter().any(|history| table.starts_with(history))).collect()
}
