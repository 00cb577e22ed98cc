use domain::page::COUNTED_UP_TO;
use leptos::prelude::*;
use leptos_router::components::A;

use super::filled;
use crate::{t, text::in_thousands};

/// Which items of a list are on a page: the numbers of the first and the last one, where they are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Range {
    /// The number of the first one, from 1 on.
    pub first: u64,
    /// That of the last one.
    pub last: u64,
}

/// Links between the pages of a list, which is walked by key: to the first page and to those beside this one.
#[component]
pub fn Pagination(
    /// How many are shown.
    shown: usize,
    /// How many there are, where it was counted.
    total: Option<u64>,
    /// Which of them are shown.
    range: Option<Range>,
    /// What is counted, as one and as many: `("client", "clients")`.
    noun: (&'static str, &'static str),
    /// The address of the first page, where this is another.
    #[prop(into)]
    first: Option<String>,
    /// The address of the page before, where there is one.
    #[prop(into)]
    previous: Option<String>,
    /// The address of the next page, where there is one.
    #[prop(into)]
    next: Option<String>,
) -> impl IntoView {
    let text = extent(u64::try_from(shown).unwrap_or_default(), total, range, noun, next.is_some());
    view! {
        <nav class="pagination" aria-label=t!("ui-pages")>
            <span class="pagination-count">{text}</span>
            {first.map(|href| view! { <A href=href attr:class="button" attr:data-kind="secondary">{t!("ui-first-page")}</A> })}
            {previous.map(|href| view! { <A href=href attr:class="button" attr:data-kind="secondary" attr:rel="prev">{t!("ui-previous-page")}</A> })}
            {next.map(|href| view! { <A href=href attr:class="button" attr:data-kind="secondary" attr:rel="next">{t!("ui-next-page")}</A> })}
        </nav>
    }
    .into_any()
}

/// Returns in words which items are shown, of how many.
fn extent(shown: u64, total: Option<u64>, range: Option<Range>, noun: (&str, &str), more: bool) -> String {
    let name = |count| if count == 1 { noun.0 } else { noun.1 };
    // A number that cannot be right, because the list was changed since, is not told.
    let range =
        range.filter(|range| total.is_none_or(|total| total > COUNTED_UP_TO || (range.last <= total && (more || range.last == total))));
    let Some(Range { first, last }) = range else {
        return filled(t!("ui-extent-page"), &[("count", &group(shown)), ("noun", name(shown))]);
    };
    let is_all = first == 1 && !more;
    let span = if shown == 1 { group(first) } else { format!("{}\u{2013}{}", group(first), group(last)) };
    let (count, noun) = match total {
        _ if is_all => return format!("{} {}", group(shown), name(shown)),
        Some(total) => (bounded(total), name(total)),
        None if more => (more_than(last), name(last)),
        None => (group(last), name(last)),
    };
    filled(t!("ui-extent"), &[("span", &span), ("count", &count), ("noun", noun)])
}

/// Returns a number with the reader's separator at every thousand.
pub fn group(number: u64) -> String {
    in_thousands(&number.to_string(), t!("ui-thousands"))
}

/// Returns a number that was counted up to a bound.
pub fn bounded(number: u64) -> String {
    if number > COUNTED_UP_TO { more_than(COUNTED_UP_TO) } else { group(number) }
}

/// Returns in words that there are more than so many.
fn more_than(number: u64) -> String {
    filled(t!("ui-more-than"), &[("count", &group(number))])
}

/// Returns a count with its noun, as one or as several.
pub fn counted(count: u64, one: &str, several: &str) -> String {
    format!("{} {}", group(count), if count == 1 { one } else { several })
}

#[cfg(test)]
mod tests {
    use super::{Range, bounded, counted, extent, group};

    const CLIENTS: (&str, &str) = ("client", "clients");

    #[test]
    fn what_is_shown_is_told_as_far_as_it_is_known() {
        let told =
            |shown: u64, total, first: u64, more| extent(shown, total, Some(Range { first, last: first + shown - 1 }), CLIENTS, more);
        assert_eq!(told(1, Some(1), 1, false), "1 client");
        assert_eq!(told(7, None, 1, false), "7 clients");
        assert_eq!(told(20, Some(1_021), 1, true), "1\u{2013}20 of 1,021 clients");
        assert_eq!(told(20, Some(10_001), 10_001, true), "10,001\u{2013}10,020 of more than 10,000 clients");
        assert_eq!(told(20, None, 101, true), "101\u{2013}120 of more than 120 clients");
        assert_eq!(told(1, None, 121, false), "121 of 121 clients");
        assert_eq!(extent(5, Some(30), None, CLIENTS, true), "5 clients on this page");
    }

    #[test]
    fn a_number_that_cannot_be_right_is_not_told() {
        let told = |total, first: u64, more| extent(5, Some(total), Some(Range { first, last: first + 4 }), CLIENTS, more);
        assert_eq!(told(30, 28, true), "5 clients on this page", "there are not as many");
        assert_eq!(told(30, 21, false), "5 clients on this page", "the last page ends with the last one");
        assert_eq!(told(30, 26, false), "26\u{2013}30 of 30 clients");
    }

    #[test]
    fn what_is_counted_is_one_or_several() {
        assert_eq!([0, 1, 1000].map(|count| counted(count, "client", "clients")), ["0 clients", "1 client", "1,000 clients"]);
    }

    #[test]
    fn a_number_beyond_the_bound_stands_for_any() {
        assert_eq!([9_999, 10_000, 10_001].map(bounded), ["9,999", "10,000", "more than 10,000"]);
    }

    #[test]
    fn numbers_have_a_comma_at_every_thousand() {
        assert_eq!([0, 999, 1000, 12_340, 1_000_000].map(group), ["0", "999", "1,000", "12,340", "1,000,000"]);
    }
}
