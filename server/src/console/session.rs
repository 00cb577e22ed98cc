//! The console's sessions: a random cookie, and a row that is found by its hash.

use std::{fmt, sync::Arc};

use app::api::{ADMINISTRATOR, FIRST_STEP};
use async_trait::async_trait;
use domain::{
    causes::Causes,
    clock::{Clock, Timestamp},
    id::AdministratorId,
};
use engine::{
    keys::hash_secret,
    random::{self, Random},
    storage::SecretHash,
};
use store::Store;
use tower_sessions::{
    Expiry, SessionManagerLayer, SessionStore,
    cookie::{
        SameSite,
        time::{Duration, OffsetDateTime},
    },
    session::{Id, Record},
    session_store::{Error, Result},
};

use crate::{browser::cookies, installation::Installation};

/// How long a session lives that nobody uses.
pub(super) const INACTIVITY_SECONDS: i64 = 8 * 3600;

/// Sessions in the database.
#[derive(Clone)]
pub(super) struct ConsoleSessions {
    store: Store,
    clock: Arc<dyn Clock>,
    random: Arc<dyn Random>,
}

impl fmt::Debug for ConsoleSessions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ConsoleSessions").finish_non_exhaustive()
    }
}

/// The name of its cookie.
pub(super) fn cookie_name(over_tls: bool) -> String {
    cookies::name(over_tls, "regrant-console")
}

/// The layer that finds the session of a request and keeps what is changed about it.
pub(super) fn layer(sessions: ConsoleSessions, over_tls: bool) -> SessionManagerLayer<ConsoleSessions> {
    SessionManagerLayer::new(sessions)
        .with_name(cookie_name(over_tls))
        .with_secure(over_tls)
        .with_http_only(true)
        .with_same_site(SameSite::Lax)
        .with_path("/")
        .with_expiry(Expiry::OnInactivity(Duration::seconds(INACTIVITY_SECONDS)))
}

impl ConsoleSessions {
    /// The sessions of an installation.
    pub(super) fn of(installation: &Installation) -> Self {
        Self { store: installation.store.clone(), clock: Arc::clone(&installation.clock), random: Arc::clone(&installation.random) }
    }

    /// Returns when a session in use expires, by our clock and not by the session library's.
    fn expires_at(&self) -> Timestamp {
        self.clock.now().plus_seconds(INACTIVITY_SECONDS)
    }
}

/// Returns what is stored in place of the cookie's value.
pub(super) fn hash(id: &Id) -> SecretHash {
    hash_secret("console-session", &id.to_string())
}

/// Returns whose session it is, once somebody has signed in or typed their password: all of theirs are found by it.
fn administrator(record: &Record) -> Option<AdministratorId> {
    let of_first_step = || record.data.get(FIRST_STEP)?.get(ADMINISTRATOR);
    serde_json::from_value(record.data.get(ADMINISTRATOR).or_else(of_first_step)?.clone()).ok()
}

fn encode(record: &Record) -> Result<serde_json::Value> {
    serde_json::to_value(&record.data).map_err(|error| Error::Encode(error.to_string()))
}

#[expect(clippy::needless_pass_by_value, reason = "it stands in `map_err`")]
fn failed(error: store::Error) -> Error {
    Error::Backend(Causes(&error).to_string())
}

#[async_trait]
impl SessionStore for ConsoleSessions {
    async fn create(&self, record: &mut Record) -> Result<()> {
        record.id = Id(i128::from_le_bytes(random::bytes(&*self.random)));
        let (whose, data) = (administrator(record), encode(record)?);
        self.store.console_sessions().insert(hash(&record.id), whose, data, self.expires_at()).await.map_err(failed)
    }

    async fn save(&self, record: &Record) -> Result<()> {
        // A session that was ended meanwhile stays ended: this changes a row and makes none.
        let (whose, data) = (administrator(record), encode(record)?);
        self.store.console_sessions().update(hash(&record.id), whose, data, self.expires_at()).await.map_err(failed)
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let now = self.clock.now();
        let Some(data) = self.store.console_sessions().find(hash(id), now).await.map_err(failed)? else { return Ok(None) };
        let data = serde_json::from_value(data).map_err(|_| Error::Decode("the session's data cannot be read".to_owned()))?;
        // The library leaves this date to the store, and ours has looked already.
        let expiry_date = OffsetDateTime::UNIX_EPOCH + Duration::milliseconds(self.expires_at().as_millis());
        Ok(Some(Record { id: *id, data, expiry_date }))
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        self.store.console_sessions().delete(hash(id)).await.map_err(failed)
    }
}
