use leptos::prelude::*;

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
    fn a_time_is_written_to_the_minute_or_the_second_in_utc() {
        assert_eq!(readable("2026-11-24T03:42:07Z", false), "2026-11-24 03:42 UTC");
        assert_eq!(readable("2026-11-24T03:42:07Z", true), "2026-11-24 03:42:07 UTC");
    }
}
