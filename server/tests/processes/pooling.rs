//! The real pgbouncer between nodes and PostgreSQL: in session mode all is well, in transaction mode a node says why it does not start.

use std::{env, fs, path::PathBuf, time::Instant};

use domain::{causes::Causes, client::ClientType};
use store::Store;
use tokio::{net::TcpStream, time::sleep};

use crate::{
    browser::Browser,
    cluster::{Folder, Running, free_port},
    database::{Database, of_name, postgresql_of_the_tests},
    load::Load,
    process::Process,
    proved,
    shop::DeployedShop,
    trials,
};

/// So many refreshes for each trial.
const REFRESHES: usize = 20;
/// So many logins are refreshed in turns.
const LOGINS: usize = 24;
/// The retry window, in seconds.
const WINDOW: i64 = 3;

struct Pooler {
    /// Dropped before its folder.
    _running: Running,
    _folder: Folder,
    port: u16,
}

impl Pooler {
    /// Starts pgbouncer before the server of the tests; none where it is not installed.
    async fn start(mode: &str) -> Option<Self> {
        let paths = env::var_os("PATH").unwrap_or_default();
        let folders = env::split_paths(&paths).chain([PathBuf::from("/usr/sbin")]);
        let program = folders.map(|folder| folder.join("pgbouncer")).find(|program| program.is_file())?;
        let (server, folder, port) = (postgresql_of_the_tests(), Folder::new(), free_port());
        let server = server.rsplit_once('@').unwrap().1.split('/').next().unwrap();
        let (host, server_port) = server.split_once(':').unwrap_or((server, "5432"));
        let settings = format!(
            "[databases]\n* = host={host} port={server_port} user=postgres\n[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {port}\n\
             unix_socket_dir =\nauth_type = any\npool_mode = {mode}\ndefault_pool_size = 60\nmax_client_conn = 200\n\
             ignore_startup_parameters = extra_float_digits\n"
        );
        let file = folder.path().join("pgbouncer.ini");
        fs::write(&file, settings).unwrap();
        folder.give(&file);
        let mut running = folder.start(&[&program.display().to_string(), &file.display().to_string()]);
        let began = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).await.is_err() {
            assert!(!running.has_ended() && began.elapsed().as_secs() < 30, "pgbouncer did not start");
            sleep(std::time::Duration::from_millis(10)).await;
        }
        Some(Self { _running: running, _folder: folder, port })
    }

    fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }
}

fn skipped(what: &str) {
    proved(what, "pgbouncer", 0, "skipped: pgbouncer is not installed (Debian's package: pgbouncer)");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nodes_refresh_through_a_pooler_in_session_mode() {
    const WHAT: &str = "pooler in session mode";
    let Some(pooler) = Pooler::start("session").await else { return skipped(WHAT) };
    let shop = DeployedShop::open_with(Database::postgresql().await, ClientType::ServerSideWeb, WINDOW).await;
    let name = shop.database().url().rsplit_once('/').unwrap().1.to_owned();
    let through = [("REGRANT_DATABASE_URL", of_name(&pooler.url(), &name))];
    let servers = [Process::start_with(&shop, &through), Process::start_with(&shop, &through)];
    let mut browser = Browser::new(&shop);
    let mut load = Load::begin(&mut browser, &servers, LOGINS).await;
    load.reach(trials() * REFRESHES).await;
    let seen = std::sync::Arc::clone(load.seen());
    for token in load.end().await {
        browser.refresh(servers[0].address(), &token).await.unwrap().tokens();
    }
    let rotated = shop.database().count("engine_events WHERE kind = 4").await;
    let told = format!(
        "0 of {LOGINS} logins lost in {} refreshes with {rotated} rotations, asked again {} times",
        seen.succeeded(),
        seen.asked_again()
    );
    proved(WHAT, "pgbouncer", trials() * REFRESHES, told);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_pooler_in_transaction_or_statement_mode_is_refused_with_what_to_do() {
    const WHAT: &str = "pooler in transaction mode";
    for mode in ["transaction", "statement"] {
        let Some(pooler) = Pooler::start(mode).await else { return skipped(WHAT) };
        let refusal = Store::connect(&pooler.url()).await.unwrap_err();
        let refusal = Causes(&refusal).to_string();
        assert!(refusal.contains("set `pool_mode = session` for this database"), "{mode}: {refusal}");
    }
    proved(WHAT, "pgbouncer", 1, "refused at the start, with what to do");
}
