use domain::page::COUNTED_UP_TO;
use leptos::prelude::*;
use leptos_router::components::A;

/// Links between the pages of a list. Lists are walked by key, so there is a next page and a first one, and the browser's way back.
#[component]
pub fn Pagination(
    /// How many are shown.
    shown: usize,
    /// How many there are, where it was counted.
    total: Option<u64>,
    /// What is counted, as one and as many: `("client", "clients")`.
    noun: (&'static str, &'static str),
    /// The address of the first page, where this is another.
    #[prop(into)]
    first: Option<String>,
    /// The address of the next page, where there is one.
    #[prop(into)]
    next: Option<String>,
) -> impl IntoView {
    let shown = u64::try_from(shown).unwrap_or_default();
    let name = |count| if count == 1 { noun.0 } else { noun.1 };
    let text = match total {
        Some(total) if total > shown => format!("{shown} of {} {}", bounded(total), name(total)),
        _ if first.is_some() || next.is_some() => format!("{shown} {} on this page", name(shown)),
        _ => format!("{shown} {}", name(shown)),
    };
    view! {
        <nav class="pagination" aria-label="Pages">
            <span class="pagination-count">{text}</span>
            {first.map(|href| view! { <A href=href attr:class="button" attr:data-kind="secondary">"First page"</A> })}
            {next.map(|href| view! { <A href=href attr:class="button" attr:data-kind="secondary" attr:rel="next">"Next page"</A> })}
        </nav>
    }
    .into_any()
}

/// Returns a number with a comma at every thousand.
pub fn group(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// Returns a number that was counted up to a bound.
pub fn bounded(number: u64) -> String {
    if number > COUNTED_UP_TO { format!("more than {}", group(COUNTED_UP_TO)) } else { group(number) }
}

/// Returns a number that was counted up to a bound with its noun, as one or as several.
pub fn bounded_count(number: u64, one: &str, several: &str) -> String {
    format!("{} {}", bounded(number), if number == 1 { one } else { several })
}

/// Returns a count with its noun, as one or as several.
pub fn counted(count: u64, one: &str, several: &str) -> String {
    format!("{} {}", group(count), if count == 1 { one } else { several })
}

#[cfg(test)]
mod tests {
    use super::{bounded, counted, group};

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
