//! Answers that are lost, on the way or because the server dies: no login is.

use std::time::Duration;

use engine::random::{SeededRandom, bytes};

use crate::{
    browser::{Browser, Tokens},
    database::Database,
    on_both_databases,
    process::Process,
    proved,
    proxy::Proxy,
    shop::DeployedShop,
    trials,
};

on_both_databases! {
    a_login_outlives_every_answer_that_is_lost_on_the_way
    a_login_outlives_a_server_that_is_killed_at_any_moment
}

/// Clauses: 106.
async fn a_login_outlives_every_answer_that_is_lost_on_the_way(database: Database) {
    let shop = DeployedShop::open(database).await;
    let server = Process::start(&shop);
    let proxy = Proxy::to(server.address());
    let mut browser = Browser::new(&shop);
    for trial in 0..trials() {
        let token = browser.login(&server).await.refresh;
        let lost = browser.refresh(proxy.address(), &token).await;
        assert!(lost.is_err(), "trial {trial}: the client got an answer: {lost:?}");
        let answer: serde_json::Value = serde_json::from_str(&proxy.lost_answer()).unwrap();
        let successor = answer["refresh_token"].as_str().unwrap_or_else(|| panic!("trial {trial}: {answer}"));
        assert_ne!(successor, token, "trial {trial}: the server had rotated");
        let retried = browser.refresh(server.address(), &token).await.unwrap().tokens();
        assert_eq!(retried.refresh, successor, "trial {trial}: one successor");
        browser.refresh(server.address(), &retried.refresh).await.unwrap().tokens();
    }
    proved("answer lost on the way", shop.database().name(), trials(), "0 logins lost, each retry got the lost successor");
    shop.its_secrets_are_nowhere().await;
}

/// So many logins refresh while the server is killed.
const LOGINS: usize = 4;
/// The server dies so many microseconds after they begin, at the most.
const LATEST: u64 = 30_000;

/// Clauses: 106.
async fn a_login_outlives_a_server_that_is_killed_at_any_moment(database: Database) {
    let shop = DeployedShop::open(database).await;
    let mut server = Process::start(&shop);
    let mut browser = Browser::new(&shop);
    let random = SeededRandom::new(20);
    let (mut answered, mut starting) = (0, Duration::ZERO);
    for trial in 0..trials() {
        let mut tokens = Vec::new();
        for _ in 0..LOGINS {
            tokens.push(browser.login(&server).await.refresh);
        }
        let delay = Duration::from_micros(u64::from_le_bytes(bytes(&random)) % LATEST);
        let outcomes = refresh_all_and_kill(&browser, &mut server, &tokens, delay).await;
        starting += server.start_again(&shop);
        browser = browser.reconnected();
        for (token, outcome) in tokens.into_iter().zip(outcomes) {
            answered += usize::from(outcome.is_some());
            // Whoever got an answer goes on with it, whoever got none asks again.
            let held = outcome.map_or(token, |tokens| tokens.refresh);
            let answer = browser.refresh(server.address(), &held).await.unwrap();
            assert!(answer.status.is_success(), "trial {trial}, killed after {delay:?}: {answer:?}");
        }
    }
    drop(server);
    let retried = usize::try_from(shop.database().count("engine_events WHERE kind = 6").await).unwrap();
    let all = trials() * LOGINS;
    let seen = format!(
        "0 of {all} refreshes lost a login: {} killed before the commit, {retried} between commit and answer, {answered} after it; \
         ready again in {} ms",
        all - answered - retried,
        starting.as_millis() / u128::try_from(trials()).unwrap()
    );
    proved("server killed (SIGKILL)", shop.database().name(), trials(), seen);
    shop.its_secrets_are_nowhere().await;
}

/// Refreshes every token at once and kills the server meanwhile: what each got, in the order of the tokens.
async fn refresh_all_and_kill(browser: &Browser, server: &mut Process, tokens: &[String], delay: Duration) -> Vec<Option<Tokens>> {
    let address = server.address();
    let ask = |token: &String| {
        let (browser, token) = (browser.clone(), token.clone());
        tokio::spawn(async move { browser.refresh(address, &token).await.ok().map(|answer| answer.tokens()) })
    };
    let asking: Vec<_> = tokens.iter().map(ask).collect();
    tokio::time::sleep(delay).await;
    server.kill();
    let mut outcomes = Vec::new();
    for asked in asking {
        outcomes.push(asked.await.unwrap());
    }
    outcomes
}
