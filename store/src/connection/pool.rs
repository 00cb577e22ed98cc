//! The connections to one database. Whatever is not known to be sound is closed: a [`Lease`] goes back on [`Lease::release`] alone.
//!
//! The driver's own pool cannot do this: it asks each connection that comes back whether it lives, without a deadline; it waits for
//! a port that is closed; it finds its dead connections one request at a time; and it keeps a connection unless it is told not to.

use std::{
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use sea_orm::{DbBackend, sqlx::sqlite::SqliteConnectOptions};
use tokio::{
    runtime::Handle,
    sync::{OwnedSemaphorePermit, Semaphore},
    time::timeout,
};

use super::{
    address::Host,
    failure::{Failure, FailureKind},
    limits::Limits,
    link::{Link, Role},
};

/// How long a connection may rest before it is asked whether it still lives; asking each time would double the round trips.
const RESTED: Duration = Duration::from_secs(1);
/// How long it may take to say so.
const PING: Duration = Duration::from_secs(1);

/// Where connections lead.
#[derive(Clone)]
pub(super) enum Source {
    Sqlite(Box<SqliteConnectOptions>, Role),
    Postgres(Arc<[Host]>),
}

impl Source {
    /// Opens a connection: to the first server that takes writes, where there are several.
    pub(super) async fn open(&self, limits: Limits) -> Result<Link, Failure> {
        match self {
            Self::Sqlite(options, role) => Link::to_sqlite(options, *role, limits).await,
            Self::Postgres(hosts) => {
                let mut failures = Vec::new();
                for (server, host) in hosts.iter().enumerate() {
                    match Link::to_postgres(&host.name, &host.options, limits).await {
                        Ok(link) if link.takes_writes() || !host.must_write => return Ok(link.leading_to(server)),
                        Ok(link) => {
                            link.close().await;
                            failures.push(Failure::new(&format!("connect to {}", host.name), FailureKind::ReadOnly, ""));
                        }
                        Err(failure) => failures.push(failure),
                    }
                }
                Err(Failure::all(failures))
            }
        }
    }
}

#[derive(Clone)]
pub(super) struct Pool(Arc<Shared>);

struct Shared {
    source: Source,
    limits: Limits,
    most: u32,
    permits: Arc<Semaphore>,
    idle: Mutex<Vec<(u64, Link)>>,
    /// Moves on when a connection is found dead: those that were opened before are not used any more.
    epoch: AtomicU64,
}

impl Pool {
    pub(super) fn new(source: Source, most: u32, limits: Limits) -> Self {
        let permits = Arc::new(Semaphore::new(most as usize));
        Self(Arc::new(Shared { source, limits, most, permits, idle: Mutex::default(), epoch: AtomicU64::new(0) }))
    }

    pub(super) fn backend(&self) -> DbBackend {
        match self.0.source {
            Source::Sqlite(..) => DbBackend::Sqlite,
            Source::Postgres(_) => DbBackend::Postgres,
        }
    }

    /// A connection that nobody else uses meanwhile.
    pub(super) async fn acquire(&self) -> Result<Lease, Failure> {
        let (shared, began) = (&self.0, Instant::now());
        let patience = shared.limits.acquire;
        let permit = match timeout(patience, Arc::clone(&shared.permits).acquire_owned()).await {
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

    /// Closes the connections that have rested or lived for too long.
    pub(super) fn prune(&self) {
        self.0.prune();
    }

    pub(super) fn is_closed(&self) -> bool {
        self.0.permits.is_closed()
    }

    /// Closes every connection: those in use, when they come back.
    pub(super) async fn close(&self) {
        let _all = timeout(self.0.limits.statement, self.0.permits.acquire_many(self.0.most)).await;
        self.0.permits.close();
        self.0.epoch.fetch_add(1, Ordering::AcqRel);
        let idle = std::mem::take(&mut *self.0.idle());
        for (_, link) in idle {
            link.close().await;
        }
    }
}

impl Shared {
    fn idle(&self) -> MutexGuard<'_, Vec<(u64, Link)>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The connection that came back last: the others may rest long enough to be closed.
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

    /// Throws away the connections that rest.
    fn forget(&self) {
        self.epoch.fetch_add(1, Ordering::AcqRel);
        self.prune();
    }
}

/// A connection in use. Dropped, it is closed, and whatever it was in the midst of is rolled back by the database.
pub(super) struct Lease {
    link: Option<Link>,
    epoch: u64,
    permit: Option<OwnedSemaphorePermit>,
    shared: Arc<Shared>,
}

impl Lease {
    /// The connection.
    pub(super) fn link(&mut self) -> Result<&mut Link, Failure> {
        self.link.as_mut().ok_or_else(|| Failure::ended(""))
    }

    /// Draws the conclusion from a failure: those that rest beside a dead connection are dead, too, and those that lead to a server
    /// that takes no writes are to lead to another.
    pub(super) fn learn_from(&self, failure: &Failure) {
        if matches!(failure.kind(), FailureKind::Lost | FailureKind::Silent | FailureKind::ReadOnly) {
            self.shared.forget();
        }
    }

    /// Gives the connection back, for one that is known to be sound and outside of a transaction.
    pub(super) fn release(mut self) {
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

/// Another connection is not opened before this one is closed, where its permit goes along.
fn close_in_background(link: Link, permit: Option<OwnedSemaphorePermit>) {
    // Without a runtime there is nobody to wait for it: the driver ends it as it goes.
    if let Ok(runtime) = Handle::try_current() {
        runtime.spawn(async move {
            link.close().await;
            drop(permit);
        });
    }
}
