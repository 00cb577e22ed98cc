//! Commits that stall: the disk, or a standby that is awaited. The client gives up and asks again, and no answer was ever sent.

use std::time::Duration;

use domain::client::ClientType;
use tokio::{
    task::JoinSet,
    time::{sleep, timeout},
};

use crate::{
    browser::{Answer, Browser},
    database::Database,
    process::Process,
    proved,
    shop::DeployedShop,
    trials,
};

/// The retry window, in seconds.
const WINDOW: i64 = 2;
/// A commit takes ten windows.
const STALL: Duration = Duration::from_secs(10 * WINDOW.unsigned_abs());
/// So many logins meet a stall.
const LOGINS: usize = 12;

/// A client gives up so soon, and asks again so much later: within half a window of whatever answer it may have missed,
/// for a busy machine is late as well.
const PATIENCE: Duration = Duration::from_millis(600);
const PAUSE: Duration = Duration::from_millis(200);

/// The commit of a rotation waits in it as it would for a standby: its row is locked and unseen until the stall is over.
const STALLING: &str = "
    CREATE TABLE stall (seconds double precision NOT NULL);
    INSERT INTO stall VALUES (0);
    CREATE FUNCTION stall() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(seconds) FROM stall; RETURN NULL; END $$;
    CREATE CONSTRAINT TRIGGER stall AFTER UPDATE OF generation ON token_families DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW WHEN (OLD.generation <> NEW.generation) EXECUTE FUNCTION stall();";

/// PostgreSQL only: SQLite has one process and one writer, and whoever waits for it has not begun.
/// Clauses: 106, 115.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_login_outlives_a_commit_that_stalls_for_ten_windows() {
    let shop = DeployedShop::open_with(Database::postgresql().await, ClientType::ServerSideWeb, WINDOW).await;
    shop.database().execute(STALLING).await;
    let servers = [Process::start(&shop), Process::start(&shop)];
    let mut browser = Browser::new(&shop);
    let stalls = trials().div_ceil(LOGINS);
    let mut given_up = 0;
    for _ in 0..stalls {
        let mut tokens = Vec::new();
        for _ in 0..LOGINS {
            tokens.push(browser.login(&servers[0]).await.refresh);
        }
        shop.database().execute(&format!("UPDATE stall SET seconds = {}", STALL.as_secs())).await;
        let mut clients = JoinSet::new();
        for (login, token) in tokens.into_iter().enumerate() {
            let (browser, addresses) = (browser.clone(), servers.each_ref().map(Process::address));
            clients.spawn(async move {
                // They begin one after the other, so that some ask just when the stall is over and some later.
                sleep(Duration::from_millis(u64::try_from(login).unwrap() * 170)).await;
                let (mut turn, mut given_up) = (login, 0);
                loop {
                    let asking = browser.reconnected();
                    if let Ok(Ok(answer)) = timeout(PATIENCE, asking.refresh(addresses[turn % 2], &token)).await {
                        if answer.status.is_server_error() {
                            sleep(PAUSE).await;
                        } else {
                            return (answer, given_up);
                        }
                    }
                    drop(asking);
                    (turn, given_up) = (turn + 1, given_up + 1);
                    sleep(PAUSE).await;
                }
            });
        }
        sleep(Duration::from_secs(3)).await;
        shop.database().execute("UPDATE stall SET seconds = 0").await;
        let mut answers: Vec<Answer> = Vec::new();
        while let Some(client) = clients.join_next().await {
            let (answer, times) = client.unwrap();
            given_up += times;
            answers.push(answer);
        }
        for answer in answers {
            let tokens = answer.tokens();
            browser.refresh(servers[1].address(), &tokens.refresh).await.unwrap().tokens();
        }
    }
    assert_eq!(shop.database().count("engine_events WHERE kind = 8").await, 0);
    assert!(given_up > stalls * LOGINS, "clients gave up: {given_up}");
    let seen = format!("0 logins lost; clients gave up {given_up} times and asked again");
    proved("commit that stalls for ten windows", "PostgreSQL", stalls * LOGINS, seen);
    drop(servers);
    shop.its_secrets_are_nowhere().await;
}
