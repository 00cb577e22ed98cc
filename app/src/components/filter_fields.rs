//! The fields of a filter above a list.

use domain::{activity::Period, clock::Timestamp};
use leptos::prelude::*;
use leptos_router::components::A;

use super::Unsettled;
use crate::{
    t,
    ui::{Glyph, Icon},
};

/// One of several, or any of them.
pub fn choice_field(label: &'static str, name: &'static str, chosen: &str, choices: impl IntoIterator<Item = (String, String)>) -> AnyView {
    let any = chosen.is_empty();
    let options = choices
        .into_iter()
        .map(|(value, label)| {
            let selected = value == chosen;
            view! { <option value=value selected=selected>{label}</option> }
        })
        .collect_view();
    view! {
        <label class="toolbar-field">
            <span>{label}</span>
            <div class="select">
                <select name=name>
                    <option value="" selected=any>{t!("components-filter-any")}</option>
                    {options}
                </select>
            </div>
        </label>
    }
    .into_any()
}

/// A text.
pub fn text_field(label: &'static str, name: &'static str, placeholder: &'static str, typed: &str) -> AnyView {
    let typed = typed.to_owned();
    view! {
        <label class="toolbar-field">
            <span>{label}</span>
            <input type="text" class="input" name=name value=typed placeholder=placeholder autocomplete="off" spellcheck="false"/>
        </label>
    }
    .into_any()
}

/// A number of something.
pub fn number_field(label: &'static str, name: &'static str, typed: &str) -> AnyView {
    let typed = typed.to_owned();
    view! {
        <label class="toolbar-field">
            <span>{label}</span>
            <input type="text" inputmode="numeric" class="input" name=name value=typed autocomplete="off"/>
        </label>
    }
    .into_any()
}

/// A point in time, in UTC.
pub fn time_field(label: &'static str, name: &'static str, typed: String) -> AnyView {
    let kind = time_input(&typed);
    view! {
        <label class="toolbar-field">
            <span>{label}</span>
            <input type=kind class="input" name=name value=typed autocomplete="off" spellcheck="false"/>
        </label>
    }
    .into_any()
}

/// How far back is looked, by a word for it.
pub fn period_field(chosen: &str) -> AnyView {
    let choices = Period::ALL.map(|period| (period.code().to_owned(), words(period).to_owned()));
    choice_field(t!("components-filter-period"), "last", chosen, choices)
}

fn words(period: Period) -> &'static str {
    match period {
        Period::Day => t!("components-filter-day"),
        Period::Week => t!("components-filter-week"),
        Period::Month => t!("components-filter-month"),
    }
}

/// The filters that are set among those that are folded away, each in words with the address of the page without it.
pub fn filter_chips(set: Vec<(String, String)>) -> Option<AnyView> {
    let chips = set.into_iter().map(|(words, without)| {
        let remove = t!("components-filter-remove", filter = words.clone());
        view! { <li class="filter-chip"><span class="filter-chip-name">{words}</span><A href=without attr:aria-label=remove><Icon glyph=Glyph::Close/></A></li> }
    });
    let chips: Vec<_> = chips.collect();
    (!chips.is_empty()).then(|| view! { <ul class="filter-chips" aria-label=t!("components-filter-more")>{chips}</ul> }.into_any())
}

/// Returns the time from which on is looked, by a period and a time as they were typed: the later of both.
///
/// # Errors
/// [`Unsettled`] where one of them cannot be read.
pub fn since(last: &str, since: &str, now: Timestamp) -> Result<Option<Timestamp>, Unsettled> {
    let seconds = |period: &Period| match period {
        Period::Day => 24 * 3600,
        Period::Week => 7 * 24 * 3600,
        Period::Month => 30 * 24 * 3600,
    };
    let period: Option<Period> = if last.is_empty() { None } else { Some(last.parse().map_err(|_| Unsettled)?) };
    let since: Option<Timestamp> = if since.is_empty() { None } else { Some(since.parse().map_err(|_| Unsettled)?) };
    Ok(since.max(period.map(|period| now.plus_seconds(-seconds(&period)))))
}

/// Returns the type of a field for a time: the browser's own, where that can show what was typed.
fn time_input(typed: &str) -> &'static str {
    let shows = typed.as_bytes().get(10) == Some(&b'T') && !typed.ends_with('Z') && typed.parse::<Timestamp>().is_ok();
    if typed.is_empty() || shows { "datetime-local" } else { "text" }
}
