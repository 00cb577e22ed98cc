//! What every route shares.

use std::{ops::Deref, sync::Arc};

use axum::http::HeaderMap;
use domain::clock::{Clock, Timestamp};
use tokio::sync::RwLock;

use crate::{
    configuration::Configuration,
    cookie::SessionCookie,
    error::Error,
    problem::Problem,
    proofs::Proofs,
    provider::Provider,
    session::{Sessions, SharedSession},
    transport::{self, Recorder},
};

/// The most sessions that are kept.
const SESSIONS: usize = 1_000;

/// The application's state. A clone is the same state.
#[derive(Clone)]
pub(crate) struct AppState(Arc<Inner>);

pub(crate) struct Inner {
    pub(crate) configuration: Configuration,
    pub(crate) cookie: SessionCookie,
    pub(crate) sessions: Sessions,
    pub(crate) proofs: Proofs,
    clock: Arc<dyn Clock>,
    client: reqwest::Client,
    provider: RwLock<Option<Arc<Provider>>>,
}

impl Deref for AppState {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}

impl AppState {
    /// # Errors
    /// A configuration that cannot work.
    pub(crate) fn new(configuration: Configuration, clock: Arc<dyn Clock>) -> Result<Self, Error> {
        configuration.check()?;
        Ok(Self(Arc::new(Inner {
            client: transport::client(&configuration.issuer).map_err(Error::Client)?,
            cookie: SessionCookie::new(configuration.is_https()),
            sessions: Sessions::bounded(SESSIONS),
            proofs: Proofs::default(),
            provider: RwLock::default(),
            clock,
            configuration,
        })))
    }

    pub(crate) fn recorder(&self) -> Recorder {
        Recorder::new(self.client.clone(), Arc::clone(&self.clock))
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Returns the session of a request, with its identifier.
    pub(crate) fn session(&self, headers: &HeaderMap) -> Option<(String, SharedSession)> {
        let id = self.cookie.read(headers)?;
        Some((id.to_owned(), self.sessions.find(id)?))
    }

    /// Reads the discovery document again: a sign-in must not fail because keys or endpoints have changed since the last one.
    pub(crate) async fn discover(&self, recorder: &Recorder) -> Result<Arc<Provider>, Problem> {
        let provider = Arc::new(Provider::discover(&self.configuration, recorder).await?);
        *self.provider.write().await = Some(Arc::clone(&provider));
        Ok(provider)
    }

    /// Returns the authorization server as it was last discovered.
    pub(crate) async fn provider(&self, recorder: &Recorder) -> Result<Arc<Provider>, Problem> {
        if let Some(provider) = self.provider.read().await.as_ref() {
            return Ok(Arc::clone(provider));
        }
        self.discover(recorder).await
    }
}
