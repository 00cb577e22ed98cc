//! What happened at a client.

use domain::{
    activity::{ClientActivity, Period},
    client::ClientType,
    clock::Timestamp,
    id::ClientId,
    view::ClientView,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    api::{ApiError, operator},
    components::{ActivityCharts, Periods, Series, activity_call, activity_lead, period_name, query_string},
    paths::{WorkspacePages as _, WorkspacePath},
    ui::{Empty, Glyph, Kind, Link, LinkButton, Section, Time, bounded},
};

/// What happened at a client, and the call that says the same.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct LoadedActivity {
    of_client: ClientActivity,
    call: String,
}

/// Loads what happened at a client in a period.
pub(super) async fn load_activity(path: &WorkspacePath, client: ClientId, period: Period) -> Result<LoadedActivity, ApiError> {
    let of_client = operator()?.load_client_activity(path, client, period).await?;
    Ok(LoadedActivity { of_client, call: activity_call(path, &format!("/clients/{client}"), period)? })
}

const SERIES: &[Series] = &[Series::REFRESHES, Series::REFUSALS, Series::REUSES, Series::ISSUED, Series::REVOKED, Series::LOGINS];
/// What there can be of a service, which gets tokens for itself alone.
const OF_SERVICES: &[Series] = &[Series::REFUSALS];

/// What happened at a client over time.
#[component]
pub(super) fn ActivitySection(path: WorkspacePath, view: ClientView, loaded: LoadedActivity) -> impl IntoView {
    let LoadedActivity { of_client: ClientActivity { activity, counted_until }, call } = loaded;
    let (id, period) = (view.client.id, activity.period);
    let is_service = view.client.settings.client_type == ClientType::Service;
    let lead = if is_service { "Requests that were refused." } else { activity_lead(period) };
    let live = (!is_service).then(|| view! { <Live path=path.clone() id live=view.live_families/> });
    let charts = if activity.is_quiet() {
        view! { <Quiet path=path.clone() id is_service period/> }.into_any()
    } else {
        let series = if is_service { OF_SERVICES } else { SERIES };
        view! { <ActivityCharts activity series call/> }.into_any()
    };
    view! {
        <Section title="Activity" lead>
            {live}
            <Periods here=path.client(id) shown=period/>
            {charts}
            <Until path id counted_until/>
        </Section>
    }
    .into_any()
}

/// How many refresh tokens are active now.
#[component]
fn Live(path: WorkspacePath, id: ClientId, live: u64) -> impl IntoView {
    view! {
        <ul class="figures" aria-label="Figures">
            <li class="figure" data-tone="neutral">
                <span class="figure-name"><Link href=path.client_tokens(id)>"Active refresh tokens"</Link></span>
                <span class="figure-number">{bounded(live)}</span>
                <span class="figure-detail">"sessions that can be renewed now"</span>
            </li>
        </ul>
    }
    .into_any()
}

/// Stands in place of the charts where nothing happened.
#[component]
fn Quiet(path: WorkspacePath, id: ClientId, is_service: bool, period: Period) -> impl IntoView {
    let title = format!("Nothing in the last {}", period_name(period));
    if is_service {
        return view! {
            <Empty glyph=Glyph::Overview title>
                <p>"No request of this service was refused, as far as it has been counted. Quickstart has programs that get a token with it."</p>
                <LinkButton href=path.client_quickstart(id) kind=Kind::Secondary>"Open Quickstart"</LinkButton>
            </Empty>
        }
        .into_any();
    }
    view! {
        <Empty glyph=Glyph::Overview title>
            <p>"Sign in with this client once: Try it runs a test sign-in, and Quickstart has programs with this client\u{2019}s values. What they do appears here within a quarter of an hour."</p>
            <LinkButton href=path.client_try(id)>"Try it"</LinkButton>
            <LinkButton href=path.client_quickstart(id) kind=Kind::Secondary>"Open Quickstart"</LinkButton>
        </Empty>
    }
    .into_any()
}

/// Until when it was added up, and where the rest is.
#[component]
fn Until(path: WorkspacePath, id: ClientId, counted_until: Option<Timestamp>) -> impl IntoView {
    let requests = format!("{}{}", path.decisions(), query_string(&[("client", Some(id.to_string().as_str()))]));
    let until = match counted_until {
        Some(until) => view! { "Counted until " <Time utc=until.to_string()/> ". " }.into_any(),
        None => "Not counted yet. ".into_any(),
    };
    view! { <p class="chart-until">{until} "Later requests are under " <Link href=requests>"Token requests"</Link> "."</p> }.into_any()
}
