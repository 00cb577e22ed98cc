//! The health check by which the server reports whether it is ready: over a separate connection, so that it works when all others are in
//! use, and with a write, which is rolled back.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, Instant},
};

use engine::keys::Fingerprint;
use sea_orm::{DbBackend, QueryResult, Statement};
use tokio::{sync::Mutex, time::timeout};

use super::{
    failure::{Failure, FailureKind},
    limits::Limits,
    link::Link,
    outcomes::Outcomes,
    source::Source,
};
use crate::entity::master_key::fingerprint;

/// The deadline of a check.
const LIMIT: Duration = Duration::from_millis(900);
/// How long a connection is reused: an older one may be on a server, or in a mode, that new ones are not.
const KEPT: Duration = Duration::from_secs(10);
/// A write that succeeded within this time proves more than one that is rolled back, and saves the check from waiting for SQLite's writer.
const JUST_NOW: Duration = Duration::from_secs(1);
/// The query for the names of the applied migrations.
pub(crate) const APPLIED: &str = "SELECT version FROM seaql_migrations";
const RECORDED: &str = "SELECT version, fingerprint FROM master_keys";
/// More than SQLite keeps in the few pages of the cache, so that it is written to the disk before the transaction ends.
const PADDING: usize = 64 * 1024;

/// Checks the database.
#[derive(Clone)]
pub(super) struct Probe(Arc<Inner>);

struct Inner {
    source: Source,
    file: Option<FileIdentity>,
    outcomes: Outcomes,
    limits: Limits,
    link: Mutex<Option<(Link, Instant)>>,
}

impl Probe {
    pub(super) fn new(source: Source, file: Option<PathBuf>, outcomes: Outcomes, limits: Limits) -> Self {
        let limits =
            Limits { acquire: limits.acquire.min(LIMIT), statement: limits.statement.min(LIMIT), lock: limits.lock.min(LIMIT), ..limits };
        Self(Arc::new(Inner { source, file: file.and_then(FileIdentity::of), outcomes, limits, link: Mutex::default() }))
    }

    /// Checks within a second, one check at a time, that the database has these migrations. Returns the fingerprints of the master keys.
    pub(super) async fn check(&self, migrations: &[&str]) -> Result<Vec<Fingerprint>, Failure> {
        let checked = timeout(LIMIT, self.0.check(migrations)).await;
        checked.unwrap_or_else(|_| Err(Failure::silent("check the database", LIMIT)))
    }
}

impl Inner {
    async fn check(&self, migrations: &[&str]) -> Result<Vec<Fingerprint>, Failure> {
        // On SQLite a write of our own finds every failure; a server whose log is full, or that waits for its standby, fails at commits
        // alone.
        if let (Source::Postgres(_), Some(failure)) = (&self.source, self.outcomes.last_failure()) {
            return Err(failure);
        }
        if self.file.as_ref().is_some_and(FileIdentity::changed) {
            return Err(Failure::new(
                "open the database's file",
                FailureKind::Lost,
                "it is not the file any more that the server has open",
            ));
        }
        let mut kept = self.link.lock().await;
        let (mut link, since) = match kept.take() {
            Some((link, since)) if since.elapsed() < KEPT => (link, since),
            older => match self.source.open(self.limits).await {
                Ok(link) => {
                    if let Some((older, _)) = older {
                        older.close().await;
                    }
                    (link, Instant::now())
                }
                // Other processes may have taken all connections of the server; ours still shows its state.
                Err(failure) if failure.kind() == FailureKind::Exhausted => older.ok_or(failure)?,
                Err(failure) => return Err(failure),
            },
        };
        let mut seen = self.check_over(&mut link, migrations).await;
        if seen.as_ref().is_err_and(|failure| failure.kind() == FailureKind::Lost) {
            // The database was restarted; its state now is what counts.
            link.close().await;
            link = self.source.open(self.limits).await?;
            seen = self.check_over(&mut link, migrations).await;
        }
        match &seen {
            Ok(_) => *kept = Some((link, since)),
            Err(_) => link.close().await,
        }
        seen
    }

    async fn check_over(&self, link: &mut Link, migrations: &[&str]) -> Result<Vec<Fingerprint>, Failure> {
        let applied = link.query_all(&Statement::from_string(link.backend(), APPLIED)).await?;
        let applied: Vec<String> = applied.iter().filter_map(|row| row.try_get("", "version").ok()).collect();
        // A later version may have extended the schema: what this one uses stays until no node of it serves any more.
        if !migrations.iter().all(|name| applied.iter().any(|applied| applied == name)) {
            return Err(Failure::new("read the schema's version", FailureKind::Schema, ""));
        }
        let recorded = link.query_all(&Statement::from_string(link.backend(), RECORDED)).await?;
        if link.backend() == DbBackend::Postgres {
            link.begin().await?;
            link.run("INSERT INTO health_probes (padding) VALUES ('')").await?;
            link.run("ROLLBACK").await?;
        } else if !self.outcomes.kept_within(JUST_NOW) {
            // SQLite writes what does not fit into its cache to the log: a full disk is reported before anything is committed.
            link.run("PRAGMA cache_size = 8").await?;
            link.begin().await?;
            link.run(&format!("INSERT INTO health_probes (padding) VALUES (randomblob({PADDING}))")).await?;
            link.run("ROLLBACK").await?;
        }
        let fingerprint = |row: &QueryResult| fingerprint(row.try_get("", "version").ok()?, row.try_get("", "fingerprint").ok()?).ok();
        Ok(recorded.iter().filter_map(fingerprint).collect())
    }
}

/// The identity of the file that is open under a name.
#[derive(Debug)]
struct FileIdentity {
    path: PathBuf,
    number: (u64, u64),
}

impl FileIdentity {
    fn of(path: PathBuf) -> Option<Self> {
        number(&path).map(|number| Self { path, number })
    }

    fn changed(&self) -> bool {
        number(&self.path) != Some(self.number)
    }
}

#[cfg(unix)]
fn number(path: &Path) -> Option<(u64, u64)> {
    use std::os::unix::fs::MetadataExt as _;
    std::fs::metadata(path).ok().map(|file| (file.dev(), file.ino()))
}

#[cfg(not(unix))]
fn number(path: &Path) -> Option<(u64, u64)> {
    path.exists().then_some((0, 0))
}
