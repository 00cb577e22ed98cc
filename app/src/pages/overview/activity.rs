use domain::activity::{Activity, Figures, Period};
use leptos::prelude::*;

use crate::{
    api::{ApiError, operator},
    components::query_string,
    paths::{WorkspacePages as _, WorkspacePath},
    ui::{Bar, BarChart, Section, Table, Time, counted, group, readable},
};

/// Loads what happened in a workspace in a period.
pub(super) async fn load_activity(path: WorkspacePath, period: Period) -> Result<Activity, ApiError> {
    Ok(operator()?.load_activity(&path, period).await?)
}

/// What is drawn.
struct Series {
    name: &'static str,
    number: fn(&Figures) -> u64,
    /// How much of that were retries, where there can be some.
    retries: Option<fn(&Figures) -> u64>,
    /// Whether it means that something is wrong.
    alarming: bool,
}

const SERIES: [Series; 4] = [
    Series { name: "Refreshes", number: |figures| figures.refreshes, retries: Some(|figures| figures.retries), alarming: false },
    Series { name: "Logins", number: |figures| figures.logins, retries: None, alarming: false },
    Series { name: "Refusals", number: |figures| figures.refusals, retries: None, alarming: false },
    Series { name: "Reuse detected", number: |figures| figures.reuses, retries: None, alarming: true },
];

/// What happened in a workspace over time.
#[component]
pub(super) fn ActivitySection(path: WorkspacePath, activity: Activity) -> impl IntoView {
    let charts = SERIES.iter().map(|series| chart(series, &activity)).collect_view();
    let (first, last) = (activity.start, activity.begin(activity.points.len() - 1));
    view! {
        <Section title="Activity" lead=lead(activity.period)>
            <Periods path shown=activity.period/>
            <div class="charts">{charts}</div>
            <p class="chart-axis"><Time utc=first.to_string()/><Time utc=last.to_string()/></p>
            <Reasons refusals=activity.refusals.clone()/>
            <details class="chart-numbers">
                <summary>"Show as a table"</summary>
                <Numbers activity/>
            </details>
        </Section>
    }
    .into_any()
}

const fn lead(period: Period) -> &'static str {
    match period {
        Period::Day => "The last 24 hours, by the hour. Of refreshes, retries are the part in the stronger colour.",
        Period::Week => "The last 7 days, by six hours. Of refreshes, retries are the part in the stronger colour.",
        Period::Month => "The last 30 days, by the day. Of refreshes, retries are the part in the stronger colour.",
    }
}

const fn name(period: Period) -> &'static str {
    match period {
        Period::Day => "24 hours",
        Period::Week => "7 days",
        Period::Month => "30 days",
    }
}

#[component]
fn Periods(path: WorkspacePath, shown: Period) -> impl IntoView {
    let links = Period::ALL.map(|period| {
        let href = format!("{}{}", path.overview(), query_string(&[("period", Some(period.code()))]));
        view! { <a href=href aria-current=(period == shown).then_some("true")>{name(period)}</a> }
    });
    view! { <nav class="periods" aria-label="Period">{links.into_iter().collect_view()}</nav> }.into_any()
}

fn chart(series: &Series, activity: &Activity) -> AnyView {
    let total = activity.total();
    let number = (series.number)(&total);
    let mut said = format!("{} in {}", group(number), name(activity.period));
    if let Some(retries) = series.retries {
        said = format!("{said}, {} of them retries", group(retries(&total)));
    }
    if let Some((at, most)) = activity.points.iter().map(series.number).enumerate().max_by_key(|(at, most)| (*most, std::cmp::Reverse(*at)))
        && most > 0
    {
        said = format!("{said}; most, {}, from {}", group(most), begin(activity, at));
    }
    let bars = activity.points.iter().enumerate().map(|(at, figures)| {
        let (number, part) = ((series.number)(figures), series.retries.map_or(0, |retries| retries(figures)));
        let mut title = format!("{}: {}", begin(activity, at), group(number));
        if part > 0 {
            title = format!("{title}, {}", counted(part, "retry", "retries"));
        }
        Bar { number, part, title }
    });
    view! { <BarChart name=series.name said bars=bars.collect() alarming=series.alarming/> }.into_any()
}

/// When a point began.
fn begin(activity: &Activity, point: usize) -> String {
    readable(&activity.begin(point).to_string(), false)
}

/// Why clients were refused.
#[component]
fn Reasons(refusals: Vec<(String, u64)>) -> impl IntoView {
    (!refusals.is_empty())
        .then(|| {
            let reasons =
                refusals.into_iter().map(|(reason, times)| view! { <li><code>{reason}</code>" "{counted(times, "time", "times")}</li> });
            view! {
                <div class="chart-reasons">
                    <h3>"Refusals by reason"</h3>
                    <ul>{reasons.collect_view()}</ul>
                </div>
            }
        })
        .into_any()
}

#[component]
fn Numbers(activity: Activity) -> impl IntoView {
    let rows = activity.points.iter().enumerate().rev().map(|(at, figures)| {
        view! {
            <tr>
                <th scope="row"><Time utc=activity.begin(at).to_string()/></th>
                <td data-label="Refreshes">{group(figures.refreshes)}</td>
                <td data-label="Retries">{group(figures.retries)}</td>
                <td data-label="Logins">{group(figures.logins)}</td>
                <td data-label="Refusals">{group(figures.refusals)}</td>
                <td data-label="Reuse detected">{group(figures.reuses)}</td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    view! {
        <Table label="Activity" heads=vec!["From", "Refreshes", "Retries", "Logins", "Refusals", "Reuse detected"]>
            <tbody>{rows}</tbody>
        </Table>
    }
    .into_any()
}
