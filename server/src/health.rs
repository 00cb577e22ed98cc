//! Health, for what monitors the process.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use axum::{Router, extract::State, http::StatusCode, routing::get};
use engine::keys::KeyRing;
use migrations::Migrator;
use store::{FailureKind, Store};
use tokio::sync::Mutex;

use crate::{
    installation::{Installation, master_key},
    node::Node,
    paths::ServerRoute,
};

/// How long a result is kept, so that requests do not load the database.
const HOLDS: Duration = Duration::from_secs(1);

/// `/health/live`: the process answers. `/health/ready`: it can do what it is there for.
pub(crate) fn router(installation: &Installation) -> Router {
    let readiness = Readiness::of(installation);
    Router::new()
        .route(ServerRoute::Live.template(), get(live))
        .route(ServerRoute::Ready.template(), get(ready))
        .with_state(Arc::new(readiness))
}

async fn live() -> &'static str {
    "ok\n"
}

async fn ready(State(readiness): State<Arc<Readiness>>) -> (StatusCode, String) {
    match readiness.ask().await {
        Ok(()) => (StatusCode::OK, "ok\n".to_owned()),
        Err(cause) => (StatusCode::SERVICE_UNAVAILABLE, format!("not ready: {cause}\n")),
    }
}

/// The check whether the server can do its work.
pub(crate) struct Readiness {
    store: Store,
    keys: KeyRing,
    node: Node,
    migrations: Vec<String>,
    last: Mutex<Option<(Instant, Result<(), &'static str>)>>,
}

impl Readiness {
    pub(crate) fn of(installation: &Installation) -> Self {
        Self {
            store: installation.store.clone(),
            keys: installation.keys.clone(),
            node: installation.node.clone(),
            migrations: Migrator::names(),
            last: Mutex::default(),
        }
    }

    /// Returns the cause in a word where the server is not ready. Requests that come during a check wait for its result.
    pub(crate) async fn ask(&self) -> Result<(), &'static str> {
        if let Some(cause) = self.node.not_ready() {
            return Err(cause);
        }
        let mut last = self.last.lock().await;
        if let Some((_, seen)) = last.filter(|(at, _)| at.elapsed() < HOLDS) {
            return seen;
        }
        let seen = self.look().await;
        *last = Some((Instant::now(), seen));
        seen
    }

    async fn look(&self) -> Result<(), &'static str> {
        let migrations: Vec<&str> = self.migrations.iter().map(String::as_str).collect();
        let recorded = self.store.check_health(&migrations).await.map_err(|failure| {
            tracing::error!(operation = "look", cause = %failure, "not ready");
            word(failure.kind())
        })?;
        if let Some(version) = master_key::other_than_recorded(&self.keys, &recorded) {
            tracing::error!(operation = "look", version, cause = "the database was used with another master key", "not ready");
            return Err("master_key");
        }
        Ok(())
    }
}

const fn word(kind: FailureKind) -> &'static str {
    match kind {
        FailureKind::Unreachable | FailureKind::Lost => "unreachable",
        FailureKind::Exhausted => "exhausted",
        FailureKind::Deadline | FailureKind::Silent => "timeout",
        FailureKind::Locked | FailureKind::Aborted => "locked",
        FailureKind::Full => "full",
        FailureKind::ReadOnly => "read_only",
        FailureKind::Schema => "schema",
        FailureKind::Conflict | FailureKind::Ended | FailureKind::Other => "database",
    }
}
