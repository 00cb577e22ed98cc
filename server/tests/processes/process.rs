//! A server process.

use std::{
    env,
    ffi::OsString,
    fs::{self, File},
    net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream},
    path::PathBuf,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use crate::shop::DeployedShop;

/// The address that the servers are told they have; the one they really have changes from process to process.
pub(crate) const PUBLIC_URL: &str = "http://127.0.0.1:8080";

pub(crate) struct Process {
    address: SocketAddr,
    child: Child,
    settings: Vec<(&'static str, String)>,
    log: PathBuf,
}

impl Process {
    /// Starts a server on the shop's database and waits until it is ready.
    pub(crate) fn start(shop: &DeployedShop) -> Self {
        Self::start_with(shop, &[])
    }

    /// Starts it with other settings; an empty one is none.
    pub(crate) fn start_with(shop: &DeployedShop, settings: &[(&'static str, String)]) -> Self {
        let address = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).and_then(|listener| listener.local_addr()).unwrap();
        let log = shop.database().directory().join(format!("{}.log", address.port()));
        let settings = settings.to_vec();
        let mut process = Self { address, child: spawn(shop, address, &settings, &log), settings, log };
        process.wait_until_ready();
        process
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Ends it as the kernel does when memory is short: without a word (SIGKILL).
    pub(crate) fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Asks it to end (SIGTERM).
    pub(crate) fn terminate(&self) {
        assert!(Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().unwrap().success());
    }

    /// Whether it ended well; none while it runs.
    pub(crate) fn ended(&mut self) -> Option<bool> {
        self.child.try_wait().unwrap().map(|status| status.success())
    }

    /// Starts it again, at the same address. How long that took.
    pub(crate) fn start_again(&mut self, shop: &DeployedShop) -> Duration {
        let began = Instant::now();
        self.child = spawn(shop, self.address, &self.settings, &self.log);
        self.wait_until_ready();
        began.elapsed()
    }

    fn wait_until_ready(&mut self) {
        let began = Instant::now();
        while TcpStream::connect(self.address).is_err() {
            let ended = self.child.try_wait().unwrap();
            assert!(ended.is_none() && began.elapsed() < Duration::from_secs(30), "{}", fs::read_to_string(&self.log).unwrap_or_default());
            thread::sleep(Duration::from_millis(2));
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// With the log as loud as it gets, in a file that a process started again goes on with.
fn spawn(shop: &DeployedShop, address: SocketAddr, settings: &[(&'static str, String)], log: &PathBuf) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_regrant"));
    let is_setting = |name: &OsString| ["REGRANT_", "OTEL_"].iter().any(|prefix| name.to_string_lossy().starts_with(prefix));
    for (name, _) in env::vars_os().filter(|(name, _)| is_setting(name)) {
        command.env_remove(name);
    }
    command
        .arg("serve")
        .current_dir(shop.database().directory())
        .env("REGRANT_DATABASE_URL", shop.database().url())
        .env("REGRANT_MASTER_KEY", shop.master_key())
        .env("REGRANT_LISTEN", address.to_string())
        .env("REGRANT_PUBLIC_URL", PUBLIC_URL)
        // All that a proof asks comes from one address.
        .env("REGRANT_MAX_CONNECTIONS_PER_ADDRESS", "10000")
        .env("REGRANT_MAX_CONNECTIONS", "10000")
        .env("REGRANT_LOG_LEVEL", "trace")
        .envs(settings.iter().cloned())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(File::options().create(true).append(true).open(log).unwrap());
    command.spawn().unwrap()
}
