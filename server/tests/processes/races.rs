//! Many at once, at several processes.

use std::{collections::HashSet, time::Duration};

use engine::random::{SeededRandom, bytes};

use crate::{
    browser::{Answer, Browser},
    database::Database,
    on_both_databases,
    process::Process,
    proved,
    shop::DeployedShop,
    trials,
};

on_both_databases! {
    of_64_refreshes_at_once_all_hold_one_successor
    a_refresh_that_races_a_revocation_leaves_nothing_alive
}

/// So many refreshes at once.
const AT_ONCE: usize = 64;

/// Clauses: 105.
async fn of_64_refreshes_at_once_all_hold_one_successor(database: Database) {
    let shop = DeployedShop::open(database).await;
    let servers = shop.database().servers(&shop);
    let mut browser = Browser::new(&shop);
    for trial in 0..trials() {
        // A login of its own: the next rotation of this one would not come before the window has passed.
        let token = browser.login(&servers[trial % servers.len()]).await.refresh;
        let asking: Vec<_> = servers.iter().cycle().take(AT_ONCE).map(|server| ask(&browser, server, &token, Duration::ZERO)).collect();
        let mut successors = HashSet::new();
        for asked in asking {
            let answer = asked.await.unwrap();
            assert!(answer.status.is_success(), "trial {trial}: {answer:?}");
            successors.insert(answer.tokens().refresh);
        }
        assert_eq!(successors.len(), 1, "trial {trial}");
        assert!(!successors.contains(&token), "trial {trial}: it was rotated");
        for successor in successors {
            browser.refresh(servers[servers.len() - 1].address(), &successor).await.unwrap().tokens();
        }
    }
    let rotations = shop.database().count("engine_events WHERE kind = 4").await;
    assert_eq!(usize::try_from(rotations).unwrap(), trials(), "one a trial");
    let seen = format!("1 successor each, {} of {0} answers 200, family alive", AT_ONCE * trials());
    proved("64 refreshes at once", shop.database().name(), trials(), seen);
    drop(servers);
    shop.its_secrets_are_nowhere().await;
}

fn ask(browser: &Browser, server: &Process, token: &str, after: Duration) -> tokio::task::JoinHandle<Answer> {
    let (browser, address, token) = (browser.clone(), server.address(), token.to_owned());
    tokio::spawn(async move {
        tokio::time::sleep(after).await;
        browser.refresh(address, &token).await.unwrap()
    })
}

/// Clauses: 63, 108.
async fn a_refresh_that_races_a_revocation_leaves_nothing_alive(database: Database) {
    let shop = DeployedShop::open(database).await;
    let servers = shop.database().servers(&shop);
    let mut browser = Browser::new(&shop);
    let random = SeededRandom::new(63);
    let mut refreshed = 0;
    for trial in 0..trials() {
        let login = browser.login(&servers[trial % servers.len()]).await;
        // The one begins a little before the other, or just then.
        let a_little = || Duration::from_micros(u64::from_le_bytes(bytes(&random)) % 3_000);
        let refreshing = ask(&browser, &servers[0], &login.refresh, a_little());
        tokio::time::sleep(a_little()).await;
        let revoked = browser.revoke(servers[servers.len() - 1].address(), &login.refresh).await.unwrap();
        assert!(revoked.status.is_success(), "trial {trial}: {revoked:?}");
        let answer = refreshing.await.unwrap();
        let mut handed_out = vec![login.refresh, login.access];
        if answer.status.is_success() {
            refreshed += 1;
            let tokens = answer.tokens();
            handed_out.extend([tokens.refresh, tokens.access]);
        } else {
            assert!(answer.is_refused_as("invalid_grant"), "trial {trial}: {answer:?}");
        }
        for server in &servers {
            for token in &handed_out {
                assert!(!browser.is_active(server.address(), token).await, "trial {trial}: a token lives");
            }
            let again = browser.refresh(server.address(), handed_out.get(2).unwrap_or(&handed_out[0])).await.unwrap();
            assert!(again.is_refused_as("invalid_grant"), "trial {trial}: {again:?}");
        }
    }
    let seen = format!("0 tokens alive; {refreshed} refreshes came first, {} second", trials() - refreshed);
    proved("refresh races revoke", shop.database().name(), trials(), seen);
    drop(servers);
    shop.its_secrets_are_nowhere().await;
}
