//! What fails at clients, as far as somebody has to do something about it.

use domain::{client_failure::ClientFailure, id::ClientId, permission::Action};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    api::{ApiError, operator, permits, session},
    components::ClientFailures,
    paths::{WorkspacePages as _, WorkspacePath},
    t, t_view,
    ui::{Link, Notice, Tone},
};

/// The most failures that are shown.
const SHOWN: usize = 5;
/// For how long they are shown, in seconds.
const RECENT: i64 = 24 * 3600;

/// What fails.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct LoadedFailures {
    /// Requests of the last day that failed by the configuration of clients.
    configuration: Vec<ClientFailure>,
    /// Whether there are more than are shown.
    more: bool,
    /// Clients that do not take that users are signed out.
    logouts: Vec<(ClientId, String)>,
}

/// Loads what fails, as far as one may see it.
pub(super) async fn load_failures(path: &WorkspacePath) -> Result<LoadedFailures, ApiError> {
    let operator = operator()?;
    let since = session()?.clock.now().plus_seconds(-RECENT);
    let mut configuration =
        if permits(Action::Explain) { seen(operator.list_client_failures(path, None, None).await)? } else { Vec::new() };
    configuration.retain(|failure| failure.last_at >= since);
    let more = configuration.len() > SHOWN;
    configuration.truncate(SHOWN);
    let logouts = if permits(Action::SeeClients) { seen(operator.list_failing_logouts(path).await)? } else { Vec::new() };
    Ok(LoadedFailures { configuration, more, logouts })
}

/// Returns what was read; nothing where one may see a part of it alone.
fn seen<T: Default>(outcome: Result<T, control::Error>) -> Result<T, ApiError> {
    match outcome {
        Err(control::Error::Forbidden(_) | control::Error::NotFound) => Ok(T::default()),
        outcome => Ok(outcome?),
    }
}

/// Clients that do not take that users are signed out, in a notice.
#[component]
pub(super) fn FailingLogouts(path: WorkspacePath, failures: LoadedFailures) -> impl IntoView {
    let logouts = failures.logouts.into_iter().enumerate().map(|(at, (id, name))| {
        view! { {(at > 0).then_some(", ")}<Link href=path.client_oauth(id)>{name}</Link> }
    });
    let logouts: Vec<_> = logouts.collect();
    (!logouts.is_empty())
        .then(|| {
            view! {
                <Notice tone=Tone::Warning>
                    {t_view!("logs-overview-logouts", clients = view! { {logouts} })}
                </Notice>
            }
        })
        .into_any()
}

/// What failed by the configuration of clients in the last day.
#[component]
pub(super) fn FailedRequests(path: WorkspacePath, failures: LoadedFailures) -> impl IntoView {
    let LoadedFailures { configuration, more, .. } = failures;
    if configuration.is_empty() {
        return ().into_any();
    }
    let all = more.then(|| view! { <p class="field-links"><Link href=path.decisions()>{t!("logs-overview-failures-all")}</Link></p> });
    view! {
        <ClientFailures path=path.clone() failures=configuration named=true/>
        {all}
    }
    .into_any()
}
