//! A node that is taken out of service.

use std::time::{Duration, Instant};

use reqwest::StatusCode;

use crate::{browser::Browser, database::Database, process::Process, shop::DeployedShop};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_node_that_drains_is_not_ready_and_answers_until_its_time_is_over() {
    let shop = DeployedShop::open(Database::sqlite()).await;
    let mut node = Process::start_with(&shop, &[("REGRANT_DRAIN_SECONDS", "2".to_owned())]);
    let mut browser = Browser::new(&shop);
    let token = browser.login(&node).await.refresh;
    let ready = format!("http://{}/health/ready", node.address());
    let began = Instant::now();
    node.terminate();
    loop {
        let response = reqwest::get(&ready).await.unwrap();
        if response.status() == StatusCode::SERVICE_UNAVAILABLE {
            assert_eq!(response.text().await.unwrap(), "not ready: draining\n");
            break;
        }
        assert!(began.elapsed() < Duration::from_secs(2), "the drain begins at once");
    }
    browser.reconnected().refresh(node.address(), &token).await.unwrap().tokens();
    while node.ended().is_none() {
        assert!(began.elapsed() < Duration::from_secs(30));
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(node.ended(), Some(true));
    assert!(began.elapsed() >= Duration::from_secs(2), "it went on for as long as it was told to");
}
