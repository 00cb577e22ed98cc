//! What happened over time: a chart of each thing, why clients were refused, and the numbers as a table.

use control::Refusal;
use domain::activity::{Activity, Figures, Period};
use leptos::prelude::*;

use super::query_string;
use crate::{
    api::{ApiError, operator},
    id,
    paths::WorkspacePath,
    t,
    text::{MessageId, said},
    ui::{Bar, BarChart, CodeBlock, Link, Table, Time, group, readable},
};

/// What is drawn.
#[derive(Debug, Clone, Copy)]
pub struct Series {
    /// What is counted.
    name: MessageId,
    number: fn(&Figures) -> u64,
    /// How much of that were retries, where there can be some.
    retries: Option<fn(&Figures) -> u64>,
    /// Whether it means that something is wrong.
    alarming: bool,
}

impl Series {
    /// How often a refresh token was used.
    pub const REFRESHES: Self = Self {
        name: id!("components-activity-refreshes"),
        number: |figures| figures.refreshes,
        retries: Some(|figures| figures.retries),
        alarming: false,
    };
    /// How often somebody signed in.
    pub const LOGINS: Self =
        Self { name: id!("components-activity-logins"), number: |figures| figures.logins, retries: None, alarming: false };
    /// How often a request was refused.
    pub const REFUSALS: Self =
        Self { name: id!("components-activity-refusals"), number: |figures| figures.refusals, retries: None, alarming: false };
    /// How often an old refresh token came back.
    pub const REUSES: Self =
        Self { name: id!("components-activity-reuses"), number: |figures| figures.reuses, retries: None, alarming: true };
    /// How many refresh tokens were issued to users who signed in.
    pub const ISSUED: Self =
        Self { name: id!("components-activity-issued"), number: |figures| figures.tokens_issued, retries: None, alarming: false };
    /// How many refresh tokens were revoked.
    pub const REVOKED: Self =
        Self { name: id!("components-activity-revoked"), number: |figures| figures.tokens_revoked, retries: None, alarming: false };
}

/// Returns the call of the admin API that has the same figures, of what lies below a workspace.
pub fn activity_call(path: &WorkspacePath, below: &str, period: Period) -> Result<String, ApiError> {
    let at = format!("{}/{}/servers/{}", operator()?.admin_api(), path.tenant, path.workspace);
    Ok(format!("curl -H \"Authorization: Bearer $TOKEN\" \\\n  '{at}{below}/activity?period={}'", period.code()))
}

/// Returns what is shown, for the lead of its section.
pub fn activity_lead(period: Period) -> &'static str {
    match period {
        Period::Day => t!("components-activity-lead-day"),
        Period::Week => t!("components-activity-lead-week"),
        Period::Month => t!("components-activity-lead-month"),
    }
}

/// Returns the name of a period.
fn period_name(period: Period) -> &'static str {
    match period {
        Period::Day => t!("components-activity-period-day"),
        Period::Week => t!("components-activity-period-week"),
        Period::Month => t!("components-activity-period-month"),
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
    /// The address of the token requests, which can be filtered by a reason.
    decisions: String,
) -> impl IntoView {
    let charts = series.iter().map(|series| chart(series, &activity)).collect_view();
    let (first, last) = (activity.start, activity.begin(activity.points.len().saturating_sub(1)));
    view! {
        <div class="charts">{charts}</div>
        <p class="chart-axis"><Time utc=first.to_string()/><Time utc=last.to_string()/></p>
        <Reasons refusals=activity.refusals.clone() decisions/>
        <details class="chart-numbers">
            <summary>{t!("components-activity-as-table")}</summary>
            <Numbers activity series/>
        </details>
        <details class="chart-numbers">
            <summary>{t!("components-activity-call")}</summary>
            <CodeBlock label=t!("components-activity-call-label") code=call/>
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
    view! { <nav class="periods" aria-label=t!("components-activity-period")>{links.into_iter().collect_view()}</nav> }.into_any()
}

fn chart(series: &Series, activity: &Activity) -> AnyView {
    let total = activity.total();
    let number = (series.number)(&total);
    let mut said = t!("components-activity-said", count = number, period = period_name(activity.period));
    if let Some(retries) = series.retries {
        said = t!("components-activity-said-retries", said = said, count = retries(&total));
    }
    if let Some((at, most)) = activity.points.iter().map(series.number).enumerate().max_by_key(|(at, most)| (*most, std::cmp::Reverse(*at)))
        && most > 0
    {
        said = t!("components-activity-said-most", said = said, count = most, begin = begin(activity, at));
    }
    let bars = activity.points.iter().enumerate().map(|(at, figures)| {
        let (number, part) = ((series.number)(figures), series.retries.map_or(0, |retries| retries(figures)));
        let begin = begin(activity, at);
        let title = if part > 0 {
            t!("components-activity-bar-retries", begin = begin, count = number, retries = part)
        } else {
            t!("components-activity-bar", begin = begin, count = number)
        };
        Bar { number, part, title }
    });
    view! { <BarChart name=series.name.text() said bars=bars.collect() alarming=series.alarming/> }.into_any()
}

/// When a point began.
fn begin(activity: &Activity, point: usize) -> String {
    readable(&activity.begin(point).to_string(), false)
}

/// Why clients were refused.
#[component]
fn Reasons(refusals: Vec<(String, u64)>, decisions: String) -> impl IntoView {
    (!refusals.is_empty())
        .then(|| {
            let reasons = refusals.into_iter().map(|(reason, times)| {
                let finding = Refusal::from_reason(&reason).map(|refusal| said(refusal.finding()));
                let href = format!("{decisions}{}", query_string(&[("reason", Some(reason.as_str()))]));
                view! {
                    <li>
                        {finding.map(|finding| view! { {finding}" " })}
                        <Link href><code>{reason}</code></Link>
                        " "
                        {t!("components-activity-times", count = times)}
                    </li>
                }
            });
            view! {
                <div class="chart-reasons">
                    <h3>{t!("components-activity-reasons")}</h3>
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
    let of = |series: &Series| {
        [Some((series.name.text(), series.number)), series.retries.map(|retries| (t!("components-activity-retries"), retries))]
    };
    series.iter().flat_map(of).flatten().collect()
}

#[component]
fn Numbers(activity: Activity, series: &'static [Series]) -> impl IntoView {
    let columns = columns(series);
    let heads: Vec<&'static str> = std::iter::once(t!("components-activity-from")).chain(columns.iter().map(|(name, _)| *name)).collect();
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
        <Table label=t!("components-activity-table", period = period_name(activity.period)) heads>
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
