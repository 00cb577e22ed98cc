//! What clients are told.

use std::sync::Arc;

use axum::http::StatusCode;
use control::{Control, UndeliveredLogouts};
use domain::{
    audit::AuditEvent,
    backoff,
    causes::Causes,
    client_uri::BackchannelLogoutUri,
    clock::{Clock, Timestamp},
    id::{ClientId, TenantId},
    logout::{LogoutAttempt, LogoutProgress, NO_TOKEN, TOLD_FOR},
    secret::Secret,
};
use engine::{
    Engine, Realm,
    random::{self, Random},
    storage::SessionClient,
    token::logout::LogoutReach,
};
use store::{DueLogout, EngineStorage, Error, LogoutFate, LogoutOutcome, Store, TellingClient};
use url::Url;

use super::attempt;
use crate::{
    delivery::{Outbox, Reply, Turn},
    fetch::Fetcher,
    installation::Installation,
    metrics::count,
};

/// The sign-outs that clients of an installation are told of.
pub(crate) struct Logouts {
    store: Store,
    control: Control,
    engine: Engine<EngineStorage>,
    base_url: Url,
    clock: Arc<dyn Clock>,
    random: Arc<dyn Random>,
    fetcher: Fetcher,
}

/// What an attempt has come to.
struct Told {
    /// How the client takes what it is told.
    progress: LogoutProgress,
    /// Whether it answered as it should.
    answered: bool,
}

impl Outbox for Logouts {
    type Receiver = ClientId;
    type Taken = TellingClient;

    const TASK: &'static str = "telling clients of sign-outs";

    async fn list_due(&self, most: u64) -> Result<Vec<(ClientId, TenantId)>, Error> {
        self.store.list_due_logout_receivers(self.clock.now(), most).await
    }

    async fn take(&self, client: ClientId) -> Result<Option<TellingClient>, Error> {
        self.store.take_logout_receiver(client, Arc::clone(&self.clock)).await
    }

    fn fence(taken: &TellingClient) -> i64 {
        taken.fence()
    }

    async fn serve(&self, taken: &TellingClient) -> Result<(), Error> {
        let settings = &taken.client().settings;
        let Some(uri) = &settings.backchannel_logout_uri else {
            // It is not told any more.
            while taken.forget().await? > 0 {}
            return Ok(());
        };
        let (mut progress, mut turn) = (taken.progress(), Turn::new(self.clock.now()));
        loop {
            let due = taken.due().await?;
            if due.is_empty() {
                return Ok(());
            }
            for logout in due {
                let Told { progress: next, answered } = self.tell(taken, uri, &logout, progress).await?;
                progress = next;
                if turn.is_over_with(self.clock.now()) || !answered {
                    return Ok(());
                }
                if !settings.backchannel_logout_session_required {
                    // Others of the same user may be over with it.
                    break;
                }
            }
        }
    }

    async fn release(&self, taken: TellingClient) -> Result<(), Error> {
        taken.release().await
    }

    async fn release_all(&self, held: &[(ClientId, i64)]) -> Result<(), Error> {
        self.store.release_logout_receivers(held, self.clock.now()).await
    }
}

impl Logouts {
    pub(crate) fn of(installation: &Installation) -> Self {
        Self::with(installation, installation.fetcher().ready())
    }

    pub(super) fn with(installation: &Installation, fetcher: Fetcher) -> Self {
        Self {
            store: installation.store.clone(),
            control: installation.control(),
            engine: installation.engine(),
            base_url: installation.configuration.public_url.url().clone(),
            clock: Arc::clone(&installation.clock),
            random: Arc::clone(&installation.random),
            fetcher,
        }
    }

    /// Tells a client of a sign-out, and records what has come of it.
    async fn tell(
        &self,
        taken: &TellingClient,
        uri: &BackchannelLogoutUri,
        logout: &DueLogout,
        progress: LogoutProgress,
    ) -> Result<Told, Error> {
        let (told, at) = (&logout.told, self.clock.now());
        let reach = reach_of(taken, told).await?;
        let reply = match self.token(taken, told, reach).await {
            Some(signed) => attempt::post(&self.fetcher, uri, &signed, at).await,
            None => Reply::not_sent(NO_TOKEN),
        };
        let now = self.clock.now();
        let outcome = match (&reply.failure, reply.status) {
            (None, _) => count::LogoutOutcome::Delivered,
            // §2.8: the client has understood the request, and does not follow it. Sent again it would say the same.
            (Some(_), Some(StatusCode::BAD_REQUEST)) => count::LogoutOutcome::Refused,
            (Some(_), _) => count::LogoutOutcome::Failed,
        };
        count::logout_delivery(outcome);
        let answered = outcome != count::LogoutOutcome::Failed;
        let spread = i64::from(u16::from_le_bytes(random::bytes(&*self.random)));
        let next = if answered { LogoutProgress::answered(now) } else { progress.failed(now, reply.retry_after, spread) };
        let too_late = told.ended_at.is_none_or(|ended| now.seconds_since(ended) >= TOLD_FOR);
        let fate = match outcome {
            count::LogoutOutcome::Delivered if reach == LogoutReach::User => LogoutFate::OverForUser(told.user_id, at),
            count::LogoutOutcome::Failed if !too_late => {
                LogoutFate::Again(told.id, backoff::next_attempt(now, logout.failures, reply.retry_after, spread))
            }
            _ => LogoutFate::Over(told.id),
        };
        let reason = reply.failure.clone().unwrap_or_default();
        let in_vain = outcome != count::LogoutOutcome::Delivered && matches!(fate, LogoutFate::Over(_));
        let audit = in_vain.then(|| self.undelivered(taken, UndeliveredLogouts::One(told.user_id, told.login_session_id), &reason, now));
        let status = reply.status.map(|status| status.as_u16());
        let attempt = LogoutAttempt { at, status, failure: reply.failure, answer: reply.answer };
        taken.record(LogoutOutcome { progress: next, attempt, number: logout.failures + 1, fate, audit }).await?;
        let since = now.plus_seconds(-TOLD_FOR);
        if !answered && next.fails_since_before(since) {
            // Nobody has been there all that time: what is as old is not tried one by one.
            let line = |number| self.undelivered(taken, UndeliveredLogouts::Many(number), &reason, now);
            while taken.give_up(since, line).await? > 0 {}
        }
        Ok(Told { progress: next, answered })
    }

    /// Makes a token for an attempt; none where that fails, which the log says.
    async fn token(&self, taken: &TellingClient, told: &SessionClient, reach: LogoutReach) -> Option<Secret<String>> {
        let (workspace, tenant) = (taken.workspace().clone(), taken.tenant().clone());
        let realm = Realm { issuer: engine::issuer(&self.base_url, &tenant, &workspace.slug), workspace, tenant };
        let signed = self.engine.logout_token(&realm, taken.client(), told, reach).await;
        signed
            .inspect_err(|error| tracing::warn!(client = %taken.client().id, error = %Causes(error), "no logout token can be signed"))
            .ok()
    }

    fn undelivered(&self, taken: &TellingClient, logouts: UndeliveredLogouts, reason: &str, now: Timestamp) -> AuditEvent {
        let client = taken.client();
        tracing::info!(client = %client.id, workspace = %client.workspace_id, ?logouts, reason, "a client is not told of sign-outs any more");
        self.control.logout_undelivered(taken.workspace().tenant_id, client, logouts, reason, now)
    }
}

/// Returns what a client is to end. One that is told of users is told of the session where its user has signed in anew meanwhile: told of the user, it
/// would end that sign-in as well, and told of nothing, it would keep the session that was ended.
async fn reach_of(taken: &TellingClient, told: &SessionClient) -> Result<LogoutReach, Error> {
    let names_session = taken.client().settings.backchannel_logout_session_required || taken.has_signed_in_since(told).await?;
    Ok(if names_session { LogoutReach::Session } else { LogoutReach::User })
}
