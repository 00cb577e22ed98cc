use domain::clock::Timestamp;
use leptos::prelude::*;

use super::filled;
use crate::{id, t, text::MessageId};

/// A point in time: in UTC as the server writes it, and once the page is alive in the reader's zone ([`crate::islands::Alive`]), with UTC
/// on hover.
#[component]
pub fn Time(
    /// The time, as RFC 3339 writes it in UTC: `2026-11-24T03:42:00Z`.
    #[prop(into)]
    utc: String,
    /// Whether seconds are shown.
    #[prop(optional)]
    seconds: bool,
) -> impl IntoView {
    let shown = readable(&utc, seconds);
    let exact = shown.clone();
    view! { <time class="time" datetime=utc title=exact data-seconds=seconds.then_some("true")>{shown}</time> }.into_any()
}

/// A point in time by how long ago or how far ahead it is, with the time itself on hover: for tables, where many are compared.
#[component]
pub fn Ago(
    /// The time.
    at: Timestamp,
    /// The server's time.
    now: Timestamp,
) -> impl IntoView {
    let utc = at.to_string();
    let exact = readable(&utc, false);
    view! { <time class="time" datetime=utc title=exact data-relative="true">{relative(at.seconds_since(now))}</time> }.into_any()
}

/// Returns how far a time is, in the largest unit that says it well: `3 hours ago`, `in 30 days`. What is over is told in whole units, and what is ahead
/// to the nearest one: a token of 30 days that was issued a second ago expires in 30 days, not in 29.
fn relative(seconds: i64) -> String {
    /// Each unit, and the distance from which on it is used: months are too coarse for a month.
    const UNITS: [(i64, i64, MessageId, MessageId); 5] = [
        (365 * 24 * 3600, 365 * 24 * 3600, id!("ui-year"), id!("ui-years")),
        (30 * 24 * 3600, 60 * 24 * 3600, id!("ui-month"), id!("ui-months")),
        (24 * 3600, 24 * 3600, id!("ui-day"), id!("ui-days")),
        (3600, 3600, id!("ui-hour"), id!("ui-hours")),
        (60, 60, id!("ui-minute"), id!("ui-minutes")),
    ];
    let unit_of = |distance: i64| UNITS.into_iter().find(|(_, from, ..)| distance >= *from);
    let mut distance = seconds.saturating_abs();
    if seconds > 0 {
        let half = unit_of(distance).map_or(0, |(unit, ..)| unit / 2);
        distance = distance.saturating_add(half);
    }
    let Some((unit, _, one, many)) = unit_of(distance) else {
        return if seconds > 0 { t!("ui-in-seconds") } else { t!("ui-just-now") }.to_owned();
    };
    let count = distance / unit;
    // A number and its unit stand on one line.
    let words = format!("{count}\u{a0}{}", if count == 1 { one } else { many }.text());
    filled(if seconds > 0 { t!("ui-in") } else { t!("ui-ago") }, &[("time", &words)])
}

/// Writes a time as a page without JavaScript shows it: `2026-11-24 03:42 UTC`, or `2026-11-24 03:42:07 UTC`.
pub fn readable(utc: &str, seconds: bool) -> String {
    let length = if seconds { "03:42:07".len() } else { "03:42".len() };
    match utc.split_once('T') {
        Some((day, clock)) => format!("{day} {} UTC", clock.get(..length).unwrap_or(clock)),
        None => utc.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_said_in_the_largest_unit_that_says_it_well() {
        let days = |days: i64| days * 86_400;
        let told = [0, -59, 59, -60, 3599, -3599, -3600, days(2), days(-30), days(30) - 1, days(31), days(-75), days(400), i64::MIN];
        let expected = [
            "just now",
            "just now",
            "in seconds",
            "1 minute ago",
            "in 1 hour",
            "59 minutes ago",
            "1 hour ago",
            "in 2 days",
            "30 days ago",
            "in 30 days",
            "in 31 days",
            "2 months ago",
            "in 1 year",
            "292471208677 years ago",
        ];
        assert_eq!(told.map(|seconds| relative(seconds).replace('\u{a0}', " ")), expected);
    }

    #[test]
    fn a_time_is_written_to_the_minute_or_the_second_in_utc() {
        assert_eq!(readable("2026-11-24T03:42:07Z", false), "2026-11-24 03:42 UTC");
        assert_eq!(readable("2026-11-24T03:42:07Z", true), "2026-11-24 03:42:07 UTC");
    }
}
