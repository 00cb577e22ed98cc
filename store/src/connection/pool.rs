//! The connections to one database. A connection that is not known to be sound is closed: a [`Lease`] goes back on [`Lease::release`]
//! alone.
//!
//! The driver's own pool does not do this: it checks each connection that comes back, without a deadline; it waits for a port that is
//! closed; it finds its dead connections one request at a time; and it keeps a connection unless it is told not to.

use std::{
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use metrics::histogram;
use sea_orm::DbBackend;
use tokio::{
    runtime::Handle,
    sync::{OwnedSemaphorePermit, Semaphore},
    time::timeout,
};

use super::{
    failure::{Failure, FailureKind},
    limits::Limits,
    link::{Link, Role},
    source::Source,
    write_back::WriteBack,
};

/// How long a connection may be idle before it is checked; a check on each use would double the round trips.
const RESTED: Duration = Duration::from_secs(1);
/// The deadline of the check.
const PING: Duration = Duration::from_secs(1);
/// The metric that records how long a connection was waited for: `db.client.connection.wait_time` of OpenTelemetry's semantic conventions.
pub const CONNECTION_WAIT_TIME: &str = "db_client_connection_wait_time_seconds";

#[derive(Clone)]
pub(super) struct Pool(Arc<Shared>);

struct Shared {
    /// What it is for: `read` or `write`.
    name: &'static str,
    source: Source,
    limits: Limits,
    most: u32,
    permits: Arc<Semaphore>,
    idle: Mutex<Vec<(u64, Link)>>,
    /// Increased when a connection is found dead: those that were opened before are not used any more.
    epoch: AtomicU64,
    waits: Waits,
    /// Of SQLite's writer.
    log: Option<WriteBack>,
}

/// How requests waited for a connection, since the process began.
#[derive(Default)]
struct Waits {
    count: AtomicU64,
    timeouts: AtomicU64,
}

/// How a pool of connections is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PoolUsage {
    /// What it is for: `read` or `write`.
    pub pool: &'static str,
    /// The most connections that there may be.
    pub most: usize,
    /// Connections in use.
    pub used: usize,
    /// Connections that are open and not in use.
    pub idle: usize,
    /// How often a connection was asked for and none was free.
    pub waits: u64,
    /// How often none became free in time.
    pub timeouts: u64,
}

impl Pool {
    /// Creates an empty pool. Its name is `read` or `write`.
    pub(super) fn new(name: &'static str, source: Source, most: u32, limits: Limits) -> Self {
        let permits = Arc::new(Semaphore::new(most as usize));
        let (idle, epoch, waits) = (Mutex::default(), AtomicU64::new(0), Waits::default());
        let log = matches!(source, Source::Sqlite(_, Role::Writer)).then(|| WriteBack::new(source.clone(), limits));
        Self(Arc::new(Shared { name, source, limits, most, permits, idle, epoch, waits, log }))
    }

    pub(super) fn backend(&self) -> DbBackend {
        match self.0.source {
            Source::Sqlite(..) => DbBackend::Sqlite,
            Source::Postgres(_) => DbBackend::Postgres,
        }
    }

    /// Acquires a connection for exclusive use.
    pub(super) async fn acquire(&self) -> Result<Lease, Failure> {
        let (shared, began) = (&self.0, Instant::now());
        let patience = shared.limits.acquire;
        let must_wait = shared.permits.available_permits() == 0;
        let permit = timeout(patience, Arc::clone(&shared.permits).acquire_owned()).await;
        histogram!(CONNECTION_WAIT_TIME, "pool" => shared.name).record(began.elapsed());
        if must_wait {
            shared.waits.waited(permit.is_err());
        }
        let permit = match permit {
            Ok(Ok(permit)) => permit,
            Ok(Err(_)) => return Err(Failure::new("connect", FailureKind::Unreachable, "the store was closed")),
            Err(_) => {
                let cause = format!("none of {} was free after {} s", shared.most, patience.as_secs_f32());
                return Err(Failure::new("connect", FailureKind::Exhausted, cause));
            }
        };
        let mut lease = Lease { epoch: shared.epoch.load(Ordering::Acquire), link: None, permit: Some(permit), shared: Arc::clone(shared) };
        while let Some(mut link) = shared.pop() {
            if link.rested() <= RESTED {
                lease.link = Some(link);
                return Ok(lease);
            }
            match link.ping(PING).await {
                Ok(()) => {
                    lease.link = Some(link);
                    return Ok(lease);
                }
                Err(failure) => {
                    tracing::info!(%failure, "a connection to the database is dead; those beside it are thrown away");
                    shared.forget();
                    lease.epoch = shared.epoch.load(Ordering::Acquire);
                    close_in_background(link, None);
                }
            }
        }
        let left = patience.saturating_sub(began.elapsed()).max(Duration::from_millis(1));
        lease.link = Some(shared.source.open(Limits { acquire: left, ..shared.limits }).await?);
        Ok(lease)
    }

    /// Closes the connections that were idle or open for too long, and shrinks the log that they write, if there is one.
    pub(super) async fn maintain(&self) -> Result<(), Failure> {
        self.0.prune();
        match &self.0.log {
            Some(log) => log.shrink().await,
            None => Ok(()),
        }
    }

    /// Returns how the pool is used.
    pub(super) fn usage(&self) -> PoolUsage {
        let (most, waits) = (self.0.most as usize, &self.0.waits);
        PoolUsage {
            pool: self.0.name,
            most,
            used: most.saturating_sub(self.0.permits.available_permits()),
            idle: self.0.idle().len(),
            waits: waits.count.load(Ordering::Relaxed),
            timeouts: waits.timeouts.load(Ordering::Relaxed),
        }
    }

    pub(super) fn is_closed(&self) -> bool {
        self.0.permits.is_closed()
    }

    /// Closes every connection; one in use is closed when it comes back.
    pub(super) async fn close(&self) {
        let _all = timeout(self.0.limits.statement, self.0.permits.acquire_many(self.0.most)).await;
        self.0.permits.close();
        self.0.epoch.fetch_add(1, Ordering::AcqRel);
        let idle = std::mem::take(&mut *self.0.idle());
        for (_, link) in idle {
            link.close().await;
        }
        if let Some(log) = &self.0.log {
            log.close().await;
        }
    }
}

impl Waits {
    fn waited(&self, in_vain: bool) {
        self.count.fetch_add(1, Ordering::Relaxed);
        self.timeouts.fetch_add(u64::from(in_vain), Ordering::Relaxed);
    }
}

impl Shared {
    fn idle(&self) -> MutexGuard<'_, Vec<(u64, Link)>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns the connection that came back last, so that the others can become idle long enough to be closed.
    fn pop(&self) -> Option<Link> {
        self.prune();
        self.idle().pop().map(|(_, link)| link)
    }

    fn prune(&self) {
        let epoch = self.epoch.load(Ordering::Acquire);
        let over: Vec<_> = self
            .idle()
            .extract_if(.., |(of, link)| *of != epoch || link.age() > self.limits.life || link.rested() > self.limits.idle)
            .collect();
        for (_, link) in over {
            close_in_background(link, None);
        }
    }

    /// Closes all idle connections.
    fn forget(&self) {
        self.epoch.fetch_add(1, Ordering::AcqRel);
        self.prune();
    }
}

/// A connection in use. If it is dropped, the connection is closed, and the database rolls back whatever was in progress.
pub(super) struct Lease {
    link: Option<Link>,
    epoch: u64,
    permit: Option<OwnedSemaphorePermit>,
    shared: Arc<Shared>,
}

impl Lease {
    /// Returns the connection.
    pub(super) fn link(&mut self) -> Result<&mut Link, Failure> {
        self.link.as_mut().ok_or_else(|| Failure::ended(""))
    }

    /// Reacts to a failure: idle connections beside a dead one are dead too, and those to a server that accepts no writes must be replaced.
    pub(super) fn learn_from(&self, failure: &Failure) {
        if matches!(failure.kind(), FailureKind::Lost | FailureKind::Silent | FailureKind::ReadOnly) {
            self.shared.forget();
        }
    }

    /// Gives back a connection that is known to be sound and outside of a transaction.
    pub(super) fn release(mut self) {
        if let Some(log) = &self.shared.log {
            log.note();
        }
        let fit = self.epoch == self.shared.epoch.load(Ordering::Acquire) && !self.shared.permits.is_closed();
        if !fit {
            return;
        }
        if let Some(mut link) = self.link.take_if(|link| link.age() <= self.shared.limits.life) {
            link.rest();
            self.shared.idle().push((self.epoch, link));
        }
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        if let Some(link) = self.link.take() {
            close_in_background(link, self.permit.take());
        }
    }
}

/// Closes a connection in the background. Where its permit goes along, no other connection is opened before it is closed.
fn close_in_background(link: Link, permit: Option<OwnedSemaphorePermit>) {
    // Without a runtime nobody can wait for it: the driver closes it as it is dropped.
    if let Ok(runtime) = Handle::try_current() {
        runtime.spawn(async move {
            link.close().await;
            drop(permit);
        });
    }
}
