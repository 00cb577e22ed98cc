//! The fields of a filter above a list.

use domain::clock::Timestamp;
use leptos::prelude::*;

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
                    <option value="" selected=any>"Any"</option>
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

/// Returns the type of a field for a time: the browser's own, where that can show what was typed.
fn time_input(typed: &str) -> &'static str {
    let shows = typed.as_bytes().get(10) == Some(&b'T') && !typed.ends_with('Z') && typed.parse::<Timestamp>().is_ok();
    if typed.is_empty() || shows { "datetime-local" } else { "text" }
}
