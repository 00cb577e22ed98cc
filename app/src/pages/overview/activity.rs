use domain::activity::{Activity, Period};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    api::{ApiError, operator},
    components::{ActivityCharts, Periods, Series, activity_call, activity_lead},
    paths::{WorkspacePages as _, WorkspacePath},
    t, t_view,
    ui::{Link, Section},
};

/// What happened in a workspace, and the call that says the same.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct LoadedActivity {
    activity: Activity,
    call: String,
}

impl LoadedActivity {
    /// Returns what was loaded with the call that says the same.
    pub(super) fn of(path: &WorkspacePath, activity: Activity) -> Result<Self, ApiError> {
        Ok(Self { call: activity_call(path, "", activity.period)?, activity })
    }
}

/// Loads what happened in a workspace in a period.
pub(super) async fn load_activity(path: &WorkspacePath, period: Period) -> Result<Activity, ApiError> {
    Ok(operator()?.load_activity(path, period).await?)
}

const SERIES: &[Series] = &[Series::REFRESHES, Series::LOGINS, Series::REFUSALS, Series::REUSES, Series::ISSUED, Series::REVOKED];

/// What happened in a workspace over time.
#[component]
pub(super) fn ActivitySection(path: WorkspacePath, loaded: LoadedActivity) -> impl IntoView {
    let LoadedActivity { activity, call } = loaded;
    let (here, period) = (path.overview(), activity.period);
    let shown = if activity.is_quiet() {
        let link = view! { <Link href=path.refresh_tokens_guide()>{t!("logs-overview-quiet-link")}</Link> };
        view! { <p class="quiet">{t_view!("logs-overview-quiet", link = link)}</p> }.into_any()
    } else {
        view! { <ActivityCharts activity series=SERIES call decisions=path.decisions()/> }.into_any()
    };
    view! {
        <Section title=t!("logs-overview-activity") lead=activity_lead(period)>
            <Periods here shown=period/>
            {shown}
        </Section>
    }
    .into_any()
}
