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
    components::{ActivityCharts, Periods, Series, activity_call, activity_lead, query_string},
    paths::{WorkspacePages as _, WorkspacePath},
    t, t_view,
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
    let lead = if is_service { t!("clients-activity-lead-service") } else { activity_lead(period) };
    let live = (!is_service).then(|| view! { <Live path=path.clone() id live=view.live_families/> });
    let requests = path.decisions();
    let charts = if activity.is_quiet() && view.live_families > 0 {
        // It was used, as the number above says: of a week ago as well as of a minute ago, of which nothing has been added up yet.
        view! {
            <Empty glyph=Glyph::Overview title=quiet_title(period)>
                <p>{t!("clients-activity-quiet-live")}</p>
                <LinkButton href=requests kind=Kind::Secondary>{t!("clients-activity-requests")}</LinkButton>
            </Empty>
        }
        .into_any()
    } else if activity.is_quiet() {
        let settings = &view.client.settings;
        let is_tried = !settings.is_for_devices_alone() && !settings.is_for_exchanges_alone();
        view! { <Quiet path=path.clone() id is_service is_tried period/> }.into_any()
    } else {
        let series = if is_service { OF_SERVICES } else { SERIES };
        view! { <ActivityCharts activity series call decisions=requests/> }.into_any()
    };
    view! {
        <Section title=t!("clients-activity-title") lead>
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
        <ul class="figures" aria-label=t!("clients-activity-figures")>
            <li class="figure" data-tone="neutral">
                <span class="figure-name"><Link href=path.client_tokens(id)>{t!("clients-activity-live")}</Link></span>
                <span class="figure-number">{bounded(live)}</span>
                <span class="figure-detail">{t!("clients-activity-live-detail")}</span>
            </li>
        </ul>
    }
    .into_any()
}

/// What is said of a period in which nothing happened, as far as it has been counted.
fn quiet_title(period: Period) -> &'static str {
    match period {
        Period::Day => t!("clients-activity-quiet-day"),
        Period::Week => t!("clients-activity-quiet-week"),
        Period::Month => t!("clients-activity-quiet-month"),
    }
}

/// Stands in place of the charts where nothing happened.
#[component]
fn Quiet(path: WorkspacePath, id: ClientId, is_service: bool, is_tried: bool, period: Period) -> impl IntoView {
    let title = quiet_title(period);
    if is_service {
        return view! {
            <Empty glyph=Glyph::Overview title>
                <p>{t!("clients-activity-quiet-service")}</p>
                <LinkButton href=path.client_quickstart(id) kind=Kind::Secondary>{t!("clients-activity-quickstart")}</LinkButton>
            </Empty>
        }
        .into_any();
    }
    // There is no sign-in to try of one that never sends a browser.
    if !is_tried {
        return view! {
            <Empty glyph=Glyph::Overview title>
                <p>{t!("clients-activity-quiet-program")}</p>
                <LinkButton href=path.client_quickstart(id)>{t!("clients-activity-quickstart")}</LinkButton>
            </Empty>
        }
        .into_any();
    }
    view! {
        <Empty glyph=Glyph::Overview title>
            <p>{t!("clients-activity-quiet-text")}</p>
            <LinkButton href=path.client_try(id)>{t!("clients-activity-try")}</LinkButton>
            <LinkButton href=path.client_quickstart(id) kind=Kind::Secondary>{t!("clients-activity-quickstart")}</LinkButton>
        </Empty>
    }
    .into_any()
}

/// Until when it was added up, and where the rest is.
#[component]
fn Until(path: WorkspacePath, id: ClientId, counted_until: Option<Timestamp>) -> impl IntoView {
    let requests = format!("{}{}", path.decisions(), query_string(&[("client", Some(id.to_string().as_str()))]));
    let until = match counted_until {
        Some(until) => t_view!("clients-activity-counted", time = view! { <Time utc=until.to_string()/> }),
        None => t!("clients-activity-not-counted").into_any(),
    };
    let more = t_view!("clients-activity-more", requests = view! { <Link href=requests>{t!("clients-activity-requests")}</Link> });
    view! { <p class="chart-until">{until}" "{more}</p> }.into_any()
}
