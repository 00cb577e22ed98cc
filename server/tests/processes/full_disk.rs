//! A disk that is full: what was answered is there, what is not there was not answered, and it goes on when there is room again.

use std::{
    env,
    fs::{self, File},
    io::Write as _,
    net::SocketAddr,
    path::{Path, PathBuf},
    process::Command,
    time::{Duration, Instant},
};

use reqwest::StatusCode;

use crate::{browser::Browser, database::Database, process::Process, proved, shop::DeployedShop, trials};

/// The size of the disk.
const SIZE: &str = "size=16m";
/// How long it may take until the server notices that the disk is as it should be, or that it is not.
const NOTICED: Duration = Duration::from_secs(10);

/// A disk of its own for the database, small and in memory. It goes when it is dropped.
struct Disk(PathBuf);

impl Disk {
    /// None where this machine does not let us; in CI and as root it must.
    fn mount(beside: &Path) -> Option<Self> {
        let place = beside.join("disk");
        fs::create_dir(&place).unwrap();
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", SIZE, "tmpfs"]).arg(&place).status();
        if mounted.is_ok_and(|status| status.success()) {
            return Some(Self(place));
        }
        assert!(env::var_os("CI").is_none(), "CI runs as root, which may mount");
        None
    }

    /// Fills it to the last byte.
    fn fill(&self) {
        let mut file = File::create(self.0.join("ballast")).unwrap();
        for chunk in [1 << 20, 1 << 12, 1] {
            while file.write_all(&vec![0; chunk]).is_ok() {}
        }
    }

    fn make_room(&self) {
        fs::remove_file(self.0.join("ballast")).unwrap();
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("--lazy").arg(&self.0).status();
    }
}

async fn ready(browser: &Browser, server: SocketAddr) -> (StatusCode, String) {
    let answer = browser.http.get(format!("http://{server}/health/ready")).send().await.unwrap();
    (answer.status(), answer.text().await.unwrap())
}

/// How long it takes until readiness is as it is expected.
async fn until_ready_says(browser: &Browser, server: SocketAddr, expected: StatusCode) -> Duration {
    let began = Instant::now();
    loop {
        let (status, said) = ready(browser, server).await;
        if status == expected {
            return began.elapsed();
        }
        assert!(began.elapsed() < NOTICED, "ready says {status} {said}");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

/// Each of the two algorithms has a key that signs and one that is next.
async fn until_next_keys_are_there(shop: &DeployedShop) {
    let began = Instant::now();
    while shop.database().count("signing_keys").await < 4 {
        assert!(began.elapsed() < NOTICED, "the next keys are not there");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

/// What one client of many asks for: every second one refreshes, the others revoke.
async fn ask(browser: &Browser, server: SocketAddr, number: usize, token: &str) -> bool {
    let answer = if number.is_multiple_of(2) { browser.refresh(server, token).await } else { browser.revoke(server, token).await };
    let answer = answer.unwrap();
    assert!(answer.status.is_success() || answer.status == StatusCode::SERVICE_UNAVAILABLE, "{answer:?}");
    answer.status.is_success()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_a_full_disk_every_yes_is_kept() {
    let database = Database::sqlite();
    let Some(disk) = Disk::mount(database.directory()) else {
        println!("no disk of its own can be mounted here: run it as root");
        return;
    };
    // The log of the processes lies beside the disk, not on it.
    let (linked, kept) = (database.directory().join("regrant.db"), disk.0.join("regrant.db"));
    fs::copy(&linked, &kept).unwrap();
    fs::remove_file(&linked).unwrap();
    std::os::unix::fs::symlink(kept, linked).unwrap();
    let shop = DeployedShop::open(database).await;
    let mut server = Process::start(&shop);
    let address = server.address();
    let mut browser = Browser::new(&shop);
    let mut tokens = Vec::new();
    for _ in 0..trials() {
        tokens.push(browser.login(&server).await.refresh);
    }
    until_ready_says(&browser, address, StatusCode::OK).await;

    // A write-ahead log that was used before has room of its own. What the server writes by itself at its beginning is written by then.
    until_next_keys_are_there(&shop).await;
    shop.database().execute("PRAGMA wal_checkpoint(TRUNCATE)").await;
    disk.fill();
    let mut answered = vec![false; tokens.len()];
    let (mut full, mut refused) = (0, 0);
    for round in 0..3 {
        for (number, token) in tokens.iter().enumerate() {
            if !answered[number] {
                answered[number] = ask(&browser, address, number, token).await;
                full += usize::from(answered[number]);
                refused += usize::from(!answered[number]);
            }
        }
        if round == 0 {
            until_ready_says(&browser, address, StatusCode::SERVICE_UNAVAILABLE).await;
        }
    }
    assert!(refused > tokens.len(), "the disk was full: {refused} refused");
    assert_eq!(ready(&browser, address).await, (StatusCode::SERVICE_UNAVAILABLE, "not ready: full\n".to_owned()));

    let log = fs::read_to_string(shop.database().directory().join(format!("{}.log", address.port()))).unwrap();
    let told = log.lines().find(|line| line.contains("operation=\"present_refresh_token\"")).unwrap_or_else(|| panic!("{log}"));
    assert!(told.contains("the disk of the database is full: ") && told.contains("(SQLite 13)"), "{told}");

    disk.make_room();
    let back = until_ready_says(&browser, address, StatusCode::OK).await;
    // Without a restart; half of those that were refused ask again, the others never do.
    for (number, token) in tokens.iter().enumerate().filter(|(number, _)| number % 4 < 2) {
        if !answered[number] {
            assert!(ask(&browser, address, number, token).await, "there is room again");
            answered[number] = true;
        }
    }

    server.kill();
    server.start_again(&shop);
    let is = |kind: usize| answered.iter().enumerate().filter(|(number, answered)| number % 2 == kind && **answered).count();
    let kept = [
        shop.database().count("token_families WHERE generation = 1").await,
        shop.database().count("engine_events WHERE kind = 4").await,
        shop.database().count("token_families WHERE revoked_at IS NOT NULL").await,
    ];
    assert_eq!(kept.map(|rows| usize::try_from(rows).unwrap()), [is(0), is(0), is(1)], "answered and kept are equal");
    let seen = format!(
        "{} answered 200 ({full} on the full disk), {} kept; {refused} answered 503; ready again {} ms after there was room",
        is(0) + is(1),
        kept[0] + kept[2],
        back.as_millis()
    );
    proved("disk full", shop.database().name(), trials(), seen);
    drop(server);
    shop.its_secrets_are_nowhere().await;
}
