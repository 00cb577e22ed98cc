//! PostgreSQL servers of a proof's own: a primary, and a standby that has each commit before it is answered.

use std::{
    env, fs,
    net::{Ipv4Addr, TcpListener},
    os::unix::{
        fs::{PermissionsExt as _, chown},
        process::CommandExt as _,
    },
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use engine::random::{SystemRandom, bytes};
use sea_orm::{ConnectionTrait as _, Statement};
use store::Store;
use tokio::time::sleep;

/// The folder with PostgreSQL's programs.
const PROGRAMS: &str = "REGRANT_TEST_POSTGRES_PROGRAMS";
/// What a condition is waited for at most.
const PATIENCE: Duration = Duration::from_mins(1);
/// A condition is looked at so often.
const LOOK: Duration = Duration::from_millis(10);

/// Ends a program with this process, however that ends: its standard input is a pipe whose other end nobody else holds.
const KEEPER: &str = r#"
exec 3<&0
"$@" </dev/null 3<&- & child=$!
{ read -r _ <&3; kill -s INT "$child"; } 2>/dev/null & keeper=$!
wait "$child"; status=$?
kill "$keeper" 2>/dev/null
exit "$status"
"#;

/// The user and group of a program that refuses to run as root.
#[derive(Debug, Clone, Copy)]
struct Account {
    user: u32,
    group: u32,
}

impl Account {
    /// That of PostgreSQL, or of nobody, where this process is root's.
    fn unprivileged() -> Option<Self> {
        let number = |arguments: &[&str]| {
            let output = Command::new("id").args(arguments).stderr(Stdio::null()).output().ok().filter(|output| output.status.success())?;
            String::from_utf8(output.stdout).ok()?.trim().parse::<u32>().ok()
        };
        if number(&["-u"])? != 0 {
            return None;
        }
        ["postgres", "nobody"].into_iter().find_map(|name| Some(Self { user: number(&["-u", name])?, group: number(&["-g", name])? }))
    }
}

/// A folder that a program without rights may write in. It is removed at the end.
#[derive(Debug)]
pub(crate) struct Folder {
    path: PathBuf,
    account: Option<Account>,
}

impl Folder {
    pub(crate) fn new() -> Self {
        let path = env::temp_dir().join(format!("regrant_cluster_{:032x}", u128::from_be_bytes(bytes(&SystemRandom))));
        let account = Account::unprivileged();
        fs::create_dir(&path).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o700)).unwrap();
        let folder = Self { path, account };
        folder.give(&folder.path);
        folder
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Gives a file to the account.
    pub(crate) fn give(&self, file: &Path) {
        if let Some(account) = self.account {
            chown(file, Some(account.user), Some(account.group)).unwrap();
        }
    }

    fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.path).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        if let Some(account) = self.account {
            command.uid(account.user).gid(account.group);
        }
        // Where the programs are a download, a library that they load finds an older one of the distribution first.
        if let Some(libraries) = env::var_os(PROGRAMS).and_then(|programs| Some(Path::new(&programs).parent()?.join("lib"))) {
            command.env("LD_LIBRARY_PATH", libraries);
        }
        command
    }

    fn run(&self, program: &Path, arguments: &[&str]) {
        let ended = self.command(program).args(arguments).stderr(Stdio::piped()).output().unwrap();
        assert!(ended.status.success(), "{}: {}", program.display(), String::from_utf8_lossy(&ended.stderr));
    }

    /// Starts a program that ends with this process at the latest.
    pub(crate) fn start(&self, words: &[&str]) -> Running {
        let mut shell = self.command(Path::new("/bin/sh"));
        Running { shell: shell.args(["-c", KEEPER, "sh"]).args(words).stdin(Stdio::piped()).spawn().unwrap() }
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.path);
    }
}

/// A program that runs. When it is dropped, it is asked to end (SIGINT), and waited for.
#[derive(Debug)]
pub(crate) struct Running {
    shell: Child,
}

impl Running {
    pub(crate) fn has_ended(&mut self) -> bool {
        self.shell.try_wait().unwrap().is_some()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.shell.stdin.take());
        let _ = self.shell.wait();
    }
}

/// A PostgreSQL server.
#[derive(Debug)]
pub(crate) struct Postgres {
    /// Dropped before its folder.
    running: Running,
    folder: Folder,
    port: u16,
}

impl Postgres {
    /// Makes a fresh one.
    pub(crate) async fn fresh() -> Self {
        let folder = Folder::new();
        let data = folder.path().join("data").display().to_string();
        let access = ["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-instructions", "--no-sync"];
        folder.run(&program("initdb"), &[&["--pgdata", data.as_str()], access.as_slice()].concat());
        Self::serve(folder, free_port()).await
    }

    /// Makes a standby of this one at a port, and lets no commit be answered from now on before the standby has it.
    pub(crate) async fn standby(&self, port: u16) -> Self {
        let folder = Folder::new();
        let (data, from) = (folder.path().join("data").display().to_string(), self.port.to_string());
        let source = ["--host=127.0.0.1", "--port", &from, "--username=postgres", "--pgdata", &data];
        folder.run(
            &program("pg_basebackup"),
            &[source.as_slice(), &["--wal-method=stream", "--checkpoint=fast", "--write-recovery-conf", "--no-sync"]].concat(),
        );
        let standby = Self::serve(folder, port).await;
        // Not in what was copied: a standby that is promoted has none itself.
        self.execute("ALTER SYSTEM SET synchronous_standby_names = '*'").await;
        self.execute("SELECT pg_reload_conf()").await;
        self.until("SELECT 1 FROM pg_stat_replication WHERE state = 'streaming' AND sync_state = 'sync'").await;
        standby
    }

    async fn serve(folder: Folder, port: u16) -> Self {
        let (program, data) = (program("postgres").display().to_string(), folder.path().join("data").display().to_string());
        let (number, sockets) = (port.to_string(), format!("unix_socket_directories={}", folder.path().display()));
        let settings = ["listen_addresses=127.0.0.1", &sockets, "shared_buffers=32MB", "hot_standby=on", "wal_level=replica"];
        let log = format!("log_directory={}", folder.path().display());
        let mut words = vec![program.as_str(), "-D", &data, "-p", &number];
        for setting in settings.into_iter().chain(["logging_collector=on", "log_filename=log", &log]) {
            words.extend(["-c", setting]);
        }
        let mut server = Self { running: folder.start(&words), folder, port };
        server.until_ready().await;
        server
    }

    async fn until_ready(&mut self) {
        let began = Instant::now();
        while Store::connect(&self.url()).await.is_err() {
            let log = || fs::read_to_string(self.folder.path().join("log")).unwrap_or_default();
            assert!(!self.running.has_ended() && began.elapsed() < PATIENCE, "PostgreSQL did not start: {}", log());
            sleep(LOOK).await;
        }
    }

    /// Waits until a query has a row.
    async fn until(&self, query: &str) {
        let store = Store::connect(&self.url()).await.unwrap();
        let connection = store.connection_for_migrations();
        let (query, began) = (Statement::from_string(connection.get_database_backend(), query), Instant::now());
        while connection.query_all_raw(query.clone()).await.unwrap().is_empty() {
            assert!(began.elapsed() < PATIENCE, "{}", query.sql);
            sleep(LOOK).await;
        }
        store.close().await.unwrap();
    }

    async fn execute(&self, statement: &str) {
        let store = Store::connect(&self.url()).await.unwrap();
        store.connection_for_migrations().execute_unprepared(statement).await.unwrap();
        store.close().await.unwrap();
    }

    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    pub(crate) fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }

    /// Ends all of its processes at once (SIGKILL), as when the machine loses its power.
    pub(crate) fn kill(&self) {
        let postmaster = fs::read_to_string(self.folder.path().join("data/postmaster.pid")).unwrap();
        let postmaster = postmaster.lines().next().unwrap();
        let children = fs::read_to_string(format!("/proc/{postmaster}/task/{postmaster}/children")).unwrap_or_default();
        let _ = Command::new("kill").arg("-KILL").arg(postmaster).args(children.split_whitespace()).stderr(Stdio::null()).status();
    }

    /// Makes a standby the primary. It takes writes when this returns.
    pub(crate) async fn promote(&self) {
        self.execute("SELECT pg_promote(true, 60)").await;
    }
}

fn program(name: &str) -> PathBuf {
    let newest = || {
        let versions = fs::read_dir("/usr/lib/postgresql").ok()?.flatten();
        let version = |entry: &fs::DirEntry| entry.file_name().to_str().and_then(|name| name.parse::<u32>().ok());
        let newest = versions.filter_map(|entry| Some((version(&entry)?, entry.path()))).max()?;
        Some(newest.1.join("bin"))
    };
    let folder = env::var_os(PROGRAMS).map(PathBuf::from).or_else(newest);
    let folder = folder.unwrap_or_else(|| panic!("{PROGRAMS} is not set: run `cargo xtask test`"));
    folder.join(name)
}

pub(crate) fn free_port() -> u16 {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).and_then(|listener| listener.local_addr()).unwrap().port()
}
