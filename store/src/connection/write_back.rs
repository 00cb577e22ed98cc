//! SQLite's log is written back into the file beside the writer. Else the commit that fills it would, and everybody would wait for it.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU32, Ordering},
    },
    time::Duration,
};

use tokio::{runtime::Handle, sync::Mutex, time::sleep};

use super::{failure::Failure, limits::Limits, source::Source};

/// After how many writes there is something to do.
const WRITES: u32 = 32;
/// How long writes are gathered then: each time costs the disk as much as a commit or two.
const GATHERING: Duration = Duration::from_millis(100);

/// What writes a file's log back.
#[derive(Clone)]
pub(super) struct WriteBack(Arc<Inner>);

struct Inner {
    source: Source,
    limits: Limits,
    writes: AtomicU32,
    is_at_it: AtomicBool,
    /// Held meanwhile. Nothing is done once it holds `true`: the store was closed.
    is_closed: Mutex<bool>,
}

impl WriteBack {
    pub(super) fn new(source: Source, limits: Limits) -> Self {
        let (writes, is_at_it, is_closed) = (AtomicU32::new(0), AtomicBool::new(false), Mutex::new(false));
        Self(Arc::new(Inner { source, limits, writes, is_at_it, is_closed }))
    }

    /// Notes a write, and has the log written back where there were enough.
    pub(super) fn note(&self) {
        let inner = &self.0;
        if inner.writes.fetch_add(1, Ordering::Relaxed) < WRITES || inner.is_at_it.swap(true, Ordering::AcqRel) {
            return;
        }
        let Ok(runtime) = Handle::try_current() else { return };
        let inner = Arc::clone(inner);
        runtime.spawn(async move {
            sleep(GATHERING).await;
            inner.writes.store(0, Ordering::Relaxed);
            if let Err(failure) = inner.write_back("PRAGMA wal_checkpoint(PASSIVE)").await {
                // The writer does it itself when the log is full.
                tracing::debug!(%failure, "SQLite's log was not written back");
            }
            inner.is_at_it.store(false, Ordering::Release);
        });
    }

    /// Writes all of it back and shrinks it to nothing, unless somebody reads or writes just now: the next time is soon enough.
    pub(super) async fn shrink(&self) -> Result<(), Failure> {
        self.0.write_back("PRAGMA wal_checkpoint(TRUNCATE)").await
    }

    /// Waits until nothing is written back any more.
    pub(super) async fn close(&self) {
        *self.0.is_closed.lock().await = true;
    }
}

impl Inner {
    /// Writes back what readers need no more. Nobody waits for it, and it waits for nobody but itself.
    async fn write_back(&self, how: &str) -> Result<(), Failure> {
        let is_closed = self.is_closed.lock().await;
        if *is_closed {
            return Ok(());
        }
        // It is closed again, so that it holds nothing up that wants the file for itself.
        let mut link = self.source.open(Limits { lock: Duration::ZERO, ..self.limits }).await?;
        let written = link.run(how).await;
        link.close().await;
        written
    }
}
