//! What happened over time: a chart of each thing, why clients were refused, and the numbers as a table.

use domain::activity::{Activity, Figures, Period};
use leptos::prelude::*;

use super::query_string;
use crate::{
    api::{ApiError, operator},
    paths::WorkspacePath,
    ui::{Bar, BarChart, CodeBlock, Table, Time, counted, group, readable},
};

/// What is drawn.
#[derive(Debug, Clone, Copy)]
pub struct Series {
    /// What is counted.
    name: &'static str,
    number: fn(&Figures) -> u64,
    /// How much of that were retries, where there can be some.
    retries: Option<fn(&Figures) -> u64>,
    /// Whether it means that something is wrong.
    alarming: bool,
}

impl Series {
    /// How often a refresh token was used.
    pub const REFRESHES: Self =
        Self { name: "Refreshes", number: |figures| figures.refreshes, retries: Some(|figures| figures.retries), alarming: false };
    /// How often somebody signed in.
    pub const LOGINS: Self = Self { name: "Logins", number: |figures| figures.logins, retries: None, alarming: false };
    /// How often a request was refused.
    pub const REFUSALS: Self = Self { name: "Refusals", number: |figures| figures.refusals, retries: None, alarming: false };
    /// How often an old refresh token came back.
    pub const REUSES: Self = Self { name: "Reuse detected", number: |figures| figures.reuses, retries: None, alarming: true };
    /// How many refresh tokens were issued to users who signed in.
    pub const ISSUED: Self =
        Self { name: "Refresh tokens issued", number: |figures| figures.tokens_issued, retries: None, alarming: false };
    /// How many refresh tokens were revoked.
    pub const REVOKED: Self =
        Self { name: "Refresh tokens revoked", number: |figures| figures.tokens_revoked, retries: None, alarming: false };
}

/// Returns the call of the admin API that has the same figures, of what lies below a workspace.
pub fn activity_call(path: &WorkspacePath, below: &str, period: Period) -> Result<String, ApiError> {
    let at = format!("{}/{}/servers/{}", operator()?.admin_api(), path.tenant, path.workspace);
    Ok(format!("curl -H \"Authorization: Bearer $TOKEN\" \\\n  '{at}{below}/activity?period={}'", period.code()))
}

/// Returns what is shown, for the lead of its section.
pub const fn activity_lead(period: Period) -> &'static str {
    match period {
        Period::Day => "The last 24 hours, by the hour. Of refreshes, retries are the part in the stronger colour.",
        Period::Week => "The last 7 days, by six hours. Of refreshes, retries are the part in the stronger colour.",
        Period::Month => "The last 30 days, by the day. Of refreshes, retries are the part in the stronger colour.",
    }
}

/// Returns the name of a period.
pub const fn period_name(period: Period) -> &'static str {
    match period {
        Period::Day => "24 hours",
        Period::Week => "7 days",
        Period::Month => "30 days",
    }
}

/// What happened over time.
#[component]
pub fn ActivityCharts(
    /// What happened.
    activity: Activity,
    /// What is drawn of it, and stands in its table.
    series: &'static [Series],
    /// The call of the admin API that has the same figures.
    call: String,
) -> impl IntoView {
    let charts = series.iter().map(|series| chart(series, &activity)).collect_view();
    let (first, last) = (activity.start, activity.begin(activity.points.len().saturating_sub(1)));
    view! {
        <div class="charts">{charts}</div>
        <p class="chart-axis"><Time utc=first.to_string()/><Time utc=last.to_string()/></p>
        <Reasons refusals=activity.refusals.clone()/>
        <details class="chart-numbers">
            <summary>"Show as a table"</summary>
            <Numbers activity series/>
        </details>
        <details class="chart-numbers">
            <summary>"Get these figures over the admin API"</summary>
            <CodeBlock label="Call for these figures" code=call/>
        </details>
    }
    .into_any()
}

/// Links to the same page with each of the periods.
#[component]
pub fn Periods(
    /// The address of the page.
    here: String,
    /// The period that is shown.
    shown: Period,
) -> impl IntoView {
    let links = Period::ALL.map(|period| {
        let href = format!("{here}{}", query_string(&[("period", Some(period.code()))]));
        view! { <a href=href aria-current=(period == shown).then_some("true")>{period_name(period)}</a> }
    });
    view! { <nav class="periods" aria-label="Period">{links.into_iter().collect_view()}</nav> }.into_any()
}

fn chart(series: &Series, activity: &Activity) -> AnyView {
    let total = activity.total();
    let number = (series.number)(&total);
    let mut said = format!("{} in {}", group(number), period_name(activity.period));
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

/// A column of the table.
type Column = (&'static str, fn(&Figures) -> u64);

/// Returns the columns of what is drawn: retries, which are a part of a chart, have one of their own.
fn columns(series: &[Series]) -> Vec<Column> {
    let of = |series: &Series| [Some((series.name, series.number)), series.retries.map(|retries| ("Retries", retries))];
    series.iter().flat_map(of).flatten().collect()
}

#[component]
fn Numbers(activity: Activity, series: &'static [Series]) -> impl IntoView {
    let columns = columns(series);
    let heads: Vec<&'static str> = std::iter::once("From").chain(columns.iter().map(|(name, _)| *name)).collect();
    let rows = activity.points.iter().enumerate().rev().map(|(at, figures)| {
        let cells = columns.iter().map(|(name, number)| view! { <td data-label=*name>{group(number(figures))}</td> });
        view! {
            <tr>
                <th scope="row"><Time utc=activity.begin(at).to_string()/></th>
                {cells.collect_view()}
            </tr>
        }
    });
    let rows = rows.collect_view();
    view! {
        <Table label=format!("Activity of the last {}", period_name(activity.period)) heads>
            <tbody>{rows}</tbody>
        </Table>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_drawn_is_a_column_and_retries_have_one_of_their_own() {
        let names: Vec<_> = columns(&[Series::REFRESHES, Series::REVOKED]).into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["Refreshes", "Retries", "Refresh tokens revoked"]);
        let figures = Figures { refreshes: 5, retries: 2, tokens_revoked: 1, ..Figures::default() };
        let numbers: Vec<_> = columns(&[Series::REFRESHES, Series::REVOKED]).into_iter().map(|(_, number)| number(&figures)).collect();
        assert_eq!(numbers, [5, 2, 1]);
    }
}
