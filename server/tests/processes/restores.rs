//! A database that is restored from an older copy, and the clients that are ahead of it.

use std::{
    net::{Ipv4Addr, TcpListener},
    process::Command,
};

use domain::client::ClientType;

use crate::{
    browser::Browser,
    database::Database,
    process::{PUBLIC_URL, Process},
    shop::DeployedShop,
};

/// Runs a command of the program on the shop's database.
fn run(shop: &DeployedShop, arguments: &[&str]) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_regrant"));
    command.args(arguments).current_dir(shop.database().directory());
    command.env_clear().env("REGRANT_MASTER_KEY", shop.master_key()).env("REGRANT_DATABASE_URL", shop.database().url());
    let output = command.env("REGRANT_PUBLIC_URL", PUBLIC_URL).env("REGRANT_LOG_LEVEL", "error").output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {output:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tokens_that_are_newer_than_a_restored_database_are_refused_for_that_and_counted() {
    let shop = DeployedShop::open_with(Database::sqlite(), ClientType::ServerSideWeb, 0).await;
    let listen = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).and_then(|listener| listener.local_addr()).unwrap();
    let mut node = Process::start_with(&shop, &[("REGRANT_METRICS_LISTEN", listen.to_string())]);
    let mut browser = Browser::new(&shop);
    let [mut went_on, mut slept] = [browser.login(&node).await.refresh, browser.login(&node).await.refresh];
    for token in [&mut went_on, &mut slept] {
        *token = browser.refresh(node.address(), token).await.unwrap().tokens().refresh;
    }
    run(&shop, &["backup", "saved.db"]);
    for _ in 0..2 {
        went_on = browser.refresh(node.address(), &went_on).await.unwrap().tokens().refresh;
    }
    let later = browser.login(&node).await.refresh;
    node.kill();
    run(&shop, &["restore", "saved.db"]);
    node.start_again(&shop);
    browser = browser.reconnected();

    let refused = async |token: &str| {
        let answer = browser.refresh(node.address(), token).await.unwrap();
        assert!(answer.is_refused_as("invalid_grant"), "{answer:?}");
        answer.body["error_uri"].as_str().unwrap().rsplit('/').next().unwrap().to_owned()
    };
    assert_eq!(refused(&went_on).await, "refresh_token_ahead_of_database");
    assert_eq!(refused(&later).await, "refresh_token_unknown", "its sign-in is not in the copy");
    assert_eq!(refused(&went_on).await, "refresh_token_ahead_of_database", "the first refusal ended nothing");
    browser.refresh(node.address(), &slept).await.unwrap().tokens();

    let metrics = reqwest::get(format!("http://{listen}/metrics")).await.unwrap().text().await.unwrap();
    let counted = "regrant_token_requests_total{grant_type=\"refresh_token\",result=\"refresh_token_ahead_of_database\"} 2";
    assert!(metrics.lines().any(|line| line == counted), "{metrics}");
    let recorded = "engine_events WHERE kind = 9 AND detail LIKE '%refresh_token_ahead_of_database%'";
    assert_eq!(shop.database().count(recorded).await, 1, "the same refusal is recorded once a minute");
    drop(node);
    shop.its_secrets_are_nowhere().await;
}
