//! A PostgreSQL of our own for tests and benchmarks: a fresh cluster in a temporary folder, on loopback, gone with us.

use std::{
    env, fs, io,
    net::{Ipv4Addr, TcpListener},
    os::unix::fs::{PermissionsExt, chown},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use crate::{
    postgresql_18,
    process::{Failure, Result, capture, run},
    setup,
    supervise::{Account, Supervised},
};

/// The version that tests run on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Version {
    /// The newest that is installed.
    Installed,
    /// PostgreSQL 18, downloaded.
    Eighteen,
}

pub(crate) struct Postgres {
    /// Dropped before the folder is removed.
    server: Option<Supervised>,
    folder: PathBuf,
    programs: PathBuf,
    port: u16,
}

impl Postgres {
    /// Starts one for tests.
    pub(crate) fn start(version: Version) -> Result<Self> {
        let programs = match version {
            Version::Installed => setup::postgresql()?,
            Version::Eighteen => postgresql_18::programs()?,
        };
        // Nodes of proofs have more connections than PostgreSQL's default allows.
        Self::start_with(&programs, &["shared_buffers=32MB", "max_connections=400"])
    }

    /// Tells the tests of a command where this server is, and the programs for servers of their own.
    pub(crate) fn tell(&self, command: &mut Command) {
        command.env("REGRANT_TEST_POSTGRES_URL", self.url()).env("REGRANT_TEST_POSTGRES_PROGRAMS", &self.programs);
    }

    /// Starts one by these programs, with these settings beside PostgreSQL's own defaults.
    pub(crate) fn start_with(programs: &Path, settings: &[&str]) -> Result<Self> {
        // PostgreSQL refuses to run as root.
        let account = if setup::is_root()? { Some(unprivileged_account()?) } else { None };
        let port = free_port()?;
        let folder = env::temp_dir().join(format!("regrant-postgres-{}-{port}", std::process::id()));
        prepare(&folder, account.as_ref()).map_err(|error| Failure::about(&folder, &error))?;
        let mut postgres = Self { server: None, folder, programs: programs.to_path_buf(), port };
        postgres.initialize(programs, account.as_ref())?;
        postgres.server = Some(postgres.serve(programs, settings, account.as_ref())?);
        postgres.wait(programs)?;
        Ok(postgres)
    }

    pub(crate) fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }

    /// Makes an empty database, and returns its address.
    pub(crate) fn create_database(&self, name: &str) -> Result<String> {
        let mut command = Command::new(self.programs.join("createdb"));
        run(command.args(["--host=127.0.0.1", "--username=postgres", "--port", &self.port.to_string(), name]))?;
        Ok(format!("postgres://postgres@127.0.0.1:{}/{name}", self.port))
    }

    fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    fn log(&self) -> PathBuf {
        self.folder.join("log")
    }

    fn initialize(&self, programs: &Path, account: Option<&Account>) -> Result<()> {
        let mut command = Command::new(programs.join("initdb"));
        command.arg("--pgdata").arg(self.data());
        // `trust`, but only on this machine's loopback and only while the tests run.
        command.args(["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-instructions"]);
        command.current_dir(&self.folder).stdout(Stdio::null());
        if let Some(account) = account {
            use std::os::unix::process::CommandExt;
            command.uid(account.uid).gid(account.gid);
        }
        run(&mut command)
    }

    /// PostgreSQL's own defaults, durability included: tests and benchmarks are about what is really kept.
    fn serve(&self, programs: &Path, own_settings: &[&str], account: Option<&Account>) -> Result<Supervised> {
        let port = self.port.to_string();
        let socket_folder = format!("unix_socket_directories={}", self.folder.display());
        let log_folder = format!("log_directory={}", self.folder.display());
        let program = programs.join("postgres").display().to_string();
        let data = self.data().display().to_string();
        let settings = ["listen_addresses=127.0.0.1", "logging_collector=on", "log_filename=log", &socket_folder, &log_folder];
        let mut words = vec![program.as_str(), "-D", &data, "-p", &port];
        for setting in settings.iter().chain(own_settings) {
            words.extend(["-c", setting]);
        }
        // SIGINT is PostgreSQL's fast shutdown: open sessions are rolled back and ended.
        Supervised::start("INT", account, &words)
    }

    fn wait(&mut self, programs: &Path) -> Result<()> {
        let began = Instant::now();
        let port = self.port.to_string();
        loop {
            let mut question = Command::new(programs.join("pg_isready"));
            question.args(["--quiet", "--host=127.0.0.1", "--port", &port]);
            if question.status().is_ok_and(|status| status.success()) {
                return Ok(());
            }
            let ended = self.server.as_mut().is_none_or(|server| server.ended().is_some());
            if ended || began.elapsed() > Duration::from_secs(30) {
                let log = fs::read_to_string(self.log()).unwrap_or_default();
                return Err(Failure::new(format!("PostgreSQL did not start; its log says:\n{log}")));
            }
            thread::sleep(Duration::from_millis(50));
        }
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        self.server = None;
        if let Err(error) = fs::remove_dir_all(&self.folder) {
            eprintln!("{} could not be removed: {error}", self.folder.display());
        }
    }
}

fn prepare(folder: &Path, account: Option<&Account>) -> io::Result<()> {
    fs::create_dir(folder)?;
    fs::set_permissions(folder, fs::Permissions::from_mode(0o700))?;
    account.map_or(Ok(()), |account| chown(folder, Some(account.uid), Some(account.gid)))
}

fn unprivileged_account() -> Result<Account> {
    for name in ["postgres", "nobody"] {
        let number = |what: &str| capture(Command::new("id").args([what, name])).ok()?.trim().parse::<u32>().ok();
        if let (Some(uid), Some(gid)) = (number("-u"), number("-g")) {
            return Ok(Account { uid, gid });
        }
    }
    Err(Failure::new("PostgreSQL does not run as root, and this machine has neither a user postgres nor nobody"))
}

fn free_port() -> Result<u16> {
    let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).and_then(|listener| listener.local_addr()).map(|address| address.port());
    port.map_err(|error| Failure::new(format!("no free port on 127.0.0.1: {error}")))
}
